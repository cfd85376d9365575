"""What printed answers mean."""

import pytest

from assay.facts.forms import Answer
from assay.formats.forms.answers import chosen, is_filler, opening


@pytest.mark.parametrize(
    ("text", "answer", "among"),
    [
        ("Met", Answer.MET, True),
        ("**met**.", Answer.MET, True),
        ("PARTIALLY MET", Answer.PARTLY, True),
        ("not met", Answer.NOT_MET, True),
        ("N/A", Answer.NOT_APPLICABLE, True),
        ("Yes", Answer.MET, False),
        ("Compliant", Answer.MET, False),
        ("Aligned", Answer.MET, False),
        ("largely aligned", Answer.PARTLY, False),
        ("Non-compliant", Answer.NOT_MET, False),
        ("No", Answer.NOT_MET, False),
        ("Not yet", Answer.NOT_MET, False),
        ("✅", Answer.MET, False),
        ("❌", Answer.NOT_MET, False),
        ("☐", Answer.UNANSWERED, True),
        ("", Answer.UNANSWERED, True),
        ("TBC", Answer.UNANSWERED, True),
        ("Choose an item.", Answer.UNANSWERED, True),
        ("☒ Met ☐ Partly met ☐ Not met", Answer.MET, True),
        ("[ ] Met [x] Not met", Answer.NOT_MET, True),
        ("- [x] Met - [ ] Not met", Answer.MET, True),
        ("☒ Yes ☐ No", Answer.MET, False),
        ("☒ Yes ☒ No", Answer.UNCLEAR, False),
        ("ISO 27001", Answer.UNCLEAR, False),
        ("Metallic", Answer.UNCLEAR, False),
    ],
)
def test_in_the_place_for_an_answer(text: str, answer: Answer, among: bool) -> None:
    found = chosen(text)
    assert (found.answer, found.among_choices) == (answer, among)


def test_a_text_beside_the_answer_is_kept() -> None:
    assert chosen("Met: see the log of May").rest == "see the log of May"
    assert chosen("Somebody knows").rest == "Somebody knows"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Met. We test.", Answer.MET),
        ("Not met - planned.", Answer.NOT_MET),
        ("N/A as there are no accounts", Answer.NOT_APPLICABLE),
        ("Partly met (two of three)", Answer.PARTLY),
        ("Yes, every release.", Answer.MET),
    ],
)
def test_at_the_beginning_of_a_text(text: str, answer: Answer) -> None:
    found = opening(text)
    assert found
    assert found.answer is answer


@pytest.mark.parametrize(
    "text", ["Metrics are kept.", "We met the vendor.", "No developer has access.", "Nobody", "Yesterday", ""]
)
def test_a_text_that_begins_with_no_answer(text: str) -> None:
    assert opening(text) is None


def test_fillers() -> None:
    assert all(is_filler(each) for each in ("TBC", " tbd. ", "to be completed", "[TBA]"))
    assert not is_filler("TBC in the log of May")
