"""Rows whose wording is one claim and whose number is another."""

from collections.abc import Iterator

from assay.assess.form_faults.fault import Found, Rule, in_row
from assay.domain.catalogue import Catalogue
from assay.facts.forms import CompletedForm, MatchedBy
from assay.formats.forms.matching import CLAIM_NUMBER

EDITIONS = ("apc_v1", "form_v0_4")


def find(form: CompletedForm, code: Catalogue) -> Iterator[Found]:
    """One for each row under a number its claim has in no edition; a row without wording is told apart by nothing."""
    bare = [row for row in form.claims() if row.matched_by is MatchedBy.NUMBER]
    if bare:
        rows = "1 row gives" if len(bare) == 1 else f"{len(bare)} rows give"
        says = f"{rows} a number and no wording; the number was taken to be that of the list"
        yield Found(says, bare[0].place, "", tuple(row.id for row in bare))
    for row in form.claims():
        known = {code.claim(row.id).numbers.get(edition) for edition in EDITIONS}
        if CLAIM_NUMBER.fullmatch(row.number) and row.number not in known:
            yield in_row(row, f"number {row.number} stands before the wording of claim {row.id}", row.wording)


RULE = Rule(
    "number-differs",
    "Numbers that do not fit the wording",
    "Editions number the claims differently, so a reader who goes by the number reads the answer under the wrong claim.",
    "Give the wording with each number and say which edition is followed. Answers were tied to the wording.",
    find,
)
