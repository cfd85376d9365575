"""The log of the assessed revision."""

from assay.collect.repository import Repository
from assay.domain.evidence import Unread
from assay.facts.history import Commit, History


def collect(repository: Repository) -> History:
    commits = tuple(_commits(repository.log()))
    unread = []
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


def _commits(log: bytes) -> list[Commit]:
    fields = iter(log.decode("utf-8", "replace").split("\0"))
    return [
        Commit(oid, tuple(parents.split()), name, mail, _number(at), by, by_mail, _number(on), subject[:500])
        for oid, parents, name, mail, at, by, by_mail, on, subject in zip(*[fields] * 9, strict=False)
    ]


def _number(text: str) -> int:
    return int(text) if text.lstrip("-").isdigit() else 0
