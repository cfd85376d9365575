"""What was seen of releases on earlier days, by assessments and snapshots that were handed over."""

from dataclasses import dataclass
from datetime import date

from assay.domain.evidence import Location, Unread


@dataclass(frozen=True, slots=True)
class Sighting:
    """A thing of a release as it was on one day: the commit of its tag, or the digest of one of its files."""

    release: str
    """The name of the tag."""
    content: str
    seen_on: date
    place: Location
    file: str = ""
    """Name of the file of the release; empty for the tag itself."""


@dataclass(frozen=True)
class RecordedReleases:
    """Every sighting, oldest first, those of the assessed clone left out. ``kept`` says the platform refuses replacements."""

    sightings: tuple[Sighting, ...] = ()
    kept: Location | None = None
    unread: tuple[Unread, ...] = ()
