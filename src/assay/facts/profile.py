"""What the owner (or an assessor) declares about the product: never an observation, always shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assay.domain.evidence import AcceptedRisk, FalsePositive, Statement, Unread
from assay.facts.citations import Citation
from assay.facts.people import Person

FILE = "assay.toml"
"""Where the owner states it, at the top of the repository."""


@dataclass(frozen=True, slots=True)
class NotApplicableMark:
    """A named person's reason to set a claim aside."""

    claim: str
    reason: str
    person: str


@dataclass(frozen=True)
class Profile:
    """The product profile. ``source`` tells whether it was given by the assessor, found in the tree, or assumed."""

    source: str
    by_assessor: bool = False
    """Whether the person who assesses gave it; otherwise it is what the owner says of the own product."""
    organisation: str = ""
    senior_responsible_owner: str = ""
    product: str = ""
    role: str = "developer-distributor"
    delivery: tuple[str, ...] = ("installed",)
    repositories: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    """Folders declared to be applications."""
    links: Mapping[str, str] = field(default_factory=dict)
    people: tuple[Person, ...] = ()
    """Those about whom more is declared than their name."""
    records: Mapping[str, str] = field(default_factory=dict)
    """Duty → path of the table its records are kept in."""
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    """One per statement that cites something."""
    not_applicable: tuple[NotApplicableMark, ...] = ()
    accepted_risks: tuple[AcceptedRisk, ...] = ()
    false_positives: tuple[FalsePositive, ...] = ()
    assumed: tuple[str, ...] = ()
    """Fields nobody declared, for which the default stands."""
    unread: tuple[Unread, ...] = ()
