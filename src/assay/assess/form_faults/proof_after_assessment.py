"""Proof younger than the assessment it is to bear out."""

import re
from collections.abc import Iterator

from assay.assess.form_faults.fault import Found, Rule, in_row
from assay.domain.catalogue import Catalogue
from assay.facts.forms import CompletedForm, DatedWord, FormRow
from assay.formats.assertions import promises
from assay.formats.forms.proofs import dates

AHEAD = re.compile(
    r"next|\bdue\b|until|expir|valid|renew|\bend(s|ed|ing)?\b|end of|support|\beo[ls]\b|\bwill\b|plan|\bby\W{0,3}$|before\W{0,3}$|later than\W{0,3}$|scheduled|target|deadline|retire",
    re.IGNORECASE,
)


def find(form: CompletedForm, _code: Catalogue) -> Iterator[Found]:
    """One for each day after the assessment that is given for something done."""
    assessed_on = form.header.assessed_on
    if assessed_on is None:
        return
    for row in form.rows:
        for each in _named(row):
            if each.day > assessed_on and not _lies_ahead(each):
                says = f"{row.name} rests on something of {each.printed}, after the assessment of {assessed_on}"
                yield in_row(row, says, each.sentence)


def _named(row: FormRow) -> Iterator[DatedWord]:
    yield from row.dates
    known = {each.day for each in row.dates}
    for proof in row.proofs:
        yield from (each for each in dates(proof.target) if each.day not in known)


def _lies_ahead(named: DatedWord) -> bool:
    """Whether the text itself speaks of the day as one to come."""
    before = named.sentence.partition(named.printed)[0][-60:]
    return bool(AHEAD.search(before)) or promises(named.sentence)


RULE = Rule(
    "proof-after-assessment",
    "Proof dated after the assessment",
    "On the day of the assessment it did not exist, so the answer cannot have rested on it.",
    "Correct the day, or assess again with what exists now.",
    find,
)
