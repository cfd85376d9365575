"""Claims said to be met whose own text takes it back."""

from collections.abc import Iterator

from assay.assess.form_faults.fault import Found, Rule, in_row
from assay.assess.form_faults.hedges import planned, taken_back
from assay.domain.catalogue import Catalogue
from assay.facts.forms import Answer, CompletedForm


def find(form: CompletedForm, _code: Catalogue) -> Iterator[Found]:
    """One for each row, with the sentence that disagrees with the answer."""
    for row in form.rows:
        if row.answer is Answer.MET and (sentence := taken_back(row.text)):
            kind = "a plan" if planned(sentence) else "a limit or a denial"
            yield in_row(row, f"{row.name} is said to be met, and its text holds {kind}", sentence)


RULE = Rule(
    "contradicts-itself",
    "Answers their own text takes back",
    "What is planned, begun or true in part is not met, whatever the box beside it says.",
    "Answer partly met or not met and keep the plan with its date, or take out what is no longer so.",
    find,
)
