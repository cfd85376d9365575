"""One claim, two rows."""

from collections.abc import Iterator

from assay.assess.form_faults.fault import Found, Rule, in_row
from assay.domain.catalogue import Catalogue
from assay.facts.forms import CompletedForm


def find(form: CompletedForm, _code: Catalogue) -> Iterator[Found]:
    """One for each further row about a claim."""
    for claim_id in dict.fromkeys(row.id for row in form.claims()):
        first, *more = form.of(claim_id)
        for row in more:
            differ = (
                f", there as {first.answer.value} and here as {row.answer.value}"
                if row.answer is not first.answer
                else ""
            )
            yield in_row(row, f"claim {claim_id} was answered already ({first.place}){differ}", row.wording)


RULE = Rule(
    "answered-twice",
    "Claims answered more than once",
    "Two answers to one question let each reader pick the one that suits.",
    "Keep one row for each claim.",
    find,
)
