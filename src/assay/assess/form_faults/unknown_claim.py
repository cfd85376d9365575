"""Rows with the number of a claim, about something the Code does not ask under it."""

from collections.abc import Iterator

from assay.assess.form_faults.fault import Found, Rule, in_row
from assay.domain.catalogue import Catalogue
from assay.facts.forms import CompletedForm, RowKind


def find(form: CompletedForm, _code: Catalogue) -> Iterator[Found]:
    """One for each row that words no claim of the Code."""
    for row in form.rows:
        if row.kind is RowKind.UNKNOWN_CLAIM:
            called = f"number {row.number}" if row.number else "this row"
            if row.wording:
                says = f"{called} is worded like no claim of the Code, so its answer was tied to none"
            else:
                says = f"{called} stands without wording and means different claims in different editions, or none"
            yield in_row(row, says, row.wording)


RULE = Rule(
    "unknown-claim",
    "Rows that are no claim of the Code",
    "An answer counts for the claim it was given to; an altered wording can make an easy question out of a hard one.",
    "Put the wording of the Code beside each number.",
    find,
)
