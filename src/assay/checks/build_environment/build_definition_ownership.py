"""Build definitions have owners who must agree to changes.

Why: One person alone should not be able to change what customers receive.

Good: CODEOWNERS names owners for the pipeline definitions (weak to medium: that their review is required is a setting).

Bad: an owners file exists and leaves the pipeline out.

Unknown: not concluded; without an owners file the check is silent.

Known false positives: a catch-all covers everything; an owners file for documents only; sample owners nobody replaced.
"""

import re
from collections.abc import Iterator

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, at, bad, good, unknown
from assay.domain.evidence import Outcome
from assay.facts.ci import CiPipelines
from assay.facts.texts import Texts

SUPPORTS = {"2.2.2/b": MEDIUM, "2.1.1/b": WEAK}
COUNTERS = {"2.2.2/b": WEAK}
BECAUSE = "owners are declared; that their review is required is a setting of the platform"
STALE_AFTER_DAYS = 30
FIX = "Add a line for the pipeline definitions to CODEOWNERS and require the owners' review."


PLACEHOLDER = re.compile(
    r"@(global-owner\d|octocat|octo-org/|js-owner|doctocat|(my|your)[-_]?(org|team|user)|org-?name|owner/team|username)|[<\[]",
    re.IGNORECASE,
)
"""Owners of the platforms' own manuals."""


def check(texts: Texts, ci: CiPipelines) -> Iterator[Finding]:
    found = next(((path, text) for path, text in texts.named("CODEOWNERS")), None)
    if found is None:
        if ci.all_unread and not ci.pipelines:
            yield unknown(*ci.all_unread)
        return
    path, text = found
    rules = [
        (number, line.split())
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.lstrip().startswith(("#", "["))
    ]
    open_ones = []
    covered = 0
    for pipeline in ci.pipelines:
        rule = next(((number, words) for number, words in reversed(rules) if _matches(words[0], pipeline.path)), None)
        if rule and any("@" in word and not PLACEHOLDER.search(word) for word in rule[1][1:]):
            covered += 1
            line = rule[0]
        else:
            open_ones.append(pipeline.path)
    if covered:
        yield good(
            path,
            f"owners are named for {covered} of {len(ci.pipelines)} pipeline definitions",
            at(path, line),
            at_most=WEAK,
        )
    if open_ones and rules:
        yield bad(
            path,
            f"nobody owns {', '.join(open_ones[:3])}{' and more' if len(open_ones) > 3 else ''}",
            at(path),
            fix=f"Add /{open_ones[0].rpartition('/')[0] or open_ones[0]} @owners to {path}.",
        )


def _matches(pattern: str, path: str) -> bool:
    anchored = pattern.startswith("/") or "/" in pattern.rstrip("/")
    body = re.escape(pattern.strip("/")).replace(r"\*\*", ".*").replace(r"\*", "[^/]*").replace(r"\?", "[^/]")
    head = "^" if anchored else "(^|.*/)"
    return bool(re.match(f"{head}{body}(/.*)?$", path)) or pattern == "*"


_CI = {".github/workflows/a.yml": "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps: [{run: make}]\n"}

EXAMPLES = (
    Example("the pipeline has owners", Outcome.GOOD, {**_CI, ".github/CODEOWNERS": "/.github/ @org/release\n"}),
    Example(
        "documents only",
        Outcome.BAD,
        {**_CI, ".github/CODEOWNERS": "/docs/ @org/writers\n"},
        false_positive="an owners file for documents only",
    ),
    Example("no owners file", Outcome.SILENT, _CI),
    Example("a broken workflow and no owners", Outcome.UNKNOWN, {".github/workflows/a.yml": "on: ["}),
    Example(
        "owners of the manual",
        Outcome.BAD,
        {**_CI, "CODEOWNERS": "* @global-owner1 @global-owner2\n"},
        false_positive="sample owners nobody replaced",
    ),
    Example(
        "a catch-all", Outcome.GOOD, {**_CI, "CODEOWNERS": "* @ada\n"}, false_positive="a catch-all covers everything"
    ),
)
