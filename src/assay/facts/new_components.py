"""The direct dependencies that were taken in within a year."""

from dataclasses import dataclass
from datetime import date

from assay.domain.evidence import Location, Unread


@dataclass(frozen=True, slots=True)
class NewComponent:
    """A dependency for running or building that a manifest names now and named nowhere a year ago."""

    name: str
    ecosystem: str
    place: Location


@dataclass(frozen=True)
class NewComponents:
    """Those added since ``since``, by name; gathered only where decisions on components are kept to hold them against."""

    added: tuple[NewComponent, ...] = ()
    since: date | None = None
    unread: tuple[Unread, ...] = ()
