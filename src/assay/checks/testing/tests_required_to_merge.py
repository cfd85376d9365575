"""A change cannot be merged while its tests fail.

Why: Tests that only inform are skipped on the day somebody is in a hurry.

Good: the platform's rules for each branch releases come from require a check in which tests of the pipeline run, and let nobody by
(medium where administrators or others may bypass it, where that was not shown, or where the required check only waits for the
tests; weak where only the name of an outside check says that it tests).

Bad: the rules were read and require no check.

Unknown: no snapshot of the platform, or one by somebody who may not see the rules: never taken for their absence.

Known false positives: a merge queue that requires the checks; a gate outside the platform, where only its bot may push; a required
check that is no test.
"""

from collections.abc import Iterator
from typing import Any

from assay.checks.contract import MEDIUM, STRONG, WEAK, Example, Finding, Handed, Strength, bad, cut, good, unknown
from assay.domain.evidence import Outcome
from assay.facts.ci import CiPipelines
from assay.facts.platform import Actor, Branch, Bypass, Platforms, Rule, Section, Seen, escapes
from assay.formats.check_names import runs_tests
from assay.formats.snapshots.example import FULL, REFUSED, example

SUPPORTS = {"1.3.2/c": STRONG, "1.2.4/b": STRONG}
COUNTERS = {"1.3.2/c": MEDIUM, "1.2.4/b": MEDIUM}
BECAUSE = "the platform holds the merge back itself; exceptions to the rule, or a name nobody can follow, weaken that"
STALE_AFTER_DAYS = 30
FIX = "Require the test job in the rules of the branch releases come from, with an empty bypass list."


def check(platforms: Platforms, ci: CiPipelines) -> Iterator[Finding]:
    seen = platforms.newest
    if platforms.unread:
        yield unknown(*platforms.unread)
    if seen is None or seen.archived:
        return
    if not seen.sections.branches.read:
        yield unknown(seen.missing("branches", seen.sections.branches))
    for branch in seen.sections.branches.read or ():
        yield from _judged(branch, seen, ci)


def _judged(branch: Branch, seen: Seen, ci: CiPipelines) -> Iterator[Finding]:
    unread = [
        seen.missing(f"{what} of branch {branch.name}", section)
        for what, section in (("protection", branch.protection), ("rules", branch.rules))
        if section.read is None
    ]
    required = tuple(dict.fromkeys(name for rule in branch.in_force for name in rule.checks))
    known = {name: how for name in required if (how := runs_tests(name, ci))}
    if known:
        name = max(known, key=lambda each: known[each])
        yield from _required(branch, seen, name, known[name])
    elif not required and unread:
        yield unknown(*unread)
    elif not required and not _gated(branch):
        yield bad(
            f"branch {branch.name}",
            f"no check must pass before a change is merged into {branch.name}",
            seen.at(),
            fix=f"Require the test job in the rules of {branch.name}.",
            observed_at=seen.on,
        )


def _required(branch: Branch, seen: Seen, name: str, how: Strength) -> Iterator[Finding]:
    passing = escapes(branch.in_force, lambda rule: name in rule.checks)
    general = [each.actor for each in passing.read or () if each.actor.kind not in ("bot", "key")]
    most = min(how, STRONG if passing.read is not None and not general else MEDIUM)
    limits = (
        "; who may bypass that was not shown"
        if passing.read is None
        else f"; {cut(', '.join(each.called for each in general), 200)} may bypass that"
        if general
        else ""
    )
    by_name = ", going by its name alone" if how is WEAK else ""
    yield good(
        f"branch {branch.name}",
        f"the check {name} must pass before a change is merged into {branch.name}{by_name}{limits}",
        seen.at(),
        at_most=most,
        observed_at=seen.on,
    )
    if passing.read is None:
        yield unknown(seen.missing(f"who may bypass the rules of branch {branch.name}", passing))


def _gated(branch: Branch) -> bool:
    """Whether only one bot may push: then the gate, with its tests, is elsewhere."""
    return any(
        rule.pushers is not None and len(rule.pushers) == 1 and rule.pushers[0].kind in ("bot", "key")
        for rule in branch.in_force
    )


def _handed(*rules: Rule) -> dict[str, Handed]:
    return _snapshot(branches=(Branch("main", "{commit}", True, True, Section(()), Section(rules)),))


def _snapshot(**sections: Any) -> dict[str, Handed]:
    return {"snapshot.json": Handed(example(**sections))}


def _rule(check: str, *passing: Bypass, **more: Any) -> Rule:
    return Rule("main", checks=(check,), bypass=Section(passing), **more)


_FLOW = {
    ".github/workflows/ci.yml": "on: pull_request\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps: [{run: pytest}]\n"
    "  lint:\n    runs-on: ubuntu-24.04\n    steps: [{run: ruff check}]\n"
    "  all:\n    needs: [test, lint]\n    runs-on: ubuntu-24.04\n    steps: [{run: echo ok}]\n"
}

EXAMPLES = (
    Example("the test job is required", Outcome.GOOD, _FLOW, evidence=_handed(FULL), strength=STRONG),
    Example("a variant of it", Outcome.GOOD, _FLOW, evidence=_handed(_rule("test (3.13)")), strength=STRONG),
    Example("a job that waits for the tests", Outcome.GOOD, _FLOW, evidence=_handed(_rule("all")), strength=MEDIUM),
    Example(
        "administrators may bypass it",
        Outcome.GOOD,
        _FLOW,
        evidence=_handed(_rule("test", Bypass(Actor("role", "admin")))),
        strength=MEDIUM,
    ),
    Example(
        "an outside service whose name says that it tests",
        Outcome.GOOD,
        {"a": "x"},
        evidence=_handed(_rule("buildkite/unit-tests")),
        strength=WEAK,
    ),
    Example(
        "through a merge queue",
        Outcome.GOOD,
        _FLOW,
        evidence=_handed(_rule("test", merge_queue=True)),
        false_positive="a merge queue that requires the checks",
        strength=STRONG,
    ),
    Example(
        "only the style is required",
        Outcome.SILENT,
        _FLOW,
        evidence=_handed(_rule("lint")),
        false_positive="a required check that is no test",
    ),
    Example("nothing is required", Outcome.BAD, _FLOW, evidence=_handed(Rule("main", change_request=True))),
    Example(
        "only the bot of an outside gate may push",
        Outcome.SILENT,
        _FLOW,
        evidence=_handed(Rule("main", pushers=(Actor("bot", "tide"),))),
        false_positive="a gate outside the platform, where only its bot may push",
    ),
    Example(
        "the token may not see the protection",
        Outcome.UNKNOWN,
        _FLOW,
        evidence=_snapshot(branches=(Branch("main", "{commit}", True, True, Section(unread=REFUSED), Section(())),)),
    ),
    Example("no snapshot", Outcome.UNKNOWN, _FLOW),
)
