"""Observations of dated things (runs, reviews, commits, what was handed over): support fades with their age."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from assay.assess.due.item import Item, Kind, shown
from assay.assess.run import Assessment
from assay.domain.evidence import Direction, Observation, Outcome
from assay.domain.strength import WEAK, Strength
from assay.facts.imported import Source

RUN_AGAIN = "Run it again on the newest commit and hand the result over with assay ingest."
SHOW_AGAIN = "Show it anew, with a newer day: assay explain {} says how."


def items(now: Assessment, next_day: Assessment) -> Iterator[Item]:
    """The day support drops a level and the day it is gone.

    ``next_day`` is the same revision one day later: an observation that moved along with the day is of something that is
    looked at whenever Assay runs, and never gets old.
    """
    still = {each.key for each in next_day.observations}
    dated = [each for each in now.observations if each.outcome is Outcome.GOOD and each.key in still and _ages(each)]
    handed = {Source(each.name, each.sha256, each.taken_on).path for each in now.evidence}
    owner = now.profile.senior_responsible_owner
    for each in sorted({each.key: each for each in dated}.values(), key=lambda each: repr(each.key)):
        if not any(_outlives(other, each) for other in dated):
            yield from _fading(each, now.subject.as_of, owner, handed)


def _fading(seen: Observation, as_of: date, owner: str, handed: Iterable[str]) -> Iterator[Item]:
    """Weak support is gone once it is stale; what is stronger loses a level first, and is gone after twice the time."""
    assert seen.observed_at is not None
    assert seen.stale_after_days is not None
    window = timedelta(days=seen.stale_after_days)
    stale, gone = seen.observed_at + window, seen.observed_at + 2 * window
    weak = tuple(facet for facet, strength in _supports(seen).items() if strength is WEAK)
    stronger = tuple(facet for facet in _supports(seen) if facet not in weak)
    do = RUN_AGAIN if any(place.path in handed for place in seen.locations) else SHOW_AGAIN.format(seen.check)
    for last, facets, how in (
        (stale, weak + (stronger if gone >= as_of else ()), "in full until then" if stronger else "until then"),
        (gone, stronger, "a level less until then"),
    ):
        if facets:
            says = f"what was seen on {seen.observed_at} counts {how}: {seen.says} ({seen.check})"
            yield Item(last, Kind.EVIDENCE, says, do, facets, owner, shown(seen.locations))


def _ages(seen: Observation) -> bool:
    return seen.observed_at is not None and seen.stale_after_days is not None and bool(_supports(seen))


def _supports(seen: Observation) -> dict[str, Strength]:
    return {each.facet: each.strength for each in seen.effects if each.direction is Direction.SUPPORTS}


def _outlives(other: Observation, seen: Observation) -> bool:
    """Whether a newer look of the same kind bears out everything this one does, so that nothing is lost with it."""
    newer, mine = _supports(other), _supports(seen)
    return (
        other.check == seen.check
        and (other.observed_at or date.min) > (seen.observed_at or date.min)
        and all(facet in newer and newer[facet] >= strength for facet, strength in mine.items())
    )
