"""One text under several claims."""

import re
from collections.abc import Iterator

from assay.assess.form_faults.fault import Found, Rule, quoted
from assay.domain.catalogue import Catalogue
from assay.facts.forms import CompletedForm, FormRow

ENOUGH = ((2, 8), (3, 4))
"""So many rows with one text of so many words: two rows may share a short remark."""


def find(form: CompletedForm, _code: Catalogue) -> Iterator[Found]:
    """One for each text that stands in several rows."""
    by_text: dict[str, list[FormRow]] = {}
    for row in form.rows:
        words = re.findall(r"\w+", row.text.casefold())
        if row.answer.asserts and words:
            by_text.setdefault(" ".join(words), []).append(row)
    for text, rows in by_text.items():
        names = tuple(dict.fromkeys(row.name for row in rows))
        if any(len(names) >= several and len(text.split()) >= long for several, long in ENOUGH):
            says = f"the same text stands under {', '.join(names)}"
            yield Found(
                says, rows[0].place, quoted(rows[0].text), tuple(dict.fromkeys(row.id for row in rows if row.id))
            )


RULE = Rule(
    "pasted",
    "One text under several claims",
    "Each claim asks something of its own; a text that answers all of them seldom answers one.",
    "Say for each claim which part of the evidence shows it, and where.",
    find,
)
