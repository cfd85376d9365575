"""SARIF: valid, each finding once, nothing suppressed, and our own reader finds in it what was written."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest

from assay.domain.catalogue import Catalogue
from assay.facts.analysis_runs import AnalysisRun
from assay.formats.results import sarif as reader
from assay.formats.results.raw import Raw
from assay.reports.exports.sarif import LEVELS, NO_ADDRESS, render
from assay.store.code_of_practice import load

Document = Mapping[str, Any]
CODE = load()


def run_of(found: Document) -> Any:
    return json.loads(render(found, CODE))["runs"][0]


def read_back(text: str) -> AnalysisRun:
    raw = Raw("export.sarif", text.encode())
    assert reader.recognises(raw)
    (run,) = reader.read(raw)
    return run


def said(text: str) -> str:
    """A text as a message holds it."""
    return text.encode("utf-8", "backslashreplace").decode().replace("](", "\\](")


def findings(found: Document) -> set[tuple[str, str, str, str]]:
    return {
        (each["check"], each["object"], each["says"], json.dumps(each["locations"]))
        for claim in found["claims"]
        for each in claim["against"]
    }


def test_valid_by_the_official_schema(found: Document, official: Callable[..., list[str]]) -> None:
    assert official(render(found, CODE), "sarif/sarif-schema-2.1.0.json") == []


def test_the_schema_would_refuse_another(found: Document, official: Callable[..., list[str]]) -> None:
    assert official(render(found, CODE).replace('"2.1.0"', '"2.0.0"'), "sarif/sarif-schema-2.1.0.json")


def test_every_finding_once_at_its_strongest(found: Document) -> None:
    failed = [each for each in run_of(found)["results"] if each.get("kind", "fail") == "fail"]
    assert len(failed) == len(findings(found))
    strongest: dict[tuple[str, str, str], int] = {}
    for claim in found["claims"]:
        for each in claim["against"]:
            key = each["check"], each["object"], said(each["says"])
            strongest[key] = max(strongest.get(key, 0), ("weak", "medium", "strong").index(each["strength"]))
    for each in failed:
        key = each["ruleId"], each["properties"]["object"], each["message"]["text"]
        assert ("note", "warning", "error").index(each["level"]) == strongest[key]
        assert each["level"] == LEVELS[each["properties"]["strength"]]
        assert "suppressions" not in each


def test_touched_claims_are_all_named(small: dict[str, Any], small_code: Catalogue) -> None:
    weak = {**small["claims"][0]["against"][0], "strength": "weak", "facets": ["1.1.3/a"]}
    small["claims"][2]["against"] = [weak]
    (result, _) = json.loads(render(small, small_code))["runs"][0]["results"]
    assert result["properties"]["claims"] == ["1.1.1", "1.1.3"]
    assert result["properties"]["facets"] == ["1.1.1/a", "1.1.3/a"]
    assert result["level"] == "warning"


def test_rules_are_unique_and_every_result_has_one(found: Document) -> None:
    run = run_of(found)
    rules = [each["id"] for each in run["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules))
    assert {each["ruleId"] for each in run["results"]} <= set(rules)
    assert {each["id"] for each in found["checks"]} <= set(rules)


def test_verdicts_keep_their_words(found: Document) -> None:
    assert run_of(found)["properties"]["verdicts"] == {each["id"]: each["verdict"] for each in found["claims"]}


def test_what_could_not_be_seen_is_said(found: Document) -> None:
    told = "\n".join(each["message"]["text"] for each in run_of(found)["invocations"][0]["toolExecutionNotifications"])
    for each in (*found["unread"], *(each for claim in found["claims"] for each in claim["unread"])):
        assert said(f"{each['fact']}: {each['reason']}") in told


def test_our_own_reader_finds_the_same(found: Document) -> None:
    run = read_back(render(found, CODE))
    assert (run.tool, run.ran_on, run.dismissed, run.failed) == ("Assay", date(2026, 10, 1), 0, "")
    assert run.commit == found["subject"]["commit"]
    assert len(run.findings) == len(findings(found))


def test_no_message_holds_a_link(
    of: Callable[[str], Document], walk: Callable[[object], Iterator[tuple[str, Any]]]
) -> None:
    texts = [value for key, value in walk(run_of(of("hostile"))) if key == "text"]
    assert any("evil.example" in each for each in texts)
    assert not [each for each in texts if re.search(r"(?<!\\)\]\(", each)]


def test_places_are_relative_and_name_the_same_bytes(of: Callable[[str], Document]) -> None:
    written = {
        unquote_to_bytes(place["physicalLocation"]["artifactLocation"]["uri"])
        for result in run_of(of("hostile"))["results"]
        for place in result.get("locations", ())
    }
    meant = {
        json.loads(each[3])[0]["path"].encode("utf-8", "surrogateescape")
        for each in findings(of("hostile"))
        if json.loads(each[3])
    }
    assert meant - {b""} <= written


@pytest.mark.parametrize("address", ["javascript:alert(1)", "", "crane", "https://a b", "git@forge.example:crane"])
def test_an_address_is_never_made_up(address: str, small: dict[str, Any], small_code: Catalogue) -> None:
    small["profile"]["repositories"] = [address]
    (where,) = json.loads(render(small, small_code))["runs"][0]["versionControlProvenance"]
    assert where["repositoryUri"] == NO_ADDRESS
    assert where["revisionId"] == small["subject"]["commit"]


def test_as_agreed(small: Document, small_code: Catalogue, as_agreed: Callable[[str, str], None]) -> None:
    as_agreed(render(small, small_code), "small.sarif")
