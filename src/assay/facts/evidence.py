"""What was handed over beside the repository: files taken into an evidence folder with ``assay ingest``, proven unchanged."""

from dataclasses import dataclass
from datetime import date

from assay.domain.evidence import Unread


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One file as it was taken in. ``commit`` and ``release`` are what the person who took it in said it is about."""

    name: str
    kind: str
    """The format, such as ``junit``: the name of a module of ``assay.formats.results``."""
    sha256: str
    data: bytes
    taken_on: date
    commit: str = ""
    release: str = ""
    """Name of a tag."""


@dataclass(frozen=True)
class EvidenceItems:
    """Everything in the evidence folder that is whole; ``unread`` names what is missing, changed or not listed."""

    items: tuple[EvidenceItem, ...] = ()
    unread: tuple[Unread, ...] = ()

    def of(self, *kinds: str) -> tuple[EvidenceItem, ...]:
        """Those of the given kinds."""
        return tuple(each for each in self.items if each.kind in kinds)
