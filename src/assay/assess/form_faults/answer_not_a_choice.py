"""Answers in other words than the Code's."""

from collections.abc import Iterator

from assay.assess.form_faults.fault import Found, Rule, in_row
from assay.domain.catalogue import Catalogue
from assay.facts.forms import Answer, CompletedForm


def find(form: CompletedForm, _code: Catalogue) -> Iterator[Found]:
    """One for each row with another word, with what it was taken to mean."""
    for row in form.rows:
        if row.among_choices or not row.printed:
            continue
        if row.answer is Answer.UNCLEAR:
            yield in_row(row, f"the answer for {row.name} is none of the choices, and cannot be told", row.printed)
        else:
            yield in_row(
                row, f"the answer for {row.name} is none of the choices; read as {row.answer.value}", row.printed
            )


RULE = Rule(
    "answer-not-a-choice",
    "Answers that are none of the choices",
    "Yes, compliant and aligned do not say whether all of a claim holds, and cannot be compared between vendors.",
    "Answer met, partly met, not met or not applicable.",
    find,
)
