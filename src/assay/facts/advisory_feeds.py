"""Published advisories about packages, handed over as a feed."""

from dataclasses import dataclass
from datetime import date

from assay.domain.evidence import Unread
from assay.facts.imported import Imported

Events = tuple[tuple[str, str], ...]
"""(introduced, fixed or last_affected; version) in the order of the record."""


@dataclass(frozen=True, slots=True)
class Affected:
    """One package an advisory is about: versions listed one by one, and ranges."""

    package: str
    """``type/name`` as in ``assay.formats.purls``."""
    versions: frozenset[str]
    ranges: tuple[Events, ...]
    parts: tuple[str, ...] = ()
    """The packages inside a Go module that are concerned, where the record names them and not the module itself."""


@dataclass(frozen=True, slots=True)
class Advisory:
    """One record that is neither withdrawn nor a mere notice."""

    id: str
    aliases: frozenset[str]
    severity: str
    """low, medium, high or critical; empty where nobody rated it."""
    published_on: date | None
    affected: tuple[Affected, ...]
    malicious: bool = False
    homes: frozenset[str] = frozenset()
    """``owner/name`` of the repositories that published it themselves, in lower case."""


@dataclass(frozen=True, slots=True)
class AdvisoryFeed:
    """The advisories of one file. ``newest`` is the day the newest of them was changed on."""

    types: frozenset[str]
    """Package types it is a feed of, such as npm: a few advisories of a type are no feed."""
    advisories: tuple[Advisory, ...]
    newest: date | None = None


@dataclass(frozen=True)
class AdvisoryFeeds:
    """All feeds handed over."""

    feeds: tuple[Imported[AdvisoryFeed], ...] = ()
    unread: tuple[Unread, ...] = ()
