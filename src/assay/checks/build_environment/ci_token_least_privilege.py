"""Pipeline tokens have only the rights they need.

Why: A hijacked step can do whatever its token may do.

Good: every workflow says its permissions at the top or on every job, and nothing is written with rights given at the top; or it
says none, and a snapshot shows that the default is to read.

Bad: ``write-all``, or a right to write contents, packages, actions or identity given at the top to jobs that publish nothing: weak
unless what others propose runs with those rights, which it does not on pull requests from forks; weak where no permissions are
written at all, because the default is a setting that files do not show (medium where a snapshot shows that it is to write).

Unknown: no GitHub workflow; other systems keep these rights in settings.

Known false positives: jobs that publish or push commits need to write; workflows only called by others inherit; ``read-all``; a
proposed change, whose token is cut down to reading.
"""

import re
from collections.abc import Iterator

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, Handed, at, bad, counted, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.ci import CiPipelines, Does, Job, Pipeline, Provider, TriggerKind
from assay.facts.platform import Actions, Platforms
from assay.formats.snapshots.example import example

SUPPORTS = {"2.1.1/c": MEDIUM, "2.1.3/b": MEDIUM}
COUNTERS = {"2.1.1/c": MEDIUM, "2.1.3/b": MEDIUM}
BECAUSE = "the definition bounds what any step of the workflow can do"
STALE_AFTER_DAYS = 90
FIX = "Write permissions: contents: read at the top and give more to single jobs only."

BY_OTHERS = frozenset({TriggerKind.FOREIGN, TriggerKind.AFTER})
"""Starts by which what others propose comes near a token that may write."""
PUSHES = re.compile(r"\bgit\b[^\n|;&]{0,80}\bpush\b|\bgh (pr|release|api|workflow|label|cache)\b", re.IGNORECASE)
PUSHING_PARTS = re.compile(
    r"create-pull-request|auto-commit|add-and-commit|github-push-action|gh-pages|pages-deploy|deploy-pages|release-drafter|github-script"
    r"|\bautofix|version-bump|changelog",
    re.IGNORECASE,
)
"""Parts that write to the repository themselves."""
DANGEROUS = ("contents", "packages", "actions", "id-token", "deployments")


def check(ci: CiPipelines, platforms: Platforms) -> Iterator[Finding]:
    workflows = [each for each in ci.pipelines if each.provider is Provider.GITHUB]
    if not workflows:
        yield unknown(
            *(
                ci.none_found
                or (Unread("pipeline rights", "this CI system keeps them in settings", "export the settings"),)
            )
        )
        return
    silent: list[tuple[Pipeline, list[Job]]] = []
    bounded: list[Pipeline] = []
    for pipeline in workflows:
        if pipeline.triggers and all(trigger.kind is TriggerKind.CALLED for trigger in pipeline.triggers):
            continue
        bare = [job for job in pipeline.jobs if job.permissions is None]
        if found := _too_much(pipeline, bare):
            yield found
        elif pipeline.permissions is None and bare:
            silent.append((pipeline, bare))
        else:
            bounded.append(pipeline)
    if bounded:
        yield good(
            "workflows that bound their jobs",
            f"{counted(len(bounded), 'workflow')} {'say' if len(bounded) > 1 else 'says'} what the token of each job may do",
            *(
                at(each.path, each.permissions.line if each.permissions else each.jobs[0].line)
                for each in bounded
                if each.jobs
            ),
            objects=len(bounded),
        )
    seen = platforms.newest
    default = seen.sections.actions.read.default_token if seen and seen.sections.actions.read else None
    if silent and seen and default in ("read", "none"):
        yield good(
            "workflows that say no permissions",
            f"{counted(len(silent), 'workflow')} without permissions may only read: that is the default, as the platform shows",
            seen.at(),
            objects=len(silent),
            observed_at=seen.on,
        )
    elif silent:
        first = silent[0][0]
        known = "which is to write, as the platform shows" if default else "a setting"
        yield bad(
            "workflows that say no permissions",
            f"no permissions are written for {counted(sum(len(bare) for _, bare in silent), 'job')} in {counted(len(silent), 'workflow')}: the default, {known}, applies",
            *(at(pipeline.path, bare[0].line) for pipeline, bare in silent),
            fix=f"Add permissions: contents: read at the top of {first.path}{' and the others' if len(silent) > 1 else ''}.",
            at_most=MEDIUM if default else WEAK,
            objects=len(silent),
        )


def _too_much(pipeline: Pipeline, bare: list[Job]) -> Finding | None:
    path, top = pipeline.path, pipeline.permissions
    for each in (top, *(job.permissions for job in pipeline.jobs)):
        if each and each.everything == "write-all":
            return bad(
                path,
                "write-all gives every right to every step",
                at(path, each.line),
                fix=f"Replace write-all in {path} by contents: read and what single jobs need.",
            )
    written = [scope for scope in DANGEROUS if top and top.scopes.get(scope) == "write"]
    needless = [job for job in bare if not _needs_to_write(job)]
    if not (top and written and len(bare) > 1 and needless):
        return None
    exposed = any(trigger.kind in BY_OTHERS for trigger in pipeline.triggers)
    return bad(
        path,
        f"{', '.join(written)}: write is given at the top to {len(bare)} jobs, and {len(needless)} of them {'publish' if len(needless) > 1 else 'publishes'} nothing",
        at(path, top.line),
        fix=f"Move {', '.join(written)}: write in {path} to the job that needs it.",
        at_most=MEDIUM if exposed else WEAK,
    )


def _needs_to_write(job: Job) -> bool:
    return (
        bool(job.publishing_steps)
        or bool(job.does & {Does.DEPLOY, Does.CLOUD_LOGIN, Does.SIGN, Does.PROVENANCE})
        or any(PUSHES.search(step.script) or (step.part and PUSHING_PARTS.search(step.part.name)) for step in job.steps)
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
    Example(
        "written at the top for jobs that only build",
        Outcome.BAD,
        {
            ".github/workflows/a.yml": _FLOW.format("permissions: {contents: write}\n", "", "").replace(
                "on: push", "on: pull_request_target"
            )
        },
        strength=MEDIUM,
    ),
    Example(
        "written at the top, with a proposed change for a start",
        Outcome.BAD,
        {
            ".github/workflows/a.yml": _FLOW.format("permissions: {contents: write}\n", "", "").replace(
                "on: push", "on: pull_request"
            )
        },
        false_positive="a proposed change, whose token is cut down to reading",
        strength=WEAK,
    ),
    Example(
        "every job it reaches pushes commits",
        Outcome.GOOD,
        {
            ".github/workflows/a.yml": _FLOW.format("permissions: {contents: write}\n", "", "").replace(
                "run: make", "run: git push origin HEAD"
            )
        },
        false_positive="jobs that publish or push commits need to write",
    ),
    Example(
        "every job it reaches publishes",
        Outcome.GOOD,
        {
            ".github/workflows/a.yml": _FLOW.format("permissions: {contents: write}\n", "", "").replace(
                "run: make", "run: gh release upload v1 dist/*"
            )
        },
        false_positive="jobs that publish or push commits need to write",
    ),
    Example(
        "nothing written, and the default is to read",
        Outcome.GOOD,
        {".github/workflows/a.yml": _FLOW.format("", "", "")},
        evidence={"snapshot.json": Handed(example(actions=Actions(True, "read")))},
        strength=MEDIUM,
    ),
    Example(
        "nothing written, and the default is to write",
        Outcome.BAD,
        {".github/workflows/a.yml": _FLOW.format("", "", "")},
        evidence={"snapshot.json": Handed(example(actions=Actions(True, "write")))},
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
        false_positive="jobs that publish or push commits need to write",
    ),
    Example(
        "read-all",
        Outcome.GOOD,
        {".github/workflows/a.yml": _FLOW.format("permissions: read-all\n", "", "")},
        false_positive="read-all",
    ),
)
