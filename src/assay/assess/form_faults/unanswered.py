"""Claims the form asks about, or should, and says nothing on."""

from collections.abc import Iterator

from assay.assess.form_faults.fault import Found, Rule, in_row
from assay.assess.form_faults.not_in_edition import left_out_by_edition
from assay.domain.catalogue import Catalogue
from assay.facts.forms import Answer, CompletedForm, Place


def find(form: CompletedForm, code: Catalogue) -> Iterator[Found]:
    """One for each claim without an answer."""
    answered = {row.id for row in form.claims()}
    if not answered:
        says = "no row answers a claim: it goes by principle only, and a principle is met only if each of its claims is"
        yield Found(says, Place())
        return
    for row in form.claims():
        if row.answer is Answer.UNANSWERED and all(each.answer is Answer.UNANSWERED for each in form.of(row.id)):
            yield in_row(row, f"claim {row.name} has no answer", row.text or row.printed)
        elif row.answer is Answer.TEXT_ONLY and form.has_answers:
            yield in_row(row, f"claim {row.name} has a text, and the place for its answer is blank", row.text)
    for claim in code.claims:
        if claim.counted and claim.id not in answered | left_out_by_edition(form, code):
            yield Found(f"claim {claim.id} ({claim.title}) has no row", Place(), claims=(claim.id,))


RULE = Rule(
    "unanswered",
    "Claims without an answer",
    "A principle is met only if each of its claims is; a claim left out is easily overlooked and usually the hard one.",
    "Answer each claim: met, partly met, not met, or not applicable with the reason. Not met is an answer too.",
    find,
)
