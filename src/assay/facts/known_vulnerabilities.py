"""Known vulnerabilities in what the assessed commit pins: from scans of it, and from feeds held against its locks."""

from dataclasses import dataclass
from datetime import date

from assay.domain.evidence import Unread
from assay.facts.imported import Source
from assay.facts.vulnerability_scans import Vulnerability


@dataclass(frozen=True, slots=True)
class KnownVulnerability:
    """A vulnerability and the files that tell of it."""

    vulnerability: Vulnerability
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class KnownVulnerabilities:
    """``covered`` are the package types matched, ``pinned`` those of the locks; types are those of package URLs, such as npm."""

    found: tuple[KnownVulnerability, ...] = ()
    covered: frozenset[str] = frozenset()
    scanned: frozenset[str] = frozenset()
    """Those among the covered that a scan of this commit looked at: feeds show what the assessor can see, scans what is watched."""
    pinned: frozenset[str] = frozenset()
    looked_at: int = 0
    """Packages that were matched."""
    matched_on: date | None = None
    """The day of the oldest data used."""
    sources: tuple[Source, ...] = ()
    unread: tuple[Unread, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every type that is pinned was matched."""
        return bool(self.looked_at) and self.pinned <= self.covered
