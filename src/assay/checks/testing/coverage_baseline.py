"""Coverage is measured against a declared baseline.

Why: No figure is right for everybody; a figure a team chose and holds keeps tests from falling behind the code.

Good: a measurement of the assessed commit reaches the baseline that the settings of the repository declare.

Bad: it lies below the declared baseline.

Unknown: no measurement was handed over, or none of this commit. Without a declared baseline the check is silent.

Known false positives: a baseline of another part of the repository; a file measured twice.
"""

from collections.abc import Iterator
from datetime import date

from assay.checks.contract import MEDIUM, WEAK, Change, Example, Finding, Handed, at, bad, good, unknown
from assay.domain.evidence import Outcome
from assay.facts.coverage_runs import CoverageRuns
from assay.facts.subject import Subject
from assay.facts.texts import Texts
from assay.formats.coverage_baselines import baselines

SUPPORTS = {"1.3.2/a": MEDIUM, "1.3.1/a": WEAK}
COUNTERS = {"1.3.2/a": WEAK}
BECAUSE = "a measurement against the baseline the project chose; reaching a line is not testing it"
STALE_AFTER_DAYS = 30
FIX = "Test what is not reached, or record why the baseline changes."


def check(coverage_runs: CoverageRuns, texts: Texts, subject: Subject) -> Iterator[Finding]:
    declared = next(baselines(texts), None)
    if declared is None:
        return
    if coverage_runs.unread:
        yield unknown(*coverage_runs.unread)
    here = [each for each in coverage_runs.runs if each.source.commit == subject.commit]
    if not here:
        return
    best = max(here, key=lambda each: each.content.reached)
    says = f"{best.content.covered} of {best.content.lines} lines reached; {declared.setting} asks for {declared.reached:g} of 100"
    places = (at(declared.path, declared.line), best.source.at())
    day = best.content.ran_on or best.source.taken_on
    if best.content.reached >= declared.reached:
        yield good(declared.path, says, *places, observed_at=day)
    elif declared.path.count("/") == 0:
        yield bad(declared.path, says, *places, observed_at=day)


def _cobertura(covered: int) -> str:
    lines = "".join(f'<line number="{number}" hits="{int(number <= covered)}"/>' for number in range(1, 11))
    return f'<coverage line-rate="1"><packages><package><classes><class filename="a.py"><lines>{lines}</lines></class></classes></package></packages></coverage>'


def _run(covered: int) -> dict[str, Handed]:
    return {"coverage.xml": Handed(_cobertura(covered), commit="{commit}")}


_FILES = {"pyproject.toml": "[tool.coverage.report]\nfail_under = 80\n"}
_LCOV = "SF:a.js\nDA:1,1\nDA:2,0\nend_of_record\nSF:a.js\nDA:2,3\nend_of_record\n"

EXAMPLES = (
    Example("above the baseline", Outcome.GOOD, _FILES, evidence=_run(9), strength=MEDIUM),
    Example("below it, whatever the stated rate", Outcome.BAD, _FILES, evidence=_run(7), strength=WEAK),
    Example(
        "the baseline is one of a part",
        Outcome.SILENT,
        {"web/package.json": '{"nyc": {"lines": 95}}'},
        evidence=_run(7),
        false_positive="a baseline of another part of the repository",
    ),
    Example(
        "two records of one file count once",
        Outcome.GOOD,
        {"package.json": '{"jest": {"coverageThreshold": {"global": {"lines": 100}}}}'},
        evidence={"lcov.info": Handed(_LCOV, commit="{commit}")},
        false_positive="a file measured twice",
    ),
    Example("no baseline is declared", Outcome.SILENT, {"a.py": "x = 1\n"}, evidence=_run(1)),
    Example(
        "only the release before was measured",
        Outcome.SILENT,
        _FILES,
        history=(Change("Release", {"a.py": "x = 0\n"}, on=date(2026, 8, 1), tag="v1.0.0"),),
        evidence={"coverage.xml": Handed(_cobertura(1), release="v1.0.0")},
    ),
    Example("a baseline but no measurement", Outcome.UNKNOWN, _FILES),
)
