"""An independent auditor finds no way into the pipeline definitions.

Why: People who attack builds read the same definitions; a tool kept by those who study such attacks knows more of them than we do.

Good: zizmor read every workflow and action, without the repository's settings for it, and none of its findings about injected code,
altered environments or exposed secrets remains.

Bad: such a finding of at least medium severity and confidence: medium where the tool is sure and calls it high, weak otherwise. Text
pasted into a script is always weak here: the tool counts inputs only maintainers give, and untrusted-input-in-pipeline weighs the rest.
Weak, too, where the repository's own settings or comments would have hidden such findings of less severity.

Unknown: no GitHub workflow, or the auditor is not installed or could not read a file.

Known false positives: findings about pinning, permissions and caches, which other checks weigh; a comment that silences one of
those with a reason; inputs only maintainers give.
"""

from collections import Counter
from collections.abc import Iterator

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, at, bad, counted, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.workflow_audits import Audit, WorkflowAudits

SUPPORTS = {"2.2.2/c": WEAK}
COUNTERS = {"2.2.2/c": MEDIUM, "2.1.4/b": MEDIUM}
BECAUSE = "the auditor reads definitions; it cannot see which settings make a finding harmless"
STALE_AFTER_DAYS = 30
FIX = "Run zizmor on the workflows and mend what it explains."

FACETS = {
    "template-injection": ("2.2.2/c",),
    "github-env": ("2.2.2/c",),
    "insecure-commands": ("2.2.2/c",),
    "bot-conditions": ("2.2.2/c",),
    "ref-confusion": ("2.2.2/c",),
    "obfuscation": ("2.2.2/c",),
    "overprovisioned-secrets": ("2.1.4/b",),
    "unredacted-secrets": ("2.1.4/b",),
    "hardcoded-container-credentials": ("2.1.4/b",),
}
"""The rules that speak of a way in; what the others say is weighed by checks of our own."""
WORTH_A_LOOK = frozenset({"medium", "high"})


def check(audits: WorkflowAudits) -> Iterator[Finding]:
    if not audits.tool:
        yield unknown(
            *(
                audits.unread
                or (Unread("workflow audit", "no GitHub workflow is in the tree", "a person's review of the pipeline"),)
            )
        )
        return
    if audits.unread:
        yield unknown(*audits.unread)
    suspects = [each for each in audits.findings if each.rule in FACETS]
    grave = [each for each in suspects if each.severity in WORTH_A_LOOK and each.confidence in WORTH_A_LOOK]
    alike: dict[tuple[str, str, str, bool], list[Audit]] = {}
    for each in grave:
        alike.setdefault((each.rule, each.severity, each.confidence, each.silenced), []).append(each)
    for found in alike.values():
        yield _bad(found)
    if not suspects and not audits.unread:
        yield good(
            "workflows", f"{audits.tool} found no way into {audits.files} workflows and actions", objects=audits.files
        )
    hidden = [each for each in suspects if each.silenced and each not in grave]
    if hidden:
        kinds = ", ".join(f"{rule} ({count})" for rule, count in sorted(Counter(each.rule for each in hidden).items()))
        yield bad(
            "settings for the auditor",
            f"the repository's own settings or comments hide findings of {audits.tool}: {kinds}",
            *(at(each.path, each.line) for each in hidden),
            fix="Give each silenced finding a reason beside it, or mend it.",
            at_most=WEAK,
            facets=("2.2.2/c",),
        )


def _bad(found: list[Audit]) -> Finding:
    """One finding for all the places of one kind."""
    first = found[0]
    sure = first.severity == first.confidence == "high" and first.rule != "template-injection"
    hidden = "; the repository's own settings would have hidden it" if first.silenced else ""
    files = len({each.path for each in found})
    where = f" in {counted(len(found), 'place')} of {counted(files, 'file')}" if len(found) > 1 else ""
    return bad(
        f"{first.path}:{first.line} {first.rule}",
        f"{first.says}{where} (zizmor {first.rule}, severity {first.severity}, confidence {first.confidence}){hidden}",
        *(at(each.path, each.line) for each in found),
        fix=f"Mend {first.rule} in {first.path}{f' and {files - 1} more' if files > 1 else ''}: zizmor's page on the rule shows how.",
        at_most=MEDIUM if sure else WEAK,
        facets=FACETS[first.rule],
        objects=len(found),
    )


_FLOW = "name: build\non: pull_request_target\npermissions: {{}}\njobs:\n  b:\n    name: build\n    runs-on: ubuntu-24.04\n    steps:\n      - run: {}\n"
_PASTED = 'echo "${{ github.event.pull_request.title }}"'

EXAMPLES = (
    Example(
        "nothing to find",
        Outcome.GOOD,
        {".github/workflows/b.yml": _FLOW.format("make").replace("pull_request_target", "push")},
    ),
    Example(
        "a title pasted into a script",
        Outcome.BAD,
        {".github/workflows/b.yml": _FLOW.format(_PASTED)},
        strength=WEAK,
        false_positive="inputs only maintainers give",
    ),
    Example(
        "silenced by a comment",
        Outcome.BAD,
        {".github/workflows/b.yml": _FLOW.format(_PASTED + " # zizmor: ignore[template-injection]")},
        strength=WEAK,
    ),
    Example(
        "insecure commands are allowed",
        Outcome.BAD,
        {
            ".github/workflows/b.yml": _FLOW.format("make").replace("pull_request_target", "push")
            + "        env:\n          ACTIONS_ALLOW_UNSECURE_COMMANDS: true\n"
        },
        strength=MEDIUM,
    ),
    Example(
        "unpinned actions only",
        Outcome.GOOD,
        {
            ".github/workflows/b.yml": _FLOW.format("make")
            .replace("pull_request_target", "push")
            .replace("run: make", "uses: owner/tool@v1")
        },
        false_positive="findings about pinning, permissions and caches, which other checks weigh",
    ),
    Example(
        "an unpinned action silenced by a comment",
        Outcome.GOOD,
        {
            ".github/workflows/b.yml": _FLOW.format("make")
            .replace("pull_request_target", "push")
            .replace("run: make", "uses: owner/tool@v1 # zizmor: ignore[unpinned-uses] our own mirror")
        },
        false_positive="a comment that silences one of those with a reason",
    ),
    Example("a workflow the auditor cannot read", Outcome.UNKNOWN, {".github/workflows/b.yml": "jobs: ["}),
    Example("another system", Outcome.UNKNOWN, {".gitlab-ci.yml": "t:\n  script: [make]\n"}),
    Example(
        "a finding the auditor is not sure of",
        Outcome.SILENT,
        {
            ".github/workflows/b.yml": _FLOW.format('echo "${{ steps.a.outputs.b }}"').replace(
                "pull_request_target", "push"
            )
        },
    ),
)
