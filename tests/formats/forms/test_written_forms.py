"""What forms written by Assay hold, read wherever they stand: choices left open, answers inside a text, cells kept apart."""

from collections.abc import Callable

import pytest

from assay.assess.form_faults.hedges import planned
from assay.facts.forms import Answer, CompletedForm, Part
from assay.formats.forms.answers import chosen, opening
from assay.store.code_of_practice import load
from assay.testing.forms import official_layout

Read = Callable[[str, bytes | str], CompletedForm]
OPEN = "\u2610 Met \u2610 Partly met \u2610 Not met \u2610 Not applicable"
TITLE = load().claim("1.1.1").title
HEAD = "Ref,Claim,Answer,Evidence,Remarks\r\n"


def test_choices_left_open_are_no_answer_whatever_else_is_written() -> None:
    read = chosen(f"{OPEN}\nWe do it all. \u2612 Met\nNot applicable")
    assert (read.answer, read.offered) == (Answer.UNANSWERED, True)
    assert read.rest == "We do it all. \u2612 Met\nNot applicable"


@pytest.mark.parametrize(
    ("place", "answer"), [(0, Answer.MET), (1, Answer.PARTLY), (2, Answer.NOT_MET), (3, Answer.NOT_APPLICABLE)]
)
def test_the_choice_that_was_ticked(place: int, answer: Answer) -> None:
    boxes = OPEN.split(" \u2610 ")
    text = boxes[0] + "".join(f" \u2610 {each}" for each in boxes[1:])
    parts = text.split("\u2610")
    ticked = "".join(
        part + ("" if number == len(parts) - 1 else "\u2612" if number == place else "\u2610")
        for number, part in enumerate(parts)
    )
    assert (chosen(f"{ticked}\nSee the log.").answer, chosen(f"{ticked}\nSee the log.").rest) == (
        answer,
        "See the log.",
    )


def test_two_ticked_are_none() -> None:
    assert chosen(OPEN.replace("\u2610", "\u2612", 2)).answer is Answer.UNCLEAR


def test_a_row_left_open_is_unanswered_and_keeps_its_text(read: Read) -> None:
    (row,) = read("form.docx", official_layout({"1.1.1": f"{OPEN} Question: what is it?"})).of("1.1.1")
    assert (row.answer, row.text) == (Answer.UNANSWERED, "Question: what is it?")


def test_an_answer_may_open_the_second_text(read: Read) -> None:
    text = f"<table><tr><th>Ref<th>Claim<th>Evidence<th>Arguments<tr><td>1.1.1<td>{TITLE}<td>log.md<td>Partly met. Since May.</table>"
    (row,) = read("form.html", text).of("1.1.1")
    assert row.answer is Answer.PARTLY
    assert row.parts == (Part("evidence", "log.md"), Part("arguments", "Since May."))


def test_marks_behind_an_answer_belong_to_the_text() -> None:
    found = opening("Met.\n- one\n- two")
    assert found
    assert found.rest == "- one\n- two"


def test_separators_inside_quotes_separate_nothing(read: Read) -> None:
    text = HEAD + f'"1.1.1","{TITLE}","Met","a; b; c; d; e; f; g; h | i | j","k; l; m; n; o; p"\r\n'
    (row,) = read("form.csv", text).of("1.1.1")
    assert [part.text for part in row.parts] == ["a; b; c; d; e; f; g; h | i | j", "k; l; m; n; o; p"]


def test_the_mark_against_formulas_is_no_letter(read: Read) -> None:
    (row,) = read("form.csv", HEAD + f"1.1.1,{TITLE},Met,'=1+1,'tis\r\n").of("1.1.1")
    assert [part.text for part in row.parts] == ["=1+1", "'tis"]


def test_text_of_rows_that_are_no_rows_of_the_form_is_kept(read: Read) -> None:
    form = read(
        "form.md",
        f"| Ref | Claim | Answer | Evidence |\n|---|---|---|---|\n| 1.1.1 | {TITLE} | Met | log |\n\n"
        "| No | Title | Status |\n|---|---|---|\n| 7 | Old release | shipped |\n",
    )
    assert [row.id for row in form.rows] == ["1.1.1"]
    assert [text for text, _ in form.other] == ["7 | Old release | shipped"]


def test_a_table_headed_like_the_form_belongs_to_it(read: Read) -> None:
    head = "| Ref | Claim | Evidence |\n|---|---|---|\n"
    form = read("form.md", f"{head}| 1.1.1 | {TITLE} | log |\n\nMore:\n\n{head}| 7 | House rule | each day |\n")
    assert [(row.number, row.text) for row in form.rows] == [("1.1.1", "log"), ("7", "each day")]


def test_a_plan_that_is_a_thing_is_not_put_off() -> None:
    assert not planned("I own the plan for vulnerabilities and reviewed it this month.")
    assert planned("We plan for a review.")
    assert planned("A review is planned for May.")
    assert planned("We plan to review it.")
