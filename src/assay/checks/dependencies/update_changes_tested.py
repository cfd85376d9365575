"""Changes that update a component go through the same tests as every other change.

Why: An update is somebody else's change to the product; taking it untested is releasing it untested.

Good: the test jobs start on pull requests with no condition that leaves out the update bot or the lock files.

Bad: a condition skips the tests for the bot, or for manifest and lock files.

Unknown: no test job on changes was found.

Known false positives: filters limited to documents; a condition that only chooses another job for the bot.
"""

import re
from collections.abc import Iterator

from assay.checks.contract import MEDIUM, Example, Finding, at, bad, counted, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.ci import CiPipelines, Does, Trigger, TriggerKind

SUPPORTS = {"1.2.4/a": MEDIUM, "1.2.4/c": MEDIUM, "1.3.1/c": MEDIUM}
COUNTERS = {"1.2.4/a": MEDIUM, "1.2.4/c": MEDIUM}
BECAUSE = "the definition shows which changes are tested; only runs show that they were"
STALE_AFTER_DAYS = 30
FIX = "Remove the condition that keeps update changes from the tests."

BOT_BRANCH = re.compile(r"dependabot|renovate", re.IGNORECASE)
UPDATED = re.compile(
    r"package(-lock)?\.json|yarn\.lock|pnpm-lock|poetry\.lock|uv\.lock|Cargo\.(lock|toml)|go\.(sum|mod)|Gemfile|composer\.(json|lock)|requirements|\*\.lock|pyproject\.toml|pom\.xml|\.csproj",
    re.IGNORECASE,
)
"""Files that an update changes."""
LEAVES_OUT_BOT = re.compile(
    r"(actor|user\.login|head_ref|GITLAB_USER_LOGIN)[^|&\n]{0,40}!=[^|&\n]{0,10}'(dependabot|renovate)[^']{0,10}'|!\s*(contains|startsWith)\([^)]{0,60}(dependabot|renovate)"
)


def check(ci: CiPipelines) -> Iterator[Finding]:
    testing = ci.doing(Does.TEST, ci.on_change())
    if not testing:
        yield unknown(
            *(
                ci.none_found
                or (
                    Unread(
                        "test jobs",
                        "no job on changes runs tests that could be followed",
                        "let the pipeline run the tests",
                    ),
                )
            )
        )
        return
    full = []
    for pipeline, job, step in testing:
        condition = f"{job.condition} {step.condition}"
        if LEAVES_OUT_BOT.search(condition):
            yield bad(
                f"{pipeline.path} job {job.name or job.id}",
                f"the tests are skipped for the update bot ({condition.strip()[:80]})",
                at(job.path, job.line),
                fix=f"Remove the condition {condition.strip()[:60]} from {job.id}.",
            )
        elif any(
            trigger.kind in (TriggerKind.CHANGE, TriggerKind.PUSH) and not trigger.paths and not _leaves_out(trigger)
            for trigger in ci.started_by(pipeline, job)
        ):
            full.append((pipeline, job, step))
    if full:
        pipeline, job, step = full[0]
        yield good(
            "test jobs",
            f"every change, updates included, starts {counted(len(full), 'step')} of tests",
            at(*step.line_of(Does.TEST)),
            objects=len(full),
        )


def _leaves_out(trigger: Trigger) -> bool:
    """Whether the branches of the bot, or the files an update changes, do not start it."""
    by_branch = trigger.kind is TriggerKind.PUSH and any(BOT_BRANCH.search(each) for each in trigger.ignored_branches)
    return by_branch or any(UPDATED.search(each) for each in trigger.ignored_paths)


_JOB = "on: {}\njobs:\n  t:\n    {}runs-on: ubuntu-24.04\n    steps:\n      - run: pytest\n"

EXAMPLES = (
    Example(
        "not for changes of locks",
        Outcome.SILENT,
        {".github/workflows/c.yml": _JOB.format("{pull_request: {paths-ignore: ['**/package-lock.json']}}", "")},
    ),
    Example("tests on every pull request", Outcome.GOOD, {".github/workflows/c.yml": _JOB.format("pull_request", "")}),
    Example(
        "not for the bot",
        Outcome.BAD,
        {".github/workflows/c.yml": _JOB.format("pull_request", "if: github.actor != 'dependabot[bot]'\n    ")},
    ),
    Example(
        "only when sources change",
        Outcome.SILENT,
        {".github/workflows/c.yml": _JOB.format("{pull_request: {paths: ['src/**']}}", "")},
    ),
    Example("no tests", Outcome.UNKNOWN, {"a": "x"}),
    Example(
        "documents are filtered",
        Outcome.GOOD,
        {".github/workflows/c.yml": _JOB.format("{pull_request: {paths-ignore: ['docs/**']}}", "")},
        false_positive="filters limited to documents",
    ),
    Example(
        "another job is chosen for the bot",
        Outcome.GOOD,
        {
            ".github/workflows/c.yml": _JOB.format("pull_request", "").replace(
                "- run", "- if: github.actor == 'dependabot[bot]'\n        run: echo bot\n      - run"
            )
        },
        false_positive="a condition that only chooses another job for the bot",
    ),
)
