"""Findings above the threshold are fixed or accepted in time.

Why: A scanner whose findings stay open for months is a decoration.

Good: the newest run of each tool on the assessed commit has no open finding of a severity with a limit that is older than the limit.
Limits are those the repository declares; where it declares none, high and critical findings have 30 days, and the report says so.

Bad: an open finding is older than its limit. Its age counts from the earliest run handed over that holds the same finding.

Unknown: no results were handed over, none of this commit, or the run failed.

Known false positives: findings in test code; findings dismissed in the tool; the same finding on another line.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from assay.checks.contract import (
    MEDIUM,
    STRONG,
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
from assay.facts.documents import Documents
from assay.facts.imported import Imported
from assay.facts.profile import Profile
from assay.facts.roots import Roots
from assay.facts.subject import Subject
from assay.facts.tags import Tags
from assay.facts.tree import set_aside
from assay.formats.declared_limits import declared_limits

SUPPORTS = {"1.3.3/b": MEDIUM}
COUNTERS = {"1.3.3/b": STRONG}
BECAUSE = "the age of a finding is known only from the earliest result handed over that holds it"
STALE_AFTER_DAYS = 30
FIX = "Fix the finding, or record an accepted risk with owner and expiry."

USUAL: Mapping[str, float] = {"critical": 30.0, "high": 30.0}


def check(
    analysis_runs: AnalysisRuns, documents: Documents, tags: Tags, roots: Roots, profile: Profile, subject: Subject
) -> Iterator[Finding]:
    here = [each for each in analysis_runs.runs if each.source.commit == subject.commit]
    whole = [each for each in here if not each.content.failed]
    if analysis_runs.unread:
        yield unknown(*analysis_runs.unread)
    for each in here:
        if each.content.failed:
            yield unknown(Unread(each.source.name, each.content.failed, "a run of this commit that ended well"))
    if not whole:
        return
    declared = declared_limits(documents, tags, roots, profile)
    allowed = declared or USUAL
    first_seen = _first_seen(analysis_runs)
    late = list(_late(whole, allowed, first_seen, subject.as_of))
    yield from late
    if not late:
        where = "declared here" if declared else "no limits are declared: high and critical have 30 days"
        waiting = sum(1 for run in whole for found in run.content.findings if found.severity in allowed)
        yield good(
            ", ".join(sorted({each.content.tool for each in whole})),
            f"no finding is open beyond its limit ({counted(waiting, 'finding')} within; {where})",
            *(each.source.at() for each in whole),
            observed_at=min(_day(each) for each in whole),
        )


def _late(
    runs: list[Imported[AnalysisRun]],
    allowed: Mapping[str, float],
    first_seen: Mapping[tuple[str, ...], date],
    as_of: date,
) -> Iterator[Finding]:
    for run in runs:
        for found in run.content.findings:
            age = (as_of - first_seen[_identity(run.content, found)]).days
            if age > allowed.get(found.severity, age) and not set_aside(found.path):
                place = at(found.path, found.line) if found.path else run.source.at()
                yield bad(
                    f"{run.content.tool} {found.rule} {place}",
                    f"{found.severity} finding open for {age} days, limit {allowed[found.severity]:.0f}: {cut(found.says)}",
                    place,
                    run.source.at(),
                    fix=f"Fix {found.rule} at {place}, or record an accepted risk with owner and expiry.",
                    observed_at=run.content.ran_on,
                )


def _first_seen(analysis_runs: AnalysisRuns) -> dict[tuple[str, ...], date]:
    seen: dict[tuple[str, ...], date] = {}
    for run in analysis_runs.runs:
        for found in run.content.findings:
            key = _identity(run.content, found)
            seen[key] = min(seen.get(key, _day(run)), _day(run))
    return seen


def _identity(run: AnalysisRun, found: ToolFinding) -> tuple[str, ...]:
    """What makes it the same finding in another run: never its line, which moves."""
    return (
        (run.tool, found.rule, found.fingerprint)
        if found.fingerprint
        else (run.tool, found.rule, found.path, found.says)
    )


def _day(run: Imported[AnalysisRun]) -> date:
    return run.content.ran_on or run.source.taken_on


def _sarif(*results: str, commit: str = "{commit}", on: str = "", ended_well: str = "true") -> str:
    ran = f', "endTimeUtc": "{on}T10:00:00Z"' if on else ""
    return (
        '{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "Probe"}}, "results": ['
        + ", ".join(results)
        + f'], "invocations": [{{"executionSuccessful": {ended_well}{ran}}}]'
        + ', "versionControlProvenance": [{"revisionId": "'
        + commit
        + '"}]}]}'
    )


def _result(path: str = "app.py", line: int = 3, level: str = "error", more: str = "") -> str:
    return (
        f'{{"ruleId": "r1", "level": "{level}", "message": {{"text": "weak hash"}}, "locations": [{{"physicalLocation":'
        f' {{"artifactLocation": {{"uri": "{path}"}}, "region": {{"startLine": {line}}}}}}}]{more}}}'
    )


_APP = {"app.py": "x = 1\n"}
_OLD = (Change("Release", {"app.py": "x = 0\n"}, on=date(2026, 6, 1), tag="v1.0.0"),)
_EARLIER = Handed(_sarif(_result(), commit="{commit:v1.0.0}", on="2026-06-01"))

EXAMPLES = (
    Example(
        "nothing open", Outcome.GOOD, _APP, evidence={"now.sarif": Handed(_sarif(on="2026-09-30"))}, strength=MEDIUM
    ),
    Example(
        "open since June",
        Outcome.BAD,
        _APP,
        history=_OLD,
        evidence={"then.sarif": _EARLIER, "now.sarif": Handed(_sarif(_result(), on="2026-09-30"))},
        strength=STRONG,
    ),
    Example("new this week", Outcome.GOOD, _APP, evidence={"now.sarif": Handed(_sarif(_result(), on="2026-09-30"))}),
    Example(
        "the limit the repository declares is longer",
        Outcome.GOOD,
        {
            **_APP,
            "SECURITY.md": "# Security policy\n\nWe fix critical vulnerabilities within 90 days and high vulnerabilities within 180 days.\n",
        },
        history=_OLD,
        evidence={"then.sarif": _EARLIER, "now.sarif": Handed(_sarif(_result(), on="2026-09-30"))},
    ),
    Example(
        "only in a test",
        Outcome.GOOD,
        _APP,
        evidence={"now.sarif": Handed(_sarif(_result("tests/test_app.py"), on="2026-05-01"))},
        false_positive="findings in test code",
    ),
    Example(
        "judged in the tool",
        Outcome.GOOD,
        _APP,
        evidence={
            "now.sarif": Handed(_sarif(_result(more=', "suppressions": [{"kind": "external"}]'), on="2026-05-01"))
        },
        false_positive="findings dismissed in the tool",
    ),
    Example(
        "the line moved, the finding did not",
        Outcome.BAD,
        _APP,
        history=_OLD,
        evidence={"then.sarif": _EARLIER, "now.sarif": Handed(_sarif(_result(line=90), on="2026-09-30"))},
        false_positive="the same finding on another line",
    ),
    Example("the tool crashed", Outcome.UNKNOWN, _APP, evidence={"now.sarif": Handed(_sarif(ended_well="false"))}),
    Example(
        "only the release before was scanned", Outcome.SILENT, _APP, history=_OLD, evidence={"then.sarif": _EARLIER}
    ),
    Example("nothing handed over", Outcome.UNKNOWN, _APP),
)
