"""No lie wins: what a liar baits stays empty, and what it pretends wins where it is true."""

from pathlib import Path

import pytest

from assay.domain.verdict import FacetState, Verdict
from assay.store.code_of_practice import load
from assay.testing.corpus import Liar, assessed, corpus, facets, supports

LIARS = corpus(Path(__file__).parent, Liar)
TWINS = tuple(liar for liar in LIARS if liar.truth is not None)
BELIEVED = (FacetState.SUPPORTED, FacetState.PARTLY)


@pytest.mark.parametrize("liar", LIARS, ids=lambda liar: liar.name)
def test_liar_gains_nothing(liar: Liar, tmp_path: Path) -> None:
    assessment = assessed(liar.lie, tmp_path / "lie")
    seen = facets(assessment)
    false = sorted(
        f"{facet} by {check}"
        for facet, check in supports(assessment)
        if facet in liar.baits and (not liar.through or check in liar.through)
    )
    assert false == []
    if not liar.through:
        assert [facet for facet in liar.baits if seen[facet].support or seen[facet].state in BELIEVED] == []
    baited = {facet.partition("/")[0] for facet in liar.baits}
    verdicts = {claim.id: claim.verdict for claim in assessment.judgement.claims if claim.id in baited}
    assert [each for each, verdict in verdicts.items() if verdict in (Verdict.MET, Verdict.NOT_APPLICABLE)] == []


@pytest.mark.parametrize("liar", TWINS, ids=lambda liar: liar.name)
def test_truth_gains_what_the_lie_wanted(liar: Liar, tmp_path: Path) -> None:
    assert liar.twin
    won = {
        facet
        for facet, check in supports(assessed(liar.twin, tmp_path / "truth"))
        if not liar.through or check in liar.through
    }
    assert [facet for facet in liar.baits if facet not in won] == []


def test_there_are_enough_liars_and_they_bait_what_exists() -> None:
    known = {facet.id for claim in load().claims for facet in claim.facets}
    assert len(LIARS) >= 36
    assert len(TWINS) >= 15
    assert len({liar.name for liar in LIARS}) == len(LIARS)
    assert [(liar.name, facet) for liar in LIARS for facet in liar.baits if facet not in known] == []
