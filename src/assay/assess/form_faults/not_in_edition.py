"""Claims of the Code that the edition of the form does not ask about."""

from collections.abc import Iterator

from assay.assess.form_faults.fault import Found, Rule
from assay.domain.catalogue import Catalogue
from assay.facts.forms import CompletedForm, Place


def left_out_by_edition(form: CompletedForm, code: Catalogue) -> frozenset[str]:
    """The claims for which the edition has no row and the form none of its own."""
    answered = {row.id for row in form.claims()}
    return frozenset(
        claim.id
        for claim in code.claims
        if claim.counted and form.edition and not claim.numbers.get(form.edition) and claim.id not in answered
    )


def find(form: CompletedForm, code: Catalogue) -> Iterator[Found]:
    """One for each claim the edition leaves out and nobody added."""
    if not any(form.claims()):
        return
    title = next((each.title for each in code.editions if each.id == form.edition), "")
    for claim_id in sorted(left_out_by_edition(form, code)):
        says = f"claim {claim_id} ({code.claim(claim_id).title}) is not in this edition ({title})"
        yield Found(says, Place(), claims=(claim_id,))


RULE = Rule(
    "not-in-edition",
    "Claims this edition of the form does not have",
    "The list of claims has 45, form 0.4 has rows for 43: a form with every row filled in still leaves two claims open.",
    "Answer them in an annex, with their wording from the list of claims. This is a gap of the form, not of the vendor.",
    find,
)
