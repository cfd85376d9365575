"""The log of the assessed revision: read whole once, then only what is newer than what was remembered."""

from itertools import groupby
from operator import itemgetter

from assay.collect.history.changed_paths import FIELDS, number
from assay.collect.repository import LOG_FIELDS, Repository
from assay.domain.evidence import Unread
from assay.errors import AssayError
from assay.facts.history import Commit, History
from assay.store.memory import Memory

KIND = "log"
COMMITTED_AT = Commit._fields.index("committed_at")


def collect(repository: Repository, memory: Memory) -> History:
    """Newest first by the committer's date, the assessed commit in front: an order that needs nothing but the commits."""
    unread = []
    try:
        commits = _commits(_log(repository, memory), repository.commit)
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


def _log(repository: Repository, memory: Memory) -> bytes:
    if not repository.commit:
        return b""
    if repository.shallow:
        return repository.output(*_arguments(repository, ""))
    return memory.remember(KIND, repository.commit, bytes, lambda: _newer_and_remembered(repository, memory))


def _newer_and_remembered(repository: Repository, memory: Memory) -> bytes:
    known = _remembered(repository, memory)
    remembered = memory.recall(KIND, known, bytes) if known else b""
    if remembered is None:
        known, remembered = "", b""
    return repository.output(*_arguments(repository, known)) + remembered


def _remembered(repository: Repository, memory: Memory) -> str:
    """A commit whose whole log is remembered and part of the one wanted; a cut history is never remembered."""
    if repository.shallow:
        return ""
    return next((each for each in memory.keys(KIND) if repository.leads_here(each)), "")


def _arguments(repository: Repository, known: str) -> tuple[str, ...]:
    span = f"{known}..{repository.commit}" if known else repository.commit
    return ("log", "-z", f"--format={LOG_FIELDS}", "--no-show-signature", span, "--")


def _commits(log: bytes, newest: str) -> tuple[Commit, ...]:
    """A column at a time: a hundred thousand commits one by one would take four times as long."""
    fields = log.decode("utf-8", "replace").split("\0")
    oids, parents, names, mails, at, by, by_mails, on, subjects = (fields[number:-1:FIELDS] for number in range(FIELDS))
    found = [
        *map(
            Commit._make,
            zip(
                oids, map(tuple, map(str.split, parents)), names, mails, map(number, at), by, by_mails, map(number, on),
                [subject[:500] for subject in subjects],
                strict=False,
            ),
        )
    ]  # fmt: skip
    found.sort(key=itemgetter(COMMITTED_AT), reverse=True)
    in_order = [commit for _, same in groupby(found, itemgetter(COMMITTED_AT)) for commit in sorted(same)]
    return (*(each for each in in_order if each.oid == newest), *(each for each in in_order if each.oid != newest))
