"""Whatever is handed over ends in content or in a ResultError that says where: never in another error, never in guesses."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.formats.results import Raw, ResultError, kind_of, kinds

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=5),
    max_leaves=25,
)


def refusal(raw: Raw, kind: str = "") -> str:
    """Why it is refused; empty where it is read."""
    try:
        kinds()[kind or kind_of(raw)].read(raw)
    except ResultError as fault:
        return str(fault) or "without a word"
    return ""


def read_whatever(raw: Raw) -> Any:
    for name, module in kinds().items():
        if module.recognises(raw):
            assert refusal(raw, name) != "without a word"


@pytest.mark.parametrize("name", kinds())
def test_every_format_has_a_title_and_says_what_it_is(name: str) -> None:
    module = kinds()[name]
    assert module.TITLE
    assert module.__doc__


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    read_whatever(Raw("a", data))


@given(JSON)
def test_any_json(value: Any) -> None:
    read_whatever(Raw("a.json", json.dumps(value).encode()))


def samples(shared_data: Path) -> list[Path]:
    found = [
        each for each in sorted((shared_data / "samples").rglob("*")) if each.is_file() and each.name != "README.md"
    ]
    return [each for each in found if each.stat().st_size < 2_000_000]


def test_every_real_sample_is_read_or_refused(shared_data: Path) -> None:
    for path in samples(shared_data):
        assert refusal(Raw(path.name, path.read_bytes())) != "without a word"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_samples_with_anything_replaced(data: st.DataObject) -> None:
    """Mutates small documents of every recognised kind: one value somewhere becomes something else."""
    name, text = data.draw(st.sampled_from(SMALL))
    value = json.loads(text)
    place = data.draw(st.sampled_from(list(places(value))))
    _replace(value, place, data.draw(JSON))
    read_whatever(Raw(name, json.dumps(value).encode()))


SMALL = [
    (
        "a.sarif",
        '{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "t", "rules": [{"id": "r", "properties": {"tags": ["CWE-79"]}}]}}, '
        '"results": [{"ruleId": "r", "ruleIndex": 0, "level": "error", "message": {"text": "m"}, "suppressions": [{"kind": "external"}], '
        '"partialFingerprints": {"a": "b"}, "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a"}, "region": {"startLine": 1}}}]}], '
        '"invocations": [{"executionSuccessful": true, "endTimeUtc": "2026-01-01T00:00:00Z"}], "versionControlProvenance": [{"revisionId": "a"}]}]}',
    ),
]


def places(value: Any, at: tuple[Any, ...] = ()) -> Any:
    if at:
        yield at
    if isinstance(value, dict):
        for key, each in value.items():
            yield from places(each, (*at, key))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from places(each, (*at, number))


def _replace(value: Any, place: tuple[Any, ...], new: Any) -> None:
    for key in place[:-1]:
        value = value[key]
    value[place[-1]] = new
