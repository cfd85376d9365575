"""What was handed over beside the repository: files taken into an evidence folder with ``assay ingest``, proven unchanged."""

from dataclasses import dataclass
from datetime import date

from assay.domain.evidence import Unread
from assay.facts.attestations import Attestation

ARTEFACT = "artefact"
"""The kind of a file of a release, whatever it holds: it is never read as evidence of another kind."""


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One file as it was taken in. ``commit`` and ``release`` are what the person who took it in said it is about."""

    name: str
    kind: str
    """The format, such as ``junit``: the name of a module of ``assay.formats.results``."""
    sha256: str
    data: bytes
    """Empty for an artefact, whose bytes stay in the folder."""
    taken_on: date
    commit: str = ""
    release: str = ""
    """Name of a tag."""
    attested: str = ""
    """The commit that an attestation by an expected signer, which was verified, says exactly this file came from."""


@dataclass(frozen=True)
class EvidenceItems:
    """Everything in the evidence folder that is whole; ``unread`` names what is missing, changed or not listed."""

    items: tuple[EvidenceItem, ...] = ()
    unread: tuple[Unread, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    """What the signed statements among them say, and whether that was verified."""

    def of(self, *kinds: str) -> tuple[EvidenceItem, ...]:
        """Those of the given kinds."""
        return tuple(each for each in self.items if each.kind in kinds)
