"""Tests named as proof of a claim were run and passed.

Why: Whether an administrator without a second factor is refused can be shown by a test, and a customer can read that test.

Good: a case that carries the property ``assay.claim`` with one of the facets tests can show passed on the assessed commit (strong
where a verified signature ties the run to the commit, else medium at most).

Bad: a tagged case failed, or was skipped.

Unknown: no test results were handed over, none of this commit, or no case in them carries a tag.

Known false positives: a tag on a trivial test (the case is named, so that a reader can look at it); a tag for a facet no test can
show.
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
from assay.facts.imported import Bound, Imported
from assay.facts.subject import Subject
from assay.facts.test_runs import ClaimTest, TestRun, TestRuns

SUPPORTS = {"1.4.2/b": STRONG, "1.4.3/b": STRONG, "1.4.4/c": STRONG, "1.4.5/b": MEDIUM, "3.5.2/b": MEDIUM}
COUNTERS = {"1.4.2/b": STRONG, "1.4.3/b": STRONG, "1.4.4/c": MEDIUM, "1.4.5/b": MEDIUM, "3.5.2/b": MEDIUM}
BECAUSE = "the vendor named the proof and the run shows that it holds; a reader can open the test"
STALE_AFTER_DAYS = 90
FIX = "Tag the test that shows the facet with the property assay.claim, and hand in the result of its run."

SHOWN = 3


def check(test_runs: TestRuns, subject: Subject) -> Iterator[Finding]:
    if test_runs.unread:
        yield unknown(*test_runs.unread)
    runs = [each for each in test_runs.runs if each.source.commit == subject.commit]
    tagged = [(run, case) for run in runs for case in run.content.claims]
    for facet in dict.fromkeys(case.facet for _, case in tagged):
        of_facet = [(run, case) for run, case in tagged if case.facet == facet]
        if facet in SUPPORTS:
            yield _said(facet, of_facet)
        else:
            reason = "the facet it names is none that a test can show"
            yield unknown(Unread(f"tag {facet[:20]} of {of_facet[0][1].case}", reason, f"one of {', '.join(SUPPORTS)}"))
    if runs and not tagged:
        yield unknown(Unread("tagged tests", "no case carries the property assay.claim", FIX))


def _said(facet: str, tagged: list[tuple[Imported[TestRun], ClaimTest]]) -> Finding:
    """One finding per facet: one case that did not pass is enough against it."""
    run, first = tagged[0]
    against = [(run, case) for run, case in tagged if case.outcome != "passed"]
    if against:
        run, case = against[0]
        how = "failed" if case.outcome == "failed" else "was not executed"
        return bad(
            facet,
            f"the test named as proof, {case.case}, {how}",
            run.source.at(),
            fix=f"Make {case.case} pass on the release.",
            facets=(facet,),
            observed_at=run.content.ran_on,
        )
    names = ", ".join(dict.fromkeys(case.case for _, case in tagged[:SHOWN]))
    more = f" and {counted(len(tagged) - SHOWN, 'more')}" if len(tagged) > SHOWN else ""
    attested = all(each.source.bound is Bound.ATTESTED for each, _ in tagged)
    return good(
        facet,
        f"passed: {names or first.case}{more}",
        *dict.fromkeys(each.source.at() for each, _ in tagged),
        at_most=STRONG if attested else MEDIUM,
        facets=(facet,),
        objects=len(tagged),
        observed_at=run.content.ran_on or run.source.taken_on,
    )


def _suite(facet: str, inside: str = "") -> str:
    tag = f'<properties><property name="assay.claim" value="{facet}"/></properties>'
    return f'<testsuite><testcase classname="auth" name="refuses">{tag}{inside}</testcase></testsuite>'


def _run(content: str) -> dict[str, Handed]:
    return {"junit.xml": Handed(content, commit="{commit}")}


_FILES = {"a.py": "x = 1\n"}
_UNTAGGED = '<testsuite><testcase name="refuses"/></testsuite>'

EXAMPLES = (
    Example("the named test passed", Outcome.GOOD, _FILES, evidence=_run(_suite("1.4.2/b")), strength=MEDIUM),
    Example(
        "the named test failed", Outcome.BAD, _FILES, evidence=_run(_suite("1.4.2/b", "<failure/>")), strength=STRONG
    ),
    Example("the named test was skipped", Outcome.BAD, _FILES, evidence=_run(_suite("1.4.4/c", "<skipped/>"))),
    Example(
        "the test is trivial, but it is named",
        Outcome.GOOD,
        _FILES,
        evidence=_run(_suite("1.4.5/b")),
        false_positive="a tag on a trivial test (the case is named, so that a reader can look at it)",
    ),
    Example(
        "training cannot be tested",
        Outcome.UNKNOWN,
        _FILES,
        evidence=_run(_suite("1.1.2/a")),
        false_positive="a tag for a facet no test can show",
    ),
    Example("no test carries a tag", Outcome.UNKNOWN, _FILES, evidence=_run(_UNTAGGED)),
    Example(
        "only the release before was tested",
        Outcome.SILENT,
        _FILES,
        history=(Change("Release", {"a.py": "x = 0\n"}, on=date(2026, 8, 1), tag="v1.0.0"),),
        evidence={"junit.xml": Handed(_suite("1.4.2/b"), release="v1.0.0")},
    ),
    Example("nothing handed over", Outcome.UNKNOWN, _FILES),
)
