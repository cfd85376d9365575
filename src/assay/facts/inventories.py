"""Software bills of materials handed over."""

from dataclasses import dataclass
from datetime import date

from assay.domain.evidence import Unread
from assay.facts.imported import Imported


@dataclass(frozen=True, slots=True)
class Component:
    """One entry. ``purl`` is normalised and without qualifiers; empty where the entry has none."""

    name: str
    version: str = ""
    purl: str = ""
    other_identifier: bool = False
    """Whether it has a CPE, SWID or SWHID."""
    supplier: bool = False
    hashed: bool = False
    own: bool = False
    """Whether it is a file or a module of the product itself, which needs no version of its own."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """One SBOM. ``subject`` is what it is the bill of."""

    standard: str
    """Name and version, such as ``CycloneDX 1.5``."""
    subject: Component | None
    components: tuple[Component, ...]
    made_on: date | None = None
    authored: bool = False
    """Whether it says who or what wrote it."""
    related: int = 0
    """Components that take part in a relationship."""
    commit: str = ""
    subject_digests: frozenset[str] = frozenset()
    """SHA-256 of the artefact it describes."""
    attested: bool = False
    """Whether it is what a verified attestation by an expected signer says of those artefacts."""


@dataclass(frozen=True)
class Inventories:
    """All SBOMs handed over."""

    inventories: tuple[Imported[Inventory], ...] = ()
    unread: tuple[Unread, ...] = ()
