"""The published test vectors of the judgement rules, and the properties every rule change must keep."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.domain.catalogue import Knower
from assay.domain.evidence import StatementClass
from assay.domain.rules import FacetEvidence, claim_verdict, facet_state, principle_verdict
from assay.domain.strength import MEDIUM, STRONG, WEAK, Strength
from assay.domain.verdict import FacetState, Verdict

S1, S2, S3 = StatementClass
M, SHARED, HUMAN = Knower
SUPPORTED, PARTLY, FAILED, NONE, _ = FacetState

FACET_VECTORS = [
    ("medium evidence, medium needed", M, MEDIUM, FacetEvidence(MEDIUM), SUPPORTED),
    ("configured where operation is needed", M, STRONG, FacetEvidence(MEDIUM), PARTLY),
    ("weak evidence only", M, MEDIUM, FacetEvidence(WEAK), PARTLY),
    ("a statement cannot replace a look that was possible", M, MEDIUM, FacetEvidence(statement=S2), NONE),
    ("unreachable source, document", M, MEDIUM, FacetEvidence(statement=S2, unknown=True), PARTLY),
    ("unreachable source, independent", M, MEDIUM, FacetEvidence(statement=S3, unknown=True), SUPPORTED),
    ("supported, medium counter", M, MEDIUM, FacetEvidence(STRONG, counter=MEDIUM), PARTLY),
    ("supported, strong counter", M, MEDIUM, FacetEvidence(STRONG, counter=STRONG), FAILED),
    ("weak counter only warns", M, MEDIUM, FacetEvidence(MEDIUM, counter=WEAK), SUPPORTED),
    ("nothing seen, medium counter", M, MEDIUM, FacetEvidence(counter=MEDIUM), FAILED),
    ("nothing seen, weak counter", M, MEDIUM, FacetEvidence(counter=WEAK), NONE),
    ("weak support, medium counter", M, MEDIUM, FacetEvidence(WEAK, counter=MEDIUM), FAILED),
    ("accepted risk prevents met", M, MEDIUM, FacetEvidence(STRONG, accepted=STRONG), PARTLY),
    ("shared, machine alone", SHARED, MEDIUM, FacetEvidence(STRONG), PARTLY),
    ("shared, machine and named person", SHARED, MEDIUM, FacetEvidence(MEDIUM, S1), SUPPORTED),
    ("shared, weak machine and document", SHARED, MEDIUM, FacetEvidence(WEAK, S2), SUPPORTED),
    ("shared, document alone", SHARED, MEDIUM, FacetEvidence(statement=S2), PARTLY),
    ("shared, record of the duty", SHARED, MEDIUM, FacetEvidence(record=STRONG), SUPPORTED),
    ("shared, statement contradicted", SHARED, STRONG, FacetEvidence(MEDIUM, S3, counter=STRONG), FAILED),
    ("human, bare statement", HUMAN, MEDIUM, FacetEvidence(statement=S1), PARTLY),
    ("human, completeness confirmed", HUMAN, WEAK, FacetEvidence(statement=S1), SUPPORTED),
    ("human, statement with document", HUMAN, MEDIUM, FacetEvidence(statement=S2), SUPPORTED),
    ("human, statement, medium counter", HUMAN, MEDIUM, FacetEvidence(statement=S2, counter=MEDIUM), PARTLY),
    ("human, nothing", HUMAN, MEDIUM, FacetEvidence(), NONE),
]


@pytest.mark.parametrize(("name", "knower", "needs", "evidence", "expected"), FACET_VECTORS, ids=lambda v: str(v)[:60])
def test_facet_vector(
    name: str, knower: Knower, needs: Strength, evidence: FacetEvidence, expected: FacetState
) -> None:
    assert facet_state(knower, needs, evidence) is expected, name


must, may, decides = (True, False), (False, False), (True, True)
CLAIM_VECTORS = [
    ("all mandatory supported", [(*must, SUPPORTED), (*must, SUPPORTED)], Verdict.MET),
    ("one mandatory open", [(*must, SUPPORTED), (*must, NONE)], Verdict.PARTLY),
    ("nothing seen at all", [(*must, NONE), (*must, NONE)], Verdict.NO_EVIDENCE),
    ("one mandatory failed", [(*must, SUPPORTED), (*must, FAILED)], Verdict.PARTLY),
    ("decisive failed", [(*decides, FAILED), (*must, SUPPORTED)], Verdict.NOT_MET),
    ("only failures and silence", [(*must, FAILED), (*must, NONE)], Verdict.NOT_MET),
    ("optional failed prevents met", [(*must, SUPPORTED), (*may, FAILED)], Verdict.PARTLY),
    ("optional open does not matter", [(*must, SUPPORTED), (*may, NONE)], Verdict.MET),
]


@pytest.mark.parametrize(("name", "facets", "expected"), CLAIM_VECTORS)
def test_claim_vector(name: str, facets: list[tuple[bool, bool, FacetState]], expected: Verdict) -> None:
    assert claim_verdict(facets) is expected, name


PRINCIPLE_VECTORS = [
    ("all met or set aside", [Verdict.MET, Verdict.NOT_APPLICABLE, Verdict.MET], Verdict.MET),
    ("one without evidence", [Verdict.MET, Verdict.NO_EVIDENCE], Verdict.PARTLY),
    ("one not met", [Verdict.MET, Verdict.NOT_MET], Verdict.PARTLY),
    ("not met and no evidence", [Verdict.NOT_MET, Verdict.NO_EVIDENCE], Verdict.NOT_MET),
    ("none seen", [Verdict.NO_EVIDENCE, Verdict.NO_EVIDENCE], Verdict.NO_EVIDENCE),
]


@pytest.mark.parametrize(("name", "claims", "expected"), PRINCIPLE_VECTORS)
def test_principle_vector(name: str, claims: list[Verdict], expected: Verdict) -> None:
    assert principle_verdict(claims) is expected, name


GOODNESS = {FacetState.FAILED: 0, FacetState.NONE: 1, FacetState.PARTLY: 2, FacetState.SUPPORTED: 3}
strengths = st.sampled_from([None, *Strength])
evidences = st.builds(
    FacetEvidence,
    strengths,
    st.sampled_from([None, *StatementClass]),
    strengths,
    strengths,
    strengths,
    st.booleans(),
)
knowers, needs = st.sampled_from(Knower), st.sampled_from(Strength)


@given(knowers, needs, evidences, strengths)
def test_more_counter_evidence_never_improves_a_facet(
    knower: Knower, need: Strength, evidence: FacetEvidence, more: Strength | None
) -> None:
    worse = FacetEvidence(
        evidence.support, evidence.statement, evidence.record,
        (max(evidence.counter or 0, more or 0) and Strength(max(evidence.counter or 0, more or 0))) or None,
        evidence.accepted, evidence.unknown,
    )  # fmt: skip
    assert GOODNESS[facet_state(knower, need, worse)] <= GOODNESS[facet_state(knower, need, evidence)]


@given(knowers, needs, evidences, strengths)
def test_less_support_never_improves_a_facet(
    knower: Knower, need: Strength, evidence: FacetEvidence, less: Strength | None
) -> None:
    lower = min(evidence.support or 0, less or 0)
    poorer = FacetEvidence(
        Strength(lower) if lower else None, evidence.statement, evidence.record, evidence.counter,
        evidence.accepted, evidence.unknown,
    )  # fmt: skip
    assert GOODNESS[facet_state(knower, need, poorer)] <= GOODNESS[facet_state(knower, need, evidence)]


CLAIM_GOODNESS = {Verdict.NOT_MET: 0, Verdict.NO_EVIDENCE: 1, Verdict.PARTLY: 2, Verdict.MET: 3}
states = st.sampled_from([SUPPORTED, PARTLY, NONE, FAILED])
claims = st.lists(st.tuples(st.booleans(), st.booleans(), states), min_size=1, max_size=5)


@given(claims, st.integers(0, 4), states)
def test_a_worse_facet_never_improves_a_claim(
    facets: list[tuple[bool, bool, FacetState]], at: int, state: FacetState
) -> None:
    facets = [(mandatory or decisive, decisive, found) for mandatory, decisive, found in facets]
    facets[0] = (True, facets[0][1], facets[0][2])
    at %= len(facets)
    mandatory, decisive, before = facets[at]
    if GOODNESS[state] <= GOODNESS[before]:
        worse = [*facets[:at], (mandatory, decisive, state), *facets[at + 1 :]]
        assert CLAIM_GOODNESS[claim_verdict(worse)] <= CLAIM_GOODNESS[claim_verdict(facets)]
