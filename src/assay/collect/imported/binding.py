"""Ties what was handed over to a commit of this history: what speaks of another history says nothing here."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from assay.collect.repository import Repository
from assay.domain.evidence import Unread
from assay.errors import AssayError
from assay.facts.evidence import EvidenceItem, EvidenceItems
from assay.facts.imported import Bound, Imported, Source
from assay.formats.results import Raw, ResultError, kinds

Content = TypeVar("Content")


def imported(
    items: EvidenceItems,
    repository: Repository,
    kinds_wanted: Iterable[str],
    names_commit: Callable[[Content], str],
    missing: Unread,
) -> tuple[tuple[Imported[Content], ...], tuple[Unread, ...]]:
    """What the items of these kinds say, each tied to a commit, and what could not be read or tied.

    ``names_commit`` gives the commit a content names itself, empty where it names none; ``missing`` is said where nothing of the
    kinds was handed over. The reader of every kind gives a sequence of contents of one type.
    """
    found: list[Imported[Content]] = []
    unread: list[Unread] = []
    of_kind = items.of(*kinds_wanted)
    for item in of_kind:
        try:
            contents: list[Content] = list(kinds()[item.kind].read(Raw(item.name, item.data)))
        except ResultError as fault:
            unread.append(Unread(item.name, str(fault), "a whole file of this kind"))
            continue
        for content in contents:
            tied = tie(item, repository, names_commit(content))
            if isinstance(tied, Unread):
                unread.append(tied)
            else:
                found.append(Imported(content, tied))
    return tuple(found), tuple(dict.fromkeys(unread)) if of_kind else (missing,)


def tie(item: EvidenceItem, repository: Repository, named: str = "") -> Source | Unread:
    """The source of ``item`` with its commit; Unread where what is named or said is not of this history, or the two differ."""
    said = _resolved(item.commit, repository) if item.commit else ""
    tagged = _resolved(f"refs/tags/{item.release}", repository) if item.release else ""
    own = _resolved(named, repository) if named else ""
    attested = _resolved(item.attested, repository) if item.attested else ""
    for what, asked, got in (
        ("commit", item.commit, said),
        ("release", item.release, tagged),
        ("commit", named, own),
        ("commit", item.attested, attested),
    ):
        if asked and not got:
            return Unread(
                item.name, f"it is about {what} {asked[:40]}, which is not in this history", "results of this product"
            )
    commits = {each for each in (said, tagged, own, attested) if each}
    if len(commits) > 1:
        return Unread(
            item.name,
            f"it speaks of more than one commit ({', '.join(sorted(each[:12] for each in commits))})",
            "taking it in again with the commit it names itself",
        )
    bound = Bound.ATTESTED if attested else Bound.NAMED if own else Bound.SAID if commits else Bound.NOT
    return Source(item.name, item.sha256, item.taken_on, next(iter(commits), ""), bound, item.release)


def _resolved(name: str, repository: Repository) -> str:
    """The full id of a commit that leads to the assessed one or that a tag names; empty for any other."""
    try:
        commit = repository.git.resolve(name)
    except AssayError:
        return ""
    if repository.leads_here(commit) or repository.git.run(
        "for-each-ref", "--count=1", f"--points-at={commit}", "refs/tags"
    ):
        return commit
    return ""
