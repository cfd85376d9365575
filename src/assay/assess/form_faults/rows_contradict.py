"""Two rows that cannot both be right."""

from collections.abc import Iterator

from assay.assess.form_faults.fault import Found, Rule, in_row
from assay.domain.catalogue import Catalogue
from assay.facts.forms import Answer, CompletedForm, FormRow, RowKind

RESTS_ON = {
    "1.1.2": "1.1.1",
    "1.2.2": "1.2.1",
    "1.2.5": "1.2.1",
    "1.3.2": "1.3.1",
    "2.2.3": "2.2.1",
    "2.2.4": "2.2.1",
    "3.2.2": "3.2.1",
}
"""Claim → the one without which it has nothing to stand on: nobody protects logs that are not kept."""


def find(form: CompletedForm, code: Catalogue) -> Iterator[Found]:
    """One for each claim that is met while what it rests on is not, and for each principle better than its claims."""
    answers = {row.id: row for row in form.claims()}
    for upper, lower in RESTS_ON.items():
        above, below = answers.get(upper), answers.get(lower)
        if above and below and above.answer is Answer.MET and below.answer is Answer.NOT_MET:
            says = f"claim {upper} is said to be met, and claim {lower}, which it rests on, not met ({below.place})"
            yield in_row(above, says, above.text)
    for row in form.rows:
        if row.kind is RowKind.PRINCIPLE and row.answer is Answer.MET:
            worse = [each for each in _claims_of(row, answers, code) if each.answer in (Answer.PARTLY, Answer.NOT_MET)]
            if worse:
                named = ", ".join(f"{each.id} {each.answer.value}" for each in worse)
                yield in_row(row, f"principle {row.id} is said to be met, and of its claims {named}", row.printed)


def _claims_of(row: FormRow, answers: dict[str, FormRow], code: Catalogue) -> list[FormRow]:
    return [answers[claim.id] for claim in code.claims_of(row.id) if claim.id in answers]


RULE = Rule(
    "rows-contradict",
    "Rows that contradict each other",
    "One of the two answers is wrong, and the form does not say which.",
    "Look at both again, and correct one.",
    find,
)
