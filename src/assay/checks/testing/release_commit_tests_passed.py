"""The tests passed on the very commit that was released.

Why: A green pipeline on some other day says nothing of the files customers received.

Good: a test run of exactly the assessed or the newest released commit was handed over, with cases that were run and none that
failed (strong where a verified signature ties the run to the commit, else medium: a person said so, or the file does); or a
snapshot of the platform shows that the jobs which run the tests passed on it (strong: the platform ran them).

Bad: every run of that commit that was handed over has a failed case, or ran none at all; or the platform shows its test jobs failed.

Unknown: no test results and no snapshot were handed over, or none that is of this history.

Known false positives: a flaky run that passed when it was run again; a result that names no commit; results of an older commit;
a check that failed and is no test, or may fail.
"""

from collections.abc import Iterator
from datetime import date

from assay.checks.contract import (
    MEDIUM,
    STRONG,
    Change,
    Example,
    Finding,
    Handed,
    bad,
    counted,
    good,
    unknown,
)
from assay.domain.evidence import Outcome, Unread
from assay.facts.ci import CiPipelines
from assay.facts.imported import Bound, Imported
from assay.facts.platform import CheckedCommit, CommitCheck, Platforms, Section, Seen
from assay.facts.subject import Subject
from assay.facts.tags import Tags
from assay.facts.test_runs import TestRun, TestRuns
from assay.formats.check_names import runs_tests
from assay.formats.snapshots.example import example

SUPPORTS = {"1.3.2/b": STRONG, "1.2.3/c": MEDIUM}
COUNTERS = {"1.3.2/b": STRONG}
BECAUSE = "it is the run itself; without a verified signature somebody's word ties it to the commit"
STALE_AFTER_DAYS = 365
FIX = "Release only from commits with a green test run, and keep its result with the release."


def check(
    test_runs: TestRuns, platforms: Platforms, ci: CiPipelines, tags: Tags, subject: Subject
) -> Iterator[Finding]:
    released = tags.releases[:1]
    wanted = {subject.commit: "the assessed commit"} | {tag.commit: f"release {tag.name}" for tag in released}
    for commit, name in wanted.items():
        runs = [each for each in test_runs.runs if each.source.commit == commit]
        if runs:
            yield _said(name, commit, runs)
    shown = [found for commit, name in wanted.items() if (found := _on_platform(name, commit, platforms.newest, ci))]
    yield from shown
    untied = [each.source.name for each in test_runs.runs if not each.source.commit]
    if untied:
        reason = "it does not say which commit was tested"
        yield unknown(*(Unread(name, reason, "assay ingest with --commit or --release") for name in untied))
    if test_runs.unread and not shown:
        yield unknown(*test_runs.unread)


def _on_platform(name: str, commit: str, seen: Seen | None, ci: CiPipelines) -> Finding | None:
    """What the platform says of the test jobs on a commit; None where it says nothing of them."""
    if seen is None:
        return None
    checks = [
        check
        for each in seen.sections.checks.read or ()
        if each.commit == commit
        for check in each.checks.read or ()
        if runs_tests(check.name, ci) is STRONG and not check.may_fail
    ]
    failed = [each for each in checks if each.state == "failed"]
    passed = [each for each in checks if each.state == "passed"]
    if failed:
        return bad(
            f"{name} on the platform",
            f"the test job {failed[0].name} failed on {name} ({commit[:12]}), as the platform shows",
            seen.at(),
            fix=f"Run the tests on {commit[:12]} until they pass, and release that.",
            observed_at=failed[0].on or seen.on,
            revision=commit,
        )
    if passed and len(passed) == len(checks):
        return good(
            f"{name} on the platform",
            f"{counted(len(passed), 'test job')} passed on {name} ({commit[:12]}), as the platform shows",
            seen.at(),
            observed_at=passed[0].on or seen.on,
            revision=commit,
        )
    return None


def _said(name: str, commit: str, runs: list[Imported[TestRun]]) -> Finding:
    """One finding for a commit: a run that passed counts although another of the same commit did not."""
    green = [each for each in runs if each.content.executed and not each.content.failed]
    if green:
        best = next((each for each in green if each.source.bound is Bound.ATTESTED), green[0])
        again = f"; {counted(len(runs) - len(green), 'other run')} of it did not" if len(green) < len(runs) else ""
        return good(
            name,
            f"{counted(best.content.executed, 'test')} passed on {name} ({commit[:12]}, {best.source.bound}){again}",
            *(each.source.at() for each in green),
            at_most=STRONG if best.source.bound is Bound.ATTESTED else MEDIUM,
            observed_at=best.content.ran_on or best.source.taken_on,
            revision=commit,
        )
    worst = max(runs, key=lambda each: each.content.failed)
    failed = (
        f"{counted(worst.content.failed, 'test')} failed, such as {worst.content.failures[0]}"
        if worst.content.failed
        else ""
    )
    return bad(
        name,
        failed or f"no test was run: {counted(worst.content.skipped, 'case was', 'cases were')} skipped",
        *(each.source.at() for each in runs),
        fix=f"Run the tests on {commit[:12]} until they pass, and release that.",
        revision=commit,
    )


_FLOW = {
    ".github/workflows/ci.yml": "on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps: [{run: pytest}]\n"
    "  lint:\n    runs-on: ubuntu-24.04\n    steps: [{run: ruff check}]\n"
}


def _checked(*checks: CommitCheck) -> dict[str, Handed]:
    commit = CheckedCommit("{commit}", checks=Section(checks))
    return {"snapshot.json": Handed(example(checks=(commit,)))}


_PASSED = '<testsuite><testcase classname="a" name="b"/><testcase classname="a" name="c"/></testsuite>'
_FAILED = '<testsuite tests="2" failures="0"><testcase name="b"><failure message="no"/></testcase></testsuite>'
_SKIPPED = '<testsuite tests="9" failures="0"><testcase name="b"><skipped/></testcase></testsuite>'

EXAMPLES = (
    Example(
        "the assessed commit, said by who handed it over",
        Outcome.GOOD,
        {"a": "x"},
        evidence={"junit.xml": Handed(_PASSED, commit="{commit}")},
        strength=MEDIUM,
    ),
    Example(
        "the newest release, named by its tag",
        Outcome.GOOD,
        {"a": "x"},
        history=(Change("Release", {"a": "1"}, tag="v1.0.0"),),
        evidence={"junit.xml": Handed(_PASSED, release="v1.0.0")},
        strength=MEDIUM,
    ),
    Example(
        "the only run of the commit failed, whatever its totals say",
        Outcome.BAD,
        {"a": "x"},
        evidence={"junit.xml": Handed(_FAILED, commit="{commit}")},
        strength=STRONG,
    ),
    Example(
        "every test was skipped",
        Outcome.BAD,
        {"a": "x"},
        evidence={"junit.xml": Handed(_SKIPPED, commit="{commit}")},
    ),
    Example(
        "a second attempt of the same commit passed",
        Outcome.GOOD,
        {"a": "x"},
        evidence={
            "first.xml": Handed(_FAILED, commit="{commit}"),
            "second.xml": Handed(_PASSED, commit="{commit}"),
        },
        false_positive="a flaky run that passed when it was run again",
    ),
    Example(
        "nobody says which commit it was",
        Outcome.UNKNOWN,
        {"a": "x"},
        evidence={"junit.xml": Handed(_PASSED)},
        false_positive="a result that names no commit",
    ),
    Example(
        "a run of a commit before the release",
        Outcome.SILENT,
        {"a": "x"},
        history=(
            Change("Older", {"a": "0"}, on=date(2026, 8, 1), tag="v0.9.0"),
            Change("Release", {"a": "1"}, tag="v1.0.0"),
        ),
        evidence={"junit.xml": Handed(_FAILED, release="v0.9.0")},
        false_positive="results of an older commit",
    ),
    Example(
        "a commit of another product",
        Outcome.UNKNOWN,
        {"a": "x"},
        evidence={"junit.xml": Handed(_PASSED, commit="0123456789012345678901234567890123456789")},
    ),
    Example(
        "the platform ran the test job on the assessed commit",
        Outcome.GOOD,
        _FLOW,
        evidence=_checked(CommitCheck("test (3.11)", "passed"), CommitCheck("test (3.13)", "passed")),
        strength=STRONG,
    ),
    Example(
        "its style job failed, its tests passed",
        Outcome.GOOD,
        _FLOW,
        evidence=_checked(CommitCheck("test", "passed"), CommitCheck("lint", "failed")),
        false_positive="a check that failed and is no test, or may fail",
        strength=STRONG,
    ),
    Example(
        "one of its test jobs failed",
        Outcome.BAD,
        _FLOW,
        evidence=_checked(CommitCheck("test (3.11)", "passed"), CommitCheck("test (3.13)", "failed")),
        strength=STRONG,
    ),
    Example(
        "a check that only calls itself a test",
        Outcome.UNKNOWN,
        {"a": "x"},
        evidence=_checked(CommitCheck("all tests", "passed")),
    ),
    Example("nothing handed over", Outcome.UNKNOWN, {"a": "x", "junit.xml": _PASSED}),
)
