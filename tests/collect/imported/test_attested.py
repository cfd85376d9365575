"""A verified attestation ties what it is about to its commit; anything less is somebody's word."""

from datetime import date
from pathlib import Path

import pytest

from assay.assess.gather import Facts
from assay.assess.run import assess
from assay.checks.contract import Change, Handed
from assay.collect.repository import Repository, Settings
from assay.domain.evidence import Outcome
from assay.domain.strength import MEDIUM, STRONG, Strength
from assay.facts.imported import Bound
from assay.facts.inventories import Inventories
from assay.facts.test_runs import TestRuns
from assay.formats.signed_example import EXPECTED, provenance
from assay.testing.evidence import hand_over
from assay.testing.repository import Recipe, build

DAY = date(2026, 10, 1)
JUNIT = '<testsuite><testcase name="a"><properties><property name="assay.claim" value="1.4.2/b"/></properties></testcase></testsuite>'
RECIPE = Recipe({"a": "2"}, [Change("Release", {"a": "1"}, on=date(2026, 9, 1), tag="v1.0")])


def handed(text: str, **said: str) -> dict[str, Handed]:
    return {"junit.xml": Handed(JUNIT, **said), "junit.xml.att": Handed(text, sealed=True)}  # type: ignore[arg-type]


def runs(given: dict[str, Handed], profile: str, tmp_path: Path) -> TestRuns:
    path = build(tmp_path / "repository", RECIPE)
    folder = hand_over(given, path, tmp_path / "evidence", DAY)
    with Repository(path) as repository:
        return Facts(repository, Settings(DAY, profile, "given" if profile else "", evidence=folder)).get(TestRuns)


def test_an_attested_result_is_tied_though_nobody_says_anything(tmp_path: Path) -> None:
    (run,) = runs(handed(provenance("junit.xml")), EXPECTED, tmp_path).runs
    assert run.source.bound is Bound.ATTESTED
    assert run.source.commit


@pytest.mark.parametrize(
    ("text", "profile", "bound"),
    [
        (provenance("junit.xml"), "", Bound.SAID),
        (provenance("junit.xml", digest="ab" * 32), EXPECTED, Bound.SAID),
        (provenance("junit.xml", commit=""), EXPECTED, Bound.SAID),
    ],
    ids=["nobody named as signer", "another digest", "no commit"],
)
def test_what_does_not_attest_leaves_what_was_said(text: str, profile: str, bound: Bound, tmp_path: Path) -> None:
    (run,) = runs(handed(text, commit="{commit}"), profile, tmp_path).runs
    assert run.source.bound is bound


@pytest.mark.parametrize("commit", ["f" * 40, "{commit:v1.0}"], ids=["foreign", "older"])
def test_what_is_attested_of_another_commit_is_not_tied_here(commit: str, tmp_path: Path) -> None:
    found = runs(handed(provenance("junit.xml", commit=commit), commit="{commit}"), EXPECTED, tmp_path)
    assert found.runs == ()
    assert found.unread


@pytest.mark.parametrize(("profile", "strength"), [(EXPECTED, STRONG), ("", MEDIUM)])
def test_tests_reach_strong_by_an_attestation_only(profile: str, strength: Strength, tmp_path: Path) -> None:
    path = build(tmp_path / "repository", RECIPE)
    folder = hand_over(handed(provenance("junit.xml"), commit="{commit}"), path, tmp_path / "evidence", DAY)
    found = assess(path, "HEAD", Settings(DAY, profile, "given" if profile else "", evidence=folder))
    reached = {
        (seen.check, effect.facet): effect.strength
        for claim in found.judgement.claims
        for seen in claim.supporting
        if seen.outcome is Outcome.GOOD
        for effect in seen.effects
    }
    assert reached["release-commit-tests-passed", "1.3.2/b"] is strength
    assert reached["claim-tagged-tests", "1.4.2/b"] is strength


def test_a_bill_inside_an_attestation_is_a_bill(tmp_path: Path, shared_data: Path) -> None:
    data = (shared_data / "samples" / "sbom-cyclonedx" / "alpine.cdx.att.json").read_bytes()
    path = build(tmp_path / "repository", RECIPE)
    folder = hand_over({"alpine.cdx.att.json": Handed(data, commit="{commit}")}, path, tmp_path / "evidence", DAY)
    with Repository(path) as repository:
        found = Facts(repository, Settings(DAY, evidence=folder)).get(Inventories)
    (bill,) = found.inventories
    assert bill.content.subject
    assert bill.content.subject.name == "alpine:latest"
    assert not bill.content.attested
    assert bill.source.bound is Bound.SAID
