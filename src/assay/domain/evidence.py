"""What a judgement rests on: observations, statements, exceptions and what could not be read."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assay.domain.strength import Strength


class Outcome(StrEnum):
    """What a check found about one object."""

    GOOD = "good"
    BAD = "bad"
    SILENT = "silent"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not applicable"


class Direction(StrEnum):
    """Whether an effect speaks for or against a facet."""

    SUPPORTS = "supports"
    COUNTERS = "counters"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place a reader can open: a path in the repository, a line in it (from 1), a commit."""

    path: str
    line: int | None = None
    commit: str | None = None

    def __str__(self) -> str:
        place = self.path or (self.commit or "")[:12]
        return f"{place}:{self.line}" if self.line else place


@dataclass(frozen=True, slots=True, order=True)
class Unread:
    """Something needed that could not be read: never a yes, never a no."""

    source: str
    """What was to be read, such as ``.github/workflows/release.yml`` or ``branch protection``."""
    reason: str
    would_show: str
    """What the reader can do so that it can be seen."""


@dataclass(frozen=True, slots=True, order=True)
class Effect:
    """What an observation means for one facet."""

    facet: str
    direction: Direction
    strength: Strength


@dataclass(frozen=True, slots=True)
class Observation:
    """One outcome of one check about one object, ready to be judged.

    ``observed_at`` is the day of the thing seen (commit, document or run), ``subject`` the revision it was seen at.
    """

    check: str
    outcome: Outcome
    subject_object: str
    says: str
    effects: tuple[Effect, ...] = ()
    locations: tuple[Location, ...] = ()
    strength_reason: str = ""
    fix: str = ""
    share: tuple[int, int] | None = None
    """(good objects, all objects in scope), printed as 22 of 24."""
    observed_at: date | None = None
    stale_after_days: int | None = None
    subject: str = ""
    unread: tuple[Unread, ...] = ()

    @property
    def key(self) -> tuple[object, ...]:
        """Two observations with one key are the same one: order and duplicates never matter."""
        return (
            self.check,
            self.outcome.value,
            self.subject_object,
            self.says,
            self.effects,
            tuple((place.path, place.line or 0, place.commit or "") for place in self.locations),
            self.subject,
            self.observed_at.isoformat() if self.observed_at else "",
            self.share or (),
        )


class StatementClass(StrEnum):
    """How well a person's statement is backed (judgement rules, vocabulary)."""

    BARE = "S1"
    WITH_ARTEFACT = "S2"
    INDEPENDENT = "S3"


@dataclass(frozen=True, slots=True, order=True)
class Statement:
    """What a person stated about a facet, with what it cites and the class that earned."""

    facet: str
    statement_class: StatementClass | None
    """None where it carries no weight: a promise, a denial, nobody named."""
    person: str
    role: str
    stated_on: date
    valid_days: int
    says: str = ""
    document: str = ""
    """Path in the revision or web address of what it cites."""
    sha256: str = ""
    """Of the bytes cited, if stated."""
    quote: str = ""
    """The passage meant, if stated."""
    because: str = ""
    """Why the class is no better."""
    argument: str = ""
    """Why what it cites shows it."""
    assumptions: tuple[str, ...] = ()
    """What must be so for it to hold."""
    scope: str = ""
    """The part of the product or organisation it speaks of; empty for all of it."""
    second_person: str = ""
    """Who confirms it."""
    second_role: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Record:
    """A record of a duty really run (training, review, notice), with the strength it earned."""

    facet: str
    strength: Strength
    says: str
    recorded_on: date
    valid_days: int


@dataclass(frozen=True, slots=True, order=True)
class AcceptedRisk:
    """An owner's decision to live with a counter-observation; the facet can be at best partly."""

    check: str
    subject_object: str
    owner: str
    reason: str
    accepted_on: date
    expires_on: date


@dataclass(frozen=True, slots=True, order=True)
class FalsePositive:
    """A named person's finding that an observation is wrong, bound to the file it points at: it lapses when that changes."""

    check: str
    subject_object: str
    digest: str
    """Git object id of that file, or the SHA-256 of what was handed over."""
    person: str
    reason: str
    marked_on: date
