"""What is handed over counts for the commit it is tied to, and for no other."""

from datetime import date
from pathlib import Path

import pytest

from assay.assess.gather import Facts
from assay.assess.run import Assessment, assess
from assay.checks.contract import Change, Handed
from assay.collect.repository import Repository, Settings
from assay.domain.evidence import Outcome
from assay.errors import MalformedInputError
from assay.facts.imported import Bound
from assay.facts.test_runs import TestRuns
from assay.testing.evidence import hand_over
from assay.testing.repository import Recipe, build

PASSED = '<testsuite><testcase name="a"/></testsuite>'
TIED = '<testsuite><properties><property name="commit" value="{commit}"/></properties><testcase name="a"/></testsuite>'
RECIPE = Recipe({"a": "2"}, [Change("Release", {"a": "1"}, on=date(2026, 5, 1), tag="v1.0")])
DAY = date(2026, 10, 1)


def runs(handed: dict[str, Handed], tmp_path: Path) -> TestRuns:
    path = build(tmp_path / "repository", RECIPE)
    folder = hand_over(handed, path, tmp_path / "evidence", DAY)
    with Repository(path) as repository:
        return Facts(repository, Settings(DAY, evidence=folder)).get(TestRuns)


@pytest.mark.parametrize(
    ("handed", "bound"),
    [
        (Handed(TIED), Bound.NAMED),
        (Handed(PASSED, commit="{commit}"), Bound.SAID),
        (Handed(PASSED, release="v1.0"), Bound.SAID),
        (Handed(TIED, commit="{commit}"), Bound.NAMED),
        (Handed(PASSED), Bound.NOT),
    ],
)
def test_how_it_is_tied_is_kept(handed: Handed, bound: Bound, tmp_path: Path) -> None:
    found = runs({"junit.xml": handed}, tmp_path)
    assert [each.source.bound for each in found.runs] == [bound]
    assert bool(found.runs[0].source.commit) is (bound is not Bound.NOT)


@pytest.mark.parametrize(
    ("handed", "reason"),
    [
        (Handed(PASSED, commit="f" * 40), "not in this history"),
        (Handed(PASSED, release="v9"), "not in this history"),
        (Handed(TIED, release="v1.0"), "more than one commit"),
        (Handed(TIED.replace("{commit}", "f" * 40), commit="{commit}"), "not in this history"),
        (Handed(TIED.replace("{commit}", "--all")), "not in this history"),
    ],
)
def test_what_is_tied_elsewhere_is_unread(handed: Handed, reason: str, tmp_path: Path) -> None:
    found = runs({"junit.xml": handed}, tmp_path)
    assert found.runs == ()
    assert reason in found.unread[0].reason


def test_nothing_handed_over_is_said(tmp_path: Path) -> None:
    assert "none were handed over" in runs({}, tmp_path).unread[0].reason


def judged(handed: dict[str, Handed], tmp_path: Path, ref: str = "HEAD") -> Assessment:
    path = build(tmp_path / "repository", RECIPE)
    folder = hand_over(handed, path, tmp_path / "evidence", DAY)
    return assess(path, ref, Settings(DAY, evidence=folder))


def passed(assessment: Assessment) -> list[str]:
    return [
        seen.says
        for seen in assessment.observations
        if seen.check == "release-commit-tests-passed" and seen.outcome is Outcome.GOOD
    ]


def test_tampering_takes_the_support_away_and_says_so(tmp_path: Path) -> None:
    handed = {"junit.xml": Handed(PASSED, commit="{commit}")}
    assert passed(judged(handed, tmp_path))
    stored = next(each for each in (tmp_path / "evidence" / "items").rglob("*") if each.is_file())
    stored.write_text(PASSED.replace("a", "b"))
    after = assess(tmp_path / "repository", "HEAD", Settings(DAY, evidence=tmp_path / "evidence"))
    assert passed(after) == []
    assert any("has been changed" in each.reason for each in after.unread)


def test_a_result_of_the_release_counts_less_for_a_later_commit(tmp_path: Path) -> None:
    handed = {"junit.xml": Handed(PASSED, release="v1.0")}
    later = judged(handed, tmp_path)
    facet = next(f for claim in later.judgement.claims for f in claim.facets if f.id == "1.3.2/b")
    assert facet.support
    claim = next(each for each in later.judgement.claims if each.id == "1.3.2")
    assert any(seen.subject != later.subject.commit for seen in claim.supporting)


def test_evidence_in_the_assessed_revision_is_refused(tmp_path: Path) -> None:
    path = build(tmp_path / "bare", {"evidence/CONTENTS": "assay-evidence/1\n"})
    work = tmp_path / "work"
    work.mkdir()
    path.rename(work / ".git")
    config = work / ".git" / "config"
    config.write_text(config.read_text().replace("bare = true", "bare = false"))
    (work / "evidence").mkdir()
    (work / "evidence" / "CONTENTS").write_text("assay-evidence/1\n")
    with pytest.raises(MalformedInputError, match="part of the assessed revision"):
        assess(work, "HEAD", Settings(DAY, evidence=work / "evidence"))
