"""The same evidence under the same rules gives the same bytes; anything else is told apart from that."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assay.assess.replay import Outcome, replay
from assay.assess.result import digest
from assay.assess.rule_set import rules_digest
from assay.assess.run import Assessment, assess
from assay.assess.seal import seal
from assay.collect.repository import Settings
from assay.domain.evidence import Direction, Effect
from assay.domain.evidence import Outcome as Seen
from assay.domain.judgement import judge
from assay.domain.strength import STRONG
from assay.errors import MalformedInputError
from assay.formats.pack import Pack, read_pack, write
from assay.testing.corpus import AS_OF
from assay.testing.exemplary.assessed import assessed as exemplary
from assay.testing.extremes import empty, hostile, rich
from assay.testing.packs import RECIPE, SEALED_ON, assessed, pack, sealed
from assay.testing.repository import build
from assay.testing.tampering import forged, leaves, resealed


def through_a_file(found: Assessment, *withhold: str) -> Pack:
    """The pack of an assessment, written and read again."""
    return read_pack(write(seal(found, SEALED_ON, withhold)), "a.pack")


def verdicts(found: dict[str, Any]) -> dict[str, str]:
    return {claim["id"]: claim["verdict"] for claim in found["claims"]}


@pytest.mark.parametrize("make", [rich, empty, hostile], ids=["rich", "empty", "hostile"])
def test_extremes_replay_to_the_same_bytes(make: Callable[[Path], Path], tmp_path: Path) -> None:
    found = assess(make(tmp_path), "HEAD", Settings(AS_OF, use_tools=False))
    assert replay(through_a_file(found)).outcome is Outcome.SAME


def test_the_exemplary_product_replays_to_the_same_bytes() -> None:
    found = exemplary()
    assert len(found.evidence) > 10
    assert len(found.judged_on.records) > 10
    assert replay(through_a_file(found)).outcome is Outcome.SAME
    assert replay(through_a_file(found, "all")).outcome is Outcome.SAME


def test_evidence_statements_and_exceptions_of_the_owner_replay() -> None:
    said = assessed().judged_on
    assert all((said.statements, said.accepted_risks, said.disputed, said.set_aside, assessed().evidence))
    assert replay(read_pack(sealed(), "a.pack")).outcome is Outcome.SAME


def test_a_profile_of_the_assessor_replays(tmp_path: Path) -> None:
    text = str(RECIPE.files["assay.toml"])
    found = assess(build(tmp_path / "gantry", RECIPE), "HEAD", Settings(AS_OF, text, "mine.toml", use_tools=False))
    assert found.judged_on.false_positives
    assert not found.judged_on.disputed
    assert replay(through_a_file(found)).outcome is Outcome.SAME


def test_the_judge_alone_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A judge who says something else is seen, so the comparison is of what was judged, not of what was stored."""
    monkeypatch.setattr(
        "assay.assess.replay.judge", lambda code, evidence, day: judge(code, replace(evidence, observations=()), day)
    )
    assert replay(read_pack(sealed(), "a.pack")).outcome is Outcome.DIFFERS


def test_every_class_of_leaf_of_the_assessment_is_compared() -> None:
    """A forger who changes the answer, and mends every digest, is caught by judging again."""
    found = json.loads(sealed())
    classes = leaves(found["assessment"])
    assert len(classes) > 70
    for place, path in classes.items():
        if place in ("digest", "schema", "tool", "as_of") or path[0] in ("rules", "evidence"):
            continue  # those contradict other parts, and are refused when the pack is read
        changed = json.loads(forged(sealed(), ("assessment", *path)))
        changed["assessment"]["digest"] = digest(changed["assessment"])
        replayed = replay(read_pack(resealed(changed), "a.pack"))
        assert replayed.outcome is Outcome.DIFFERS, place
        assert replayed.difference.startswith(f"assessment.{path[0]}"), place


def test_observations_that_were_made_up_without_judging_again_are_seen() -> None:
    found = read_pack(sealed(), "a.pack")
    seen = next(each for each in found.judged_on.observations if each.outcome is Seen.GOOD and each.effects)
    stronger = replace(seen, effects=(Effect("1.1.1/a", Direction.SUPPORTS, STRONG),))
    forgery = replace(found, judged_on=replace(found.judged_on, observations=(*found.judged_on.observations, stronger)))
    replayed = replay(read_pack(write(forgery), "a.pack"))
    assert replayed.outcome is Outcome.DIFFERS
    assert replayed.difference.startswith("assessment.")


def test_a_pack_of_other_checks_and_the_same_judge_still_replays() -> None:
    found = read_pack(sealed(), "a.pack")
    assessment = {**found.assessment, "rules": {**found.assessment["rules"], "digest": "1" * 64}}
    older = replace(
        found,
        rules=replace(found.rules, digest="1" * 64),
        assessment={**assessment, "digest": digest(assessment)},
    )
    replayed = replay(read_pack(write(older), "a.pack"))
    assert replayed.outcome is Outcome.SAME
    assert len(replayed.other) == 1
    assert replayed.other[0].startswith("the rules with all checks: 111111111111 in the pack, ")


def test_a_pack_of_another_judge_says_so_and_what_would_differ() -> None:
    found = read_pack(sealed(), "a.pack")
    claims = [
        {**claim, "verdict": "met", "confidence": "high"} if claim["id"] == "1.1.1" else claim
        for claim in found.assessment["claims"]
    ]
    assessment = {**found.assessment, "claims": claims, "rules": {**found.assessment["rules"], "digest": "1" * 64}}
    older = replace(
        found,
        rules=replace(found.rules, digest="1" * 64, judge="2" * 64),
        assessment={**assessment, "digest": digest(assessment)},
    )
    replayed = replay(read_pack(write(older), "a.pack"))
    assert replayed.outcome is Outcome.OTHER_RULES
    assert [each.partition(":")[0] for each in replayed.other] == ["the judge", "the rules with all checks"]
    change = next(each for each in replayed.changes if each.claim == "1.1.1")
    assert (change.before, change.after) == ("met", verdicts(pack().assessment)["1.1.1"])
    assert any(cause.kind == "rules changed" for cause in change.causes)


def test_a_code_that_was_made_easier_is_never_the_same() -> None:
    """Every facet optional: the forger's own Code would say what the forger wants."""
    found = json.loads(sealed())
    for claim in found["catalogue"]["claims"].values():
        for facet in claim["facets"]:
            facet["mandatory"] = False
    found["rules"]["digest"] = found["assessment"]["rules"]["digest"] = rules_digest()
    easier = read_pack(resealed(found), "a.pack")
    assert replay(easier).outcome is Outcome.DIFFERS, "it names the rules of this version"
    rules = {**easier.assessment["rules"], "digest": "1" * 64}
    assessment = {**easier.assessment, "rules": rules}
    elsewhere = replace(
        easier, rules=replace(easier.rules, digest="1" * 64), assessment={**assessment, "digest": digest(assessment)}
    )
    replayed = replay(read_pack(write(elsewhere), "a.pack"))
    assert replayed.outcome is Outcome.OTHER_RULES
    assert replayed.other[0].startswith("the Code: ")


def test_under_other_rules_an_assessment_that_is_none_is_refused() -> None:
    found = read_pack(sealed(), "a.pack")
    broken = {key: value for key, value in found.assessment.items() if key != "claims"}
    older = replace(found, rules=replace(found.rules, judge="2" * 64), assessment={**broken, "digest": digest(broken)})
    with pytest.raises(MalformedInputError, match="the assessment in the pack"):
        replay(read_pack(write(older), "a.pack"))
