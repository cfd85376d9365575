"""The commits that lead to the assessed revision, newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple

from assay.domain.evidence import Unread

ABSURD = 32_503_680_000
"""The year 3000."""


class Commit(NamedTuple):
    """One commit; times are seconds since 1970 UTC as the committer's machine wrote them."""

    oid: str
    parents: tuple[str, ...]
    author_name: str
    author_email: str
    authored_at: int
    committer_name: str
    committer_email: str
    committed_at: int
    subject: str

    @property
    def committed_on(self) -> date:
        """The UTC day of the commit."""
        return day(self.committed_at)

    @property
    def is_merge(self) -> bool:
        """Whether it joins two lines of history."""
        return len(self.parents) > 1


@dataclass(frozen=True)
class History:
    """All commits reachable from the assessed revision, it in front, then newest first; ``complete`` is False where some are absent."""

    commits: tuple[Commit, ...]
    complete: bool
    unread: tuple[Unread, ...] = ()

    def since(self, first_day: date) -> Iterator[Commit]:
        """Commits of ``first_day`` and later."""
        return (commit for commit in self.commits if commit.committed_on >= first_day)


CommitPaths = tuple[Commit, tuple[str, ...]]
"""A commit with the paths in question it touched; none for a merge that brings two sides together."""


@dataclass(frozen=True)
class BuildDefinitionChanges:
    """Commits that changed how the software is built (pipelines, containers, build scripts), newest first."""

    commits: tuple[CommitPaths, ...]
    complete: bool
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True)
class DependencyChanges:
    """Commits of ``since`` and later that changed lock files or manifests, newest first; nothing is known of earlier ones."""

    commits: tuple[CommitPaths, ...]
    since: date
    unread: tuple[Unread, ...] = ()


def day(seconds: int) -> date:
    """The UTC day of a git time stamp; absurd stamps (before 1970, or a thousand years from now) become 1970-01-01."""
    return datetime.fromtimestamp(seconds if 0 <= seconds < ABSURD else 0, UTC).date()
