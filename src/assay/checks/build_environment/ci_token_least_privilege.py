"""Pipeline tokens have only the rights they need.

Why: A hijacked step can do whatever its token may do.

Good: every workflow says its permissions at the top or on every job, and nothing is written with rights given at the top.

Bad: ``write-all``, or a right to write contents, packages, actions or identity given at the top to several jobs; weak where no
permissions are written at all, because the default is a setting that files do not show.

Unknown: no GitHub workflow; other systems keep these rights in settings.

Known false positives: jobs that publish need to write; workflows only called by others inherit; ``read-all``.
"""

from collections.abc import Iterator

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, at, bad, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.ci import CiPipelines, Pipeline, Provider, TriggerKind

SUPPORTS = {"2.1.1/c": MEDIUM, "2.1.3/b": MEDIUM}
COUNTERS = {"2.1.1/c": MEDIUM, "2.1.3/b": MEDIUM}
BECAUSE = "the definition bounds what any step of the workflow can do"
STALE_AFTER_DAYS = 90
FIX = "Write permissions: contents: read at the top and give more to single jobs only."

DANGEROUS = ("contents", "packages", "actions", "id-token", "deployments")


def check(ci: CiPipelines) -> Iterator[Finding]:
    workflows = [each for each in ci.pipelines if each.provider is Provider.GITHUB]
    if not workflows:
        yield unknown(
            *(
                ci.none_found
                or (Unread("pipeline rights", "this CI system keeps them in settings", "export the settings"),)
            )
        )
        return
    for pipeline in workflows:
        if pipeline.triggers and all(trigger.kind is TriggerKind.CALLED for trigger in pipeline.triggers):
            continue
        yield _judged(pipeline)


def _judged(pipeline: Pipeline) -> Finding:
    path, top = pipeline.path, pipeline.permissions
    everything = next(
        (
            each
            for each in (top, *(job.permissions for job in pipeline.jobs))
            if each and each.everything == "write-all"
        ),
        None,
    )
    if everything:
        return bad(
            path,
            "write-all gives every right to every step",
            at(path, everything.line),
            fix=f"Replace write-all in {path} by contents: read and what single jobs need.",
        )
    bare = [job for job in pipeline.jobs if job.permissions is None]
    written = [scope for scope in DANGEROUS if top and top.scopes.get(scope) == "write"]
    if top and written and len(bare) > 1:
        return bad(
            path,
            f"{', '.join(written)}: write at the top reaches {len(bare)} jobs",
            at(path, top.line),
            fix=f"Move {', '.join(written)}: write in {path} to the job that needs it.",
        )
    if top is None and bare:
        return bad(
            path,
            f"{len(bare)} jobs say no permissions: the default, a setting, applies",
            at(path, bare[0].line),
            fix=f"Add permissions: contents: read at the top of {path}.",
            at_most=WEAK,
        )
    return good(
        path,
        "every job has written permissions",
        at(path, top.line if top else pipeline.jobs[0].line if pipeline.jobs else 1),
    )


_FLOW = "on: push\n{}jobs:\n  a:\n    runs-on: ubuntu-24.04\n{}    steps: [{{run: make}}]\n  b:\n    runs-on: ubuntu-24.04\n{}    steps: [{{run: make}}]\n"

EXAMPLES = (
    Example(
        "read at the top",
        Outcome.GOOD,
        {".github/workflows/a.yml": _FLOW.format("permissions: {contents: read}\n", "", "")},
    ),
    Example(
        "write-all",
        Outcome.BAD,
        {".github/workflows/a.yml": _FLOW.format("permissions: write-all\n", "", "")},
        strength=MEDIUM,
    ),
    Example("nothing written", Outcome.BAD, {".github/workflows/a.yml": _FLOW.format("", "", "")}, strength=WEAK),
    Example(
        "called by others only",
        Outcome.SILENT,
        {".github/workflows/a.yml": _FLOW.format("", "", "").replace("on: push", "on: workflow_call")},
        false_positive="workflows only called by others inherit",
    ),
    Example("another system", Outcome.UNKNOWN, {".gitlab-ci.yml": "t:\n  script: [make]\n"}),
    Example(
        "a publishing job writes",
        Outcome.GOOD,
        {
            ".github/workflows/a.yml": _FLOW.format(
                "permissions: {contents: read}\n", "    permissions: {contents: write}\n", ""
            )
        },
        false_positive="jobs that publish need to write",
    ),
    Example(
        "read-all",
        Outcome.GOOD,
        {".github/workflows/a.yml": _FLOW.format("permissions: read-all\n", "", "")},
        false_positive="read-all",
    ),
)
