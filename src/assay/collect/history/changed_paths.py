"""Which commits touched given paths: one bounded walk of the log per question."""

from assay.collect.repository import LOG_FIELDS, Repository
from assay.domain.evidence import Unread
from assay.facts.history import Commit

MOST = 4000


def changes(
    repository: Repository, *pathspecs: str
) -> tuple[tuple[tuple[Commit, tuple[str, ...]], ...], tuple[Unread, ...]]:
    """Commits that touched the paths, newest first, each with the paths; and what could not be read."""
    if not repository.commit:
        return (), (Unread("history", "there is no commit", "commit the work"),)
    listing = repository.git.run(
        "log",
        "-z",
        f"--max-count={MOST}",
        f"--format=%x01{LOG_FIELDS}",
        "--name-only",
        "--no-renames",
        repository.commit,
        "--",
        *pathspecs,
    )
    found = []
    for record in listing.decode("utf-8", "surrogateescape").split("\1")[1:]:
        fields = record.split("\0")
        oid, parents, author, mail, authored, committer, committer_mail, committed, subject = fields[:9]
        paths = tuple(each.lstrip("\n") for each in fields[9:] if each.strip("\n"))
        commit = Commit(
            oid,
            tuple(parents.split()),
            author,
            mail,
            _number(authored),
            committer,
            committer_mail,
            _number(committed),
            subject.partition("\n")[0],
        )
        found.append((commit, paths))
    unread = (Unread("history", "the clone is shallow", "git fetch --unshallow"),) if repository.shallow else ()
    return tuple(found), unread


def _number(text: str) -> int:
    return int(text) if text.lstrip("-").isdecimal() else 0
