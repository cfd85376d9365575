"""Whether tests run in a check a platform names."""

from pathlib import Path

import pytest

from assay.assess.gather import Facts
from assay.collect.repository import Repository, Settings
from assay.domain.strength import MEDIUM, STRONG, WEAK, Strength
from assay.facts.ci import CiPipelines
from assay.formats.check_names import runs_tests
from assay.testing.corpus import AS_OF
from assay.testing.repository import build

WORKFLOW = """\
name: CI
on: [pull_request]
jobs:
  unit:
    name: Unit tests on ${{ matrix.os }}
    runs-on: ubuntu-24.04
    steps: [{run: pytest}]
  lint:
    runs-on: ubuntu-24.04
    steps: [{run: ruff check}]
  tests-of-style:
    runs-on: ubuntu-24.04
    steps: [{run: ruff check}]
  gate:
    needs: [unit, lint]
    runs-on: ubuntu-24.04
    steps: [{run: "true"}]
  any:
    name: ${{ matrix.what }}
    runs-on: ubuntu-24.04
    steps: [{run: pytest}]
"""
NIGHTLY = "nightly:\n  rules:\n    - if: $CI_PIPELINE_SOURCE == 'schedule'\n  script: [pytest]\n"


def pipelines(files: dict[str, str], folder: Path) -> CiPipelines:
    with Repository(build(folder, files)) as repository:
        return Facts(repository, Settings(AS_OF)).get(CiPipelines)


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("Unit tests on ubuntu-24.04", STRONG),
        ("CI / Unit tests on windows (2025)", STRONG),
        ("Unit testing", None),
        ("unit (3.13, ubuntu)", STRONG),
        ("CI / unit", STRONG),
        ("called / unit (3.11)", STRONG),
        ("any", STRONG),
        ("gate", MEDIUM),
        ("lint", None),
        ("tests-of-style", None),
        ("buildkite/integration-test", WEAK),
        ("contest-results", None),
        ("latest", None),
        ("deploy", None),
        ("pipeline", STRONG),
    ],
)
def test_the_job_a_check_belongs_to_is_found(name: str, how: Strength | None, tmp_path: Path) -> None:
    assert runs_tests(name, pipelines({".github/workflows/ci.yml": WORKFLOW}, tmp_path / "r")) is how


def test_a_pipeline_whose_tests_never_run_on_changes_is_no_test(tmp_path: Path) -> None:
    assert runs_tests("pipeline", pipelines({".gitlab-ci.yml": NIGHTLY}, tmp_path / "r")) is None
