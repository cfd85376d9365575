"""Claims said to be met with nothing behind it."""

import re
from collections.abc import Iterator

from assay.assess.form_faults.fault import Found, Rule, in_row
from assay.domain.catalogue import Catalogue
from assay.facts.forms import Answer, CompletedForm

FEWEST_WORDS = 3


def find(form: CompletedForm, _code: Catalogue) -> Iterator[Found]:
    """One for each answer that stands alone."""
    for row in form.rows:
        if (
            row.answer in (Answer.MET, Answer.PARTLY)
            and not row.proofs
            and len(re.findall(r"\w+", row.text)) < FEWEST_WORDS
        ):
            yield in_row(row, f"{row.name} is said to be {row.answer.value}, and nothing is offered for it", row.text)


RULE = Rule(
    "nothing-offered",
    "Answers with nothing behind them",
    "An answer alone is a promise: nobody can check it, now or later.",
    "Say what shows it: a document with its version, a record with its date, a result for a release.",
    find,
)
