"""A security analyser reads the code on every change.

Why: Classes of weakness that machines find reliably should not wait for a person to find them.

Good: a tool whose rules are about security runs on changes, and its failure counts.

Bad: not concluded from files; only a result that is broken or leaves out the main language would show it.

Unknown: no definition runs one; a service outside the repository may.

Known false positives: linters without security rules do not count; the tool's name in a comment or a printed text.
"""

from collections.abc import Iterator

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, Strength, at, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.ci import CiPipelines, Does

SUPPORTS = {"1.3.1/d": MEDIUM, "1.4.4/b": WEAK}
COUNTERS: dict[str, Strength] = {}
BECAUSE = "the definition names the tool; its findings are judged elsewhere"
STALE_AFTER_DAYS = 30
FIX = "Add a security analyser for the main language to the pipeline that runs on pull requests."


def check(ci: CiPipelines) -> Iterator[Finding]:
    found = ci.doing(Does.STATIC_ANALYSIS, ci.on_change())
    for pipeline, job, step in found:
        command = next((each.argv[0] for each in step.commands if Does.STATIC_ANALYSIS in each.does), "")
        what = command or (step.part.name if step.part else step.name)
        yield good(
            f"{pipeline.path} job {job.name or job.id}",
            f"{what} runs on changes",
            at(*step.line_of(Does.STATIC_ANALYSIS)),
        )
    if not found and ci.pipelines and not ci.doing(Does.STATIC_ANALYSIS):
        yield unknown(
            Unread(
                "static analysis",
                "no definition runs a security analyser; a service outside may",
                "hand in its SARIF result",
            )
        )
    elif ci.none_found:
        yield unknown(*ci.none_found)


_JOB = "on: {}\njobs:\n  t:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n      - {}\n"

EXAMPLES = (
    Example(
        "CodeQL on pull requests",
        Outcome.GOOD,
        {".github/workflows/q.yml": _JOB.format("pull_request", "uses: github/codeql-action/analyze@v3")},
    ),
    Example(
        "only by hand",
        Outcome.SILENT,
        {".github/workflows/q.yml": _JOB.format("workflow_dispatch", "run: bandit -r src")},
    ),
    Example("no analyser", Outcome.UNKNOWN, {".github/workflows/q.yml": _JOB.format("push", "run: pytest")}),
    Example(
        "a linter",
        Outcome.UNKNOWN,
        {".github/workflows/q.yml": _JOB.format("push", "run: ruff check")},
        false_positive="linters without security rules do not count",
    ),
    Example(
        "a printed name",
        Outcome.UNKNOWN,
        {".github/workflows/q.yml": _JOB.format("push", "run: 'echo bandit  # bandit -r .'")},
        false_positive="the tool's name in a comment or a printed text",
    ),
)
