"""Properties of judging the whole Code, and the rules on age, origin, statements, exceptions and what does not apply."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.domain.assessment import ClaimResult, FacetResult, Judgement
from assay.domain.catalogue import Knower
from assay.domain.evidence import (
    AcceptedRisk,
    Direction,
    Effect,
    FalsePositive,
    Location,
    Observation,
    Outcome,
    Statement,
    StatementClass,
    Unread,
)
from assay.domain.judgement import Evidence, judge
from assay.domain.strength import MEDIUM, STRONG, WEAK, Strength
from assay.domain.verdict import Confidence, FacetState, Verdict
from assay.store.code_of_practice import load

Thing = TypeVar("Thing")
CODE = load()
AS_OF = date(2026, 10, 1)
HERE, ELSEWHERE = "a" * 40, "b" * 40
FACETS = [
    facet
    for claim in CODE.claims
    for facet in claim.facets
    if claim.id in ("1.2.2", "1.4.2", "2.2.2", "3.2.1", "4.2.1")
]
GOODNESS = {FacetState.FAILED: 0, FacetState.NONE: 1, FacetState.PARTLY: 2, FacetState.SUPPORTED: 3}
CLAIM_GOODNESS = {Verdict.NOT_MET: 0, Verdict.NO_EVIDENCE: 1, Verdict.PARTLY: 2, Verdict.MET: 3}

days = st.integers(-30, 900).map(lambda age: AS_OF - timedelta(days=age))
facet_ids = st.sampled_from([facet.id for facet in FACETS])


@st.composite
def observations(draw: st.DrawFn, outcomes: Sequence[Outcome] = tuple(Outcome)) -> Observation:
    outcome = draw(st.sampled_from(outcomes))
    direction = {Outcome.GOOD: Direction.SUPPORTS, Outcome.BAD: Direction.COUNTERS}.get(outcome)
    effects = tuple(
        Effect(facet, direction or draw(st.sampled_from(Direction)), draw(st.sampled_from(Strength)))
        for facet in draw(st.lists(facet_ids, min_size=1, max_size=4, unique=True))
    )
    return Observation(
        check=draw(st.sampled_from(["lockfile-present", "ci-runs-tests"])),
        outcome=outcome,
        subject_object=draw(st.sampled_from(["", "one", "two"])),
        says=draw(st.sampled_from(["this", "that"])),
        effects=effects,
        locations=draw(st.sampled_from([(), (Location("a.yml", 3),), (Location("b.yml"),)])),
        fix=draw(st.sampled_from(["", "mend it"])),
        observed_at=draw(st.none() | days),
        stale_after_days=draw(st.sampled_from([None, 90, 365])),
        subject=draw(st.sampled_from(["", HERE, ELSEWHERE])),
        unread=(Unread("file", "it is absent", "a full clone"),) if outcome is Outcome.UNKNOWN else (),
    )


statements = st.builds(
    Statement,
    facet=facet_ids,
    statement_class=st.none() | st.sampled_from(StatementClass),
    person=st.just("Ada Builder"),
    role=st.just("Head of Engineering"),
    stated_on=days,
    valid_days=st.sampled_from([90, 365]),
    says=st.sampled_from(["we do", "it is so"]),
)
risks = st.builds(
    AcceptedRisk,
    check=st.sampled_from(["lockfile-present", "ci-runs-tests"]),
    subject_object=st.sampled_from(["", "one"]),
    owner=st.just("Ada Builder"),
    reason=st.just("It ends with the old line."),
    accepted_on=st.just(AS_OF - timedelta(days=10)),
    expires_on=st.just(AS_OF + timedelta(days=10)),
)
marks = st.builds(
    FalsePositive,
    check=st.sampled_from(["lockfile-present", "ci-runs-tests"]),
    subject_object=st.sampled_from(["", "one"]),
    digest=st.sampled_from(["1" * 40, "2" * 40]),
    person=st.just("Ada Builder"),
    reason=st.just("The file is a sample."),
    marked_on=st.just(AS_OF - timedelta(days=10)),
)
bodies = st.builds(
    Evidence,
    observations=st.lists(observations(), max_size=6),
    statements=st.lists(statements, max_size=4),
    accepted_risks=st.lists(risks, max_size=1),
    disputed=st.lists(marks, max_size=1),
    object_ids=st.just({"a.yml": "1" * 40}),
    revision=st.just(HERE),
    revision_days=st.just({ELSEWHERE: 100}),
)


def facets(judged: Judgement) -> dict[str, FacetResult]:
    return {facet.id: facet for claim in judged.claims for facet in claim.facets}


def claims(judged: Judgement) -> dict[str, ClaimResult]:
    return {claim.id: claim for claim in judged.claims}


def assert_no_better(worse: Judgement, judged: Judgement) -> None:
    before, after = facets(judged), facets(worse)
    assert [each for each in after if GOODNESS[after[each].state] > GOODNESS[before[each].state]] == []
    was, now = claims(judged), claims(worse)
    assert [each for each in now if CLAIM_GOODNESS[now[each].verdict] > CLAIM_GOODNESS[was[each].verdict]] == []


@given(bodies, observations([Outcome.BAD]))
def test_more_counter_evidence_never_improves_anything(evidence: Evidence, bad: Observation) -> None:
    more = replace(evidence, observations=[*evidence.observations, bad])
    assert_no_better(judge(CODE, more, AS_OF), judge(CODE, evidence, AS_OF))


@given(bodies, observations([Outcome.GOOD]))
def test_removing_support_never_improves_anything(evidence: Evidence, good: Observation) -> None:
    more = replace(evidence, observations=[*evidence.observations, good])
    assert_no_better(judge(CODE, evidence, AS_OF), judge(CODE, more, AS_OF))


@given(bodies, statements)
def test_removing_a_statement_never_improves_anything(evidence: Evidence, said: Statement) -> None:
    more = replace(evidence, statements=[*evidence.statements, said])
    assert_no_better(judge(CODE, evidence, AS_OF), judge(CODE, more, AS_OF))


@given(bodies, st.integers(1, 2000))
def test_time_alone_never_strengthens_a_support(evidence: Evidence, more_days: int) -> None:
    old = [each for each in evidence.observations if each.observed_at is None or each.observed_at <= AS_OF]
    evidence = replace(evidence, observations=old, statements=())
    now, later = (facets(judge(CODE, evidence, AS_OF + timedelta(days=each))) for each in (0, more_days))
    assert [each for each in now if (later[each].support or 0) > (now[each].support or 0)] == []


@given(bodies, st.randoms(use_true_random=False))
def test_order_and_duplicates_do_not_matter(evidence: Evidence, random: Random) -> None:
    def mixed(things: Sequence[Thing]) -> list[Thing]:
        again = [*things, *things]
        random.shuffle(again)
        return again

    other = replace(
        evidence,
        observations=mixed(evidence.observations),
        statements=mixed(evidence.statements),
        accepted_risks=mixed(evidence.accepted_risks),
        disputed=mixed(evidence.disputed),
    )
    assert judge(CODE, other, AS_OF) == judge(CODE, evidence, AS_OF)


@given(bodies)
def test_no_observation_that_counts_is_lost(evidence: Evidence) -> None:
    judged = judge(CODE, evidence, AS_OF)
    shown = {each.key for claim in judged.claims for each in (*claim.supporting, *claim.opposing)}
    assert {each.key for each in evidence.observations if each.outcome is Outcome.BAD} <= shown


@given(bodies)
def test_principles_count_each_of_the_45_claims_once(evidence: Evidence) -> None:
    judged = judge(CODE, evidence, AS_OF)
    assert sum(count for each in judged.principles for _, count in each.counts) == 45
    assert sum(judged.counts().values()) == 45
    assert len(judged.principles) == 14


def test_nothing_known_is_no_evidence_45_times() -> None:
    judged = judge(CODE, Evidence(), AS_OF)
    assert judged.counts() == {verdict: 45 if verdict is Verdict.NO_EVIDENCE else 0 for verdict in Verdict}
    assert {each.verdict for each in judged.claims} == {Verdict.NO_EVIDENCE}
    assert {each.verdict for each in judged.principles} == {Verdict.NO_EVIDENCE}
    assert all(each.confidence is None and each.next_step and each.unread for each in judged.claims)
    assert len(judged.next_steps) == 3


def test_what_could_not_be_read_is_neither_for_nor_against() -> None:
    gap = Unread("release.yml", "it is absent", "a full clone")
    effects = tuple(Effect(facet.id, direction, STRONG) for facet in FACETS for direction in Direction)
    unknown = Observation("ci-runs-tests", Outcome.UNKNOWN, "", "could not look", effects, unread=(gap,))
    judged = judge(CODE, Evidence([unknown]), AS_OF)
    assert judged.counts()[Verdict.NO_EVIDENCE] == 45
    assert gap in claims(judged)["1.2.2"].unread


# One facet at a time: a machine settles the first, a person the second.

FACET = CODE.facets["2.2.2/a"]


HUMAN = next(each for each in CODE.facets.values() if each.who_can_know is Knower.HUMAN and each.needs is MEDIUM)


def good(
    strength: Strength = STRONG,
    *,
    age: int = 0,
    subject: str = HERE,
    facet: str = FACET.id,
    check: str = "ci-runs-tests",
) -> Observation:
    return Observation(
        check, Outcome.GOOD, "job", "it ran", (Effect(facet, Direction.SUPPORTS, strength),), (Location("a.yml", 3),),
        observed_at=AS_OF - timedelta(days=age), stale_after_days=90, subject=subject,
    )  # fmt: skip


def bad(strength: Strength = STRONG, *, facet: str = FACET.id, subject: str = HERE) -> Observation:
    return Observation(
        "lockfile-present", Outcome.BAD, "job", "it did not", (Effect(facet, Direction.COUNTERS, strength),),
        (Location("a.yml", 3),), fix="mend it", observed_at=AS_OF - timedelta(days=900), stale_after_days=90, subject=subject,
    )  # fmt: skip


def judged_facet(*seen: Observation, facet: str = FACET.id, **more: object) -> FacetResult:
    evidence = replace(Evidence(list(seen), revision=HERE, object_ids={"a.yml": "1" * 40}), **more)  # type: ignore[arg-type]
    return facets(judge(CODE, evidence, AS_OF))[facet]


@pytest.mark.parametrize(
    ("age", "support"),
    [(0, STRONG), (90, STRONG), (91, MEDIUM), (180, MEDIUM), (181, None)],
)
def test_support_loses_a_level_when_stale_and_is_gone_after_twice_the_time(age: int, support: Strength | None) -> None:
    assert judged_facet(good(age=age)).support is support


def test_counter_evidence_does_not_age() -> None:
    assert judged_facet(bad()).counter is STRONG


@pytest.mark.parametrize(("days_between", "support"), [(0, MEDIUM), (365, MEDIUM), (366, WEAK), (None, WEAK)])
def test_support_from_another_revision_is_medium_at_best_and_weak_after_a_year(
    days_between: int | None, support: Strength
) -> None:
    between = {} if days_between is None else {ELSEWHERE: days_between}
    assert judged_facet(good(subject=ELSEWHERE), revision_days=between).support is support


def test_counter_evidence_from_another_revision_is_medium_at_best() -> None:
    assert judged_facet(bad(subject=ELSEWHERE)).counter is MEDIUM
    assert judged_facet(good(), bad(subject=ELSEWHERE)).state is FacetState.PARTLY


def test_support_from_another_revision_lowers_confidence() -> None:
    claim = next(each for each in CODE.claims if each.id == "2.2.2")
    needed = [facet for facet in claim.facets if facet.mandatory]
    assert needed

    def confidence(subject: str) -> Confidence | None:
        seen = [good(facet=facet.id, subject=subject) for facet in needed]
        evidence = Evidence(seen, revision=HERE, revision_days={ELSEWHERE: 0})
        return claims(judge(CODE, evidence, AS_OF))["2.2.2"].confidence

    assert confidence(HERE) is Confidence.HIGH
    assert confidence(ELSEWHERE) is Confidence.LOW


@pytest.mark.parametrize("age", [0, 365])
def test_a_statement_holds_for_its_time(age: int) -> None:
    said = stated(AS_OF - timedelta(days=age))
    assert judged_facet(facet=said.facet, statements=[said]).state is FacetState.SUPPORTED


@pytest.mark.parametrize("stated_on", [AS_OF - timedelta(days=366), AS_OF + timedelta(days=1), date.max, date.min])
def test_a_statement_out_of_its_time_carries_no_weight_but_is_shown(stated_on: date) -> None:
    said = stated(stated_on)
    found = judged_facet(facet=said.facet, statements=[said])
    assert found.state is FacetState.NONE
    assert "carries no weight" in found.statement


def stated(on: date, statement_class: StatementClass | None = StatementClass.WITH_ARTEFACT) -> Statement:
    return Statement(HUMAN.id, statement_class, "Ada Builder", "Head", on, 365, "we do")


@pytest.mark.parametrize("direction", [bad, good])
def test_a_promise_or_denial_without_class_changes_nothing(direction: Callable[..., Observation]) -> None:
    said = stated(AS_OF, None)
    with_it = judged_facet(direction(facet=said.facet), facet=said.facet, statements=[said])
    assert with_it.state is judged_facet(direction(facet=said.facet), facet=said.facet).state


MARK = FalsePositive("lockfile-present", "job", "1" * 40, "Ada Builder", "The file is a sample.", AS_OF)
RISK = AcceptedRisk(
    "lockfile-present", "job", "Ada Builder", "It ends with the old line.", AS_OF, AS_OF + timedelta(days=90)
)


def test_an_assessors_mark_takes_the_finding_out() -> None:
    assert judged_facet(good(), bad(), false_positives=[MARK]).state is FacetState.SUPPORTED


def test_an_owners_mark_stops_at_partly_and_hides_nothing() -> None:
    evidence = Evidence([good(), bad()], revision=HERE, object_ids={"a.yml": "1" * 40}, disputed=[MARK])
    judged = judge(CODE, evidence, AS_OF)
    assert facets(judged)[FACET.id].state is FacetState.PARTLY
    assert facets(judged)[FACET.id].counter is STRONG
    assert claims(judged)["2.2.2"].opposing


@pytest.mark.parametrize(
    "mark",
    [
        replace(MARK, digest="2" * 40),
        replace(MARK, check="ci-runs-tests"),
        replace(MARK, subject_object="another"),
        replace(MARK, person="TBD"),
        replace(MARK, person="Security team"),
        replace(MARK, reason="  "),
        replace(MARK, marked_on=AS_OF - timedelta(days=366)),
        replace(MARK, marked_on=AS_OF + timedelta(days=1)),
    ],
)
def test_a_mark_that_lapsed_or_names_something_else_has_no_effect(mark: FalsePositive) -> None:
    assert judged_facet(good(), bad(), false_positives=[mark]).state is FacetState.FAILED
    assert judged_facet(good(), bad(), disputed=[mark]).state is FacetState.FAILED


def test_an_accepted_risk_stops_at_partly() -> None:
    assert judged_facet(good(), bad(), accepted_risks=[RISK]).state is FacetState.PARTLY
    assert judged_facet(good(), bad(), accepted_risks=[replace(RISK, subject_object="")]).state is FacetState.PARTLY


def test_accepting_a_risk_is_no_support() -> None:
    assert judged_facet(bad(), accepted_risks=[RISK]).state is FacetState.NONE
    assert judged_facet(good(WEAK), bad(), accepted_risks=[RISK]).state is FacetState.PARTLY


@pytest.mark.parametrize(
    "risk",
    [
        replace(RISK, check="ci-runs-tests"),
        replace(RISK, subject_object="another"),
        replace(RISK, owner="nobody"),
        replace(RISK, reason=""),
        replace(RISK, expires_on=AS_OF + timedelta(days=181)),
        replace(RISK, accepted_on=AS_OF - timedelta(days=50), expires_on=AS_OF - timedelta(days=1)),
        replace(RISK, accepted_on=AS_OF + timedelta(days=1)),
    ],
)
def test_a_risk_that_lapsed_or_names_something_else_has_no_effect(risk: AcceptedRisk) -> None:
    assert judged_facet(good(), bad(), accepted_risks=[risk]).state is FacetState.FAILED


def test_what_is_set_aside_is_shown_and_never_counted_as_met() -> None:
    judged = judge(CODE, Evidence([good(), bad()], set_aside={"2.2.2": "does not concern the role"}), AS_OF)
    claim = claims(judged)["2.2.2"]
    assert claim.verdict is Verdict.NOT_APPLICABLE
    assert claim.reason == "does not concern the role"
    assert claim.opposing
    assert claim.confidence is None
    assert judged.counts()[Verdict.NOT_APPLICABLE] == 1
    assert judged.counts()[Verdict.MET] == 0
    assert not any(step.claim == "2.2.2" for step in judged.next_steps)


def test_a_facet_set_aside_leaves_the_others_to_decide() -> None:
    claim = next(each for each in CODE.claims if len([facet for facet in each.facets if facet.mandatory]) > 1)
    first, *others = claim.facets
    aside = Evidence([good(facet=first.id)], revision=HERE, set_aside={first.id: "not ours"})
    judged = claims(judge(CODE, aside, AS_OF))[claim.id]
    assert judged.facets[0].state is FacetState.NOT_APPLICABLE
    assert judged.facets[0].reason == "not ours"
    assert judged.verdict is Verdict.NO_EVIDENCE
    assert others


def test_one_check_for_and_another_against_the_same_facet_is_a_conflict() -> None:
    judged = judge(CODE, Evidence([good(), bad()], revision=HERE), AS_OF)
    assert claims(judged)["2.2.2"].conflict
    assert not claims(judge(CODE, Evidence([good()], revision=HERE), AS_OF))["2.2.2"].conflict
