"""One thing that falls due, and the verdicts that fall when nobody sees to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from assay.domain.evidence import Location

A_DAY = timedelta(days=1)


class Kind(StrEnum):
    """What falls due."""

    STATEMENT = "statement"
    RECORD = "record"
    RISK = "accepted risk"
    MARK = "false-positive mark"
    EVIDENCE = "evidence"
    CONTACT = "security.txt"
    SUPPORT = "end of support"
    NOTICE = "notice of end of support"
    REVIEW = "document review"
    COMPONENT = "component end of life"
    LIFE_CYCLES = "life-cycle data"
    SUPPRESSION = "suppressed finding"
    VERDICT = "verdict"


@dataclass(frozen=True, slots=True)
class Fall:
    """A claim whose verdict gets worse with nothing done."""

    claim: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Item:
    """``on`` is the last day on which all is still well: from the day after, it is overdue."""

    on: date
    kind: Kind
    says: str
    do: str
    facets: tuple[str, ...] = ()
    owner: str = ""
    places: tuple[str, ...] = ()
    falls: tuple[Fall, ...] = ()

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims it bears on."""
        return claims_of(self.facets)

    @property
    def felt_on(self) -> date:
        """The first day on which it makes a difference."""
        return self.on + A_DAY


def claims_of(facets: Iterable[str]) -> tuple[str, ...]:
    """The claims these facets belong to, each once, in order."""
    return tuple(sorted({facet.partition("/")[0] for facet in facets}))


def shown(places: Iterable[Location]) -> tuple[str, ...]:
    """Places as people open them, at most three."""
    return tuple(dict.fromkeys(str(place) for place in places))[:3]
