"""``assay export`` and ``assay catalogue --format``: what is written where, and what becomes of files that are none."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assay.reports.exports import OF_THE_CODE, STANDARDS, exported
from assay.store.code_of_practice import load

FAST = ("--no-tools", "--no-cache", "--quiet", "--as-of", "2026-10-01")


@pytest.fixture
def assessment(typed: Callable[..., Any], crane: Path, tmp_path: Path) -> Path:
    place = tmp_path / "crane.json"
    assert typed("assess", crane, *FAST, "--format", "json", "--output", place).code == 0
    return place


@pytest.mark.parametrize("standard", STANDARDS)
def test_same_on_standard_output_and_in_a_file(standard: str, typed: Callable[..., Any], assessment: Path) -> None:
    place = assessment.with_suffix(f".{standard}")
    assert typed("export", "--to", standard, assessment, "--output", place).code == 0
    meant = exported(json.loads(assessment.read_bytes()), standard, load())
    assert place.read_bytes() == meant.encode()
    assert typed("export", "--to", standard, assessment).out == meant


def test_altered_assessment_is_refused(typed: Callable[..., Any], assessment: Path) -> None:
    assessment.write_text(assessment.read_text().replace('"no evidence"', '"met"'))
    done = typed("export", "--to", "csv", assessment)
    assert (done.code, done.out) == (2, "")
    assert str(assessment) in done.err


def test_format_must_be_named(typed: Callable[..., Any], assessment: Path) -> None:
    assert typed("export", assessment).code == 2
    assert typed("export", "--to", "pdf", assessment).code == 2


@pytest.mark.parametrize("form", OF_THE_CODE)
def test_the_code_is_written(form: str, typed: Callable[..., Any], tmp_path: Path) -> None:
    place = tmp_path / "code.json"
    assert typed("catalogue", "--format", form, "--output", place).code == 0
    text = place.read_text()
    assert all(f'"{claim.title}"' in text for claim in load().claims)
    json.loads(text)
