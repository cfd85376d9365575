"""The faults of a form as plain data, as ``assay form lint --format json`` writes them."""

from collections.abc import Sequence
from typing import Any

import assay
from assay.assess.form_faults.fault import Fault
from assay.facts.forms import CompletedForm, Place

SCHEMA = "assay-form-faults/1"


def document(form: CompletedForm, faults: Sequence[Fault]) -> dict[str, Any]:
    """The document of the schema ``form-faults``."""
    rules = {fault.rule.id: fault.rule for fault in faults}
    return {
        "schema": SCHEMA,
        "tool": f"assay {assay.__version__}",
        "form": about(form),
        "faults": [
            {
                "id": rule.id,
                "title": rule.title,
                "why": rule.why,
                "remedy": rule.remedy,
                "found": [
                    {
                        "says": each.found.says,
                        "place": placed(each.found.place),
                        "quote": each.found.quote,
                        "claims": list(each.found.claims),
                    }
                    for each in faults
                    if each.rule.id == rule.id
                ],
            }
            for rule in rules.values()
        ],
    }


def about(form: CompletedForm) -> dict[str, Any]:
    """Which form it is, what it says about itself, and what could be made of its rows."""
    head = form.header
    return {
        "name": form.name,
        "format": form.format,
        "sha256": form.sha256,
        "edition": form.edition,
        "organisation": head.organisation,
        "product": head.product,
        "version": head.version,
        "senior_responsible_owner": head.owner,
        "assessed_by": head.assessed_by,
        "assessed_on": head.assessed_on.isoformat() if head.assessed_on else None,
        "claims": len({row.id for row in form.claims()}),
        "rows": [
            {
                "kind": row.kind.value,
                "id": row.id,
                "matched_by": row.matched_by.value,
                "number": row.number,
                "answer": row.answer.value,
                "printed": row.printed,
                "place": placed(row.place),
            }
            for row in form.rows
        ],
    }


def placed(place: Place) -> dict[str, Any]:
    """A place in a form, and how to say it."""
    return {"table": place.table, "row": place.row, "line": place.line, "says": str(place)}
