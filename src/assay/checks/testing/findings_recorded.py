"""What testing finds is kept with state and date.

Why: A finding nobody wrote down is found again by somebody else.

Good: for every tool whose results of the last twelve months hold findings, results of at least two days are kept, so that each finding is seen to be
gone or still open since a day that is known; and the newer ones looked where the older ones did.

Bad: findings vanished because a newer run no longer looks for them, and no decision tells of them (weak).

Unknown: no results were handed over; or those of a tool are of one day only, bear no day or are tied to no commit.

Known false positives: a private tracker, of which nobody was told here; a tool that was replaced by another; a finding decided in a VEX.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from assay.checks.contract import MEDIUM, WEAK, Change, Example, Finding, Handed, bad, counted, cut, good, unknown
from assay.domain.evidence import Location, Outcome, Unread
from assay.facts.analysis_runs import AnalysisRuns
from assay.facts.decisions import Decisions
from assay.facts.history import History
from assay.facts.imported import Source
from assay.facts.subject import Subject
from assay.facts.test_runs import TestRuns
from assay.facts.vulnerability_scans import VulnerabilityScans

SUPPORTS = {"1.3.3/a": MEDIUM}
COUNTERS = {"1.3.3/a": WEAK}
BECAUSE = "dated results show what became of each finding; what tools and people found elsewhere was not handed over"
STALE_AFTER_DAYS = 30
FIX = "Keep the results of every run, and record a decision before a rule is switched off."

YEAR = timedelta(days=365)
MOST_SHOWN = 6


@dataclass(frozen=True, slots=True)
class _Open:
    """A finding as two runs can be compared by; ``found_by`` is the rule, type of package or test that shows it."""

    name: str
    found_by: str
    ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Kept:
    """The result of one run. ``looked_with`` is empty where it does not say, which then hides nothing."""

    tool: str
    on: date
    place: Location
    open: frozenset[_Open]
    looked_with: frozenset[str]


def check(
    analyses: AnalysisRuns,
    scans: VulnerabilityScans,
    tests: TestRuns,
    decisions: Decisions,
    history: History,
    subject: Subject,
) -> Iterator[Finding]:
    days = {each.oid: each.committed_on for each in history.commits}
    kept, loose = _results(analyses, scans, tests, days)
    recent = [each for each in kept if subject.as_of - YEAR <= each.on <= subject.as_of]
    if not (analyses.runs or scans.scans or tests.runs):
        yield unknown(
            Unread("results of tests and scans", "none were handed over", "assay ingest on the results of each run")
        )
        return
    by_tool: dict[str, list[_Kept]] = {}
    for each in sorted(recent, key=lambda one: (one.on, one.place.path)):
        by_tool.setdefault(each.tool, []).append(each)
    finding = {tool: runs for tool, runs in by_tool.items() if any(each.open for each in runs)}
    decided = {name for each in decisions.decisions if each.content.reason for name in each.content.names}
    vanished = list(_vanished(finding, decided))
    for tool, newest, lost in vanished:
        yield bad(
            f"{tool} {min(each.name for each in lost)}",
            f"{counted(len(lost), 'finding')} of {tool} vanished without a decision: the run of {newest.on} no longer looks for {cut(min(each.found_by for each in lost), 60)}",
            newest.place,
            fix=f"Record a decision on {cut(min(each.name for each in lost), 60)}, or look for it again.",
            objects=len(lost),
            observed_at=newest.on,
        )
    once = [tool for tool, runs in finding.items() if len({each.on for each in runs}) == 1]
    if once or loose:
        yield unknown(
            *(
                Unread(
                    f"results of {tool}", "those of one day only were handed over", "the results of an earlier run too"
                )
                for tool in once
            ),
            *loose,
        )
    if finding and not once and not vanished:
        yield _good(finding)


def _good(finding: dict[str, list[_Kept]]) -> Finding:
    runs = [each for kept in finding.values() for each in kept]
    seen = {(each.tool, one.name) for each in runs for one in each.open}
    still = {(kept[-1].tool, one.name) for kept in finding.values() for one in _newest(kept)}
    return good(
        ", ".join(sorted(finding)),
        f"results of {len({each.on for each in runs})} days show what became of {counted(len(seen), 'finding')}: {len(seen - still)} gone, {len(still)} still open",
        *(each.place for each in runs[-MOST_SHOWN:]),
        objects=len(seen),
        observed_at=min(kept[-1].on for kept in finding.values()),
    )


def _newest(kept: list[_Kept]) -> frozenset[_Open]:
    """What is open in any result of the newest day."""
    return frozenset(one for each in kept if each.on == kept[-1].on for one in each.open)


def _vanished(finding: dict[str, list[_Kept]], decided: set[str]) -> Iterator[tuple[str, _Kept, tuple[_Open, ...]]]:
    """For each tool, what the newest day does not hold and did not look for either."""
    for tool, kept in finding.items():
        last = [each for each in kept if each.on == kept[-1].on]
        if any(not each.looked_with for each in last):
            continue
        looked_with = {one for each in last for one in each.looked_with}
        still = {one.name for one in _newest(kept)}
        before = {one for each in kept if each.on < kept[-1].on for one in each.open}
        lost = [
            one for one in before if one.name not in still and one.found_by not in looked_with and not one.ids & decided
        ]
        if lost:
            yield tool, last[-1], tuple(sorted(lost, key=lambda each: each.name))


def _results(
    analyses: AnalysisRuns, scans: VulnerabilityScans, tests: TestRuns, days: dict[str, date]
) -> tuple[list[_Kept], list[Unread]]:
    """Every whole result that bears a day and is tied to a commit; and what keeps the others from counting."""
    kept: list[_Kept] = []
    loose: list[Unread] = []

    def keep(
        tool: str, ran_on: date | None, source: Source, found: Iterator[_Open], looked_with: frozenset[str]
    ) -> None:
        on = ran_on or days.get(source.commit)
        if not source.commit:
            loose.append(Unread(source.name, "it is tied to no commit of this history", "assay ingest with --commit"))
        elif on is None:
            loose.append(Unread(source.name, "it does not say on which day it was made", "a result with its day"))
        else:
            kept.append(_Kept(tool, on, source.at(), frozenset(found), looked_with))

    for run in analyses.runs:
        result = run.content
        if not result.failed:
            opened = (_Open(each.fingerprint or f"{each.rule} in {each.path}", each.rule) for each in result.findings)
            keep(result.tool, result.ran_on, run.source, opened, frozenset(each.id for each in result.rules))
    for scan in scans.scans:
        flaws = (
            _Open(f"{each.id} in {each.package}", each.package.partition("/")[0], each.names)
            for each in scan.content.found
        )
        keep(scan.content.tool, scan.content.ran_on, scan.source, flaws, scan.content.types)
    for test in tests.runs:
        if test.content.executed:
            failures = (_Open(each, "tests") for each in test.content.failures)
            keep("tests", test.content.ran_on, test.source, failures, frozenset())
    return kept, list(dict.fromkeys(loose))


def _sarif(day: str, *found: str, rules: tuple[str, ...] = ("py/sql", "py/path"), tool: str = "CodeQL") -> Handed:
    run: dict[str, Any] = {
        "tool": {"driver": {"name": tool, "rules": [{"id": each} for each in rules]}},
        "invocations": [{"executionSuccessful": True, "endTimeUtc": f"{day}T10:00:00Z"}],
        "results": [
            {
                "ruleId": each,
                "level": "error",
                "message": {"text": each},
                "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a.py"}, "region": {"startLine": 1}}}],
            }
            for each in found
        ],
    }
    return Handed(json.dumps({"version": "2.1.0", "runs": [run]}), commit="{commit}")


def _osv_scan(name: str = "requirements.txt", ecosystem: str = "PyPI", flaw: str = "") -> Handed:
    found = [{"id": flaw, "published": "2026-02-01T00:00:00Z", "affected": []}] if flaw else []
    package = {"package": {"name": "lib", "version": "1.5", "ecosystem": ecosystem}, "vulnerabilities": found}
    return Handed(json.dumps({"results": [{"source": {"path": name}, "packages": [package]}]}), commit="{commit}")


_HISTORY = (Change("Start", {"a.py": "x = 1\n"}, on=date(2026, 8, 1)),)
_VEX = Handed(
    json.dumps(
        {
            "@context": "https://openvex.dev/ns/v0.2.0",
            "author": "Ada Builder",
            "timestamp": "2026-09-03T00:00:00Z",
            "statements": [
                {
                    "vulnerability": {"name": "GHSA-1"},
                    "products": [{"@id": "pkg:pypi/lib"}],
                    "status": "not_affected",
                    "justification": "vulnerable_code_not_present",
                }
            ],
        }
    )
)

EXAMPLES = (
    Example(
        "one finding is gone and one still open",
        Outcome.GOOD,
        {"a.py": "x = 1\n"},
        evidence={"1.sarif": _sarif("2026-08-01", "py/sql", "py/path"), "2.sarif": _sarif("2026-09-29", "py/path")},
        strength=MEDIUM,
    ),
    Example(
        "a rule was switched off",
        Outcome.BAD,
        {"a.py": "x = 1\n"},
        evidence={"1.sarif": _sarif("2026-08-01", "py/sql"), "2.sarif": _sarif("2026-09-29", rules=("py/path",))},
        strength=WEAK,
    ),
    Example(
        "results of one day, the rest in a tracker of one's own",
        Outcome.UNKNOWN,
        {"a.py": "x = 1\n"},
        evidence={"1.sarif": _sarif("2026-09-29", "py/sql")},
        false_positive="a private tracker, of which nobody was told here",
    ),
    Example(
        "another tool took over",
        Outcome.UNKNOWN,
        {"a.py": "x = 1\n"},
        evidence={
            "1.sarif": _sarif("2026-08-01", "py/sql"),
            "2.sarif": _sarif("2026-09-29", "sql-injection", rules=("sql-injection",), tool="Semgrep"),
        },
        false_positive="a tool that was replaced by another",
    ),
    Example(
        "a scan with a decision on what it found",
        Outcome.UNKNOWN,
        {"a.py": "x = 1\n"},
        history=_HISTORY,
        evidence={"1.json": _osv_scan(flaw="GHSA-1"), "vex.json": _VEX},
        false_positive="a finding decided in a VEX",
    ),
    Example(
        "tests that failed and pass now",
        Outcome.GOOD,
        {"a.py": "x = 1\n"},
        evidence={
            "1.xml": Handed(
                '<testsuite timestamp="2026-08-01T10:00:00"><testcase name="a"><failure/></testcase></testsuite>',
                commit="{commit}",
            ),
            "2.xml": Handed(
                '<testsuite timestamp="2026-09-29T10:00:00"><testcase name="a"/></testsuite>', commit="{commit}"
            ),
        },
        strength=MEDIUM,
    ),
    Example(
        "nothing was found on either day",
        Outcome.SILENT,
        {"a.py": "x = 1\n"},
        evidence={"1.sarif": _sarif("2026-08-01"), "2.sarif": _sarif("2026-09-29")},
    ),
    Example(
        "results of no commit",
        Outcome.UNKNOWN,
        {"a.py": "x = 1\n"},
        evidence={"1.xml": Handed('<testsuite><testcase name="a"><failure/></testcase></testsuite>')},
    ),
    Example("nothing was handed over", Outcome.UNKNOWN, {"a.py": "x = 1\n"}),
)
