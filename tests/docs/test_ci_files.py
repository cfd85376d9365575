"""The pipelines offered for copying keep to the Code themselves, and fail while a placeholder stands in them."""

import subprocess
from pathlib import Path

import pytest
import yaml

from assay.assess.run import Assessment, assess
from assay.collect.repository import Settings
from assay.domain.evidence import Observation, Outcome
from assay.testing.corpus import AS_OF
from assay.testing.repository import build

FOLDER = Path(__file__).parents[2] / "docs" / "how-to" / "ci"
GITHUB = ("github-actions.yml", "github-actions-due.yml")
FILES = {
    ".github/workflows/assay.yml": "github-actions.yml",
    ".github/workflows/assay-due.yml": "github-actions-due.yml",
    ".gitlab-ci.yml": "gitlab-ci.yml",
}
MUST_BE_GOOD = (
    "ci-dependency-pinned",
    "ci-token-least-privilege",
    "workflow-audit-clean",
    "untrusted-input-in-pipeline",
)


def copied(folder: Path, **changes: str) -> Assessment:
    """A small product with all the files where they are to be copied, some text in them replaced."""
    files = {place: (FOLDER / name).read_text("utf-8") for place, name in FILES.items()}
    for old, new in changes.items():
        files = {place: text.replace(old, new) for place, text in files.items()}
    return assess(build(folder, {"README.md": "# Gantry\n\nA crane.\n", **files}), "HEAD", Settings(AS_OF))


def bad(found: Assessment) -> list[Observation]:
    """What is held against one of the files."""
    return [
        each
        for each in found.observations
        if each.outcome is Outcome.BAD and any(place.path in FILES for place in each.locations)
    ]


def outcomes(found: Assessment, check: str) -> set[Outcome]:
    return {each.outcome for each in found.observations if each.check == check}


def test_every_file_offered_is_looked_at() -> None:
    assert {each.name for each in FOLDER.iterdir()} == set(FILES.values())


def test_assay_holds_nothing_against_them(tmp_path: Path) -> None:
    found = copied(tmp_path / "gantry")
    assert [f"{each.check}: {each.says}" for each in bad(found)] == []
    for check in MUST_BE_GOOD:
        assert outcomes(found, check) <= {Outcome.GOOD, Outcome.SILENT, Outcome.UNKNOWN}, check
    for check in MUST_BE_GOOD[:3]:
        assert Outcome.GOOD in outcomes(found, check), check


@pytest.mark.parametrize(
    ("old", "new", "check"),
    [
        ("@3d3c42e5aac5ba805825da76410c181273ba90b1", "@v7", "ci-dependency-pinned"),
        ("permissions: {}", "permissions: write-all", "ci-token-least-privilege"),
        ('"refs/remotes/origin/$TARGET', '"refs/remotes/origin/${{ github.head_ref }}', "untrusted-input-in-pipeline"),
    ],
)
def test_a_worse_copy_is_seen(old: str, new: str, check: str, tmp_path: Path) -> None:
    """The test above can fail: each of these turns one of the checks."""
    assert check in {each.check for each in bad(copied(tmp_path / "gantry", **{old: new}))}


@pytest.mark.parametrize("name", GITHUB)
def test_every_job_has_an_end_and_no_more_rights_than_it_needs(name: str) -> None:
    workflow = yaml.safe_load((FOLDER / name).read_text("utf-8"))
    assert workflow["permissions"] == {}
    for job_name, job in workflow["jobs"].items():
        assert job["timeout-minutes"] <= 15
        writes = {right for right, level in job["permissions"].items() if level == "write"}
        assert writes == ({"pull-requests"} if job_name == "comment" else set())
        if writes:
            assert not any("checkout" in step.get("uses", "") for step in job["steps"])
    assert "secrets." not in (FOLDER / name).read_text("utf-8")


def refused(script: str, **values: str) -> subprocess.CompletedProcess[str]:
    """What the shell says to the step that refuses placeholders."""
    return subprocess.run(
        ["/bin/sh", "-ec", script], env={"PATH": "/usr/bin:/bin", **values}, capture_output=True, text=True
    )


def scripts() -> list[tuple[str, str, dict[str, str]]]:
    """(file, the script that refuses placeholders, the values as offered)."""
    found = []
    for name in GITHUB:
        workflow = yaml.safe_load((FOLDER / name).read_text("utf-8"))
        job = next(iter(workflow["jobs"].values()))
        found.append((name, job["steps"][0]["run"], workflow["env"]))
    job = yaml.safe_load((FOLDER / "gitlab-ci.yml").read_text("utf-8"))[".assay"]
    values = {key: value for key, value in job["variables"].items() if key.startswith("ASSAY")}
    return [*found, ("gitlab-ci.yml", job["before_script"][0], values)]


@pytest.mark.parametrize(
    ("name", "script", "offered"), scripts(), ids=lambda each: each if isinstance(each, str) else ""
)
def test_a_placeholder_stops_the_job_and_says_so(name: str, script: str, offered: dict[str, str]) -> None:
    place = "ASSAY_PROJECT" if name.startswith("gitlab") else "ASSAY_REPOSITORY"
    filled = {place: "acme/assay", "ASSAY_COMMIT": "1" * 40}
    for values in (offered, {**filled, "ASSAY_COMMIT": offered["ASSAY_COMMIT"]}, {**filled, place: offered[place]}):
        done = refused(script, **values)
        assert done.returncode == 1
        assert f"Set {place} and ASSAY_COMMIT" in done.stdout
    assert refused(script, **filled).returncode == 0


def test_the_image_is_named_by_a_digest_that_belongs_to_none() -> None:
    image = yaml.safe_load((FOLDER / "gitlab-ci.yml").read_text("utf-8"))[".assay"]["image"]
    assert image.endswith("@sha256:" + "0" * 64)
