"""The log of the assessed revision: read whole once, then only what is newer than what was remembered."""

from operator import itemgetter

from assay.collect.repository import LOG_FIELDS, Repository
from assay.domain.evidence import Unread
from assay.errors import AssayError
from assay.facts.history import Commit, History
from assay.store.memory import Memory

KIND = "log"


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
    fields = iter(log.decode("utf-8", "replace").split("\0"))
    found = [
        Commit(oid, tuple(parents.split()), name, mail, _number(at), by, by_mail, _number(on), subject[:500])
        for oid, parents, name, mail, at, by, by_mail, on, subject in zip(*[fields] * 9, strict=False)
    ]
    found.sort(key=itemgetter(0))
    found.sort(key=lambda commit: (commit.oid == newest, commit.committed_at), reverse=True)
    return tuple(found)


def _number(text: str) -> int:
    return int(text) if text.lstrip("-").isdecimal() else 0
