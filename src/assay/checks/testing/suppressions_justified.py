"""Findings that scanners are told to ignore carry a reason and an end.

Why: The list of what is ignored is the place where known faults hide.

Good: each entry of an ignore file gives a reason, and a day on which it ends or is looked at again that has not passed.

Bad: entries without a reason or past their end, statements of not being affected that only say there is no fix, and ignore
options without a comment in pipelines. Weak for inline markers without a reason, and where the scanner itself heeds the end.

Unknown: an ignore file cannot be read.

Known false positives: inline markers in tests; fixtures; reasons in comments beside the entry.
"""

from collections.abc import Iterator
from datetime import date

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, at, bad, counted, good, unknown
from assay.domain.evidence import Outcome
from assay.facts.ci import CiPipelines
from assay.facts.code import Code
from assay.facts.subject import Subject
from assay.facts.suppressions import Suppression, Suppressions
from assay.formats.suppressions import beside, by_option, only_says_no_fix

SUPPORTS = {"1.3.3/c": MEDIUM}
COUNTERS = {"1.3.3/c": MEDIUM}
BECAUSE = "the entries were read; whether the reason is true was not looked at"
STALE_AFTER_DAYS = 90
FIX = "Write behind each entry why it does no harm and when to look again, or remove it."


def check(suppressions: Suppressions, ci: CiPipelines, code: Code, subject: Subject) -> Iterator[Finding]:
    by_path: dict[str, list[Suppression]] = {}
    for each in (*suppressions.entries, *_in_pipelines(ci)):
        by_path.setdefault(each.path, []).append(each)
    for path, entries in by_path.items():
        yield from _judged(path, entries, subject.as_of)
    marked = [each for each in code.files if each.suppressions and not each.set_aside]
    if marked:
        count = sum(each.suppressions for each in marked)
        yield bad(
            "inline markers",
            f"{count} marker{'s' if count > 1 else ''} in {len(marked)} file{'s' if len(marked) > 1 else ''} silence an analyser without a word",
            *(at(each.path) for each in marked[:3]),
            fix=f"Write the reason behind each marker, first in {marked[0].path}.",
            at_most=WEAK,
        )
    if unread := (*suppressions.unread, *code.unread):
        yield unknown(*unread)


def _judged(path: str, entries: list[Suppression], as_of: date) -> Iterator[Finding]:
    settings = [each for each in entries if not each.vex]
    bare = [each for each in settings if not each.reason]
    unfounded = [each for each in entries if each.vex and only_says_no_fix(each.reason)]
    ended = [each for each in settings if each.reason and each.until and each.until < as_of]
    for found, says in ((bare, "give no reason"), (unfounded, "claim no harm only because there is no fix")):
        if found:
            yield _bad(path, found, f"{len(found)} of {len(entries)} entries {says}: {_named(found)}")
    if ended:
        heeded = all(each.enforced for each in ended)
        yield _bad(
            path, ended, f"{len(ended)} of {len(entries)} entries are past their end: {_named(ended)}", weak=heeded
        )
    if settings and not (bare or ended) and all(each.until for each in settings):
        soonest = min(each.until for each in settings if each.until)
        yield good(
            path,
            f"{counted(len(settings), 'entry', 'entries')} with reason and end, the next on {soonest}",
            at(path, settings[0].line),
            objects=len(settings),
        )


def _bad(path: str, found: list[Suppression], says: str, *, weak: bool = False) -> Finding:
    return bad(
        path,
        says,
        *(at(path, each.line) for each in found[:3]),
        fix=f"Add a reason and an end to {found[0].what} in {path}, or remove it.",
        at_most=WEAK if weak else None,
        objects=len(found),
    )


def _named(found: list[Suppression]) -> str:
    return ", ".join(each.what for each in found[:4]) + (" and more" if len(found) > 4 else "")


def _in_pipelines(ci: CiPipelines) -> Iterator[Suppression]:
    seen = set()
    for _, job in ci.jobs:
        for step in job.steps:
            lines = step.script.splitlines()
            for command in step.commands:
                for what in by_option(command.argv):
                    if (command.path, what) in seen:
                        continue
                    seen.add((command.path, what))
                    number = next((n for n, line in enumerate(lines, 1) if what in line), 0)
                    told = beside(command.path, lines, number, what) if number else None
                    yield Suppression(
                        command.path, command.line, what, told.reason if told else "", told.until if told else None
                    )


_OSV = '[[IgnoredVulns]]\nid = "GHSA-aaaa-bbbb-cccc"\n{}'
_REASON = 'reason = "The parser it is in is never reached by input from outside."\n'
_AUDIT = "on: push\njobs:\n  audit:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: |\n{}"

EXAMPLES = (
    Example(
        "a reason and an end",
        Outcome.GOOD,
        {"osv-scanner.toml": _OSV.format(_REASON + "ignoreUntil = 2026-12-31\n")},
        strength=MEDIUM,
    ),
    Example("no reason", Outcome.BAD, {"osv-scanner.toml": _OSV.format("")}, strength=MEDIUM),
    Example("a reason that is none", Outcome.BAD, {"osv-scanner.toml": _OSV.format('reason = "TODO: ignore"\n')}),
    Example(
        "past its end, which the scanner heeds",
        Outcome.BAD,
        {"osv-scanner.toml": _OSV.format(_REASON + "ignoreUntil = 2025-12-31\n")},
        strength=WEAK,
    ),
    Example(
        "past an end that only a person can heed",
        Outcome.BAD,
        {".trivyignore": "# Only the build uses it, review by 2025-01-31\nCVE-2024-0001\n"},
        strength=MEDIUM,
    ),
    Example("bare lines", Outcome.BAD, {".trivyignore": "CVE-2024-0001\n\nCVE-2024-0002\n"}, strength=MEDIUM),
    Example(
        "not affected because there is no fix",
        Outcome.BAD,
        {
            "gantry.openvex.json": '{"statements": [{"vulnerability": {"name": "CVE-2024-0001"}, "status": "not_affected", "impact_statement": "There is no fix available upstream."}]}'
        },
        strength=MEDIUM,
    ),
    Example(
        "not affected with a justification",
        Outcome.SILENT,
        {
            "gantry.openvex.json": '{"statements": [{"vulnerability": {"name": "CVE-2024-0001"}, "status": "not_affected", "justification": "vulnerable_code_not_in_execute_path"}]}'
        },
    ),
    Example(
        "an option in the pipeline",
        Outcome.BAD,
        {".github/workflows/a.yml": _AUDIT.format("          pip-audit --ignore-vuln PYSEC-2024-1\n")},
        strength=MEDIUM,
    ),
    Example(
        "an option with a comment above",
        Outcome.SILENT,
        {
            ".github/workflows/a.yml": _AUDIT.format(
                "          # Only concerns Windows, which we do not ship for\n          pip-audit --ignore-vuln PYSEC-2024-1\n"
            )
        },
        false_positive="reasons in comments beside the entry",
    ),
    Example("a reason and no end", Outcome.SILENT, {"osv-scanner.toml": _OSV.format(_REASON)}),
    Example(
        "a group under one comment",
        Outcome.SILENT,
        {
            "deny.toml": '[advisories]\nignore = [\n  # Both only panic on 32 bit machines\n  "RUSTSEC-2024-0001",\n  "RUSTSEC-2024-0002",\n]\n'
        },
        false_positive="reasons in comments beside the entry",
    ),
    Example("a marker without a word", Outcome.BAD, {"src/a.py": "import os\nos.system(x)  # nosec\n"}, strength=WEAK),
    Example(
        "markers in tests",
        Outcome.SILENT,
        {"tests/test_a.py": "import os\nos.system(x)  # nosec\n"},
        false_positive="inline markers in tests",
    ),
    Example(
        "an ignore file for a test",
        Outcome.SILENT,
        {"tests/fixtures/.trivyignore": "CVE-2024-0001\n"},
        false_positive="fixtures",
    ),
    Example("an empty file", Outcome.SILENT, {".trivyignore": "\n# nothing is ignored\n"}),
    Example("a broken file", Outcome.UNKNOWN, {"osv-scanner.toml": "[[IgnoredVulns\n"}),
)
