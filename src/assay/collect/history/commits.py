"""The log of the assessed revision: read whole once, then only what is newer than what was remembered."""

from collections.abc import Iterable

from assay.collect.history.changed_paths import FIELDS, numbers
from assay.collect.repository import LOG_FIELDS, Repository
from assay.domain.evidence import Unread
from assay.errors import AssayError
from assay.facts.history import Commit, History
from assay.store.memory import Memory

KIND = "log"
Commits = tuple[Commit, ...]


def collect(repository: Repository, memory: Memory) -> History:
    """Newest first by the committer's date, the assessed commit in front: an order that needs nothing but the commits."""
    unread = []
    try:
        commits = _commits(repository, memory)
    except AssayError:
        commits = ()
        unread.append(
            Unread("history", "git could not read it to its end: commits are absent or damaged", "a full clone")
        )
    if repository.shallow:
        unread.append(
            Unread(
                "history",
                f"the clone is shallow: {len(commits)} commits are here",
                "a full clone (git fetch --unshallow)",
            )
        )
    if not repository.commit:
        unread.append(Unread("history", "there is no commit yet", "a first commit"))
    return History(commits, complete=not unread, unread=tuple(unread))


def begin(repository: Repository, memory: Memory) -> None:
    """Let git start, if it will be asked."""
    if repository.commit and repository.commit not in memory.keys(KIND):
        repository.begin(*_arguments(repository, _remembered(repository, memory)))


def _commits(repository: Repository, memory: Memory) -> Commits:
    if not repository.commit:
        return ()
    if repository.shallow:
        return _newest_first(repository, _read(repository.output(*_arguments(repository, ""))))
    return memory.remember(KIND, repository.commit, Commits, lambda: _newer_and_remembered(repository, memory))


def _newer_and_remembered(repository: Repository, memory: Memory) -> Commits:
    known = _remembered(repository, memory)
    remembered = memory.recall(KIND, known, Commits) if known else ()
    if remembered is None:
        known, remembered = "", ()
    newer = _read(repository.output(*_arguments(repository, known)))
    return _newest_first(repository, [*newer, *remembered])


def _remembered(repository: Repository, memory: Memory) -> str:
    """A commit whose whole log is remembered and part of the one wanted; a cut history is never remembered."""
    if repository.shallow:
        return ""
    return next((each for each in memory.keys(KIND) if repository.leads_here(each)), "")


def _arguments(repository: Repository, known: str) -> tuple[str, ...]:
    span = f"{known}..{repository.commit}" if known else repository.commit
    return ("log", "-z", f"--format={LOG_FIELDS}", "--no-show-signature", span, "--")


def _read(log: bytes) -> list[Commit]:
    """A column at a time: a hundred thousand commits one by one would take four times as long."""
    fields = log.decode("utf-8", "replace").split("\0")
    oids, parents, names, mails, at, by, by_mails, on, subjects = (fields[start:-1:FIELDS] for start in range(FIELDS))
    return [
        *map(
            Commit._make,
            zip(
                oids, map(tuple, map(str.split, parents)), names, mails, numbers(at), by, by_mails, numbers(on),
                [subject[:500] for subject in subjects],
                strict=False,
            ),
        )
    ]  # fmt: skip


def _newest_first(repository: Repository, found: Iterable[Commit]) -> Commits:
    """The assessed one before all others; of those of one second the smaller id first."""
    newest = repository.commit
    return tuple(sorted(found, key=lambda each: (each.oid != newest, -each.committed_at, each.oid)))
