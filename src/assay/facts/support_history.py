"""When the ends of support that a page gives first stood there, by the history of that page."""

from dataclasses import dataclass
from datetime import date

from assay.domain.evidence import Unread


@dataclass(frozen=True, slots=True)
class Announcement:
    """One release line, its end of support as last given, and the first commit that gave it (or an earlier end)."""

    line: tuple[int, ...]
    ends_on: date
    announced_on: date
    commit: str
    path: str
    at_line: int | None
    """Where it stands in the assessed revision; None if it was taken out since."""
    is_first_word: bool
    """Whether the page shows that the end was not given earlier: it gave others before, and did not yet give this one."""


@dataclass(frozen=True)
class SupportHistory:
    """Every end of support the pages ever gave. ``undated`` are lines that a page lists without an end."""

    announcements: tuple[Announcement, ...]
    undated: tuple[tuple[int, ...], ...] = ()
    by_calendar: bool = False
    """Whether the first number of a version is its year, so that it says nothing about compatibility."""
    unread: tuple[Unread, ...] = ()
