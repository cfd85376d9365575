"""JUnit XML: test cases with their outcome. Real files differ from every schema, so cases are counted and totals ignored."""

from collections.abc import Iterator
from datetime import date
from xml.etree.ElementTree import Element

from assay.facts.test_runs import ClaimTest, TestRun
from assay.formats.results.raw import Raw, ResultError, local

TITLE = "JUnit XML test results"
FAILED = frozenset({"failure", "error", "rerunFailure", "rerunError"})
NOT_RUN = frozenset({"disabled", "skipped", "notrun", "ignored", "suppressed"})
PROPERTY = "assay.claim"
COMMIT = frozenset({"commit", "git.commit", "vcs.revision", "revision", "ci.commit.sha"})
FIRST = 5


def recognises(raw: Raw) -> bool:
    """Suites or one suite of test cases, as their elements are called."""
    return raw.root_name in ("testsuites", "testsuite")


def read(raw: Raw) -> tuple[TestRun, ...]:
    """One run per file. Raises ResultError where there is no test case at all: an empty run shows nothing."""
    root = raw.xml
    if root is None:
        raise ResultError("it is not well-formed XML")
    cases = list(_cases(root))
    if not cases:
        raise ResultError(f"<{raw.root_name}> holds no test case")
    outcomes = [(case, _outcome(case)) for case in cases]
    failed = [case for case, outcome in outcomes if outcome == "failed"]
    return (
        TestRun(
            passed=sum(outcome == "passed" for _, outcome in outcomes),
            failed=len(failed),
            skipped=sum(outcome == "skipped" for _, outcome in outcomes),
            ran_on=_day(root),
            failures=tuple(_name(case) for case in failed[:FIRST]),
            claims=tuple(
                ClaimTest(facet, _name(case), outcome)
                for case, outcome in outcomes
                for facet in _properties(case, {PROPERTY})
            ),
            commit=next((value for each in _suites(root) for value in _properties(each, COMMIT)), ""),
        ),
    )


def _cases(root: Element) -> Iterator[Element]:
    return (each for each in root.iter() if local(each.tag) == "testcase")


def _suites(root: Element) -> Iterator[Element]:
    return (each for each in root.iter() if local(each.tag) in ("testsuites", "testsuite"))


def _outcome(case: Element) -> str:
    """A case that failed and then passed when run again has only flaky marks and counts as passed."""
    marks = {local(each.tag) for each in case}
    said = (case.get("status") or case.get("result") or "").lower()
    if marks & FAILED or said in ("failed", "failure", "error"):
        return "failed"
    return "skipped" if "skipped" in marks or "disabled" in marks or said in NOT_RUN else "passed"


def _name(case: Element) -> str:
    return ".".join(each for each in (case.get("classname"), case.get("name")) if each)[:200]


def _properties(element: Element, names: frozenset[str] | set[str]) -> Iterator[str]:
    for group in element:
        if local(group.tag) == "properties":
            for each in group:
                if (each.get("name") or "").lower() in names:
                    if value := (each.get("value") or each.text or "").strip():
                        yield value


def _day(root: Element) -> date | None:
    """The newest day a suite says it ran on; times in the words of a place are not guessed at."""
    found = []
    for suite in _suites(root):
        try:
            found.append(date.fromisoformat((suite.get("timestamp") or "")[:10]))
        except ValueError:
            continue
    return max(found, default=None)
