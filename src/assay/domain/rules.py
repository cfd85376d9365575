"""The rules that turn evidence into facet states, claim verdicts and principle verdicts (judgement rules, steps 1 to 5).

The result is never better than the evidence: a person can fill silence, nobody can talk away an observation.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from assay.domain.catalogue import Knower
from assay.domain.evidence import StatementClass
from assay.domain.strength import MEDIUM, STRONG, WEAK, Strength
from assay.domain.verdict import Confidence, FacetState, Verdict

ANOTHER_REVISION_IS_OLD_AFTER_DAYS = 365

_CLASS_ORDER = {StatementClass.BARE: 1, StatementClass.WITH_ARTEFACT: 2, StatementClass.INDEPENDENT: 3}


@dataclass(frozen=True, slots=True)
class FacetEvidence:
    """The strongest of each kind of evidence about one facet; nothing adds up."""

    support: Strength | None = None
    statement: StatementClass | None = None
    record: Strength | None = None
    counter: Strength | None = None
    accepted: Strength | None = None
    """Counter-evidence whose risk an owner accepted."""
    unknown: bool = False
    """A source that could have shown it could not be read."""


def aged(strength: Strength, observed_at: date | None, stale_after_days: int | None, as_of: date) -> Strength | None:
    """Support after ageing: one level less when stale, nothing when older than twice the window (step 1)."""
    if observed_at is None or stale_after_days is None:
        return strength
    age = (as_of - observed_at).days
    if age > 2 * stale_after_days:
        return None
    return strength.lowered() if age > stale_after_days else strength


def from_another_revision(strength: Strength, days_between: int) -> Strength:
    """Support taken at another revision: at most medium, at most weak across more than a year (step 1)."""
    return min(strength, WEAK if days_between > ANOTHER_REVISION_IS_OLD_AFTER_DAYS else MEDIUM)


def facet_state(knower: Knower, needs: Strength, evidence: FacetEvidence) -> FacetState:
    """How a facet stands on this evidence (step 2)."""
    return _after_counter(_before_counter(knower, needs, evidence), evidence)


def claim_verdict(facets: Sequence[tuple[bool, bool, FacetState]]) -> Verdict:
    """The verdict on a claim from (mandatory, decisive, state) of its applicable facets (step 3)."""
    states = [state for _, _, state in facets]
    mandatory = [state for is_mandatory, _, state in facets if is_mandatory]
    something_failed = FacetState.FAILED in states
    if any(decisive and state is FacetState.FAILED for _, decisive, state in facets):
        return Verdict.NOT_MET
    if something_failed and all(state in (FacetState.FAILED, FacetState.NONE) for state in mandatory):
        return Verdict.NOT_MET
    if all(state is FacetState.NONE for state in states):
        return Verdict.NO_EVIDENCE
    if not something_failed and all(state is FacetState.SUPPORTED for state in mandatory):
        return Verdict.MET
    return Verdict.PARTLY


def principle_verdict(claims: Iterable[Verdict]) -> Verdict:
    """The verdict on a principle from its claims; an unanswered claim blocks met (step 4)."""
    applicable = [verdict for verdict in claims if verdict is not Verdict.NOT_APPLICABLE]
    if not applicable:
        return Verdict.NOT_APPLICABLE
    if all(verdict is Verdict.MET for verdict in applicable):
        return Verdict.MET
    if all(verdict is Verdict.NO_EVIDENCE for verdict in applicable):
        return Verdict.NO_EVIDENCE
    if all(verdict in (Verdict.NOT_MET, Verdict.NO_EVIDENCE) for verdict in applicable):
        return Verdict.NOT_MET
    return Verdict.PARTLY


def confidence(mandatory: Iterable[FacetEvidence], lowered_by: Iterable[bool]) -> Confidence:
    """How sure a met or partly met claim is; each true in ``lowered_by`` takes one step (step 5)."""
    weakest = min((_footing(evidence) for evidence in mandatory), default=1)
    level = max(1, weakest - sum(1 for each in lowered_by if each))
    return (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)[level - 1]


def confidence_of_failure(counter: Strength) -> Confidence:
    """How sure a not met claim is: as sure as the counter-evidence is strong (step 5)."""
    return (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)[counter - 1]


def _footing(evidence: FacetEvidence) -> int:
    """3 for strong support, strong record or S3; 2 for medium or S2; 1 for weak or S1; facets without footing do not lower."""
    levels = [
        int(evidence.support or 0),
        int(evidence.record or 0),
        _CLASS_ORDER[evidence.statement] if evidence.statement else 0,
    ]
    return max(levels) or 3


def _before_counter(knower: Knower, needs: Strength, evidence: FacetEvidence) -> FacetState:
    said = _CLASS_ORDER[evidence.statement] if evidence.statement else 0
    enough = evidence.support is not None and evidence.support >= needs
    recorded = evidence.record is not None and evidence.record >= needs
    if knower is Knower.MACHINE:
        supported = enough or (evidence.unknown and said == 3)
        partly = evidence.support is not None or (evidence.unknown and said >= 2)
    elif knower is Knower.SHARED:
        supported = (enough and said >= 1) or (evidence.support is not None and said >= 2) or recorded or said == 3
        partly = evidence.support is not None or evidence.record is not None or said >= 1
    else:
        supported = said >= 2 or (said == 1 and needs is WEAK) or recorded
        partly = evidence.support is not None or evidence.record is not None or said >= 1
    if supported:
        return FacetState.SUPPORTED
    return FacetState.PARTLY if partly else FacetState.NONE


def _after_counter(state: FacetState, evidence: FacetEvidence) -> FacetState:
    if evidence.counter is STRONG:
        return FacetState.FAILED
    if evidence.counter is MEDIUM:
        strongest = max(evidence.support or 0, evidence.record or 0)
        if state is FacetState.SUPPORTED:
            return FacetState.PARTLY
        if state is FacetState.NONE or strongest < MEDIUM:
            return FacetState.FAILED
    elif evidence.accepted is not None and evidence.accepted >= MEDIUM and state is FacetState.SUPPORTED:
        return FacetState.PARTLY
    return state
