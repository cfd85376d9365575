"""Reusable parts of the pipeline are fixed to references that cannot move.

Why: A tag or branch that is moved runs new code with the rights of the build.

Good: every external action, orb, include, shared library and job image is named by commit hash or digest.

Bad: a reference is a branch, a tag or a range: medium where a job on the release path uses it, or one that may write source,
packages or identities; weak for parts the CI platform or the own organisation publishes, and in jobs that only test or sort issues.

Unknown: no definition, or a reference that is a variable.

Known false positives: local actions and workflows of the same repository, also by its full name; tasks that belong to the platform;
parts of jobs that make nothing and may write nothing.
"""

from collections.abc import Iterator

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, at, bad, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.ci import CiPipelines, Job, Part, PartKind, Pipeline
from assay.facts.texts import Texts
from assay.formats.own_repository import own_repositories

SUPPORTS = {"1.2.2/c": MEDIUM, "2.2.2/c": WEAK}
COUNTERS = {"1.2.2/c": MEDIUM, "2.2.2/c": WEAK}
BECAUSE = "a hash names content; a tag or branch names whatever its owner puts there next"
STALE_AFTER_DAYS = 90
FIX = "Name each part by its full commit hash with the version in a comment, and let an update bot keep them current."

WRITTEN = ("contents", "packages", "id-token")
PLATFORM_OWNERS = ("actions/", "github/", "docker://")
WORTH_PINNING = (PartKind.ACTION, PartKind.WORKFLOW, PartKind.INCLUDE, PartKind.ORB, PartKind.LIBRARY)


def check(ci: CiPipelines, texts: Texts) -> Iterator[Finding]:
    if ci.none_found:
        yield unknown(*ci.none_found)
        return
    own = own_repositories(ci, texts)
    owners = tuple({each.partition("/")[0] + "/" for each in own})
    parts = [each for each in _parts(ci) if not _is_of(own, each)]
    reaching = _reaching(ci)
    same: dict[str, list[Part]] = {}
    for part in parts:
        same.setdefault(part.text, []).append(part)
    for text, used in same.items():
        part = used[0]
        places = [at(each.path, each.line) for each in used]
        if part.immutable is None:
            yield unknown(Unread(text, "the reference is a variable", "write the version out"))
        elif not part.immutable:
            familiar = text.casefold().startswith((*PLATFORM_OWNERS, *owners)) or part.platform
            yield bad(
                part.name,
                f"{text} can be moved to other code{f' ({len(used)} uses)' if len(used) > 1 else ''}",
                *places,
                fix=f"Replace {part.version or 'the default version'} of {part.name} by its commit hash.",
                at_most=MEDIUM if not familiar and reaching & {(each.path, each.line) for each in used} else WEAK,
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


def _is_of(own: frozenset[str], part: Part) -> bool:
    """Whether it is kept in the assessed repository itself, though it is named like a foreign one."""
    return "/".join(part.name.casefold().split("/")[:2]) in own


def _reaching(ci: CiPipelines) -> frozenset[tuple[str, int]]:
    """Where parts are used whose code can change what ships: by the definition as a whole, on the release path, with rights to write."""
    makers = {(pipeline.path, job.id) for pipeline, job in ci.release_path}
    parts = [part for pipeline in ci.pipelines for part in pipeline.parts]
    for pipeline, job in ci.jobs:
        if (pipeline.path, job.id) in makers or _may_write(pipeline, job):
            parts += job.parts
    return frozenset((part.path, part.line) for part in parts)


def _may_write(pipeline: Pipeline, job: Job) -> bool:
    rights = job.permissions or pipeline.permissions
    return rights is not None and (
        rights.everything == "write-all" or any(rights.scopes.get(scope) == "write" for scope in WRITTEN)
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
        "a workflow of the same repository by its full name",
        Outcome.SILENT,
        {
            ".github/workflows/a.yml": "on: push\njobs:\n  t:\n    if: github.repository == 'acme/gantry'\n    uses: acme/gantry/.github/workflows/b.yml@main\n"
        },
        false_positive="local actions and workflows of the same repository, also by its full name",
    ),
    Example(
        "a shared workflow of the own organisation",
        Outcome.BAD,
        {
            ".github/workflows/a.yml": "on: push\njobs:\n  t:\n    uses: acme/shared/.github/workflows/b.yml@v5\n",
            "go.mod": "module github.com/acme/gantry/v2\n\ngo 1.26\n",
        },
        strength=WEAK,
    ),
    Example(
        "by hash",
        Outcome.GOOD,
        {".github/workflows/ci.yml": _USES.format(f"owner/tool@{_HASH} # v1.2.3")},
        strength=MEDIUM,
    ),
    Example(
        "by tag where the release is made",
        Outcome.BAD,
        {".github/workflows/ci.yml": _USES.format("owner/tool@v1") + "      - run: npm publish\n"},
        strength=MEDIUM,
    ),
    Example(
        "by tag where source may be written",
        Outcome.BAD,
        {
            ".github/workflows/ci.yml": _USES.format("owner/tool@v1").replace(
                "jobs:", "permissions: {contents: write}\njobs:"
            )
        },
        strength=MEDIUM,
    ),
    Example(
        "by tag where only tests run",
        Outcome.BAD,
        {".github/workflows/ci.yml": _USES.format("owner/tool@v1") + "      - run: npm test\n"},
        false_positive="parts of jobs that make nothing and may write nothing",
        strength=WEAK,
    ),
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
