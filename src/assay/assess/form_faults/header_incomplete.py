"""A form that does not say who answers for it, when, or for which version."""

from collections.abc import Iterator

from assay.assess.form_faults.fault import Found, Rule, quoted
from assay.domain.catalogue import Catalogue
from assay.domain.exceptions import names_person
from assay.facts.forms import CompletedForm, Place


def find(form: CompletedForm, _code: Catalogue) -> Iterator[Found]:
    """One for each of the details that is missing or says nothing."""
    head = form.header
    if not head.owner:
        whom = f"; it names {head.assessed_by} as assessor only" if head.assessed_by else ""
        yield Found(f"no Senior Responsible Owner is named{whom}", Place())
    elif not names_person(head.owner):
        yield Found("the Senior Responsible Owner is no person", Place(), quoted(head.owner))
    if head.assessed_on is None:
        says = (
            "the day of the assessment cannot be read"
            if head.assessed_on_printed
            else "no day of the assessment is given"
        )
        yield Found(says, Place(), quoted(head.assessed_on_printed))
    if not head.product:
        yield Found("no product is named", Place())
    if not head.version:
        yield Found("no version of the product is given", Place(), quoted(head.product))
    if not head.organisation:
        yield Found("no organisation is named", Place())


RULE = Rule(
    "header-incomplete",
    "Who, what and when",
    "Without them nobody stands for the answers, and nobody can tell which product and day they were true of.",
    "Name the Senior Responsible Owner, the product with its version, and the day. The official form has no field for some: write them below the title, as Label: value.",
    find,
)
