"""Tracked changes nobody accepted or refused."""

from collections.abc import Iterator

from assay.assess.form_faults.fault import Found, Rule
from assay.domain.catalogue import Catalogue
from assay.facts.forms import CompletedForm


def find(form: CompletedForm, _code: Catalogue) -> Iterator[Found]:
    """One for each place."""
    claims = {row.place: row for row in form.rows}
    for place in form.tracked_changes:
        row = claims.get(place)
        about = f" in {row.name}" if row else ""
        yield Found(
            f"a tracked change is open{about}; it was read as accepted", place, "", (row.id,) if row and row.id else ()
        )


RULE = Rule(
    "unsettled-changes",
    "Tracked changes left open",
    "Two readers can see two different answers in one file.",
    "Accept or refuse every change before the form is handed over.",
    find,
)
