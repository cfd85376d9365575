"""What to do next: the cheapest step per claim, and the three steps that would change most."""

from collections.abc import Iterable, Sequence

from assay.domain.assessment import ClaimResult, FacetResult, Step
from assay.domain.catalogue import Claim
from assay.domain.evidence import Direction, Observation
from assay.domain.strength import Strength
from assay.domain.verdict import FacetState, Verdict

_STATE_WEIGHT = {FacetState.FAILED: 4, FacetState.NONE: 1, FacetState.PARTLY: 1}


def next_step(claim: Claim, result: ClaimResult) -> Step | None:
    """Mend the worst counter-evidence first; otherwise show the first mandatory facet that is still open."""
    if result.verdict in (Verdict.MET, Verdict.NOT_APPLICABLE):
        return None
    worst = sorted(result.opposing, key=lambda each: (-strength_against(each, claim.id), each.key[:4]))
    if worst and worst[0].fix:
        touched = tuple(e.facet for e in worst[0].effects if e.facet.startswith(f"{claim.id}/"))
        return Step(claim.id, tuple(dict.fromkeys(touched)), worst[0].fix, worst[0].says)
    shown_by = {facet.id: facet.shown_by for facet in claim.facets}
    still_open = [each for each in result.facets if each.mandatory and each.state is not FacetState.SUPPORTED]
    first = min(still_open, key=lambda each: (not each.decisive, each.id), default=None)
    return (
        Step(claim.id, (first.id,), f"Show {_in_a_sentence(shown_by[first.id])}.", "nothing seen yet")
        if first
        else None
    )


def _in_a_sentence(text: str) -> str:
    """A text that began a line, without its capital unless that is part of a name."""
    first = text.partition(" ")[0]
    return text if any(character.isupper() for character in first[1:]) else text[:1].lower() + text[1:]


def worth_most(claims: Iterable[ClaimResult], how_many: int = 3) -> tuple[Step, ...]:
    """The fixes that would move the most, decisive and failed facets first; one step per text."""
    judged = [claim for claim in claims if claim.verdict is not Verdict.NOT_APPLICABLE]
    facets = {facet.id: facet for claim in judged for facet in claim.facets}
    steps: dict[str, tuple[Step, float]] = {}
    for claim in judged:
        for observation in claim.opposing:
            if observation.fix:
                step, worth = _mending(claim.id, observation, facets)
                if observation.fix not in steps or steps[observation.fix][1] < worth:
                    steps[observation.fix] = (step, worth)
        if claim.next_step and claim.next_step.says not in steps:
            steps[claim.next_step.says] = (claim.next_step, _worth(claim.next_step.facets, facets, 1.0))
    ranked = sorted(steps.values(), key=lambda each: (-each[1], each[0].claim, each[0].says))
    chosen: list[Step] = []
    for step, _ in ranked:
        if not any(set(step.facets) <= set(other.facets) for other in chosen):
            chosen.append(step)
        if len(chosen) == how_many:
            break
    return tuple(chosen)


def strength_against(observation: Observation, claim_id: str) -> int:
    """The strongest effect of the observation against this claim; 0 if none."""
    return max(
        (
            int(effect.strength)
            for effect in observation.effects
            if effect.direction is Direction.COUNTERS and effect.facet.startswith(f"{claim_id}/")
        ),
        default=0,
    )


def _mending(claim_id: str, observation: Observation, facets: dict[str, FacetResult]) -> tuple[Step, float]:
    against = [effect for effect in observation.effects if effect.direction is Direction.COUNTERS]
    touched = tuple(dict.fromkeys(effect.facet for effect in against))
    strongest = max((effect.strength for effect in against), default=Strength.WEAK)
    return Step(claim_id, touched, observation.fix, observation.says), _worth(touched, facets, float(strongest))


def _worth(touched: Sequence[str], facets: dict[str, FacetResult], factor: float) -> float:
    """Not a score of the product: only an order among steps."""
    known = [facets[each] for each in touched if each in facets]
    return factor * sum(_STATE_WEIGHT.get(each.state, 0) * (2 if each.decisive else 1) for each in known)
