"""Rows about principles the Code does not have."""

from collections.abc import Iterator

from assay.assess.form_faults.fault import Found, Rule, in_row
from assay.domain.catalogue import Catalogue
from assay.facts.forms import CompletedForm, RowKind


def find(form: CompletedForm, _code: Catalogue) -> Iterator[Found]:
    """One for each row that words no principle of the Code."""
    for row in form.rows:
        if row.kind is RowKind.UNKNOWN_PRINCIPLE:
            said = f" and is answered {row.printed!r}" if row.printed else ""
            yield in_row(
                row, f"the Code has no principle worded like this{said}", f"{row.number} {row.wording}".strip()
            )


RULE = Rule(
    "invented-principle",
    "Principles the Code does not have",
    "An answer to a principle somebody made up says nothing about the Code, however well it sounds.",
    "Take the fourteen principles and their claims in the words of the Code, and answer those.",
    find,
)
