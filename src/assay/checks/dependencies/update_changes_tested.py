"""Changes that update a component go through the same tests as every other change.

Why: An update is somebody else's change to the product; taking it untested is releasing it untested.

Good: the test jobs start on pull requests with no condition that leaves out the update bot or the lock files. Strong for what the
latest updates did: each of the newest twenty merged updates passed the test jobs, as a snapshot of the platform shows (medium where
results that were handed over show it, or where there were fewer than five updates to look at).

Bad: a condition skips the tests for the bot, or for manifest and lock files; or a merged update had test jobs that failed and none
that passed.

Unknown: no test job on changes was found; or nothing that was handed over tells of some of the latest updates.

Known false positives: filters limited to documents; a condition that only chooses another job for the bot; an update whose tests
failed at first and passed when they were run again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
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
    good,
    unknown,
)
from assay.domain.evidence import Location, Outcome, Unread
from assay.facts.ci import CiPipelines, Does, Trigger, TriggerKind
from assay.facts.history import DependencyChanges
from assay.facts.imported import Bound
from assay.facts.platform import Actor, CheckedCommit, CheckState, CommitCheck, MergedChange, Platforms, Section
from assay.facts.test_runs import TestRuns
from assay.formats.check_names import runs_tests
from assay.formats.snapshots.example import example

SUPPORTS = {"1.2.4/a": MEDIUM, "1.2.4/c": STRONG, "1.3.1/c": MEDIUM}
COUNTERS = {"1.2.4/a": MEDIUM, "1.2.4/c": STRONG}
BECAUSE = "the definition shows which changes are tested; only runs show that they were"
STALE_AFTER_DAYS = 30
FIX = "Remove the condition that keeps update changes from the tests."

BOT_BRANCH = re.compile(r"dependabot|renovate", re.IGNORECASE)
UPDATED = re.compile(
    r"package(-lock)?\.json|yarn\.lock|pnpm-lock|poetry\.lock|uv\.lock|Cargo\.(lock|toml)|go\.(sum|mod)|Gemfile|composer\.(json|lock)|requirements|\*\.lock|pyproject\.toml|pom\.xml|\.csproj",
    re.IGNORECASE,
)
"""Files that an update changes."""
LEAVES_OUT_BOT = re.compile(
    r"(actor|user\.login|head_ref|GITLAB_USER_LOGIN)[^|&\n]{0,40}!=[^|&\n]{0,10}'(dependabot|renovate)[^']{0,10}'|!\s*(contains|startsWith)\([^)]{0,60}(dependabot|renovate)"
)


UPDATES = re.compile(r"(\w+(\([^)]{0,40}\))?!?:\s{1,3})?(bump|update|upgrade)s?\b.{1,160}\b(to|from)\b", re.IGNORECASE)
"""Subjects of commits by people that move a component to another version."""
NEWEST = 20
ENOUGH = 5
"""Fewer updates than this are no habit yet."""
RAN = ("1.2.4/c",)


def check(ci: CiPipelines, changes: DependencyChanges, platforms: Platforms, test_runs: TestRuns) -> Iterator[Finding]:
    yield from _as_defined(ci)
    yield from _as_run(_newest_updates(changes, platforms), ci, platforms, test_runs)


@dataclass(frozen=True, slots=True)
class _Update:
    """A merged update: what it is called, and every commit that held just its content."""

    name: str
    on: date
    commits: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Tested:
    """What is known of the tests of one update. ``by_platform`` where the platform itself says so."""

    update: _Update
    passed: bool
    by_platform: bool
    place: Location
    says: str


def _newest_updates(changes: DependencyChanges, platforms: Platforms) -> tuple[_Update, ...]:
    """By the platform's list of merged changes, else (or where it names none) by the commits that moved locks and manifests."""
    seen = platforms.newest
    moved = {commit.oid for commit, _ in changes.commits}
    merged = (seen.sections.changes.read or ()) if seen else ()
    found = [
        _Update(f"change {each.number}", each.merged_on, frozenset({each.head, *each.merged_as} - {""}))
        for each in merged
        if BOT_BRANCH.search(each.author.name) or moved & {each.head, *each.merged_as}
    ]
    if not found:
        found = [
            _Update(f"commit {commit.oid[:12]}", commit.committed_on, frozenset({commit.oid}))
            for commit, _ in changes.commits
            if commit.parents and (BOT_BRANCH.search(commit.author_name) or UPDATES.match(commit.subject))
        ]
    return tuple(sorted(found, key=lambda each: each.on, reverse=True)[:NEWEST])


def _as_run(
    updates: tuple[_Update, ...], ci: CiPipelines, platforms: Platforms, test_runs: TestRuns
) -> Iterator[Finding]:
    """What the newest updates did; nothing where there was none, or nothing that could tell was handed over."""
    if not updates or not (platforms.newest or test_runs.runs):
        return
    known = [
        found
        for each in updates
        if (found := _on_platform(each, ci, platforms) or _handed_over(each, test_runs)) is not None
    ]
    for each in known:
        if not each.passed:
            yield bad(
                each.update.name,
                f"{each.update.name}, an update merged on {each.update.on}: {each.says}",
                each.place,
                fix=f"Run the tests on {each.update.name} again, and hold back updates whose tests fail.",
                facets=RAN,
                at_most=STRONG if each.by_platform else MEDIUM,
                observed_at=each.update.on,
            )
    passed = [each for each in known if each.passed]
    if len(passed) == len(updates):
        by_platform = all(each.by_platform for each in passed)
        yield good(
            "merged updates",
            f"the tests passed on each of the newest {counted(len(passed), 'merged update')} (since {updates[-1].on})",
            *dict.fromkeys(each.place for each in passed),
            at_most=STRONG if by_platform and len(passed) >= ENOUGH else MEDIUM,
            facets=RAN,
            objects=len(passed),
            observed_at=updates[0].on,
        )
    elif len(known) < len(updates):
        told = {each.update for each in known}
        silent = [each.name for each in updates if each not in told]
        yield unknown(
            Unread(
                "tests of the latest updates",
                f"of {len(silent)} of the newest {len(updates)} updates nothing tells whether tests ran, such as {silent[0]}",
                "a snapshot with the checks of those commits, or their test results (assay ingest with --commit)",
            )
        )


def _on_platform(update: _Update, ci: CiPipelines, platforms: Platforms) -> _Tested | None:
    seen = platforms.newest
    if seen is None:
        return None
    checks = [
        check
        for each in seen.sections.checks.read or ()
        if each.commit in update.commits
        for check in each.checks.read or ()
        if runs_tests(check.name, ci) is STRONG and not check.may_fail
    ]
    failed = [each.name for each in checks if each.state == "failed"]
    if failed:
        return _Tested(update, False, True, seen.at(), f"the test job {failed[0]} failed, as the platform shows")
    passed = [each for each in checks if each.state == "passed"]
    whole = bool(passed) and len(passed) == len(checks)
    return _Tested(update, True, True, seen.at(), "passed") if whole else None


def _handed_over(update: _Update, test_runs: TestRuns) -> _Tested | None:
    """A run that passed counts although another of the same commit did not: it was run again."""
    runs = [each for each in test_runs.runs if each.source.commit in update.commits and each.content.executed]
    green = [each for each in runs if not each.content.failed]
    if green:
        best = next((each for each in green if each.source.bound is Bound.ATTESTED), green[0])
        return _Tested(update, True, best.source.bound is Bound.ATTESTED, best.source.at(), "passed")
    if runs:
        what = f"{counted(runs[0].content.failed, 'test')} failed, such as {runs[0].content.failures[0]}"
        return _Tested(update, False, False, runs[0].source.at(), what)
    return None


def _as_defined(ci: CiPipelines) -> Iterator[Finding]:
    testing = ci.doing(Does.TEST, ci.on_change())
    if not testing:
        yield unknown(
            *(
                ci.none_found
                or (
                    Unread(
                        "test jobs",
                        "no job on changes runs tests that could be followed",
                        "let the pipeline run the tests",
                    ),
                )
            )
        )
        return
    full = []
    for pipeline, job, step in testing:
        condition = f"{job.condition} {step.condition}"
        if LEAVES_OUT_BOT.search(condition):
            yield bad(
                f"{pipeline.path} job {job.name or job.id}",
                f"the tests are skipped for the update bot ({condition.strip()[:80]})",
                at(job.path, job.line),
                fix=f"Remove the condition {condition.strip()[:60]} from {job.id}.",
                at_most=MEDIUM,
            )
        elif any(
            trigger.kind in (TriggerKind.CHANGE, TriggerKind.PUSH) and not trigger.paths and not _leaves_out(trigger)
            for trigger in ci.started_by(pipeline, job)
        ):
            full.append((pipeline, job, step))
    if full:
        pipeline, job, step = full[0]
        yield good(
            "test jobs",
            f"every change, updates included, starts {counted(len(full), 'step')} of tests",
            at(*step.line_of(Does.TEST)),
            at_most=MEDIUM,
            objects=len(full),
        )


def _leaves_out(trigger: Trigger) -> bool:
    """Whether the branches of the bot, or the files an update changes, do not start it."""
    by_branch = trigger.kind is TriggerKind.PUSH and any(BOT_BRANCH.search(each) for each in trigger.ignored_branches)
    return by_branch or any(UPDATED.search(each) for each in trigger.ignored_paths)


_JOB = "on: {}\njobs:\n  t:\n    {}runs-on: ubuntu-24.04\n    steps:\n      - run: pytest\n"

_FLOW = {".github/workflows/c.yml": _JOB.format("pull_request", "")}
_BOT = Actor("bot", "dependabot[bot]")


def _lock(number: int) -> dict[str, str]:
    return {"package.json": f'{{"name": "a", "dependencies": {{"b": "1.{number}.0"}}}}'}


_UPDATES = tuple(
    Change(f"Bump b to 1.{number}", _lock(number), on=date(2026, 9, 1 + number), tag=f"u{number}")
    for number in range(7)
)


def _merged(*states: CheckState) -> dict[str, Handed]:
    """A snapshot of updates that were merged, each with the state of its test job."""
    commits = [f"{{commit:u{number}}}" for number in range(len(states))]
    changes = tuple(
        MergedChange(number, "main", _BOT, date(2026, 9, 1 + number), head=commit)
        for number, commit in enumerate(commits)
    )
    checks = tuple(
        CheckedCommit(commit, checks=Section((CommitCheck("t", state),)))
        for commit, state in zip(commits, states, strict=True)
    )
    return {"snapshot.json": Handed(example(changes=changes, checks=checks))}


def _results(failed: int = 9) -> dict[str, Handed]:
    """Test results of the six updates after the first commit; the one numbered ``failed`` has a failure."""
    red, green = '<testcase name="x"><failure/></testcase>', '<testcase name="x"/>'
    return {
        f"{number}.xml": Handed(
            f"<testsuite>{red if number == failed else green}</testsuite>", commit=f"{{commit:u{number}}}"
        )
        for number in range(1, 7)
    }


EXAMPLES = (
    Example(
        "not for changes of locks",
        Outcome.SILENT,
        {".github/workflows/c.yml": _JOB.format("{pull_request: {paths-ignore: ['**/package-lock.json']}}", "")},
    ),
    Example("tests on every pull request", Outcome.GOOD, {".github/workflows/c.yml": _JOB.format("pull_request", "")}),
    Example(
        "not for the bot",
        Outcome.BAD,
        {".github/workflows/c.yml": _JOB.format("pull_request", "if: github.actor != 'dependabot[bot]'\n    ")},
    ),
    Example(
        "only when sources change",
        Outcome.SILENT,
        {".github/workflows/c.yml": _JOB.format("{pull_request: {paths: ['src/**']}}", "")},
    ),
    Example("no tests", Outcome.UNKNOWN, {"a": "x"}),
    Example(
        "documents are filtered",
        Outcome.GOOD,
        {".github/workflows/c.yml": _JOB.format("{pull_request: {paths-ignore: ['docs/**']}}", "")},
        false_positive="filters limited to documents",
    ),
    Example(
        "another job is chosen for the bot",
        Outcome.GOOD,
        {
            ".github/workflows/c.yml": _JOB.format("pull_request", "").replace(
                "- run", "- if: github.actor == 'dependabot[bot]'\n        run: echo bot\n      - run"
            )
        },
        false_positive="a condition that only chooses another job for the bot",
    ),
    Example(
        "the platform shows that six updates passed",
        Outcome.GOOD,
        {**_FLOW, **_lock(6)},
        history=_UPDATES,
        evidence=_merged("passed", "passed", "passed", "passed", "passed", "passed"),
        strength=STRONG,
    ),
    Example(
        "two updates are no habit yet",
        Outcome.GOOD,
        {**_FLOW, **_lock(6)},
        history=_UPDATES,
        evidence=_merged("passed", "passed"),
        strength=MEDIUM,
    ),
    Example(
        "one of them was merged although its tests failed",
        Outcome.BAD,
        {**_FLOW, **_lock(6)},
        history=_UPDATES,
        evidence=_merged("passed", "passed", "failed", "passed", "passed"),
        strength=STRONG,
    ),
    Example(
        "the tests of one were skipped",
        Outcome.UNKNOWN,
        {**_FLOW, **_lock(6)},
        history=_UPDATES,
        evidence=_merged("passed", "passed", "skipped", "passed", "passed"),
    ),
    Example(
        "results handed over of every update",
        Outcome.GOOD,
        {**_FLOW, **_lock(6)},
        history=_UPDATES,
        evidence=_results(),
        strength=MEDIUM,
    ),
    Example(
        "results handed over, one with a failure",
        Outcome.BAD,
        {**_FLOW, **_lock(6)},
        history=_UPDATES,
        evidence=_results(failed=3),
        strength=MEDIUM,
    ),
    Example(
        "results handed over, one run again",
        Outcome.GOOD,
        {**_FLOW, **_lock(6)},
        history=_UPDATES,
        evidence={
            **_results(failed=3),
            "again.xml": Handed('<testsuite><testcase name="x"/></testsuite>', commit="{commit:u3}"),
        },
        false_positive="an update whose tests failed at first and passed when they were run again",
    ),
)
