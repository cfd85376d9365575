"""Code from strangers never runs beside secrets.

Why: A pull request that runs with the project's rights can take its secrets and change its releases.

Good: no pipeline runs with rights on behalf of strangers, or those that do neither check out nor run what was proposed.

Bad: a trigger with rights (such as pull_request_target) checks out the proposed code and runs something; or all secrets are handed
to a workflow kept elsewhere.

Unknown: no GitHub workflow, other systems keep this in settings; or a part of the pipelines could not be read.

Known false positives: work on labels and comments only; a job behind an approval (medium until a person looks); a proposal put into
a folder of its own that is read, not run.
"""

import re
from collections.abc import Iterator

from assay.checks.contract import MEDIUM, STRONG, WEAK, Example, Finding, at, bad, counted, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.ci import CiPipelines, Does, Job, Pipeline, Provider, Step, TriggerKind

SUPPORTS = {"2.1.4/b": MEDIUM, "2.2.2/c": WEAK}
COUNTERS = {"2.1.4/b": STRONG, "2.2.2/c": STRONG}
BECAUSE = "the definition gives the rights of the project to code its author does not control"
STALE_AFTER_DAYS = 30
FIX = "Split the workflow: build what was proposed without rights, then act on the result in a second one."

PROPOSED = re.compile(
    r"pull_request\.head|github\.head_ref|workflow_run\.head|refs/pull/|event\.number|pr_number|issue\.number",
    re.IGNORECASE,
)


def check(ci: CiPipelines) -> Iterator[Finding]:
    workflows = [each for each in ci.pipelines if each.provider is Provider.GITHUB]
    if not workflows:
        yield unknown(
            *(
                ci.none_found
                or (Unread("builds of forks", "this CI system keeps their rights in settings", "export the settings"),)
            )
        )
        return
    clean = True
    alive = [each for each in workflows if not all(job.never_runs for job in each.jobs)]
    for pipeline in alive:
        for job in pipeline.jobs:
            if job.never_runs:
                continue
            for finding in _judged(pipeline, job):
                clean = False
                yield finding
    if ci.all_unread:
        yield unknown(*ci.all_unread)
    elif clean and alive:
        yield good(
            "workflows",
            f"no proposed code runs with rights in {counted(len(alive), 'workflow')}",
            at(alive[0].path, 1),
            objects=len(alive),
        )


def _judged(pipeline: Pipeline, job: Job) -> Iterator[Finding]:
    if job.inherits_secrets and job.calls and not job.calls.own:
        yield bad(
            f"{pipeline.path} job {job.id}",
            f"every secret is handed to {job.calls.text}",
            at(job.calls.path, job.calls.line),
            fix=f"Pass the secrets {job.calls.name} needs one by one.",
            at_most=WEAK if job.calls.immutable else MEDIUM,
            facets=("2.1.4/b",),
        )
    privileged = [trigger for trigger in pipeline.triggers if trigger.kind in (TriggerKind.FOREIGN, TriggerKind.AFTER)]
    if not privileged:
        return
    for number, step in enumerate(job.steps):
        if _takes_proposed(step):
            runs = [each for each in job.steps[number + 1 :] if each.commands or (each.part and each.part.own)]
            apart = step.inputs.get("path", "").strip("./")
            if runs and apart and not any(_works_in(apart, each) for each in runs):
                yield bad(
                    f"{pipeline.path} job {job.name or job.id}",
                    f"{privileged[0].event} puts what a stranger proposed into {apart} and then works with rights beside it",
                    at(step.path, step.line),
                    fix=f"Let the job in {pipeline.path} that holds rights take only a checked result of the other.",
                    at_most=WEAK,
                )
            elif runs:
                gated = (
                    bool(job.approval)
                    or "label" in job.condition
                    or "author_association" in job.condition
                    or "collaborator" in job.condition
                )
                yield bad(
                    f"{pipeline.path} job {job.name or job.id}",
                    f"{privileged[0].event} checks out what a stranger proposed and runs {runs[0].name or 'commands'} with the project's rights",
                    at(step.path, step.line),
                    at(runs[0].path, runs[0].line),
                    fix=f"Split {pipeline.path} into an unprivileged build and a privileged follow-up.",
                    at_most=MEDIUM if gated or privileged[0].kind is TriggerKind.AFTER else STRONG,
                )
            return


def _works_in(folder: str, step: Step) -> bool:
    """Whether a step runs something that lies in ``folder``."""
    if step.part and step.part.own:
        return step.part.name.strip("./").startswith(folder)
    into = re.compile(rf"(?:^|[\s;&])(?:cd|-C|--prefix|--directory)[ =]\.?/?{re.escape(folder)}\b", re.MULTILINE)
    return bool(into.search(step.script.replace("git -C", ""))) or any(
        each.strip("./").startswith(f"{folder}/") for command in step.commands for each in command.argv
    )


def _takes_proposed(step: Step) -> bool:
    if Does.CHECKOUT in step.does and step.part:
        return bool(PROPOSED.search(" ".join(step.inputs.values())))
    return any(
        (command.argv[:2] in (("gh", "pr"),) and "checkout" in command.argv)
        or (command.argv[0] == "git" and PROPOSED.search(command.text))
        for command in step.commands
    )


_FLOW = "on: {}\njobs:\n  b:\n    runs-on: ubuntu-24.04\n    {}steps:\n      - uses: actions/checkout@v4\n        with:\n          ref: {}\n      - run: {}\n"

EXAMPLES = (
    Example(
        "builds proposals without rights",
        Outcome.GOOD,
        {".github/workflows/b.yml": _FLOW.format("pull_request", "", "main", "make")},
    ),
    Example(
        "builds what strangers propose, with rights",
        Outcome.BAD,
        {
            ".github/workflows/b.yml": _FLOW.format(
                "pull_request_target", "", "${{ github.event.pull_request.head.sha }}", "make"
            )
        },
        strength=STRONG,
    ),
    Example(
        "behind an approval",
        Outcome.BAD,
        {
            ".github/workflows/b.yml": _FLOW.format(
                "pull_request_target", "environment: review\n    ", "${{ github.event.pull_request.head.sha }}", "make"
            )
        },
        false_positive="a job behind an approval (medium until a person looks)",
        strength=MEDIUM,
    ),
    Example(
        "a proposal in a folder of its own, read only",
        Outcome.BAD,
        {
            ".github/workflows/b.yml": _FLOW.format(
                "pull_request_target",
                "",
                "${{ github.event.pull_request.head.sha }}\n          path: pr",
                "python tools/owners.py -folder=pr",
            )
        },
        false_positive="a proposal put into a folder of its own that is read, not run",
        strength=WEAK,
    ),
    Example(
        "a proposal in a folder of its own, run",
        Outcome.BAD,
        {
            ".github/workflows/b.yml": _FLOW.format(
                "pull_request_target",
                "",
                "${{ github.event.pull_request.head.sha }}\n          path: pr",
                "make -C pr test",
            )
        },
        strength=STRONG,
    ),
    Example(
        "labels only",
        Outcome.GOOD,
        {
            ".github/workflows/b.yml": "on: pull_request_target\njobs:\n  l:\n    runs-on: ubuntu-24.04\n    steps: [{uses: actions/labeler@v5}]\n"
        },
        false_positive="work on labels and comments only",
    ),
    Example(
        "a broken workflow beside a sound one",
        Outcome.UNKNOWN,
        {
            ".github/workflows/a.yml": "on: push\njobs:\n  l:\n    runs-on: ubuntu-24.04\n    steps: [{run: make}]\n",
            ".github/workflows/b.yml": "jobs: [",
        },
    ),
    Example(
        "a workflow that is switched off",
        Outcome.SILENT,
        {
            ".github/workflows/a.yml": "on: push\njobs:\n  l:\n    if: false\n    runs-on: ubuntu-24.04\n    steps: [{run: make}]\n"
        },
    ),
    Example("another system", Outcome.UNKNOWN, {".gitlab-ci.yml": "t:\n  script: [make]\n"}),
)
