"""Turns what checks found into observations the judgement can weigh (judgement rules, section 3, several objects)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from assay.assess.discovery import Check
from assay.checks.contract import ANY, Finding, touched
from assay.domain.evidence import Direction, Effect, Observation, Outcome, Record
from assay.domain.strength import Strength
from assay.errors import CheckContractError


def observe(check: Check, findings: Iterable[Finding], as_of: date, revision: str) -> tuple[Observation, ...]:
    """The observations of one check. Where some objects are good and some bad, support is one level lower."""
    found = tuple(findings)
    good = sum(each.objects for each in found if each.outcome is Outcome.GOOD)
    bad = sum(each.objects for each in found if each.outcome is Outcome.BAD)
    share = (good, good + bad) if good + bad else None
    made = [_observation(check, each, share, as_of, revision, mixed=bool(good and bad)) for each in found]
    if not found:
        made.append(
            Observation(check.id, Outcome.SILENT, "", "read everything it needs; nothing for or against", _all(check))
        )
    return tuple(made)


def _observation(
    check: Check, finding: Finding, share: tuple[int, int] | None, as_of: date, revision: str, *, mixed: bool
) -> Observation:
    effects: tuple[Effect, ...]
    if finding.outcome is Outcome.GOOD:
        effects = _effects(check, check.supports, Direction.SUPPORTS, finding, lowered=mixed)
    elif finding.outcome is Outcome.BAD:
        effects = _effects(check, check.counters, Direction.COUNTERS, finding, lowered=False)
    elif finding.outcome is Outcome.UNKNOWN:
        effects = _all(check)
    else:
        effects = ()
    return Observation(
        check=check.id,
        outcome=finding.outcome,
        subject_object=finding.thing,
        says=finding.says,
        effects=effects,
        locations=finding.locations,
        strength_reason=check.because,
        fix=finding.fix or (check.fix if finding.outcome is Outcome.BAD else ""),
        share=share if finding.outcome in (Outcome.GOOD, Outcome.BAD) else None,
        observed_at=finding.observed_at or as_of,
        stale_after_days=check.stale_after_days,
        subject=finding.revision or revision,
        unread=finding.unread,
    )


def _effects(
    check: Check, declared: Mapping[str, Strength], direction: Direction, finding: Finding, *, lowered: bool
) -> tuple[Effect, ...]:
    try:
        facets = touched(declared, finding.facets)
    except KeyError as undeclared:
        raise CheckContractError(f"{check.id} touched {undeclared}, which it does not declare") from None
    made = []
    for facet, most in facets.items():
        strength: Strength | None = min(most, finding.at_most or most)
        if lowered and strength is not None:
            strength = strength.lowered()
        if strength is not None:
            made.append(Effect(facet, direction, strength))
    return tuple(made)


def _all(check: Check) -> tuple[Effect, ...]:
    """Every facet the check looks at whatever it finds: not ``ANY``, so nobody makes a facet unknown by stating something."""
    return (
        *(Effect(facet, Direction.SUPPORTS, strength) for facet, strength in touched(check.supports, ()).items()),
        *(Effect(facet, Direction.COUNTERS, strength) for facet, strength in touched(check.counters, ()).items()),
    )


def records(checks: Sequence[Check], observations: Iterable[Observation]) -> tuple[Record, ...]:
    """The records of duties among the observations: what a check that reads such records found good, as strong as it was seen."""
    reading = {check.id: check.stale_after_days for check in checks if check.reads_records}
    return tuple(
        Record(effect.facet, effect.strength, seen.says, seen.observed_at, reading[seen.check])
        for seen in observations
        if seen.check in reading and seen.outcome is Outcome.GOOD and seen.observed_at
        for effect in seen.effects
        if effect.direction is Direction.SUPPORTS
    )


def looks_at(checks: Sequence[Check]) -> dict[str, tuple[str, ...]]:
    """Facet → ids of the checks made for it; those that follow what is stated (``ANY``) are made for none."""
    found: dict[str, tuple[str, ...]] = {}
    for check in checks:
        for facet in dict.fromkeys([*check.supports, *check.counters]):
            if facet == ANY:
                continue
            found[facet] = (*found.get(facet, ()), check.id)
    return found
