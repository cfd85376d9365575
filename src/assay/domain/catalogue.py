"""The Code as typed data: themes, principles, claims, facets and who each concerns.

Ids follow the list edition of the assurance claims (APC v1.0), with ``1.2.S`` for the supplier leaf of the claim trees.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from assay.domain.strength import Strength
from assay.errors import UnknownIdError

Thing = TypeVar("Thing")


class Knower(StrEnum):
    """Who can settle a facet or claim."""

    MACHINE = "machine"
    SHARED = "machine+human"
    HUMAN = "human"


@dataclass(frozen=True, slots=True)
class Theme:
    """One of the four themes."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Principle:
    """One of the fourteen principles, with the risk that stays while it is not met."""

    id: str
    theme: str
    title: str
    risk: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A checkable part of a claim; ``decisive`` ones alone can make the claim not met."""

    id: str
    says: str
    mandatory: bool
    decisive: bool
    who_can_know: Knower
    needs: Strength
    shown_by: str

    @property
    def claim(self) -> str:
        """The claim this facet belongs to."""
        return self.id.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Link:
    """Points of another framework whose evidence is usually useful for the claim, never an equivalence."""

    framework: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The best verdict each kind of source can reach for a claim, and why."""

    repository_and_ingested_files: str
    machine_alone: str
    with_hub_records: str
    with_statement: str
    reason: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One assurance claim in our own words; the official wording is read from the reader's copy of the form."""

    id: str
    principle: str
    counted: bool
    """Whether it is one of the 45; the supplier leaf is not."""
    title: str
    says: str
    who_can_know: Knower
    ask: str
    answer_valid_days: int
    if_not_met: str
    applies: str
    subject_terms: tuple[tuple[str, ...], ...]
    numbers: Mapping[str, str]
    ceiling: Ceiling
    facets: tuple[Facet, ...]
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """A published numbering of the claims."""

    id: str
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class Role:
    """A part a party can play for a product, and the themes that concern it."""

    id: str
    title: str
    themes: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class DeliveryModel:
    """A way the product reaches its users, and what it changes."""

    id: str
    title: str
    changes: str


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """A claim or facet that may be set aside, and the one reason allowed for it."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Framework:
    """Another framework we link to, and how far ids and links were verified."""

    id: str
    title: str
    ids_verified: str
    links_verified: str


@dataclass(frozen=True)
class Catalogue:
    """The whole Code. Looking up an id that does not exist raises UnknownIdError."""

    themes: tuple[Theme, ...]
    principles: tuple[Principle, ...]
    claims: tuple[Claim, ...]
    roles: tuple[Role, ...]
    delivery_models: tuple[DeliveryModel, ...]
    not_applicable: tuple[NotApplicable, ...]
    editions: tuple[Edition, ...]
    frameworks: tuple[Framework, ...]

    @cached_property
    def facets(self) -> Mapping[str, Facet]:
        """Every facet by id."""
        return {facet.id: facet for claim in self.claims for facet in claim.facets}

    @cached_property
    def _claims(self) -> Mapping[str, Claim]:
        return {claim.id: claim for claim in self.claims}

    def claim(self, claim_id: str) -> Claim:
        """The claim called ``claim_id``."""
        return _known(claim_id, "claim", self._claims)

    def principle(self, principle_id: str) -> Principle:
        """The principle called ``principle_id``."""
        return _known(principle_id, "principle", {each.id: each for each in self.principles})

    def facet(self, facet_id: str) -> Facet:
        """The facet called ``facet_id``."""
        return _known(facet_id, "facet", self.facets)

    def role(self, role_id: str) -> Role:
        """The role called ``role_id``."""
        return _known(role_id, "role", {each.id: each for each in self.roles})

    def delivery_model(self, model_id: str) -> DeliveryModel:
        """The delivery model called ``model_id``."""
        return _known(model_id, "delivery model", {each.id: each for each in self.delivery_models})

    def claims_of(self, principle_id: str) -> tuple[Claim, ...]:
        """The claims under a principle, in order."""
        return tuple(claim for claim in self.claims if claim.principle == principle_id)

    def principles_of(self, theme_id: str) -> tuple[Principle, ...]:
        """The principles of a theme, in order."""
        return tuple(each for each in self.principles if each.theme == theme_id)


def _known(wanted: str, kind: str, things: "Mapping[str, Thing]") -> "Thing":
    if wanted not in things:
        near = _nearest(wanted, things)
        raise UnknownIdError(
            f"There is no {kind} called {wanted!r}.",
            advice=f"Did you mean {near}?" if near else f"Known: {', '.join(things)}.",
        )
    return things[wanted]


def _nearest(wanted: str, known: Iterable[str]) -> str:
    same_start = [
        each for each in known if each.split("/")[0] == wanted.split("/", maxsplit=1)[0] or each.startswith(wanted)
    ]
    return ", ".join(same_start[:6])
