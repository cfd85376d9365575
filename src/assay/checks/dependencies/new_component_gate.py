"""New third-party parts are checked before they come in.

Why: The cheapest moment to refuse a bad component is the change that adds it.

Good: a job on changes compares or matches dependencies against advisories, and its failure counts.

Bad: not reached from files alone beyond a weak sign: pipelines run on changes, manifests exist, and nothing looks at components.

Unknown: no pipeline definition; a service outside the repository may do it.

Known false positives: a scanner under another name; a platform setting; a scanner that reports and lets everything pass.
"""

from collections.abc import Iterator

from assay.checks.contract import MEDIUM, Example, Finding, Strength, at, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.ci import CiPipelines, Does
from assay.facts.texts import Texts
from assay.formats.looked_away import is_osv, osv_ignores_everything, stops_on_findings

SUPPORTS = {"1.2.3/a": MEDIUM}
COUNTERS: dict[str, Strength] = {}
BECAUSE = (
    "the definition stops a change that adds a component with a known weakness; whether it is required is a setting"
)
STALE_AFTER_DAYS = 90
FIX = "Add a dependency review or a scan of components to the pull-request pipeline, and require it."


def check(ci: CiPipelines, texts: Texts) -> Iterator[Finding]:
    blind = any(osv_ignores_everything(text) for _, text in texts.named("osv-scanner.toml"))
    on_change = ci.on_change()
    found = [
        (kind, each)
        for kind in (Does.DEPENDENCY_REVIEW, Does.VULNERABILITY_MATCH)
        for each in ci.doing(kind, on_change)
        if stops_on_findings(each[2]) and not (blind and is_osv(each[2]))
    ]
    for kind, (pipeline, job, step) in found:
        yield good(
            f"{pipeline.path} job {job.name or job.id}",
            f"{kind} runs on changes and stops them",
            at(*step.line_of(kind)),
        )
    looked_at = {Does.DEPENDENCY_REVIEW, Does.VULNERABILITY_MATCH}
    if not found and not any(looked_at & job.does for _, job in ci.jobs):
        yield unknown(
            *(
                ci.none_found
                or (
                    Unread(
                        "component gate",
                        "no job on changes looks at components; a platform setting or service may",
                        "hand in the platform settings, or add the job",
                    ),
                )
            )
        )


_JOB = "on: {}\njobs:\n  t:\n    runs-on: ubuntu-24.04\n    steps:\n      - {}\n"

EXAMPLES = (
    Example(
        "dependency review",
        Outcome.GOOD,
        {".github/workflows/d.yml": _JOB.format("pull_request", "uses: actions/dependency-review-action@v4")},
    ),
    Example(
        "the audit's failure is ignored",
        Outcome.SILENT,
        {".github/workflows/d.yml": _JOB.format("pull_request", "run: npm audit || true")},
    ),
    Example(
        "a scanner that only reports",
        Outcome.SILENT,
        {".github/workflows/d.yml": _JOB.format("pull_request", "run: trivy fs .")},
        false_positive="a scanner that reports and lets everything pass",
    ),
    Example(
        "a platform setting",
        Outcome.UNKNOWN,
        {".github/workflows/d.yml": _JOB.format("pull_request", "run: pytest")},
        false_positive="a platform setting",
    ),
    Example(
        "Go's own scanner",
        Outcome.GOOD,
        {".github/workflows/d.yml": _JOB.format("pull_request", "run: govulncheck ./...")},
        false_positive="a scanner under another name",
    ),
)
