"""The published test vectors of the judgement rules: all 37, in our words, and the same as those of the specification."""

from collections import Counter
from collections.abc import Mapping
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
import yaml

SPECIFICATION = Path(__file__).parents[3] / "shared" / "spec" / "checks.yaml"


@pytest.fixture(scope="module")
def ours() -> Counter[str]:
    """The vectors of test_rules.py, each as one comparable text."""
    spec = spec_from_file_location("rules_under_test", Path(__file__).with_name("test_rules.py"))
    assert spec
    assert spec.loader
    rules: Any = module_from_spec(spec)
    spec.loader.exec_module(rules)
    found: Counter[str] = Counter()
    for _, knower, needs, evidence, state in rules.FACET_VECTORS:
        given = {
            "knower": knower.value,
            "need": needs.word,
            "m": evidence.support and evidence.support.word,
            "t": evidence.statement and evidence.statement.value,
            "r": evidence.record and evidence.record.word,
            "counter": evidence.counter and evidence.counter.word,
            "accepted": evidence.accepted and evidence.accepted.word,
            "unknown": evidence.unknown,
        }
        found[_text("facet", given, state.value)] += 1
    for _, facets, verdict in rules.CLAIM_VECTORS:
        parts = [{"mandatory": must, "decisive": decides, "result": state.value} for must, decides, state in facets]
        found[_text("claim", parts, _short(verdict.value))] += 1
    for _, claims, verdict in rules.PRINCIPLE_VECTORS:
        found[_text("principle", [each.value for each in claims], _short(verdict.value))] += 1
    return found


def _short(verdict: str) -> str:
    return "partly" if verdict == "partly met" else verdict


def _text(kind: str, given: object, expect: str) -> str:
    if isinstance(given, Mapping):
        given = sorted((key, value) for key, value in given.items() if value)
    elif isinstance(given, list):
        given = [sorted(each.items()) if isinstance(each, Mapping) else each for each in given]
    return f"{kind} {given!r} {expect}"


def test_there_are_thirty_seven_different_ones(ours: Counter[str]) -> None:
    assert len(ours) == ours.total() == 37


def test_they_are_those_of_the_specification(ours: Counter[str]) -> None:
    if not SPECIFICATION.is_file():
        pytest.skip("the specification is not on this machine")
    text = SPECIFICATION.read_text("utf-8")
    start = text.index("\ntest_vectors:\n")
    published = yaml.safe_load(text[start : text.index("\nbuild_first:")])["test_vectors"]
    assert Counter(_text(each["kind"], each["given"], each["expect"]) for each in published) == ours
