"""SARIF results as real tools write them."""

import json
from typing import Any

import pytest

from assay.facts.analysis_runs import AnalysisRun
from assay.formats.results import Raw, ResultError, sarif


def run(result: dict[str, Any] | None = None, rule: dict[str, Any] | None = None, **more: Any) -> AnalysisRun:
    driver = {"name": "Tool", "rules": [{"id": "r", **(rule or {})}]}
    results = [] if result is None else [{"ruleId": "r", "message": {"text": "m"}, **result}]
    document = {"version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results, **more}]}
    (found,) = sarif.read(Raw("a.sarif", json.dumps(document).encode()))
    return found


@pytest.mark.parametrize(
    ("result", "rule", "severity"),
    [
        ({"level": "error"}, {}, "high"),
        ({"level": "note"}, {}, "low"),
        ({}, {}, "medium"),
        ({}, {"defaultConfiguration": {"level": "error"}}, "high"),
        ({"level": "note"}, {"properties": {"security-severity": "9.8"}}, "critical"),
        ({"properties": {"security-severity": 4.0}}, {"properties": {"security-severity": "9.8"}}, "medium"),
        ({}, {"properties": {"security-severity": "unknown"}}, "medium"),
    ],
)
def test_severity_is_the_tools_own(result: dict[str, Any], rule: dict[str, Any], severity: str) -> None:
    assert run(result, rule).findings[0].severity == severity


@pytest.mark.parametrize(
    "result",
    [
        {"kind": "pass"},
        {"kind": "notApplicable"},
        {"baselineState": "absent"},
        {"suppressions": [{"kind": "inSource"}]},
        {"suppressions": [{"kind": "external", "status": "accepted"}]},
    ],
)
def test_what_is_not_open_is_no_finding(result: dict[str, Any]) -> None:
    assert run(result).findings == ()


@pytest.mark.parametrize("status", ["underReview", "rejected"])
def test_a_suppression_nobody_accepted_hides_nothing(status: str) -> None:
    assert len(run({"suppressions": [{"kind": "external", "status": status}]}).findings) == 1


@pytest.mark.parametrize(
    "rule",
    [
        {"properties": {"tags": ["external/cwe/cwe-079"]}},
        {"properties": {"cwe": "CWE-79: Cross-site scripting"}},
        {"properties": {"cwe": ["CWE-79"]}},
        {"relationships": [{"target": {"id": "79", "toolComponent": {"name": "CWE"}}}]},
    ],
)
def test_weaknesses_are_found_where_tools_put_them(rule: dict[str, Any]) -> None:
    assert run({}, rule).findings[0].weaknesses == {79}
    assert run(None, rule).rules[0].weaknesses == {79}


def test_rules_of_extensions_and_by_index_are_found() -> None:
    document = {
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "T", "rules": [{"id": "a"}]}, "extensions": [{"rules": [{"id": "b"}]}]},
                "results": [{"ruleIndex": 0, "message": {"text": "m"}}],
            }
        ],
    }
    (found,) = sarif.read(Raw("a.sarif", json.dumps(document).encode()))
    assert [each.id for each in found.rules] == ["a", "b"]
    assert found.findings[0].rule == "a"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"invocations": [{"executionSuccessful": False}]}, "did not end well"),
        ({"externalPropertyFileReferences": {"results": [{"guid": "x"}]}}, "another file"),
    ],
)
def test_a_run_that_is_not_whole_says_so(more: dict[str, Any], why: str) -> None:
    assert why in run(**more).failed


@pytest.mark.parametrize(
    ("document", "place"),
    [({"version": "2.1.0", "runs": []}, "runs"), ({"version": "2.1.0", "runs": [{}]}, "tool.driver.name")],
)
def test_a_file_that_looked_at_nothing_is_refused_with_the_place(document: Any, place: str) -> None:
    with pytest.raises(ResultError, match=place):
        sarif.read(Raw("a.sarif", json.dumps(document).encode()))
