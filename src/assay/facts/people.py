"""What is known of people: who left, under which names they work, and who is independent of the owner."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assay.domain.people import same_person


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the profile names. ``names`` are all ways the name is written, ``emails`` the addresses used."""

    names: tuple[str, ...]
    emails: tuple[str, ...] = ()
    external: bool = False
    """Not of the organisation: nobody there has to train this person."""
    left_on: date | None = None
    """First day on which the person no longer spoke for the organisation."""

    def is_called(self, name: str) -> bool:
        """Whether ``name`` is one of the names or addresses."""
        return name.strip().casefold() in self.emails or any(same_person(each, name) for each in self.names)


@dataclass(frozen=True, slots=True)
class IndependentPerson:
    """Somebody of another organisation, who the assessor says can confirm what the owner states."""

    name: str
    organisation: str
    about: tuple[str, ...]
    """The claims and facets this person can speak of."""


@dataclass(frozen=True, slots=True)
class IndependentDocument:
    """A certificate or report by another party, as the assessor who handed over the note read it."""

    title: str
    issuer: str
    holder: str
    scope: str
    about: tuple[str, ...]
    """The claims and facets inside its written scope."""
    issued_on: date
    valid_until: date
    sha256: str
    """Of the document itself."""


@dataclass(frozen=True, slots=True)
class Backing:
    """What stands behind statements beside their own words."""

    organisation: str = ""
    people: tuple[Person, ...] = ()
    independent_people: tuple[IndependentPerson, ...] = ()
    independent_documents: tuple[IndependentDocument, ...] = ()


def left_on(name: str, people: Iterable[Person]) -> date | None:
    """The day somebody called ``name`` left; None where nothing says so."""
    return min((each.left_on for each in people if each.left_on and each.is_called(name)), default=None)


def covers(about: Iterable[str], facet: str) -> bool:
    """Whether a list of claims and facets holds ``facet`` or its claim."""
    return bool({facet, facet.partition("/")[0]} & set(about))
