"""Findings of scanners that the repository tells them to ignore."""

from dataclasses import dataclass
from datetime import date

from assay.domain.evidence import Unread


@dataclass(frozen=True, slots=True)
class Suppression:
    """One ignored finding. ``enforced`` tells that the scanner itself stops ignoring it after ``until``."""

    path: str
    line: int
    what: str
    reason: str
    until: date | None
    enforced: bool = False
    vex: bool = False
    """A published statement that the product is not affected, rather than a setting."""


@dataclass(frozen=True)
class Suppressions:
    """Every entry of every ignore file; folders of tests and examples are left out."""

    entries: tuple[Suppression, ...]
    unread: tuple[Unread, ...] = ()
