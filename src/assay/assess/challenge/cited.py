"""Looks up what a form cites: files of the assessed revision, by path or by a link into this repository. Nothing is fetched."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assay.collect.repository import Repository, Settings
from assay.collect.stated.citations import weighed
from assay.domain.evidence import Location, Statement
from assay.facts.ci import CiPipelines
from assay.facts.citations import Citation
from assay.facts.forms import CompletedForm, FormRow, Proof, ProofKind
from assay.facts.texts import Texts
from assay.facts.tree import Tree
from assay.formats.citations import ageing, filling, off_subject, on_subject, opening, unseen
from assay.formats.own_repository import IN_FILES, own_repositories

RAW = re.compile(r"https?://raw\.githubusercontent\.com/([^/\s]+)/([^/\s]+)/(.+)", re.IGNORECASE)
WITHIN = re.compile(r"(?:/-)?/(?:blob|raw|tree|blame|edit|src)/(?:branch/|tag/|commit/)?(.+)")
TOP_FILES = re.compile(
    r"(security|contributing|changelog|changes|license|readme|code_of_conduct|codeowners|support|governance)(\.\w+)?",
    re.IGNORECASE,
)
"""Names that mean a file at the top of a repository, whoever writes them."""
DOCUMENTS = (
    ".md",
    ".markdown",
    ".rst",
    ".adoc",
    ".txt",
    ".html",
    ".htm",
    ".docx",
    ".pdf",
    ".doc",
    ".xlsx",
    ".xls",
    ".odt",
)
"""Endings of what is meant to be read by people."""
VALID_DAYS = 365


class CitedState(StrEnum):
    """What became of one citation."""

    HOLDS = "holds"
    """There, filled in, on the subject and in date: it shows where to read, and proves nothing."""
    WEAK = "weak"
    THERE = "there"
    """There, and no document that could be read for its subject."""
    MISSING = "missing"
    ELSEWHERE = "not in this repository"
    NOT_FETCHED = "not fetched"


@dataclass(frozen=True, slots=True)
class Cited:
    """One thing a form points at for a claim."""

    claim: str
    target: str
    state: CitedState
    says: str
    place: Location | None = None


def cited(
    form: CompletedForm,
    claims_of: Mapping[str, FormRow],
    repository: Repository,
    settings: Settings,
    addresses: Iterable[str],
) -> Mapping[str, tuple[Cited, ...]]:
    """Claim → what became of everything its row cites."""
    own = _own_addresses(repository, addresses)
    tree = repository.tree
    found: dict[str, list[Cited]] = {}
    asked: list[tuple[Statement, str]] = []
    for claim_id, row in claims_of.items():
        for proof in row.proofs:
            path = _path(proof, tree, own)
            if isinstance(path, Cited):
                found.setdefault(claim_id, []).append(_for_claim(path, claim_id))
            else:
                asked.append((_statement(claim_id, path, form, settings.as_of), proof.target))
    _, citations = weighed([statement for statement, _ in asked], repository, settings, ())
    for citation, (statement, target) in zip(citations, asked, strict=True):
        claim_id = statement.facet.partition("/")[0]
        found.setdefault(claim_id, []).append(_weighed(claim_id, target, citation, tree, settings.as_of))
    return {claim_id: tuple(dict.fromkeys(each)) for claim_id, each in found.items()}


def _statement(claim_id: str, path: str, form: CompletedForm, as_of: date) -> Statement:
    return Statement(
        f"{claim_id}/a", None, form.header.owner, "", form.header.assessed_on or as_of, VALID_DAYS, document=path
    )


def _for_claim(found: Cited, claim_id: str) -> Cited:
    return Cited(claim_id, found.target, found.state, found.says, found.place)


def _path(proof: Proof, tree: Tree, own: frozenset[str]) -> "str | Cited":
    """The path a proof means in the tree; or what became of it where it means none."""
    target = proof.target
    if proof.kind is ProofKind.LINK:
        within = _within(target, own)
        if within is None:
            return Cited("", target, CitedState.NOT_FETCHED, "it is an address, and nothing is fetched")
        if not within:
            return Cited("", target, CitedState.THERE, "it is this repository, or a page of its forge: name the file")
        parts = within.split("/")
        candidates = ["/".join(parts[start:]) for start in range(1, len(parts))]
        return next(
            (each for each in candidates if tree.has(each) or each in tree.folders),
            candidates[0] if candidates else within,
        )
    path = re.sub(r"^(\.{1,2}/)+|^/", "", target.partition("#")[0])
    if tree.has(path) or path in tree.folders:
        return path
    if "/" not in path:
        named = [each.path for each in tree.named(path)]
        if named:
            return min(named, key=lambda each: (each.count("/"), each))
        if not TOP_FILES.fullmatch(path):
            return Cited(
                "",
                target,
                CitedState.ELSEWHERE,
                "no file of that name is in this revision, and nothing says it should be",
            )
    elif path.partition("/")[0] not in tree.folders:
        return Cited(
            "", target, CitedState.ELSEWHERE, "the folder it names is not in this revision, so it may be kept elsewhere"
        )
    return path


def _within(link: str, own: frozenset[str]) -> str | None:
    """Revision and path of a link into this repository, empty for its other pages; None for a link to elsewhere."""
    if raw := RAW.match(link):
        same = f"github.com/{raw.group(1)}/{raw.group(2)}".casefold() in own
        return re.split(r"[?#]", raw.group(3))[0] if same else None
    plain = re.sub(r"^https?://(www\.)?", "", link)
    for address in own:
        if plain.casefold().startswith(address) and plain[len(address) : len(address) + 1] in ("", "/", "#", "?"):
            inside = WITHIN.match(re.split(r"[?#]", plain[len(address) :])[0])
            return inside.group(1).rstrip("/") if inside else ""
    return None


def _own_addresses(repository: Repository, given: Iterable[str]) -> frozenset[str]:
    """Where this repository is on the web: as given, and as its own manifests say."""
    texts = {path: repository.text(path) for path in repository.tree.by_path if path.casefold() in IN_FILES}
    names = own_repositories(CiPipelines(()), Texts({path: text for path, text in texts.items() if text}))
    stated = {re.sub(r"^https?://(www\.)?|(\.git)?/?$", "", each.casefold()) for each in given}
    return frozenset(stated | {f"{host}/{name}" for host in ("github.com", "gitlab.com") for name in names})


def _weighed(claim_id: str, target: str, citation: Citation, tree: Tree, as_of: date) -> Cited:
    path = citation.statement.document
    if path in tree.folders:
        return Cited(claim_id, target, CitedState.THERE, "it is a folder: name the file in it", Location(path))
    if citation.missing:
        return Cited(claim_id, target, CitedState.MISSING, f"{path} {citation.missing}")
    where = Location(citation.path or path)
    if citation.document is None:
        reason = next((f"; {each.reason}" for each in citation.unread if path.lower().endswith(DOCUMENTS)), "")
        return Cited(claim_id, target, CitedState.THERE, f"it is there{reason}", where)
    for says, line in _faults(citation, as_of):
        return Cited(claim_id, target, CitedState.WEAK, f"{citation.path} {says}", Location(citation.path, line))
    for each in unseen(citation):
        return Cited(claim_id, target, CitedState.THERE, f"it is there; {each.reason}", where)
    passage = on_subject(citation)
    line = passage.line if passage and not citation.path.endswith((".docx", ".pdf")) else None
    return Cited(
        claim_id, target, CitedState.HOLDS, f"{citation.path} is there and speaks of it", Location(citation.path, line)
    )


def _faults(citation: Citation, as_of: date) -> Iterator[tuple[str, int | None]]:
    yield from opening(citation)
    yield from filling(citation)
    yield from off_subject(citation)
    yield from ageing(citation, as_of)
