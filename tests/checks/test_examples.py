"""Every check's own examples, run on real repositories built for the purpose."""

from pathlib import Path

import pytest

from assay.assess.discovery import Check, checks
from assay.checks.contract import Example
from assay.domain.evidence import Outcome
from assay.testing.examples import disagreement, findings

EXAMPLES = [
    pytest.param(check, example, id=f"{check.id}: {example.name}") for check in checks() for example in check.examples
]


@pytest.mark.parametrize(("check", "example"), EXAMPLES)
def test_example_has_the_outcome_it_says(check: Check, example: Example, tmp_path: Path) -> None:
    assert disagreement(check, example, findings(check, example, tmp_path / "repository")) == ""


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.id)
def test_check_shows_every_outcome_and_its_traps(check: Check) -> None:
    shown = {example.expect for example in check.examples}
    wanted = {Outcome.SILENT, Outcome.UNKNOWN}
    if check.supports:
        wanted.add(Outcome.GOOD)
    if check.counters:
        wanted.add(Outcome.BAD)
    assert wanted <= shown
    assert any(example.false_positive for example in check.examples)


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.id)
def test_check_explains_itself(check: Check) -> None:
    for part in ("Why:", "Good:", "Bad:", "Unknown:", "Known false positives:"):
        assert part in check.explanation
    assert check.because
    assert check.fix
    assert check.stale_after_days > 0
