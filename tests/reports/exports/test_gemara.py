"""Gemara: what its schemas in CUE ask, written down as rules here and tried on the official documents."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from assay.domain.catalogue import Catalogue
from assay.reports.exports.gemara import CLAIM, catalogue, render
from assay.store.code_of_practice import load

Document = Mapping[str, Any]
CODE = load()
DAY = date(2026, 10, 1)
RESULTS = {"Not Run", "Passed", "Failed", "Needs Review", "Not Applicable", "Unknown"}
KEYS = {
    "metadata": "id type gemara-version description author | version date mapping-references applicability-groups draft lexicon",
    "reference": "id title version | description url",
    "target": "id name type | version description uri environment owner",
    "control": "id title objective group assessment-requirements | guidelines threats state replaced-by",
    "requirement": "id text applicability | recommendation state replaced-by",
    "evaluation": "name result message control assessment-logs",
    "log": "requirement description result message applicability steps start | plan steps-executed end recommendation confidence-level evidence",
    "evidence": "id type collected-at | payload source description",
    "source": "reference-id | coordinate entry-id digest remarks",
}
"""What each part must hold, and after the bar what it may."""


def keys(kind: str, found: Document) -> Iterator[str]:
    must, _, may = KEYS[kind].partition(" | ")
    yield from (f"{kind} without {each}" for each in set(must.split()) - set(found))
    yield from (f"{kind} with {each}" for each in set(found) - set(must.split()) - set(may.split()))


def catalogue_faults(found: Document) -> Iterator[str]:
    yield from keys("metadata", found["metadata"])
    groups = {each["id"] for each in found["groups"]}
    scopes = {each["id"] for each in found["metadata"]["applicability-groups"]}
    names = [each["id"] for each in found["controls"]]
    if len(names) != len(set(names)) or found["metadata"]["type"] != "ControlCatalog":
        yield "controls"
    for control in found["controls"]:
        yield from keys("control", control)
        if control["group"] not in groups:
            yield f"no group {control['group']}"
        for requirement in control["assessment-requirements"]:
            yield from keys("requirement", requirement)
            if not requirement["applicability"] or not set(requirement["applicability"]) <= scopes:
                yield f"no scope {requirement['applicability']}"


def log_faults(found: Document) -> Iterator[str]:
    yield from (f"log without {each}" for each in {"metadata", "target", "result", "evaluations"} - set(found))
    yield from keys("metadata", found["metadata"])
    yield from keys("target", found["target"])
    sources = {each["id"] for each in found["metadata"]["mapping-references"]}
    for each in found["metadata"]["mapping-references"]:
        yield from keys("reference", each)
    for evaluation in found["evaluations"]:
        yield from keys("evaluation", evaluation)
        for log in evaluation["assessment-logs"]:
            yield from keys("log", log)
            yield from (
                f"no result {each['result']}" for each in (found, evaluation, log) if each["result"] not in RESULTS
            )
            if (
                log["requirement"].get("reference-id", evaluation["control"]["reference-id"])
                != evaluation["control"]["reference-id"]
            ):
                yield "requirement of another catalogue"
            if not log["steps"] or not log["applicability"]:
                yield "empty list"
            for evidence in log.get("evidence", ()):
                yield from keys("evidence", evidence)
                yield from keys("source", evidence.get("source", {"reference-id": ""}))
                if evidence.get("source", {}).get("reference-id", next(iter(sources))) not in sources:
                    yield "evidence from nowhere"


def official(shared_data: Path, name: str) -> Any:
    return yaml.safe_load((shared_data / "schemas" / "gemara" / "test-data" / name).read_bytes())


def test_rules_take_the_official_documents_and_refuse_the_bad_one(shared_data: Path) -> None:
    assert list(log_faults(official(shared_data, "pvtr-baseline-scan.yaml"))) == []
    assert list(catalogue_faults(official(shared_data, "good-osps.yml"))) == []
    assert list(catalogue_faults(official(shared_data, "bad-control-invalid-group.yaml")))


def test_assessment_keeps_the_rules(found: Document) -> None:
    assert list(log_faults(json.loads(render(found, CODE)))) == []


def test_the_code_keeps_the_rules() -> None:
    assert list(catalogue_faults(json.loads(catalogue(CODE, DAY)))) == []


def test_is_yaml_as_well(found: Document) -> None:
    text = render(found, CODE)
    assert yaml.load(text, yaml.CSafeLoader) == json.loads(text)


def test_each_claim_once_with_the_word_of_its_verdict(found: Document) -> None:
    evaluations = json.loads(render(found, CODE))["evaluations"]
    for each, claim in zip(evaluations, found["claims"], strict=True):
        assert each["control"]["entry-id"] == claim["id"]
        assert each["result"] == CLAIM[claim["verdict"]]
        assert each["message"].split("\n")[0].partition(":")[0] == claim["verdict"]


def test_entries_are_those_of_the_catalogue(found: Document) -> None:
    held = json.loads(catalogue(CODE, DAY))
    for evaluation in json.loads(render(found, CODE))["evaluations"]:
        (control,) = [each for each in held["controls"] if each["id"] == evaluation["control"]["entry-id"]]
        asked = [each["id"] for each in control["assessment-requirements"]]
        assert [each["requirement"]["entry-id"] for each in evaluation["assessment-logs"]] == asked
    assert evaluation["control"]["reference-id"] == held["metadata"]["id"]


def test_everything_seen_is_evidence_of_each_part_it_touches(found: Document) -> None:
    logs = [log for each in json.loads(render(found, CODE))["evaluations"] for log in each["assessment-logs"]]
    names = [evidence["id"] for log in logs for evidence in log.get("evidence", ())]
    assert len(names) == len(set(names))
    seen = [
        facet
        for claim in found["claims"]
        for each in (*claim["for"], *claim["against"])
        for facet in set(each["facets"])
    ]
    assert len(names) == len(seen) + len(found["profile"]["statements"])
    for log in logs:
        for evidence in log.get("evidence", ()):
            datetime.fromisoformat(evidence["collected-at"])


@pytest.mark.parametrize(
    ("verdicts", "result"),
    [
        ("met met met met", "Passed"),
        ("met no_evidence met met", "Unknown"),
        ("met partly_met no_evidence met", "Needs Review"),
        ("met partly_met not_met no_evidence", "Failed"),
        ("met not_applicable met met", "Passed"),
    ],
)
def test_unknown_never_passes(verdicts: str, result: str, small: dict[str, Any], small_code: Catalogue) -> None:
    for claim, verdict in zip(small["claims"], verdicts.split(), strict=True):
        claim["verdict"] = verdict.replace("_", " ")
    assert json.loads(render(small, small_code))["result"] == result


def test_part_nobody_looked_at_was_not_run(small: Document, small_code: Catalogue) -> None:
    log = json.loads(render(small, small_code))["evaluations"][2]["assessment-logs"][0]
    assert (log["result"], log["steps"], log["steps-executed"]) == ("Not Run", ["To ask a person: Is it so?"], 0)


def test_as_agreed(small: Document, small_code: Catalogue, as_agreed: Callable[[str, str], None]) -> None:
    as_agreed(render(small, small_code), "small.gemara.json")
