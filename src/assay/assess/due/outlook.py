"""Looks ahead: the items of a window, and the verdicts that fall in it when nobody acts, found by judging later days."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from assay.assess import diff
from assay.assess.due import dated, seen, stated
from assay.assess.due.item import A_DAY, Fall, Item, Kind
from assay.assess.gather import Facts
from assay.assess.result import document
from assay.assess.run import Assessment, judged, looking
from assay.collect.repository import Settings
from assay.domain.evidence import Unread
from assay.store.memory import Memory

WITH_STRENGTH = re.compile(r" \((weak|medium|strong)\)$")


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is overdue on ``as_of`` and what falls due up to and with ``until``, by day."""

    now: Assessment
    as_of: date
    until: date
    items: tuple[Item, ...]
    unread: tuple[Unread, ...]

    @property
    def overdue(self) -> tuple[Item, ...]:
        """Items whose last good day has passed."""
        return tuple(each for each in self.items if each.on < self.as_of)

    @property
    def ahead(self) -> tuple[Item, ...]:
        """The others."""
        return tuple(each for each in self.items if each.on >= self.as_of)


def look_ahead(
    path: Path,
    ref: str,
    settings: Settings,
    until: date,
    memory: Memory | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Outlook:
    """Assess now and on the days that matter, all on one commit. Raises what ``assess`` raises."""
    as_of = settings.as_of
    with looking(path, ref, settings, memory, progress) as facts:
        days = _Days(facts)
        now = days[as_of]
        found = {*stated.items(now), *seen.items(now, days[as_of + A_DAY]), *dated.items(facts)}
        due = sorted((each for each in found if each.on <= until), key=_order)
        falls = tuple(_falls(days, as_of, until + A_DAY, [each.felt_on for each in due]))
        told = [replace(each, falls=tuple(fall for day, fall in falls if _explains(each, day, fall))) for each in due]
        explained = {(day, fall) for each in told for day, fall in falls if fall in each.falls and day == each.felt_on}
        rest = _unexplained(days, [each for each in falls if each not in explained])
        items = tuple(sorted([*told, *rest], key=_order))
        unread = tuple(dict.fromkeys(dated.unread(facts)))
    return Outlook(now, as_of, until, items, unread)


class _Days:
    """The revision assessed on any day, each day once, carrying over what is the same on the nearest day known."""

    def __init__(self, facts: Facts) -> None:
        self._facts = {facts.get(Settings).as_of: facts}
        self._judged: dict[date, Assessment] = {}

    def __getitem__(self, day: date) -> Assessment:
        if day not in self._judged:
            nearest = min(self._facts, key=lambda known: abs((known - day).days))
            facts = self._facts.setdefault(day, self._facts[nearest].on(day))
            self._judged[day] = judged(facts)
        return self._judged[day]


def _falls(days: _Days, first: date, last: date, marked: list[date]) -> Iterator[tuple[date, Fall]]:
    """Every verdict that gets worse between ``first`` and ``last``, with the very day, looking at each marked day."""
    steps = sorted({first, last, *(day for day in marked if first < day < last)})
    for before, after in pairwise(steps):
        for fall in _worse(days[before], days[after]):
            yield _first_day(days, before, after, fall), fall


def _worse(before: Assessment, after: Assessment) -> Iterator[Fall]:
    was = {claim.id: claim.verdict.value for claim in before.judgement.claims}
    for claim in after.judgement.claims:
        if diff.is_worse(was[claim.id], claim.verdict.value):
            yield Fall(claim.id, was[claim.id], claim.verdict.value)


def _first_day(days: _Days, good: date, bad: date, fall: Fall) -> date:
    """The first day of the worse verdict, by halving: it was not yet so on ``good`` and is so on ``bad``."""
    while bad - good > A_DAY:
        middle = good + timedelta(days=(bad - good).days // 2)
        verdicts = {claim.id: claim.verdict.value for claim in days[middle].judgement.claims}
        if diff.is_worse(fall.before, verdicts[fall.claim]):
            bad = middle
        else:
            good = middle
    return bad


def _explains(item: Item, day: date, fall: Fall) -> bool:
    return item.felt_on == day and fall.claim in item.claims


def _unexplained(days: _Days, falls: Iterable[tuple[date, Fall]]) -> Iterator[Item]:
    """Verdicts that fall on a day nothing else here is due, since a check of its own counts days; one item per reason."""
    by_reason: dict[tuple[date, str], list[Fall]] = {}
    for day, fall in falls:
        by_reason.setdefault((day, _reason(days, day, fall)), []).append(fall)
    for (day, why), together in by_reason.items():
        names = ", ".join(fall.claim for fall in together)
        facets = tuple(
            facet.id
            for claim in days[day].judgement.claims
            if claim.id in {fall.claim for fall in together}
            for facet in claim.facets
        )
        yield Item(
            day - A_DAY,
            Kind.VERDICT,
            f"the verdict on {names} stands until then ({why})",
            f"assay explain {together[0].claim} says what would show it.",
            facets,
            days[day].profile.senior_responsible_owner,
            falls=tuple(together),
        )


def _reason(days: _Days, day: date, fall: Fall) -> str:
    changes = diff.compare(document(days[day - A_DAY]), document(days[day]))
    causes = next(change.causes for change in changes if change.claim == fall.claim)
    telling = [each for each in causes if each.kind not in diff.IN_FAVOUR] or causes
    return "; ".join(f"{each.kind}: {WITH_STRENGTH.sub('', each.says)}" for each in telling)


def _order(item: Item) -> tuple[str, ...]:
    return (item.on.isoformat(), item.kind.value, *item.claims, item.says)
