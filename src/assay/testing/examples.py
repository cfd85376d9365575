"""Runs the examples of a check on real repositories: the same code a real assessment runs."""

from collections.abc import Mapping
from pathlib import Path

from assay.assess.discovery import Check
from assay.assess.gather import Facts
from assay.checks.contract import Example, Finding, touched
from assay.collect.repository import Repository, Settings
from assay.domain.evidence import Outcome
from assay.domain.strength import Strength
from assay.testing.evidence import hand_over
from assay.testing.repository import build


def findings(check: Check, example: Example, folder: Path) -> tuple[Finding, ...]:
    """What the check says about the example, built in ``folder``."""
    path = build(folder, example)
    evidence = hand_over(example.evidence, path, folder.with_name(folder.name + "-evidence"), example.as_of)
    given = "given" if example.profile else ""
    settings = Settings(example.as_of, example.profile, given, evidence=evidence)
    with Repository(path) as repository:
        facts = Facts(repository, settings)
        return tuple(check.run(*(facts.get(need) for need in check.needs)))


def disagreement(check: Check, example: Example, found: tuple[Finding, ...]) -> str:
    """Why the findings do not match what the example expects; empty when they do."""
    outcomes = {finding.outcome for finding in found}
    said = "; ".join(f"{finding.outcome}: {finding.says}" for finding in found) or "nothing"
    if example.expect is Outcome.SILENT:
        return f"expected silence, but it said {said}" if outcomes else ""
    if example.expect not in outcomes:
        return f"expected {example.expect}, but it said {said}"
    if example.expect is Outcome.GOOD and Outcome.BAD in outcomes:
        return f"expected only good, but it said {said}"
    declared = check.supports if example.expect is Outcome.GOOD else check.counters
    reached = _strongest(found, example.expect, declared)
    if example.strength is not None and reached is not example.strength:
        return f"expected strength {example.strength.word}, but it was {reached.word if reached else 'none'}: {said}"
    return ""


def _strongest(found: tuple[Finding, ...], outcome: Outcome, declared: Mapping[str, Strength]) -> Strength | None:
    return max(
        (
            min(most, finding.at_most or most)
            for finding in found
            if finding.outcome is outcome
            for most in touched(declared, finding.facets).values()
        ),
        default=None,
    )
