"""No finding of an injection class is open.

Why: Input that turns into a command, a query or a page is the oldest way in, and analysers find much of it.

Good: runs of the assessed commit, over its main languages, with rules for at least four of the six ways of injection, show no open
finding of medium or higher severity in product code; weak while a way is left out. Never strong, for analysers miss things.

Bad: an open finding of these classes in product code; strong where it is high or critical and the tool shows the way of the data.

Unknown: no results were handed over, none of this commit, the run failed, or its rules or languages cannot be told.

Known false positives: findings in test code; flows that are sanitised and dismissed as such; results of another commit; a tool
that lists only the rules that found something.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from assay.checks.contract import (
    MEDIUM,
    STRONG,
    WEAK,
    Change,
    Example,
    Finding,
    Handed,
    at,
    bad,
    counted,
    cut,
    good,
    unknown,
)
from assay.domain.evidence import Outcome, Unread
from assay.facts.analysis_runs import AnalysisRun, AnalysisRuns, ToolFinding
from assay.facts.code import Code
from assay.facts.imported import Imported
from assay.facts.subject import Subject
from assay.facts.tree import set_aside
from assay.formats.analysers import FAMILIES, INJECTION, families, languages

SUPPORTS = {"1.4.4/b": MEDIUM}
COUNTERS = {"1.4.4/b": STRONG}
BECAUSE = "no finding by listed rules means something, but analysers miss things"
STALE_AFTER_DAYS = 30
FIX = "Fix the finding, or dismiss it in the tool with a reason."

MAIN = 0.25
"""Share of the product's lines from which on a language is a main one."""
ENOUGH = 4
COUNTS = ("medium", "high", "critical")


def check(analysis_runs: AnalysisRuns, code: Code, subject: Subject) -> Iterator[Finding]:
    runs = [each for each in analysis_runs.runs if each.source.commit == subject.commit]
    open_ones = [(run, found) for run in runs for found in run.content.findings if _counts(found)]
    for run, found in open_ones:
        yield _open(run, found)
    whole = [each for each in runs if not each.content.failed]
    wanted = _main_languages(code)
    fault = _not_enough(whole, wanted) if runs else _none(analysis_runs)
    if not wanted:
        return
    if fault:
        yield unknown(Unread("analysis results", fault, "a SARIF run of this commit that lists its rules"))
    elif not open_ones:
        yield _clean(whole)


def _counts(found: ToolFinding) -> bool:
    return bool(found.weaknesses & INJECTION) and found.severity in COUNTS and not set_aside(found.path)


def _open(run: Imported[AnalysisRun], found: ToolFinding) -> Finding:
    place = at(found.path, found.line) if found.path else run.source.at()
    return bad(
        f"{run.content.tool} {found.rule} {place}",
        f"{run.content.tool}: {cut(found.says or found.rule)} ({found.severity})",
        place,
        run.source.at(),
        fix=f"Fix {found.rule} at {place}, or dismiss it in {run.content.tool} with a reason.",
        at_most=STRONG if found.traced and found.severity in ("high", "critical") else MEDIUM,
        observed_at=run.content.ran_on,
    )


def _none(analysis_runs: AnalysisRuns) -> str:
    return next((each.reason for each in analysis_runs.unread), "none of them is of the assessed commit")


def _not_enough(runs: Sequence[Imported[AnalysisRun]], wanted: Sequence[str]) -> str:
    """Why the runs together cannot show that nothing is open."""
    if not runs:
        return "every run of this commit failed"
    covered = frozenset[str]().union(*(languages(each.content) for each in runs))
    missing = [each for each in wanted if each not in covered]
    if missing:
        return f"no run is known to look at {missing[0]}"
    seen = frozenset[str]().union(*(families(each.content) for each in runs))
    return (
        ""
        if len(seen) >= ENOUGH
        else f"the rules listed are about {counted(len(seen), 'way')} of injection out of {len(FAMILIES)}"
    )


def _clean(runs: Sequence[Imported[AnalysisRun]]) -> Finding:
    seen = frozenset[str]().union(*(families(each.content) for each in runs))
    tools = ", ".join(sorted({each.content.tool for each in runs}))
    dismissed = sum(each.content.dismissed for each in runs)
    left = f"; {counted(dismissed, 'result')} of any kind dismissed there" if dismissed else ""
    return good(
        tools,
        f"no finding of {len(seen)} of {len(FAMILIES)} ways of injection is open ({tools}){left}",
        *(each.source.at() for each in runs),
        at_most=MEDIUM if len(seen) == len(FAMILIES) else WEAK,
        observed_at=min((each.content.ran_on or each.source.taken_on for each in runs), default=None),
    )


def _main_languages(code: Code) -> list[str]:
    lines: Counter[str] = Counter()
    for file in code.files:
        if not file.set_aside:
            lines[file.language] += file.lines
    return [name for name, number in lines.most_common() if number >= MAIN * lines.total()]


def _sarif(results: str = "", cwes: str = "022 078 079 089 094 918", prefix: str = "py", extra: str = "") -> str:
    rules = ",".join(
        f'{{"id": "{prefix}/r{cwe}", "properties": {{"tags": ["external/cwe/cwe-{cwe}"], "security-severity": "8.8"}}}}'
        for cwe in cwes.split()
    )
    return (
        '{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "Probe", "rules": ['
        + rules
        + ']}}, "results": ['
        + results
        + '], "versionControlProvenance": [{"revisionId": "{commit}"}]'
        + extra
        + "}]}"
    )


def _result(path: str = "app.py", more: str = "") -> str:
    return (
        '{"ruleId": "py/r089", "message": {"text": "query built from input"}, "locations": [{"physicalLocation":'
        f' {{"artifactLocation": {{"uri": "{path}"}}, "region": {{"startLine": 1}}}}}}]{more}}}'
    )


_APP = {"app.py": "import os\nprint(os.name)\n" * 5}
_FLOW = ', "codeFlows": [{"threadFlows": []}]'

EXAMPLES = (
    Example(
        "nothing open, all ways looked at", Outcome.GOOD, _APP, evidence={"a.sarif": Handed(_sarif())}, strength=MEDIUM
    ),
    Example(
        "nothing open, a way left out",
        Outcome.GOOD,
        _APP,
        evidence={"a.sarif": Handed(_sarif(cwes="022 078 079 089"))},
        strength=WEAK,
    ),
    Example(
        "an open flow into a query",
        Outcome.BAD,
        _APP,
        evidence={"a.sarif": Handed(_sarif(_result(more=_FLOW)))},
        strength=STRONG,
    ),
    Example(
        "an open finding without a flow",
        Outcome.BAD,
        _APP,
        evidence={"a.sarif": Handed(_sarif(_result()))},
        strength=MEDIUM,
    ),
    Example(
        "only in a test",
        Outcome.GOOD,
        _APP,
        evidence={"a.sarif": Handed(_sarif(_result("tests/test_app.py")))},
        false_positive="findings in test code",
    ),
    Example(
        "judged and dismissed in the tool",
        Outcome.GOOD,
        _APP,
        evidence={
            "a.sarif": Handed(_sarif(_result(more=', "suppressions": [{"kind": "external", "status": "accepted"}]')))
        },
        false_positive="flows that are sanitised and dismissed as such",
    ),
    Example(
        "the run is of the commit before",
        Outcome.UNKNOWN,
        _APP,
        history=(Change("First", {"app.py": "print(1)\n"}, tag="v0.1.0"),),
        evidence={"a.sarif": Handed(_sarif(_result()).replace("{commit}", "{commit:v0.1.0}"))},
        false_positive="results of another commit",
    ),
    Example(
        "only rules that fired are listed",
        Outcome.UNKNOWN,
        _APP,
        evidence={"a.sarif": Handed(_sarif(cwes="089"))},
        false_positive="a tool that lists only the rules that found something",
    ),
    Example("rules for another language", Outcome.UNKNOWN, _APP, evidence={"a.sarif": Handed(_sarif(prefix="go"))}),
    Example(
        "the tool crashed",
        Outcome.UNKNOWN,
        _APP,
        evidence={"a.sarif": Handed(_sarif(extra=', "invocations": [{"executionSuccessful": false}]'))},
    ),
    Example("nothing handed over", Outcome.UNKNOWN, _APP),
    Example("no source code", Outcome.SILENT, {"README.md": "Words."}),
)
