"""OSCAL: valid, every reference resolves, and no claim that could not be seen gets a state."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from markdown_it import MarkdownIt

from assay.domain.catalogue import Catalogue
from assay.errors import NothingToAssessError
from assay.reports.exports.oscal import catalogue, plan, render
from assay.store.code_of_practice import load
from assay.testing.extremes import ATTACKS

Document = Mapping[str, Any]
Walk = Callable[[object], Iterator[tuple[str, Any]]]
CODE = load()
DAY = date(2026, 10, 1)
RESULTS = "oscal/1.1.3/oscal_assessment-results_schema.json"
POAM = "oscal/1.1.3/oscal_poam_schema.json"
LEFT = ("partly met", "not met", "no evidence")
CATALOG = "oscal/1.1.3/oscal_catalog_schema.json"
POINTERS = {"component-uuid", "subject-uuid", "actor-uuid", "observation-uuid"}


def made(found: Document) -> Any:
    return json.loads(render(found, CODE))["assessment-results"]


def result_of(found: Document) -> Any:
    (result,) = made(found)["results"]
    return result


def prop(thing: Any, name: str) -> str:
    return next((each["value"] for each in thing["props"] if each["name"] == name), "")


def test_valid_by_the_official_schema(found: Document, official: Callable[..., list[str]]) -> None:
    assert official(render(found, CODE), RESULTS) == []


def test_the_code_is_valid_by_the_official_schema(official: Callable[..., list[str]]) -> None:
    assert official(catalogue(CODE, DAY), CATALOG) == []


def test_the_schema_would_refuse_another(official: Callable[..., list[str]]) -> None:
    assert official(catalogue(CODE, DAY).replace("claim-1.1.1", "1.1.1", 1), CATALOG)


def test_ids_are_unique_and_every_reference_resolves(found: Document, walk: Walk) -> None:
    document = made(found)
    ids = [value for key, value in walk(document) if key == "uuid"]
    assert len(ids) == len(set(ids))
    pointers = {value for key, value in walk(document) if key in POINTERS}
    links = {value[1:] for key, value in walk(document) if key == "href" and value.startswith("#")}
    assert pointers | links <= set(ids)


def test_every_resource_is_used(found: Document, walk: Walk) -> None:
    document = made(found)
    links = {value[1:] for key, value in walk(document) if key == "href" and value.startswith("#")}
    assert {each["uuid"] for each in document["back-matter"]["resources"]} == links


def test_controls_and_statements_are_those_of_the_catalog(found: Document, walk: Walk) -> None:
    held = {value for key, value in walk(json.loads(catalogue(CODE, DAY))) if key == "id"}
    named = {value for key, value in walk(made(found)) if key in ("control-id", "target-id")}
    assert named
    assert named <= held


def test_each_claim_once_with_the_word_of_its_verdict(found: Document) -> None:
    result = result_of(found)
    rest = [each for each in result["observations"] if each["types"] == ["no-finding"]]
    said = [(prop(each, "claim"), prop(each, "verdict")) for each in (*result.get("findings", ()), *rest)]
    assert sorted(said) == sorted((each["id"], each["verdict"]) for each in found["claims"])


def test_only_what_was_judged_has_a_state(found: Document) -> None:
    states = {"met": "satisfied", "partly met": "not-satisfied", "not met": "not-satisfied"}
    for each in result_of(found).get("findings", ()):
        status = each["target"]["status"]
        assert (status["state"], status["remarks"]) == (states[prop(each, "verdict")], prop(each, "verdict"))
        assert (status["reason"] == "other") is (prop(each, "verdict") == "partly met")


def test_everything_seen_is_there_on_its_side(found: Document) -> None:
    seen = [(prop(each, "claim"), prop(each, "direction")) for each in result_of(found)["observations"]]
    for claim in found["claims"]:
        for direction in ("for", "against"):
            assert seen.count((claim["id"], direction)) == len(claim[direction])


def test_finding_leads_to_all_that_was_seen_about_its_claim(found: Document) -> None:
    result = result_of(found)
    claims = {each["uuid"]: prop(each, "claim") for each in result["observations"]}
    for each in result.get("findings", ()):
        related = [claims[one["observation-uuid"]] for one in each.get("related-observations", ())]
        assert related == [prop(each, "claim")] * list(claims.values()).count(prop(each, "claim"))


@pytest.mark.parametrize("attack", ATTACKS, ids=ascii)
def test_text_is_shown_letter_by_letter(attack: str, small: dict[str, Any], small_code: Catalogue) -> None:
    small["claims"][0]["against"][0]["says"] = f"a {attack} b"
    text = render(small, small_code)
    (result,) = json.loads(text)["assessment-results"]["results"]
    (shown,) = [each["description"] for each in result["observations"] if prop(each, "direction") == "against"]
    assert re.sub(r"\\(.)", r"\1", shown) == " ".join(f"a {attack} b".split())
    kinds = {token.type for each in MarkdownIt("commonmark").parse(shown) for token in each.children or ()}
    assert kinds <= {"text", "text_special"}
    assert text.isascii()


def test_the_code_stands_there_whole(walk: Walk) -> None:
    parts = {
        value["id"]: value["prose"]
        for _, value in walk(json.loads(catalogue(CODE, DAY)))
        if isinstance(value, dict) and "prose" in value
    }
    for claim in CODE.claims:
        assert parts[f"claim-{claim.id}_smt"] == claim.says
        for facet in claim.facets:
            assert parts[f"claim-{claim.id}_smt.{facet.id[-1]}"] == facet.says


def test_person_whose_word_was_taken_down_is_a_party(small: Document, small_code: Catalogue) -> None:
    document = json.loads(render(small, small_code))["assessment-results"]
    names = {each["uuid"]: each["name"] for each in document["metadata"]["parties"]}
    assert sorted(names.values()) == ["Ada", "Ben", "Crane Ltd"]
    stated = [each for each in document["results"][0]["observations"] if each["types"] == ["statement"]]
    assert [names[each["origins"][0]["actors"][0]["actor-uuid"]] for each in stated] == ["Ada", "Ben"]
    assert [prop(each, "weighs") for each in stated] == ["S2", "none"]


def test_plan_is_valid_by_the_official_schema(found: Document, official: Callable[..., list[str]]) -> None:
    assert official(plan(found, CODE), POAM) == []


def test_plan_holds_each_claim_with_something_left_and_resolves(found: Document, walk: Walk) -> None:
    document = json.loads(plan(found, CODE))["plan-of-action-and-milestones"]
    left = [(each["id"], each["verdict"]) for each in found["claims"] if each["next"] and each["verdict"] in LEFT]
    assert [(prop(each, "claim"), prop(each, "verdict")) for each in document["poam-items"]] == left
    ids = [value for key, value in walk(document) if key == "uuid"]
    assert len(ids) == len(set(ids))
    pointers = {value for key, value in walk(document) if key in POINTERS | {"finding-uuid"}}
    assert pointers | {value[1:] for key, value in walk(document) if key == "href" and value[0] == "#"} <= set(ids)
    assert {
        each["uuid"] for each in json.loads(render(found, CODE))["assessment-results"]["results"][0]["observations"]
    } >= {each["uuid"] for each in document["observations"]}


def test_no_plan_where_nothing_is_left(small: dict[str, Any], small_code: Catalogue) -> None:
    for claim in small["claims"]:
        claim["verdict"] = "met"
    with pytest.raises(NothingToAssessError):
        plan(small, small_code)


def test_plan_as_agreed(small: Document, small_code: Catalogue, as_agreed: Callable[[str, str], None]) -> None:
    as_agreed(plan(small, small_code), "small.poam.json")


def test_as_agreed(small: Document, small_code: Catalogue, as_agreed: Callable[[str, str], None]) -> None:
    as_agreed(render(small, small_code), "small.oscal.json")
