"""Text from strangers cannot become pipeline code.

Why: A title or branch name pasted into a script is run by the build with the build's rights.

Good: no script contains a template expansion of text that strangers choose.

Bad: such an expansion stands in a script; strong where the job has secrets or may write, weak otherwise.

Unknown: no GitHub workflow, other systems have no analyser here; or a part of the pipelines could not be read.

Known false positives: numbers and hashes; inputs that only maintainers give; the text handed over in an environment variable.
"""

import re
from collections.abc import Iterator

from assay.checks.contract import MEDIUM, STRONG, WEAK, Example, Finding, at, bad, counted, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.ci import CiPipelines, Job, Pipeline, Provider, TriggerKind

SUPPORTS = {"2.2.2/c": MEDIUM}
COUNTERS = {"2.2.2/c": STRONG}
BECAUSE = "the expansion is pasted into the script before the shell reads it"
STALE_AFTER_DAYS = 30
FIX = "Hand the text over in an environment variable and quote it."

CHOSEN_BY_STRANGERS = re.compile(
    r"\$\{\{[^}]{0,200}(github\.head_ref|github\.event\.(issue|pull_request|discussion)\.(title|body)|github\.event\.(comment|review|review_comment)\.body"
    r"|github\.event\.pull_request\.head\.(ref|label|repo\.default_branch)|github\.event\.workflow_run\.(head_branch|display_title|head_commit\.message)"
    r"|github\.event\.(head_commit|commits[^}]{0,10})\.(message|author)|github\.event\.pages)[^}]{0,100}\}\}"
)
BY_STRANGERS = (TriggerKind.CHANGE, TriggerKind.FOREIGN, TriggerKind.AFTER)


def check(ci: CiPipelines) -> Iterator[Finding]:
    workflows = [each for each in ci.pipelines if each.provider is Provider.GITHUB]
    if not workflows:
        yield unknown(
            *(
                ci.none_found
                or (
                    Unread(
                        "untrusted input",
                        "there is no analyser for this CI system",
                        "a person's review of the definitions",
                    ),
                )
            )
        )
        return
    scripts, clean = 0, True
    for pipeline in workflows:
        for job in pipeline.jobs:
            for step in job.steps:
                script = step.script or step.inputs.get("script", "")
                scripts += bool(script)
                match = CHOSEN_BY_STRANGERS.search(script)
                if (
                    not match
                    or job.never_runs
                    or not any(trigger.kind in BY_STRANGERS for trigger in pipeline.triggers)
                ):
                    continue
                clean = False
                line = (step.script_line or step.line) + script.count("\n", 0, match.start())
                yield bad(
                    f"{step.path}:{line}",
                    f"{match.group()[:70]} is pasted into a script",
                    at(step.path, line),
                    fix=f"Put {match.group(1)} into env: and use it quoted as a variable.",
                    at_most=STRONG if _privileged(pipeline, job) else WEAK,
                )
    if ci.all_unread:
        yield unknown(*ci.all_unread)
    elif clean and scripts:
        yield good(
            "workflow scripts",
            f"no text that strangers choose is pasted into {counted(scripts, 'script')}",
            at(workflows[0].path, 1),
            objects=scripts,
        )


def _privileged(pipeline: Pipeline, job: Job) -> bool:
    if not any(trigger.kind in (TriggerKind.FOREIGN, TriggerKind.AFTER) for trigger in pipeline.triggers):
        return False
    rights = job.permissions or pipeline.permissions
    writes = rights is None or rights.everything == "write-all" or "write" in rights.scopes.values()
    return bool(job.secrets) or writes


_FLOW = "on: {}\njobs:\n  b:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo \"{}\"\n        env: {{T: '${{{{ github.event.issue.title }}}}'}}\n"

EXAMPLES = (
    Example(
        "handed over as a variable",
        Outcome.GOOD,
        {".github/workflows/b.yml": _FLOW.format("issues", "$T")},
        false_positive="the text handed over in an environment variable",
    ),
    Example(
        "a title pasted into a script with rights",
        Outcome.BAD,
        {".github/workflows/b.yml": _FLOW.format("issues", "${{ github.event.issue.title }}")},
        strength=STRONG,
    ),
    Example(
        "a branch name without rights",
        Outcome.BAD,
        {".github/workflows/b.yml": _FLOW.format("pull_request", "${{ github.head_ref }}")},
        strength=WEAK,
    ),
    Example(
        "no scripts",
        Outcome.SILENT,
        {
            ".github/workflows/b.yml": "on: push\njobs:\n  b:\n    runs-on: ubuntu-24.04\n    steps: [{uses: actions/checkout@v4}]\n"
        },
    ),
    Example(
        "a broken workflow beside a sound one",
        Outcome.UNKNOWN,
        {".github/workflows/a.yml": _FLOW.format("issues", "$T"), ".github/workflows/b.yml": "jobs: ["},
    ),
    Example(
        "a broken workflow beside a bad one",
        Outcome.BAD,
        {
            ".github/workflows/a.yml": _FLOW.format("issues", "${{ github.event.issue.title }}"),
            ".github/workflows/b.yml": "jobs: [",
        },
        strength=STRONG,
    ),
    Example("another system", Outcome.UNKNOWN, {".gitlab-ci.yml": "t:\n  script: [make]\n"}),
    Example(
        "a number",
        Outcome.GOOD,
        {".github/workflows/b.yml": _FLOW.format("pull_request", "${{ github.event.number }}")},
        false_positive="numbers and hashes",
    ),
    Example(
        "a maintainer's input",
        Outcome.GOOD,
        {".github/workflows/b.yml": _FLOW.format("workflow_dispatch", "${{ inputs.version }}")},
        false_positive="inputs that only maintainers give",
    ),
)
