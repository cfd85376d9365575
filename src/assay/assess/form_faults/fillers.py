"""What was left in from a template."""

import re
from collections.abc import Iterator

from assay.assess.form_faults.fault import Found, Rule, in_row, quoted
from assay.domain.catalogue import Catalogue
from assay.facts.forms import CompletedForm
from assay.formats.documents import FILLERS

PROMPTS = re.compile(
    r"click or tap (here )?to enter|choose an item|\b(insert|enter|add|describe|provide) (here|your|details|evidence|text|the (name|link|evidence))\b|<[a-z][a-z ]{2,40}>|\[[a-z][a-z ]{2,40} here\]"
    r"|\byour company\b|\b(acme|example) (ltd|inc|corp)\b",
    re.IGNORECASE,
)


def find(form: CompletedForm, _code: Catalogue) -> Iterator[Found]:
    """One for each row or line outside the rows that still holds such a text."""
    for row in form.rows:
        text = f"{row.printed}\n{row.text}"
        if match := FILLERS.search(text) or PROMPTS.search(text):
            yield in_row(row, f"{row.name} still holds a place to be filled in", match.group())
    for text, place in form.other:
        if match := FILLERS.search(text):
            yield Found("a place to be filled in stands outside the answers", place, quoted(match.group()))


RULE = Rule(
    "filler",
    "Template text left in",
    "Where the template still speaks, nobody has answered.",
    "Fill the place in, or answer not met.",
    find,
)
