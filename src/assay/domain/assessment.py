"""The answer: a verdict per claim with what speaks for and against it, what could not be seen, and what to do next."""

from dataclasses import dataclass

from assay.domain.evidence import Observation, Statement, Unread
from assay.domain.strength import Strength
from assay.domain.verdict import Confidence, FacetState, Verdict


@dataclass(frozen=True, slots=True)
class FacetResult:
    """One facet. ``looked`` says which checks looked and what each found."""

    id: str
    state: FacetState
    mandatory: bool
    decisive: bool
    support: Strength | None
    counter: Strength | None
    looked: tuple[tuple[str, str], ...]
    statement: str = ""
    reason: str = ""
    """Why it was set aside, if it was."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do next; ``facets`` are those it would move."""

    claim: str
    facets: tuple[str, ...]
    says: str
    because: str


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """One claim judged. ``supporting`` and ``opposing`` hold every observation that counted."""

    id: str
    principle: str
    verdict: Verdict
    confidence: Confidence | None
    facets: tuple[FacetResult, ...]
    supporting: tuple[Observation, ...]
    opposing: tuple[Observation, ...]
    unread: tuple[Unread, ...]
    ask: str
    next_step: Step | None
    conflict: bool = False
    """One check speaks for and another against the same facet: a person should look."""
    statements: tuple[Statement, ...] = ()
    reason: str = ""
    """Why it is not applicable."""


@dataclass(frozen=True, slots=True)
class PrincipleResult:
    """One principle: its verdict, how many claims have which, and the risk that stays."""

    id: str
    verdict: Verdict
    counts: tuple[tuple[Verdict, int], ...]
    risk: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """All claims and principles, and the three steps that would change most."""

    claims: tuple[ClaimResult, ...]
    principles: tuple[PrincipleResult, ...]
    next_steps: tuple[Step, ...]

    def counts(self) -> dict[str, int]:
        """Claims of the 45 by verdict."""
        found = {verdict.value: 0 for verdict in Verdict}
        for claim in self.claims:
            if not claim.id.endswith("S"):
                found[claim.verdict.value] += 1
        return found
