"""How the software is built has a dated history.

Why: A build that was changed without a trace cannot be trusted afterwards.

Good: pipeline and image definitions are in the repository and at least two dated commits by named people changed them.

Bad: they arrived in one commit with a long history beside them, or the pipeline in use is kept outside.

Unknown: no definition in the tree, or the history is shallow.

Known false positives: new repositories; definitions moved from another system.
"""

from collections.abc import Iterator

from assay.checks.contract import MEDIUM, WEAK, Change, Example, Finding, at, bad, counted, good, unknown
from assay.domain.evidence import Outcome
from assay.facts.ci import CiPipelines
from assay.facts.history import BuildDefinitionChanges, History

SUPPORTS = {"2.2.1/a": MEDIUM, "1.1.4/b": WEAK}
COUNTERS = {"2.2.1/a": MEDIUM}
BECAUSE = "git keeps every version of the definitions with its date and author as claimed"
STALE_AFTER_DAYS = 90
FIX = "Keep pipeline definitions in the repository and change them by commits."

LONG = 200
"""Commits after which a single change of the build is odd."""


def check(changes: BuildDefinitionChanges, ci: CiPipelines, history: History) -> Iterator[Finding]:
    if changes.unread or ci.none_found:
        yield unknown(*changes.unread, *ci.none_found)
        return
    number = len(changes.commits)
    if number >= 2:
        newest, oldest = changes.commits[0][0], changes.commits[-1][0]
        people = len({commit.author_email for commit, _ in changes.commits})
        yield good(
            "build definitions",
            f"{counted(number, 'dated change')} by {counted(people, 'person', 'people')} between {oldest.committed_on} and {newest.committed_on}",
            at("", commit=newest.oid),
            at("", commit=oldest.oid),
        )
    elif number == 1 and len(history.commits) >= LONG:
        commit, paths = changes.commits[0]
        yield bad(
            "build definitions",
            f"they arrived in one commit and never changed in {len(history.commits)}",
            at(paths[0] if paths else "", commit=commit.oid),
            fix="Say where the build is defined and keep it here.",
            at_most=WEAK,
        )


_FLOW = "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps: [{{run: make {}}}]\n"
_PATH = ".github/workflows/a.yml"

EXAMPLES = (
    Example(
        "changed twice",
        Outcome.GOOD,
        {_PATH: _FLOW.format(2)},
        history=(Change("Add", {_PATH: _FLOW.format(0)}), Change("More", {_PATH: _FLOW.format(1)})),
    ),
    Example(
        "once in a long history",
        Outcome.BAD,
        {"z": "x"},
        history=(Change("Add", {_PATH: _FLOW.format(0)}), *(Change(f"Step {n}", {"a": str(n)}) for n in range(205))),
    ),
    Example("a new repository", Outcome.SILENT, {_PATH: _FLOW.format(0)}, false_positive="new repositories"),
    Example("no definitions", Outcome.UNKNOWN, {"a": "x"}),
)
