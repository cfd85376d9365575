"""A failing test or scan makes its job fail.

Why: A check whose result is thrown away protects nobody, yet looks like one.

Good: no step that tests, scans for secrets, analyses code or matches vulnerabilities ignores its result.

Bad: such a step goes on whatever happens (continue-on-error, allow_failure, ``|| true``, options that force success). Medium when
it is the only one of its kind, weak otherwise.

Unknown: there is no pipeline definition.

Known false positives: informational legs beside a blocking one; a scanner used to write an inventory.
"""

from collections.abc import Iterator

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, at, bad, counted, good, unknown
from assay.domain.evidence import Outcome
from assay.facts.ci import CiPipelines, Does, Job, Step
from assay.formats.looked_away import stops_on_findings

SUPPORTS = {"1.3.2/c": WEAK}
COUNTERS = {"1.3.2/c": MEDIUM, "1.3.3/b": WEAK}
BECAUSE = "the definition itself says that a failure has no effect"
STALE_AFTER_DAYS = 90
FIX = "Remove what ignores the failure, or split the step into an informational and a blocking one."

KINDS = (Does.TEST, Does.STATIC_ANALYSIS, Does.SECRET_SCAN, Does.VULNERABILITY_MATCH)


def check(ci: CiPipelines) -> Iterator[Finding]:
    if ci.none_found:
        yield unknown(*ci.none_found)
        return
    for kind in KINDS:
        steps = [
            (job, step)
            for _, job in ci.jobs
            for step in job.steps
            if kind in step.does
            and not (kind is not Does.TEST and Does.SBOM in step.does)
            and not _only_reports(step, kind)
        ]
        swallowed = [(job, step) for job, step in steps if _swallowed(job, step, kind)]
        only = len(swallowed) == len(steps)
        for job, step in swallowed:
            yield bad(
                f"{step.path} job {job.name or job.id}: {kind}",
                f"a failing {kind} has no effect ({_how(job, step, kind)}){'' if only else '; another one counts'}",
                at(*step.line_of(kind)),
                fix=f"Remove {_how(job, step, kind)} in {step.path}.",
                at_most=MEDIUM if only else WEAK,
            )
        if steps and not swallowed:
            job, step = steps[0]
            yield good(
                str(kind),
                f"every failure counts in {counted(len(steps), 'step')} of {kind}",
                at(*step.line_of(kind)),
                objects=len(steps),
            )


def _only_reports(step: Step, kind: Does) -> bool:
    """Whether it is a scan that writes a report and was never meant to stop anything."""
    return kind is Does.VULNERABILITY_MATCH and not stops_on_findings(step)


def _swallowed(job: Job, step: Step, kind: Does) -> bool:
    return job.failure_ignored or step.failure_ignored or not step.effective(kind)


def _how(job: Job, step: Step, kind: Does) -> str:
    if job.failure_ignored or step.failure_ignored:
        return "continue-on-error or allow_failure"
    command = next((each for each in step.commands if kind in each.does), None)
    return f"what follows '{command.text[:40]}'" if command else "the option that forces success"


_JOB = "on: push\njobs:\n  t:\n    runs-on: ubuntu-24.04\n    steps:\n{}"

EXAMPLES = (
    Example("tests that count", Outcome.GOOD, {".github/workflows/ci.yml": _JOB.format("      - run: pytest\n")}),
    Example(
        "the only tests end in || true",
        Outcome.BAD,
        {".github/workflows/ci.yml": _JOB.format("      - run: pytest || true\n")},
        strength=MEDIUM,
    ),
    Example(
        "continue-on-error on the audit",
        Outcome.BAD,
        {".github/workflows/ci.yml": _JOB.format("      - run: pip-audit\n        continue-on-error: true\n")},
        strength=MEDIUM,
    ),
    Example("nothing of the kind", Outcome.SILENT, {".github/workflows/ci.yml": _JOB.format("      - run: make\n")}),
    Example("no pipeline", Outcome.UNKNOWN, {"a.txt": "x"}),
    Example(
        "an informational leg beside the real one",
        Outcome.BAD,
        {".github/workflows/ci.yml": _JOB.format("      - run: pytest\n      - run: pytest --future || true\n")},
        false_positive="informational legs beside a blocking one",
        strength=WEAK,
    ),
    Example(
        "a scan that only writes a report",
        Outcome.SILENT,
        {
            ".github/workflows/ci.yml": _JOB.format(
                "      - uses: aquasecurity/trivy-action@v0.36.0\n        with: {format: sarif, output: a.sarif}\n"
            )
        },
    ),
    Example(
        "an inventory writer",
        Outcome.SILENT,
        {".github/workflows/ci.yml": _JOB.format("      - run: trivy image --format cyclonedx app:1 || true\n")},
        false_positive="a scanner used to write an inventory",
    ),
)
