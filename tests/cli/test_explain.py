"""``assay explain``: the claim, and with an assessment at hand where a product stands on it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from assay.assess.discovery import check_ids, checks
from assay.assess.result import digest, document
from assay.assess.run import assess
from assay.checks.contract import ANY
from assay.cli.explain import command, explanation
from assay.collect.repository import Settings
from assay.errors import AssayError, MalformedInputError, UnknownIdError, UnreadablePathError
from assay.store.code_of_practice import guidance, load
from assay.testing.gantry import RECIPE
from assay.testing.repository import build

CODE = load()
IDS = [*(claim.id for claim in CODE.claims), *(each.id for each in CODE.principles), *(each.id for each in CODE.roles)]


@pytest.fixture(scope="module")
def gantry(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The assessment of Gantry as it is read from a file."""
    path = build(tmp_path_factory.mktemp("gantry") / "gantry", RECIPE)
    found = document(assess(path, "HEAD", Settings(date(2026, 10, 1), use_tools=False)))
    return dict(json.loads(json.dumps(found)))


@pytest.fixture
def kept(gantry: dict[str, Any], tmp_path: Path) -> Path:
    path = tmp_path / "gantry.json"
    path.write_text(json.dumps(gantry))
    return path


@pytest.mark.parametrize("name", [*IDS, *CODE.facets, *check_ids()])
def test_everything_with_a_name_is_explained_in_80_columns(name: str) -> None:
    lines = explanation(name).splitlines()
    assert len(lines) >= 3
    assert [line for line in lines if len(line) > 80 and " " in line.strip()] == []


@pytest.mark.parametrize("claim", [claim.id for claim in CODE.claims])
def test_no_route_is_cut(claim: str) -> None:
    told = " ".join(explanation(claim).split())
    for route in guidance(claim).routes:
        assert " ".join(f"Route: {route.title} {route.size} · {route.platform} · {route.effort} 1.".split()) in told


@pytest.mark.parametrize("claim", [claim.id for claim in CODE.claims])
def test_the_checks_named_are_those_that_declare_the_claim(claim: str) -> None:
    told = explanation(claim).partition("Checks that look at it\n")[2].partition("\n\n")[0]
    declared = {
        check.id
        for check in checks()
        for facet in [*check.supports, *check.counters]
        if facet == ANY or facet.startswith(f"{claim}/")
    }
    assert {each.strip() for each in told.split(",")} == declared


@pytest.mark.parametrize("name", ["2.2.9", "9.9", "2.2.2/z", "no-such-check"])
def test_an_unknown_name_is_refused(name: str) -> None:
    with pytest.raises(UnknownIdError):
        explanation(name)


def test_standing_is_the_one_the_assessment_holds(kept: Path) -> None:
    said = _standing("3.1.1", kept)
    assert said.startswith("Where gantry stands, at ")
    assert "not met, medium confidence" in said
    looked = said.partition("3.1.1/a failed. Looked: ")[2].partition(" 3.1.1/b")[0]
    assert "release-signing-configured bad" in looked.split("; ")
    assert "medium, release-signing-configured: nothing on the way to docker push" in said
    assert "[.github/workflows/release.yml:27]. Fix: Add an attestation" in said
    assert "Cheapest next step Add an attestation" in said


def test_standing_shows_support_statements_and_what_is_unread(kept: Path) -> None:
    assert "Speaks for it - medium, disclosure-policy-published: says in" in _standing("3.2.1", kept)
    assert "Cheapest next step none needed" in _standing("3.2.1", kept)
    assert "Stated by Cleo Warden (Head of Engineering), 2026-09-15" in _standing("1.1.2", kept)
    assert "Speaks for it nothing" in _standing("4.3.1", kept)
    assert "Could not be seen - " in _standing("4.3.1", kept)


def test_every_claim_has_a_standing_in_80_columns_and_nothing_of_it_is_lost(gantry: dict[str, Any]) -> None:
    for claim in gantry["claims"]:
        told = explanation(claim["id"], gantry)
        assert max(map(len, told.splitlines())) <= 80 or any("http" in line for line in told.splitlines())
        flat = told.replace("\n", "").replace(" ", "")
        wanted = [claim["verdict"], *(each["says"] for side in ("for", "against") for each in claim[side])]
        wanted += [place["path"] for side in ("for", "against") for each in claim[side] for place in each["locations"]]
        wanted += [f"{facet['id']}{facet['state']}" for facet in claim["facets"]]
        wanted += [f"{each['fact']}: {each['reason']}" for each in claim["unread"]]
        assert [each for each in wanted if each.replace(" ", "") not in flat] == []


def test_text_of_a_repository_cannot_steer_the_terminal(gantry: dict[str, Any]) -> None:
    bad = json.loads(json.dumps(gantry).replace("docker push", "\\u001b[2Jdocker push"))
    assert "\x1b" not in explanation("3.1.1", bad)


def test_an_assessment_needs_a_claim(gantry: dict[str, Any]) -> None:
    for name in ("2.2", "2.2.2/a", "reseller", "build-uses-lockfile"):
        with pytest.raises(MalformedInputError, match="on a claim"):
            explanation(name, gantry)


def test_a_wrong_file_is_refused(gantry: dict[str, Any], tmp_path: Path) -> None:
    altered = {**gantry, "as_of": "2020-01-01"}
    other = {**gantry, "schema": "assay-assessment/0"}
    other["digest"] = digest(other)
    cases: list[tuple[str, type[AssayError], str]] = [
        (json.dumps(altered), MalformedInputError, "was altered"),
        (json.dumps(other), MalformedInputError, "is not an assessment of this version"),
        ("[]", MalformedInputError, "is not an assessment of this version"),
        ("{", MalformedInputError, "is not JSON"),
        ("[" * 100_000, MalformedInputError, "nested too deeply|is not JSON"),
    ]
    for text, error, words in cases:
        path = tmp_path / "assessment.json"
        path.write_text(text)
        with pytest.raises(error, match=words):
            CliRunner().invoke(command, ["2.2.2", "--assessment", str(path)], catch_exceptions=False)
    with pytest.raises(UnreadablePathError):
        CliRunner().invoke(command, ["2.2.2", "--assessment", str(tmp_path / "none")], catch_exceptions=False)


def _standing(claim: str, kept: Path) -> str:
    """The standing alone, on one line."""
    done = CliRunner().invoke(command, [claim, "--assessment", str(kept)], catch_exceptions=False)
    assert done.exit_code == 0
    after = done.output[done.output.index("Where gantry") :]
    return " ".join(after.partition("Who can know")[0].split())
