"""A security analyser reads the code on every change.

Why: Classes of weakness that machines find reliably should not wait for a person to find them.

Good: a tool whose rules are about security runs on changes, and its failure counts; weak where it runs on a schedule only.

Bad: not concluded from files; only a result that is broken or leaves out the main language would show it.

Unknown: no definition runs one; a service outside the repository may.

Known false positives: linters without security rules do not count; the tool's name in a comment or a printed text; an analyser
whose settings leave out everything; an analyser with rules of style alone.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, Strength, at, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.ci import CiPipelines, Does, Step, TriggerKind
from assay.facts.texts import Texts
from assay.formats.looked_away import (
    codeql_ignores_everything,
    excludes_its_target,
    ignores_everything,
    looks_for_weaknesses,
)

SUPPORTS = {"1.3.1/d": MEDIUM, "1.4.4/b": WEAK}
COUNTERS: dict[str, Strength] = {}
BECAUSE = "the definition names the tool; its findings are judged elsewhere"
STALE_AFTER_DAYS = 30
FIX = "Add a security analyser for the main language to the pipeline that runs on pull requests."


def check(ci: CiPipelines, texts: Texts) -> Iterator[Finding]:
    blind = any(ignores_everything(text) for _, text in texts.named(".semgrepignore"))
    configured = [text for _, text in texts.named("codeql-config.yml", "codeql-config.yaml")]
    blind_codeql = any(codeql_ignores_everything(text) for text in configured)
    seeing = [
        each
        for each in ci.doing(Does.STATIC_ANALYSIS)
        if not (blind_codeql and _is_codeql(each[2]))
        and not _looks_away(each[2], blind)
        and not _has_other_rules(each[2], texts)
    ]
    on_change = {(pipeline.path, job.id) for pipeline, job in ci.on_change()}
    found = [each for each in seeing if (each[0].path, each[1].id) in on_change]
    later = [each for each in seeing if any(trigger.kind is TriggerKind.SCHEDULE for trigger in each[0].triggers)]
    for pipeline, job, step in found or later:
        command = next((each.argv[0] for each in step.commands if Does.STATIC_ANALYSIS in each.does), "")
        what = command or (step.part.name if step.part else step.name)
        yield good(
            f"{pipeline.path} job {job.name or job.id}",
            f"{what} runs on changes" if found else f"{what} runs on a schedule, some time after a change",
            at(*step.line_of(Does.STATIC_ANALYSIS)),
            at_most=None if found else WEAK,
        )
    if not found and ci.pipelines and not ci.doing(Does.STATIC_ANALYSIS):
        yield unknown(
            Unread(
                "static analysis",
                "no definition runs a security analyser; a service outside may",
                "hand in its SARIF result",
            )
        )
    elif ci.none_found:
        yield unknown(*ci.none_found)


def _looks_away(step: Step, blind: bool) -> bool:
    """Whether the analyser is set up so that it sees nothing."""
    commands = [each for each in step.commands if Does.STATIC_ANALYSIS in each.does]
    semgrep_only = "semgrep" in step.part.name if step.part else all(each.argv[0] == "semgrep" for each in commands)
    if blind and semgrep_only:
        return True
    return bool(commands) and all(each.argv[0] == "bandit" and excludes_its_target(each.argv) for each in commands)


def _has_other_rules(step: Step, texts: Texts) -> bool:
    """Whether all it looks for are rules of this repository that are not about security."""
    commands = [each for each in step.commands if Does.STATIC_ANALYSIS in each.does]
    rules = [value for each in commands for value in _given(each.argv, "--config", "-c", "-f")]
    own = [texts.texts.get(each.removeprefix("./")) for each in rules]
    return (
        bool(own)
        and all(each.argv[0] == "semgrep" for each in commands)
        and all(text is not None and not looks_for_weaknesses(text) for text in own)
    )


def _given(argv: Sequence[str], *options: str) -> Iterator[str]:
    for before, word in pairwise(argv):
        if before in options:
            yield word
        elif word.startswith(f"{options[0]}="):
            yield word.partition("=")[2]


def _is_codeql(step: Step) -> bool:
    return step.part is not None and step.part.name.startswith("github/codeql-action")


_JOB = "on: {}\njobs:\n  t:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n      - {}\n"

EXAMPLES = (
    Example(
        "CodeQL on pull requests",
        Outcome.GOOD,
        {".github/workflows/q.yml": _JOB.format("pull_request", "uses: github/codeql-action/analyze@v3")},
    ),
    Example(
        "only by hand",
        Outcome.SILENT,
        {".github/workflows/q.yml": _JOB.format("workflow_dispatch", "run: bandit -r src")},
    ),
    Example("no analyser", Outcome.UNKNOWN, {".github/workflows/q.yml": _JOB.format("push", "run: pytest")}),
    Example(
        "a linter",
        Outcome.UNKNOWN,
        {".github/workflows/q.yml": _JOB.format("push", "run: ruff check")},
        false_positive="linters without security rules do not count",
    ),
    Example(
        "an analyser that is told to look away",
        Outcome.SILENT,
        {
            ".github/workflows/q.yml": _JOB.format("push", "run: semgrep scan --config p/ci --error"),
            ".semgrepignore": "*\n",
        },
        false_positive="an analyser whose settings leave out everything",
    ),
    Example(
        "once a week",
        Outcome.GOOD,
        {
            ".github/workflows/q.yml": _JOB.format(
                "{schedule: [{cron: '0 8 * * 3'}]}", "uses: github/codeql-action/analyze@v3"
            )
        },
        strength=WEAK,
    ),
    Example(
        "own rules about translations",
        Outcome.SILENT,
        {
            ".github/workflows/q.yml": _JOB.format("push", "run: semgrep --config .semgrep.yml --error ."),
            ".semgrep.yml": "rules:\n  - id: no-f-strings-in-translations\n    message: Use named placeholders.\n",
        },
        false_positive="an analyser with rules of style alone",
    ),
    Example(
        "own rules about security",
        Outcome.GOOD,
        {
            ".github/workflows/q.yml": _JOB.format("push", "run: semgrep --config=.semgrep.yml --error ."),
            ".semgrep.yml": "rules:\n  - id: no-shell\n    message: Input reaches a shell.\n    metadata: {cwe: CWE-78}\n",
        },
    ),
    Example(
        "a printed name",
        Outcome.UNKNOWN,
        {".github/workflows/q.yml": _JOB.format("push", "run: 'echo bandit  # bandit -r .'")},
        false_positive="the tool's name in a comment or a printed text",
    ),
)
