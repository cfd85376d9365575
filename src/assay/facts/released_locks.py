"""What the newest releases pinned, and since when the source pins something else."""

from dataclasses import dataclass
from datetime import date

from assay.domain.evidence import Unread
from assay.facts.lock_files import Pinned


@dataclass(frozen=True, slots=True)
class ReleasedPackages:
    """One release and what its locks pin."""

    tag: str
    commit: str
    released_on: date
    packages: tuple[Pinned, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A package of the newest release that the source pins in another version, and the first day it did."""

    package: str
    released_version: str
    version: str
    changed_on: date
    commit: str
    path: str


@dataclass(frozen=True)
class ReleasedLocks:
    """Releases of the last two years, newest first; gathered only where advisories were handed over to hold them against."""

    releases: tuple[ReleasedPackages, ...] = ()
    changed: tuple[Changed, ...] = ()
    unread: tuple[Unread, ...] = ()
