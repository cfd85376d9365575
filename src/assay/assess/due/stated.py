"""What people stated and decided: it holds for a time, and names who is to renew it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from assay.assess.due.item import Item, Kind, shown
from assay.assess.run import Assessment
from assay.domain.evidence import AcceptedRisk, Direction, FalsePositive, Observation, Outcome, Statement
from assay.domain.exceptions import FALSE_POSITIVE_VALID_DAYS, accepts, mark_lapsed, marks, risk_lapsed, still_same


def items(assessment: Assessment) -> Iterator[Item]:
    """Statements, records, accepted risks and false-positive marks, with the day each of them holds until."""
    yield from _statements(assessment.profile.statements, assessment.subject.as_of)
    yield from _records(assessment)
    bad = [each for each in assessment.observations if each.outcome is Outcome.BAD]
    for risk in assessment.profile.accepted_risks:
        about = [each for each in bad if accepts(risk, each)]
        if about and _ever_held(risk) and not _is_followed(risk, assessment.profile.accepted_risks):
            yield Item(
                risk.expires_on,
                Kind.RISK,
                f"the risk of {risk.check}{_of(risk.subject_object)} is accepted until then: {risk.reason}",
                "Mend it, or have the owner decide anew and write the decision into the profile.",
                _countered(about),
                risk.owner,
                shown(place for each in about for place in each.locations),
            )
    for mark in assessment.profile.false_positives:
        about = [each for each in bad if marks(mark, each) and still_same(mark, each, assessment.object_ids)]
        if about and not mark_lapsed(mark, mark.marked_on) and not _is_renewed(mark, assessment):
            yield Item(
                mark.marked_on + timedelta(days=FALSE_POSITIVE_VALID_DAYS),
                Kind.MARK,
                f"the mark on {mark.check}{_of(mark.subject_object)} as a false positive holds until then: {mark.reason}",
                "Look at the finding again, and date the mark anew if it is still wrong.",
                _countered(about),
                mark.person,
                shown(place for each in about for place in each.locations),
            )


def _statements(stated: Sequence[Statement], as_of: date) -> Iterator[Item]:
    """Those that carry weight, or did until their time was over."""
    for each in stated:
        last = _last_day(each)
        over = last < as_of
        if each.statement_class is None and not over:
            continue
        newer = [other for other in stated if other.facet == each.facet and other.stated_on > each.stated_on]
        if any(_replaces(other, each) or (over and _last_day(other) < as_of) for other in newer):
            continue
        yield Item(
            last,
            Kind.STATEMENT,
            f"what {each.person} stated on {each.stated_on} about {each.facet} holds until then: {each.says}",
            "Check that it is still so, and state it anew with the day of checking.",
            (each.facet,),
            each.person,
            (each.document,) if each.document else (),
        )


def _replaces(newer: Statement, older: Statement) -> bool:
    """Whether nothing is lost when the older one ends, since the newer one weighs no less."""
    return newer.statement_class is not None and newer.statement_class >= (older.statement_class or "")


def _last_day(statement: Statement) -> date:
    return statement.stated_on + timedelta(days=statement.valid_days)


def _records(assessment: Assessment) -> Iterator[Item]:
    """The newest record of each duty: it says when the duty is to be done again."""
    newest = {each.facet: each for each in sorted(assessment.judged_on.records, key=lambda each: each.recorded_on)}
    for facet, record in sorted(newest.items()):
        yield Item(
            record.recorded_on + timedelta(days=record.valid_days),
            Kind.RECORD,
            f"the record of {record.recorded_on} for {facet} counts until then: {record.says}",
            "Carry the duty out again and record it.",
            (facet,),
            assessment.profile.senior_responsible_owner,
        )


def _ever_held(risk: AcceptedRisk) -> bool:
    """Whether the decision ever held: one that names nobody or runs too long never did."""
    return not risk_lapsed(risk, risk.accepted_on)


def _is_followed(risk: AcceptedRisk, others: Iterable[AcceptedRisk]) -> bool:
    return any(
        (other.check, other.subject_object) == (risk.check, risk.subject_object)
        and other.expires_on > risk.expires_on
        and _ever_held(other)
        for other in others
    )


def _is_renewed(mark: FalsePositive, assessment: Assessment) -> bool:
    return any(
        (other.check, other.subject_object, other.digest) == (mark.check, mark.subject_object, mark.digest)
        and mark.marked_on < other.marked_on <= assessment.subject.as_of
        for other in assessment.profile.false_positives
    )


def _countered(about: Iterable[Observation]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            effect.facet for each in about for effect in each.effects if effect.direction is Direction.COUNTERS
        )
    )


def _of(thing: str) -> str:
    return f" ({thing})" if thing else ""
