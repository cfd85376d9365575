"""Claims set aside without a reason, or for a reason the Code does not know."""

import re
from collections.abc import Iterator

from assay.assess.form_faults.fault import Found, Rule, in_row
from assay.domain.catalogue import Catalogue
from assay.facts.forms import Answer, CompletedForm

FEWEST_WORDS = 4


def find(form: CompletedForm, code: Catalogue) -> Iterator[Found]:
    """One for each row set aside with too few words, or where no reason is foreseen."""
    allowed = {each.id.partition("/")[0]: each.reason for each in code.not_applicable}
    for row in form.claims():
        if row.answer is not Answer.NOT_APPLICABLE:
            continue
        if len(re.findall(r"\w+", row.text)) < FEWEST_WORDS:
            yield in_row(row, f"claim {row.name} is set aside without a reason", row.text)
        elif row.id not in allowed:
            says = (
                f"claim {row.name} is set aside; unless its whole theme is outside the vendor's role, it always applies"
            )
            yield in_row(row, says, row.text)


RULE = Rule(
    "not-applicable",
    "Claims set aside",
    "Not applicable hides a gap as well as it marks a claim that truly does not concern the product.",
    "Give the reason and who decided it. Only 1.4.2, 3.1.1 and parts of 4.1.3 can fail to apply to a product by its nature.",
    find,
)
