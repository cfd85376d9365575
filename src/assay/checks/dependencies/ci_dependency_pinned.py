"""Reusable parts of the pipeline are fixed to references that cannot move.

Why: A tag or branch that is moved runs new code with the rights of the build.

Good: every external action, orb, include, shared library and job image is named by commit hash or digest.

Bad: a reference is a branch, a tag or a range: medium for third parties, weak for parts the CI platform itself publishes.

Unknown: no definition, or a reference that is a variable.

Known false positives: local actions and workflows of the same repository; tasks that belong to the platform.
"""

from collections.abc import Iterator

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, at, bad, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.ci import CiPipelines, Part, PartKind

SUPPORTS = {"1.2.2/c": MEDIUM, "2.2.2/c": WEAK}
COUNTERS = {"1.2.2/c": MEDIUM, "2.2.2/c": WEAK}
BECAUSE = "a hash names content; a tag or branch names whatever its owner puts there next"
STALE_AFTER_DAYS = 90
FIX = "Name each part by its full commit hash with the version in a comment, and let an update bot keep them current."

PLATFORM_OWNERS = ("actions/", "github/", "docker://")
WORTH_PINNING = (PartKind.ACTION, PartKind.WORKFLOW, PartKind.INCLUDE, PartKind.ORB, PartKind.LIBRARY)


def check(ci: CiPipelines) -> Iterator[Finding]:
    if ci.none_found:
        yield unknown(*ci.none_found)
        return
    parts = list(_parts(ci))
    same: dict[str, list[Part]] = {}
    for part in parts:
        same.setdefault(part.text, []).append(part)
    for text, used in same.items():
        part = used[0]
        places = [at(each.path, each.line) for each in used]
        if part.immutable is None:
            yield unknown(Unread(text, "the reference is a variable", "write the version out"))
        elif not part.immutable:
            yield bad(
                part.name,
                f"{text} can be moved to other code{f' ({len(used)} uses)' if len(used) > 1 else ''}",
                *places,
                fix=f"Replace {part.version or 'the default version'} of {part.name} by its commit hash.",
                at_most=WEAK if text.startswith(PLATFORM_OWNERS) or part.platform else MEDIUM,
                objects=len(used),
            )
    fixed = [part for part in parts if part.immutable]
    if fixed:
        yield good(
            "pinned references",
            f"{len(fixed)} of {len(parts)} references are hashes or fixed by their platform",
            at(fixed[0].path, fixed[0].line),
            objects=len(fixed),
        )


def _parts(ci: CiPipelines) -> Iterator[Part]:
    for pipeline in ci.pipelines:
        yield from (
            part for part in pipeline.parts if part.kind in WORTH_PINNING and not part.own and not part.platform
        )
        for job in pipeline.jobs:
            if not job.never_runs:
                yield from (
                    part for part in job.parts if part.kind in WORTH_PINNING and not part.own and not part.platform
                )


_USES = "on: push\njobs:\n  t:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: {}\n"
_HASH = "0123456789abcdef0123456789abcdef01234567"

EXAMPLES = (
    Example(
        "by hash",
        Outcome.GOOD,
        {".github/workflows/ci.yml": _USES.format(f"owner/tool@{_HASH} # v1.2.3")},
        strength=MEDIUM,
    ),
    Example("by tag", Outcome.BAD, {".github/workflows/ci.yml": _USES.format("owner/tool@v1")}, strength=MEDIUM),
    Example(
        "the platform's own by tag",
        Outcome.BAD,
        {".github/workflows/ci.yml": _USES.format("actions/checkout@v4")},
        strength=WEAK,
    ),
    Example("no parts", Outcome.SILENT, {".github/workflows/ci.yml": _USES.replace("uses: {}", "run: make")}),
    Example("no pipeline", Outcome.UNKNOWN, {"a.txt": "x"}),
    Example(
        "a local action",
        Outcome.SILENT,
        {
            ".github/workflows/ci.yml": _USES.format("./.github/actions/x"),
            ".github/actions/x/action.yml": "runs: {using: composite, steps: []}\n",
        },
        false_positive="local actions and workflows of the same repository",
    ),
    Example(
        "an Azure task",
        Outcome.SILENT,
        {"azure-pipelines.yml": "steps:\n  - task: UsePythonVersion@0\n"},
        false_positive="tasks that belong to the platform",
    ),
)
