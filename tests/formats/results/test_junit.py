"""JUnit files are counted case by case."""

import pytest

from assay.facts.test_runs import ClaimTest
from assay.formats.results import Raw, ResultError, junit


def counts(text: str) -> tuple[int, int, int]:
    (run,) = junit.read(Raw("junit.xml", text.encode()))
    return run.passed, run.failed, run.skipped


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<testsuite tests="186" failures="0"><testcase name="a"/><testcase name="b"/></testsuite>', (2, 0, 0)),
        ("<testsuites><testsuite><testsuite><testcase/></testsuite></testsuite></testsuites>", (1, 0, 0)),
        ("<testsuite><testcase><error/></testcase><testcase><failure/></testcase></testsuite>", (0, 2, 0)),
        ('<testsuite><testcase status="disabled"/><testcase><skipped/></testcase></testsuite>', (0, 0, 2)),
        ('<testsuite><testcase status="failed"/><testcase result="error"/></testsuite>', (0, 2, 0)),
        ("<testsuite><testcase><flakyFailure/></testcase></testsuite>", (1, 0, 0)),
        ("<testsuite><testcase><rerunFailure/><failure/></testcase></testsuite>", (0, 1, 0)),
        ('<testsuite xmlns="urn:x"><testcase/></testsuite>', (1, 0, 0)),
        ("\ufeff<testsuite><testcase/></testsuite>", (1, 0, 0)),
    ],
)
def test_cases_are_counted_and_totals_ignored(text: str, expected: tuple[int, int, int]) -> None:
    assert counts(text) == expected


@pytest.mark.parametrize("text", ["<testsuite/>", '<testsuites tests="5"><testsuite tests="5"/></testsuites>'])
def test_no_case_is_no_run(text: str) -> None:
    with pytest.raises(ResultError, match="no test case"):
        counts(text)


def test_tags_name_the_facet_and_how_the_case_ended() -> None:
    tag = '<properties><property name="assay.claim" value="1.4.2/b"/></properties>'
    text = f'<testsuite><testcase classname="c" name="n">{tag}<skipped/></testcase></testsuite>'
    (run,) = junit.read(Raw("junit.xml", text.encode()))
    assert run.claims == (ClaimTest("1.4.2/b", "c.n", "skipped"),)


def test_other_things_called_test_are_not_recognised() -> None:
    assert not junit.recognises(Raw("TestResult.xml", b'<test-run id="2"><test-suite/></test-run>'))
