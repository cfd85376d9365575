"""The commits that lead to the assessed revision, newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple

from assay.domain.evidence import Unread


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
    """All commits reachable from the assessed revision; ``complete`` is False for shallow clones or cut histories."""

    commits: tuple[Commit, ...]
    complete: bool
    unread: tuple[Unread, ...] = ()

    def since(self, first_day: date) -> Iterator[Commit]:
        """Commits of ``first_day`` and later."""
        return (commit for commit in self.commits if commit.committed_on >= first_day)


@dataclass(frozen=True)
class BuildDefinitionChanges:
    """Commits that changed how the software is built (pipelines, containers, build scripts), newest first."""

    commits: tuple[tuple[Commit, tuple[str, ...]], ...]
    """Each commit with the build definition paths it touched."""
    complete: bool
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True)
class DependencyChanges:
    """Commits that changed lock files or manifests, newest first, with the paths each touched."""

    commits: tuple[tuple[Commit, tuple[str, ...]], ...]
    complete: bool
    unread: tuple[Unread, ...] = ()


def day(seconds: int) -> date:
    """The UTC day of a git time stamp; absurd stamps become 1970-01-01."""
    try:
        return datetime.fromtimestamp(seconds, UTC).date()
    except (OverflowError, ValueError, OSError):
        return date(1970, 1, 1)
