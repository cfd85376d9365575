"""The documents of the revision, nearest to the top first."""

import re
from collections.abc import Mapping
from functools import partial

from assay.collect.apart import read
from assay.collect.repository import Repository
from assay.domain.evidence import Unread
from assay.facts.documents import Document, Documents
from assay.facts.tree import SET_ASIDE, Entry, EntryKind, Tree
from assay.formats.documents import ENDINGS, DocumentError
from assay.store.memory import Memory

MOST = 300
LARGEST = 20_000_000
LARGEST_AT_ONCE = 1_000_000
KIND = "documents"
PLACES = frozenset(
    "docs doc documentation .github .gitlab security policies policy compliance handbook wiki website content src source site book guides pages .well-known man public static governance process processes".split()
)
WANTED = re.compile(
    r"readme|security|contribut|support|change|history|news|release|upgrad|updat|install|lifecycle|eol|end.of|roadmap|threat|architect|design|adr|test|vulnerab|incident|polic|sdlc|secure|develop|governance|maintain|version|deprecat|disclos|risk|privacy|sla|advisor|patch|backport|hack|build|verif|sign|deploy|getting|faq|require|trust|depend|response|plan|process|standard|checklist|review|framework|configur|admin|operat|licens|asset|regist|inventor|stack|strateg|engineer|quality|sdl",
    re.IGNORECASE,
)
NOT_WANTED = re.compile(r"^(licen[cs]e|copying|notice|authors|code.of.conduct|patents|thanks|credits)\b", re.IGNORECASE)
FOR_MACHINES = re.compile(r"(requirements|constraints|cmakelists|robots).*\.txt$", re.IGNORECASE)
"""Lists and settings, whatever their ending says."""
WITHOUT_ENDING = re.compile(
    r"README|SECURITY|SUPPORT|CHANGES|CHANGELOG|NEWS|INSTALL|HISTORY|RELEASES?|MAINTAINERS", re.IGNORECASE
)
TEMPLATES = re.compile(
    r"issue_template|pull_request_template|merge_request_templates|/templates?/|\.template$|\.example$", re.IGNORECASE
)
DOCUMENT_FOLDERS = frozenset({"doc", "docs", "documentation"})


def collect(repository: Repository, tree: Tree, memory: Memory) -> Documents:
    """Documents that cannot be read are unread; at most 300 are, nearest to the top first."""
    wanted = sorted(
        (entry for entry in tree.entries if _is_wanted(entry)), key=lambda entry: (entry.path.count("/"), entry.path)
    )
    found: list[Document] = []
    unread: list[Unread] = []
    if len(wanted) > MOST:
        unread.append(
            Unread(
                "documents",
                f"{len(wanted) - MOST} of {len(wanted)} were left out: the {MOST} nearest to the top were read",
                "cite the ones that matter in assay.toml",
            )
        )
    keys = {entry: f"{entry.oid}:{entry.path}" for entry in wanted[:MOST]}
    unknown = set(memory.unknown(KIND, keys.values()))
    at_once = [entry.oid for entry, key in keys.items() if key in unknown and (entry.size or 0) <= LARGEST_AT_ONCE]
    contents = dict(repository.objects.read_many(at_once))
    for entry, key in keys.items():
        if entry.size is None or entry.size > LARGEST:
            unread.append(Unread(entry.path, "it is larger than 20 MB or absent from this clone", "a full clone"))
            continue
        try:
            found.append(memory.remember(KIND, key, Document, partial(_document, repository, entry, contents)))
        except DocumentError as error:
            unread.append(Unread(entry.path, str(error), "a version with text"))
    return Documents(tuple(found), tuple(unread))


def _document(repository: Repository, entry: Entry, contents: Mapping[str, bytes | None]) -> Document:
    data = contents[entry.oid] if entry.oid in contents else repository.read(entry.path)
    if data is None:
        raise DocumentError("it is damaged in this clone")
    return read(entry.path, data, entry.oid, set_aside_document(entry.path))


def is_document(entry: Entry) -> bool:
    """Whether its name is that of a document somebody wrote to be read, wherever it lies."""
    if entry.kind not in (EntryKind.FILE, EntryKind.EXECUTABLE) or not entry.path.isprintable():
        return False
    stem, dot, ending = entry.name.rpartition(".")
    if not dot:
        return bool(WITHOUT_ENDING.fullmatch(entry.name))
    return ending.lower() in ENDINGS and not NOT_WANTED.match(stem) and not FOR_MACHINES.match(entry.name)


def _is_wanted(entry: Entry) -> bool:
    if not is_document(entry):
        return False
    folder = entry.folder
    if not folder:
        return True
    top = folder.partition("/")[0].lower()
    return (
        folder.count("/") <= 4
        and bool(WANTED.search(entry.path))
        and (top in PLACES or folder.count("/") == 0 or entry.name.lower() == "security.txt")
    )


def set_aside_document(path: str) -> str:
    """Why a document at ``path`` does not speak for the product; empty if it does. Folders for documents are no reason."""
    if TEMPLATES.search(path):
        return "template"
    for part in path.lower().split("/")[:-1]:
        if part in SET_ASIDE and part not in DOCUMENT_FOLDERS:
            return part
    return ""
