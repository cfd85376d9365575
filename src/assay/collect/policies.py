"""The documents in which passages are looked for: those of a revision, and those of a folder that need not be committed."""

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from assay.collect.apart import read
from assay.collect.repository import Repository
from assay.collect.tree.documents import LARGEST, PLACES, is_document, set_aside_document
from assay.domain.evidence import Unread
from assay.errors import UnreadablePathError
from assay.facts.documents import Document
from assay.facts.suggestions import Source
from assay.facts.tree import Entry, EntryKind
from assay.formats.documents import DocumentError

MOST = 1_000
DEEPEST = 12
MOST_LISTED = 20_000
LFS_POINTER = b"version https://git-lfs.github.com/spec/"
CHANGE_LOG = re.compile(
    r".*change[-_ ]?logs?\b.*|history|news|(.*[-_ ])?(changes|releases?[-_ ]notes?|releases|what'?s[-_ ]?new)([-_ .]?v?\d.*)?",
    re.IGNORECASE,
)
CHANGE_LOG_FOLDER = re.compile(r"(^|/)(change[-_]?logs?|release[-_]?notes)(/|$)", re.IGNORECASE)
LISTS_CHANGES = "a list of changes"
CLONE = "a full clone"
SMALLER = "--documents with the folder of your policies alone"


@dataclass(frozen=True)
class Policies:
    """What was read, what does not speak for the product, and what could not be read."""

    documents: tuple[tuple[Document, Source], ...] = ()
    set_aside: tuple[tuple[str, str], ...] = ()
    unread: tuple[Unread, ...] = ()

    def __add__(self, other: "Policies") -> "Policies":
        return Policies(self.documents + other.documents, self.set_aside + other.set_aside, self.unread + other.unread)


def of_repository(repository: Repository) -> Policies:
    """The documents of the revision; at most 1,000, folders for documents first, then the nearest to the top."""
    wanted = sorted((each for each in repository.tree.entries if is_document(each)), key=_nearest)
    own, aside = _apart([entry.path for entry in wanted])
    entries = {entry.path: entry for entry in wanted}
    documents: list[tuple[Document, Source]] = []
    unread: list[Unread] = [*repository.tree.unread, *_too_many(len(own), "this revision")]
    for path in own[:MOST]:
        found = _of_entry(entries[path], repository)
        if isinstance(found, Unread):
            unread.append(found)
        else:
            documents.append(found)
    return Policies(tuple(documents), aside, tuple(unread))


def of_folder(folder: Path) -> Policies:
    """The documents in and below ``folder``, links not followed; raises UnreadablePathError."""
    if not folder.is_dir():
        raise UnreadablePathError(f"{folder} is not a folder that can be read.", advice="Name a folder of documents.")
    unread: list[Unread] = []
    places = dict(islice(_listed(folder, unread), MOST_LISTED))
    own, aside = _apart(sorted(places, key=lambda path: _nearest(Entry(path, EntryKind.FILE, "", 0))))
    unread += _too_many(len(own), "the folder")
    if len(places) == MOST_LISTED:
        unread.append(Unread(str(folder), f"only its first {MOST_LISTED:,} documents were looked up", SMALLER))
    documents: list[tuple[Document, Source]] = []
    for path in own[:MOST]:
        try:
            data = _bytes(places[path])
            document = read(path, data, "", "")
            documents.append((document, Source(path, hashlib.sha256(data).hexdigest())))
        except DocumentError as error:
            unread.append(Unread(path, str(error), "a version with text"))
        except OSError as error:
            unread.append(Unread(path, error.strerror or "it cannot be read", "the right to read it"))
    return Policies(tuple(documents), aside, tuple(unread))


def _of_entry(entry: Entry, repository: Repository) -> tuple[Document, Source] | Unread:
    if entry.size is None or entry.size > LARGEST:
        return Unread(entry.path, "it is larger than 20 MB or absent from this clone", CLONE)
    data = repository.read(entry.path)
    if data is None or data.startswith(LFS_POINTER):
        return Unread(entry.path, "its content is absent from this clone", CLONE)
    try:
        document = read(entry.path, data, entry.oid, "")
    except DocumentError as error:
        return Unread(entry.path, str(error), "a version with text")
    return document, Source(entry.path, hashlib.sha256(data).hexdigest(), entry.oid)


def _apart(paths: Sequence[str]) -> tuple[list[str], tuple[tuple[str, str], ...]]:
    """Those that may speak for the product, and the others with the reason."""
    kept, aside = [], []
    for path in paths:
        folder, _, name = path.rpartition("/")
        lists_changes = CHANGE_LOG.fullmatch(name.partition(".")[0]) or CHANGE_LOG_FOLDER.search(folder)
        reason = set_aside_document(path) or (LISTS_CHANGES if lists_changes else "")
        if reason:
            aside.append((path, reason))
        else:
            kept.append(path)
    return kept, tuple(sorted(aside))


def _nearest(entry: Entry) -> tuple[bool, int, str]:
    top = entry.folder.partition("/")[0].lower()
    return bool(top) and top not in PLACES, entry.path.count("/"), entry.path


def _too_many(number: int, where: str) -> list[Unread]:
    if number <= MOST:
        return []
    reason = f"{number - MOST} of {number} were left out: the {MOST} nearest to the top were read"
    return [Unread(f"documents of {where}", reason, SMALLER)]


def _listed(folder: Path, unread: list[Unread], before: str = "") -> Iterator[tuple[str, Path]]:
    """Plain files below ``folder`` that are documents, with their paths from it; what cannot be opened is added to ``unread``."""
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        unread.append(Unread(before or str(folder), error.strerror or "it cannot be opened", "the right to open it"))
        return
    for each in entries:
        path = f"{before}{each.name}"
        if each.is_symlink() or each.name.startswith(".git"):
            continue
        if each.is_dir():
            if path.count("/") < DEEPEST:
                yield from _listed(each, unread, f"{path}/")
            else:
                unread.append(Unread(path, f"it lies more than {DEEPEST} folders deep", "--documents with that folder"))
        elif each.is_file() and is_document(Entry(path, EntryKind.FILE, "", 0)):
            yield path, each


def _bytes(place: Path) -> bytes:
    """The bytes of a plain file of bounded size, opened without following a link put in its place meanwhile."""
    handle = os.open(place, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise DocumentError("it is no plain file")
        if status.st_size > LARGEST:
            raise DocumentError("it is larger than 20 MB")
        return stream.read(LARGEST + 1)
