"""What holds for every export: steady bytes, every claim, every word that was seen, and no number for a judgement."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from assay.domain.catalogue import Catalogue
from assay.reports.columns import printable
from assay.reports.exports import OF_THE_CODE, STANDARDS, code_exported, exported
from assay.store.code_of_practice import load
from assay.testing.extremes import CONTROL

Document = Mapping[str, Any]
Walk = Callable[[object], Iterator[tuple[str, Any]]]
CODE = load()
DAY = date(2026, 10, 1)


@pytest.mark.parametrize("standard", STANDARDS)
def test_same_content_same_bytes(standard: str, found: Document) -> None:
    again = json.loads(json.dumps(found))
    assert exported(found, standard, CODE) == exported(again, standard, CODE)


@pytest.mark.parametrize("standard", STANDARDS)
def test_no_number_stands_for_a_judgement(standard: str, of: Callable[[str], Document]) -> None:
    for name in ("rich", "empty"):
        text = exported(of(name), standard, CODE)

        assert not re.search(r"\d ?%", text)
        assert not re.search(r'"(?:score|rating|grade|percentage|rank)"', text)


@pytest.mark.parametrize("standard", STANDARDS)
def test_every_word_that_was_seen_is_there(standard: str, found: Document, walk: Walk) -> None:
    text = exported(found, standard, CODE)
    whole = "\n".join(sorted({_bare(each) for each in _texts(text, standard, walk)}))
    for claim in found["claims"]:
        if standard == "oscal-poam" and (not claim["next"] or claim["verdict"] in ("met", "not applicable")):
            continue  # nothing is left to do about it
        for seen in (*(claim["for"] if standard != "sarif" else ()), *claim["against"]):
            assert _bare(seen["says"]) in whole


@pytest.mark.parametrize("standard", STANDARDS)
def test_nothing_in_it_steers_a_terminal(standard: str, found: Document) -> None:
    text = exported(found, standard, CODE).removeprefix("\ufeff").replace("\r\n", "\n")
    assert not re.search(CONTROL, text)


@pytest.mark.parametrize("standard", STANDARDS)
def test_sign_that_deletes_is_escaped(standard: str, small: dict[str, Any], small_code: Catalogue) -> None:
    small["claims"][0]["against"][0]["says"] = "a\x7fb"
    assert "\x7f" not in exported(small, standard, small_code)


@pytest.mark.parametrize("standard", OF_THE_CODE)
def test_the_code_is_the_same_on_the_same_day(standard: str) -> None:
    text = code_exported(CODE, standard, DAY)
    assert text == code_exported(CODE, standard, DAY)
    assert text != code_exported(CODE, standard, date(2026, 10, 2))
    assert '"2026-10-01T00:00:00Z"' in text


def _texts(text: str, standard: str, walk: Walk) -> Iterator[str]:
    if standard == "csv":
        for row in csv.reader(io.StringIO(text, newline="")):
            yield from row
    else:
        yield from (value for _, value in walk(json.loads(text)) if isinstance(value, str))


def _bare(text: str) -> str:
    """Without what formats put before a sign, and without what they may not hold."""
    spelled = text.encode("utf-8", "backslashreplace").decode()
    return printable(" ".join(re.sub(r"\\", "", spelled).split()))
