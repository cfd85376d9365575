"""Links that show something else tomorrow."""

import re
from collections.abc import Iterator

from assay.assess.form_faults.fault import Found, Rule, in_row
from assay.domain.catalogue import Catalogue
from assay.facts.forms import CompletedForm, FormRow, Proof, ProofKind

BRANCH = re.compile(
    r"/(?:blob|tree|raw|src|blame|edit)/(?:refs/heads/|branch/)?(?:main|master|develop|dev|trunk|next|stable|HEAD)(?=[/?#]|$)"
    r"|raw\.githubusercontent\.com/[^/]+/[^/]+/(?:refs/heads/)?(?:main|master|develop|dev|trunk|HEAD)/|[/:=]latest(?=[/?#]|$)|/refs/heads/",
    re.IGNORECASE,
)
FIXED = re.compile(
    r"[0-9a-f]{12,64}|/(?:pull|pulls|issues|merge_requests|runs|job|jobs|builds?|commit|commits|advisories)/[\w-]*\d|\b(?:19|20)\d\d[-/_.]?\d\d|v?\d+\.\d+(?:\.\d+)?|/v\d+\b|doi\.org/|(?:GHSA|CVE)-|version(?:Id)?=\d",
    re.IGNORECASE,
)
SAID = re.compile(
    r"\b(v\d[\w.-]*|version \d[\w.]*|rev(ision)?\.? \w*\d\w*|sha-?256)\b|\b[0-9a-f]{12,64}\b", re.IGNORECASE
)


def find(form: CompletedForm, _code: Catalogue) -> Iterator[Found]:
    """One for each row with such links."""
    for row in form.rows:
        moving = [each.target for each in row.proofs if _follows_branch(each)]
        undated = [each.target for each in row.proofs if _is_undated(each, row)]
        if moving:
            yield in_row(
                row,
                f"{row.name} links to {_counted(moving, 'place that moves', 'places that move')} (a branch or latest)",
                moving[0],
            )
        if undated:
            yield in_row(
                row, f"{row.name} gives neither version nor day for {_counted(undated, 'link', 'links')}", undated[0]
            )


def _follows_branch(proof: Proof) -> bool:
    return proof.kind is ProofKind.LINK and bool(BRANCH.search(proof.target))


def _is_undated(proof: Proof, row: FormRow) -> bool:
    """Whether neither the link nor the words around it say which version was meant."""
    if proof.kind is not ProofKind.LINK or BRANCH.search(proof.target):
        return False
    path = proof.target.partition("//")[2].partition("/")[2]
    return not FIXED.search(path) and not row.dates and not SAID.search(row.text.replace(proof.target, " "))


def _counted(things: list[str], one: str, many: str) -> str:
    return f"a {one}" if len(things) == 1 else f"{len(things)} {many}"


RULE = Rule(
    "link-without-version",
    "Links without a version or a day",
    "What stands there can change or go, and then nobody can tell what the answer rested on.",
    "Link to a commit, a tag or a numbered version, or give the day it was read and a SHA-256 of what was there.",
    find,
)
