"""Judges all claims: a pure function of the Code, the evidence, the exceptions and the moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assay.domain.assessment import ClaimResult, FacetResult, Judgement, PrincipleResult, Step
from assay.domain.catalogue import Catalogue, Claim, Facet, Knower
from assay.domain.evidence import (
    AcceptedRisk,
    Direction,
    FalsePositive,
    Observation,
    Outcome,
    Record,
    Statement,
    StatementClass,
    Unread,
)
from assay.domain.exceptions import accepts, mark_lapsed, marks, risk_lapsed, still_same
from assay.domain.next_steps import next_step, worth_most
from assay.domain.rules import (
    FacetEvidence,
    aged,
    claim_verdict,
    confidence,
    confidence_of_failure,
    facet_state,
    from_another_revision,
    principle_verdict,
)
from assay.domain.strength import MEDIUM, Strength
from assay.domain.verdict import Confidence, FacetState, Verdict

_CLASSES = [StatementClass.BARE, StatementClass.WITH_ARTEFACT, StatementClass.INDEPENDENT]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything a judgement sees. ``set_aside`` maps a claim or facet to the allowed and uncontradicted reason.

    ``false_positives`` are the assessor's and take the observation out. ``disputed`` are the owner's, found in the assessed
    repository itself: nobody can talk away an observation, so it stays, and the facet can be at best partly.
    """

    observations: Sequence[Observation] = ()
    statements: Sequence[Statement] = ()
    records: Sequence[Record] = ()
    accepted_risks: Sequence[AcceptedRisk] = ()
    false_positives: Sequence[FalsePositive] = ()
    disputed: Sequence[FalsePositive] = ()
    object_ids: Mapping[str, str] | None = None
    """Path → git object id at the assessed revision, for the files observations point at."""
    set_aside: Mapping[str, str] | None = None
    revision: str = ""
    looks_at: Mapping[str, tuple[str, ...]] | None = None
    """Facet → the checks that exist for it, whether or not they said anything."""
    revision_days: Mapping[str, int] | None = None
    """Days of change between another revision an observation comes from and the assessed one."""


@dataclass(frozen=True, slots=True)
class _Facet:
    facet: Facet
    evidence: FacetEvidence
    state: FacetState
    supporting: tuple[Observation, ...]
    opposing: tuple[Observation, ...]
    unread: tuple[Unread, ...]
    looked: tuple[tuple[str, str], ...]
    statements: tuple[Statement, ...]
    stale: bool
    elsewhere: bool
    reason: str = ""


def judge(code: Catalogue, evidence: Evidence, as_of: date) -> Judgement:
    """The verdict on every claim and principle on ``as_of``. Order and duplicates of the evidence do not matter."""
    observations = _settled(evidence, as_of)
    by_facet: dict[str, list[Observation]] = {}
    for observation in observations:
        for facet_id in dict.fromkeys(effect.facet for effect in observation.effects):
            by_facet.setdefault(facet_id, []).append(observation)
    statements = sorted(set(evidence.statements), key=repr)
    claims = tuple(_judge_claim(claim, by_facet, statements, evidence, as_of) for claim in code.claims)
    by_claim = {claim.id: claim for claim in claims}
    principles = tuple(_judge_principle(code, each.id, each.risk, by_claim) for each in code.principles)
    return Judgement(claims, principles, worth_most(claims))


def _settled(evidence: Evidence, as_of: date) -> list[Observation]:
    """Each observation once, in a fixed order, without those a named person showed to be wrong."""
    once = {observation.key: observation for observation in evidence.observations}
    return [
        once[key]
        for key in sorted(once, key=repr)
        if not _is_marked(once[key], evidence.false_positives, evidence, as_of)
    ]


def _judge_claim(
    claim: Claim,
    by_facet: Mapping[str, list[Observation]],
    statements: Sequence[Statement],
    evidence: Evidence,
    as_of: date,
) -> ClaimResult:
    aside = evidence.set_aside or {}
    facets = [
        _judge_facet(facet, by_facet.get(facet.id, []), [s for s in statements if s.facet == facet.id], evidence, as_of)
        for facet in claim.facets
    ]
    applicable = [each for each in facets if each.state is not FacetState.NOT_APPLICABLE]
    reason = aside.get(claim.id, "")
    verdict = (
        Verdict.NOT_APPLICABLE
        if reason or not applicable
        else claim_verdict([(each.facet.mandatory, each.facet.decisive, each.state) for each in applicable])
    )
    supporting = _once(observation for each in applicable for observation in each.supporting)
    opposing = _once(observation for each in applicable for observation in each.opposing)
    result = ClaimResult(
        id=claim.id,
        principle=claim.principle,
        verdict=verdict,
        confidence=_confidence(verdict, applicable),
        facets=tuple(_result(each, as_of) for each in facets),
        supporting=supporting,
        opposing=opposing,
        unread=tuple(dict.fromkeys(unread for each in applicable for unread in each.unread)),
        ask=claim.ask,
        next_step=None,
        conflict=any(_speaks(each.supporting) and _speaks(each.opposing) for each in applicable),
        statements=tuple(sorted({statement for each in facets for statement in each.statements}, key=repr)),
        reason=reason,
    )
    return replace(result, next_step=next_step(claim, result))


def _judge_facet(
    facet: Facet, observations: list[Observation], said: list[Statement], evidence: Evidence, as_of: date
) -> _Facet:
    reason = (evidence.set_aside or {}).get(facet.id, "")
    support: Strength | None = None
    counter: Strength | None = None
    accepted: Strength | None = None
    stale = elsewhere = False
    supporting, opposing, unread = [], [], []
    for observation in observations:
        other = bool(observation.subject and evidence.revision and observation.subject != evidence.revision)
        if observation.outcome is Outcome.UNKNOWN:
            unread += list(observation.unread)
        if observation.outcome not in (Outcome.GOOD, Outcome.BAD):
            continue
        for effect in (each for each in observation.effects if each.facet == facet.id):
            if effect.direction is Direction.SUPPORTS:
                fresh = aged(effect.strength, observation.observed_at, observation.stale_after_days, as_of)
                if fresh is None:
                    continue
                stale = stale or fresh is not effect.strength
                if other:
                    days = (evidence.revision_days or {}).get(observation.subject, 10_000)
                    fresh, elsewhere = from_another_revision(fresh, days), True
                support = fresh if support is None else max(support, fresh)
                supporting.append(observation)
            else:
                against = min(effect.strength, MEDIUM) if other else effect.strength
                opposing.append(observation)
                if _is_accepted(observation, evidence, as_of):
                    accepted = against if accepted is None else max(accepted, against)
                else:
                    counter = against if counter is None else max(counter, against)
    best = max(filter(None, (_weight(each, as_of) for each in said)), key=_CLASSES.index, default=None)
    records = [
        each.strength
        for each in evidence.records
        if each.facet == facet.id and (as_of - each.recorded_on).days <= each.valid_days
    ]
    found = FacetEvidence(support, best, max(records, default=None), counter, accepted, unknown=bool(unread))
    state = FacetState.NOT_APPLICABLE if reason else facet_state(facet.who_can_know, facet.needs, found)
    looked = tuple(sorted({(each.check, each.outcome.value) for each in observations}))
    unread += _not_looked_at(facet, state, looked, evidence)
    return _Facet(
        facet, found, state, tuple(supporting), tuple(opposing), tuple(dict.fromkeys(unread)),
        looked, tuple(said), stale, elsewhere, reason,
    )  # fmt: skip


def _not_looked_at(
    facet: Facet, state: FacetState, looked: tuple[tuple[str, str], ...], evidence: Evidence
) -> list[Unread]:
    """What stands in the way of a facet that is not supported, when no observation says it already."""
    if state not in (FacetState.NONE, FacetState.PARTLY):
        return []
    if facet.who_can_know is Knower.HUMAN:
        return [Unread(f"facet {facet.id}", "only a person or a record of the duty can show it", facet.shown_by)]
    if not looked:
        exists = evidence.looks_at is not None and facet.id in evidence.looks_at
        reason = "every check for it was silent" if exists else "no check of this version looks at it"
        return [Unread(f"facet {facet.id}", reason, facet.shown_by)]
    if facet.who_can_know is Knower.SHARED:
        return [Unread(f"facet {facet.id}", "a named person must confirm what the machine saw", facet.shown_by)]
    return [Unread(f"facet {facet.id}", "what was seen is not strong enough", facet.shown_by)]


def _is_accepted(observation: Observation, evidence: Evidence, as_of: date) -> bool:
    return any(
        accepts(risk, observation) and not risk_lapsed(risk, as_of) for risk in evidence.accepted_risks
    ) or _is_marked(observation, evidence.disputed, evidence, as_of)


def _is_marked(observation: Observation, made: Sequence[FalsePositive], evidence: Evidence, as_of: date) -> bool:
    return any(
        marks(mark, observation)
        and still_same(mark, observation, evidence.object_ids or {})
        and not mark_lapsed(mark, as_of)
        for mark in made
    )


def _weight(statement: Statement, as_of: date) -> StatementClass | None:
    """The class of a statement while its answer holds; None before its day and after its time."""
    holds = 0 <= (as_of - statement.stated_on).days <= statement.valid_days
    return statement.statement_class if holds else None


def _worded(statement: Statement, as_of: date) -> str:
    weight = _weight(statement, as_of)
    why = statement.because
    if not weight and statement.statement_class:
        why = f"an answer to this claim holds {statement.valid_days} days"
    counts = f"{weight.value if weight else 'carries no weight'}{f', because {why}' if why else ''}"
    return (
        f"{statement.person} ({statement.role}), {statement.stated_on}: {statement.says}{_more(statement)} [{counts}]"
    )


def _more(statement: Statement) -> str:
    """What its author said beside the statement itself."""
    second = f"{statement.second_person} ({statement.second_role})" if statement.second_person else ""
    parts = (
        ("why this shows it", statement.argument),
        ("for", statement.scope),
        ("assuming", ", ".join(statement.assumptions)),
        ("confirmed by", second),
        ("citing", statement.document),
    )
    said = "; ".join(f"{name}: {text}" for name, text in parts if text)
    return f" ({said})" if said else ""


def _confidence(verdict: Verdict, facets: Sequence[_Facet]) -> Confidence | None:
    if verdict in (Verdict.NO_EVIDENCE, Verdict.NOT_APPLICABLE):
        return None
    if verdict is Verdict.NOT_MET:
        failed = [each.evidence.counter for each in facets if each.state is FacetState.FAILED and each.evidence.counter]
        return confidence_of_failure(max(failed))
    mandatory = [each for each in facets if each.facet.mandatory]
    return confidence(
        (each.evidence for each in mandatory),
        (
            any(each.evidence.unknown for each in mandatory),
            any(each.stale for each in facets),
            any(each.evidence.counter is not None and each.evidence.counter < MEDIUM for each in facets),
            any(each.elsewhere for each in facets),
        ),
    )


def _judge_principle(
    code: Catalogue, principle_id: str, risk: str, claims: Mapping[str, ClaimResult]
) -> PrincipleResult:
    verdicts = [claims[claim.id].verdict for claim in code.claims_of(principle_id) if claim.counted]
    counts = tuple((verdict, verdicts.count(verdict)) for verdict in Verdict if verdict in verdicts)
    return PrincipleResult(principle_id, principle_verdict(verdicts), counts, risk)


def _result(each: _Facet, as_of: date) -> FacetResult:
    stated = "; ".join(_worded(said, as_of) for said in each.statements)
    return FacetResult(
        each.facet.id, each.state, each.facet.mandatory, each.facet.decisive,
        each.evidence.support, each.evidence.counter or each.evidence.accepted, each.looked, stated, each.reason,
    )  # fmt: skip


def _once(observations: Iterable[Observation]) -> tuple[Observation, ...]:
    return tuple({observation.key: observation for observation in observations}.values())


def _speaks(observations: tuple[Observation, ...]) -> bool:
    return bool(observations)


__all__ = ["Evidence", "Step", "judge"]
