"""The blank official form, where a copy lies beside the project: no sentence of it is kept here."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from assay.facts.forms import Answer, CompletedForm, MatchedBy, RowKind
from assay.formats.forms.wording import digests
from assay.store.claim_wording import load
from assay.testing.claim_wording import written

Read = Callable[[str, bytes | str], CompletedForm]


@pytest.fixture
def official(shared_data: Path) -> bytes:
    form = shared_data / "forms" / "self-assessment-template-v0.4.docx"
    if not form.is_file():
        pytest.skip("the official form is not on this machine")
    return form.read_bytes()


def test_every_row_is_matched_by_wording_and_unanswered(read: Read, official: bytes) -> None:
    form = read("form.docx", official)
    assert len(form.rows) == 57
    assert {row.matched_by for row in form.rows} == {MatchedBy.WORDING}
    assert {row.answer for row in form.rows} == {Answer.UNANSWERED}
    assert sum(row.kind is RowKind.PRINCIPLE for row in form.rows) == 14
    assert {row.text for row in form.rows} == {""}
    assert form.edition == "form_v0_4"


def test_the_number_that_moved(read: Read, official: bytes) -> None:
    form = read("form.docx", official)
    assert [row.id for row in form.rows if row.number == "4.3.1"] == ["4.3.2"]
    assert {"2.1.6", "4.3.1"}.isdisjoint(row.id for row in form.claims())


def test_digests_are_those_of_the_form(official: bytes) -> None:
    assert written(official) == (files("assay") / "data" / "claim_wording.toml").read_text("utf-8")


def test_digests_tell_every_claim_from_every_other() -> None:
    wording = load()
    assert (len(wording.claims), len(wording.principles)) == (43, 14)
    everything = {**wording.claims, **wording.principles}
    for name, one in everything.items():
        for other, two in everything.items():
            assert name == other or 2 * len(one & two) / (len(one) + len(two)) < 0.5, (name, other)


def test_digests_are_of_words_and_not_of_marks() -> None:
    assert digests("Tests, of all kinds: run!") == digests("tests of ALL kinds run")
    assert digests("") == digests("...") == frozenset()
