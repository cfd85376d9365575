"""CycloneDX attestations: valid, every reference resolves, words where the format would have numbers."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from assay.domain.catalogue import Catalogue
from assay.reports.exports.cyclonedx import catalogue, render
from assay.store.code_of_practice import load

Document = Mapping[str, Any]
Walk = Callable[[object], Iterator[tuple[str, Any]]]
CODE = load()
DAY = date(2026, 10, 1)
SCHEMA = "cyclonedx/schema/bom-1.6.schema.json"
PARTS = {"spdx": "cyclonedx/schema/spdx.schema.json", "jsf-0.82": "cyclonedx/schema/jsf-0.82.schema.json"}


def made(found: Document) -> Any:
    return json.loads(render(found, CODE))


def references(bill: Any) -> Iterator[str]:
    """Every mention of something else in the document."""
    said = bill["declarations"]
    for attestation in said["attestations"]:
        yield attestation["assessor"]
        for each in attestation["map"]:
            yield from (each["requirement"], *each.get("claims", ()), *each.get("counterClaims", ()))
    for claim in said["claims"]:
        yield from (claim["target"], *claim.get("evidence", ()), *claim.get("counterEvidence", ()))
    for standard in bill["definitions"]["standards"]:
        yield from (each["parent"] for each in standard["requirements"] if "parent" in each)


def test_valid_by_the_official_schema(found: Document, official: Callable[..., list[str]]) -> None:
    assert official(render(found, CODE), SCHEMA, **PARTS) == []


def test_the_code_is_valid_by_the_official_schema(official: Callable[..., list[str]]) -> None:
    assert official(catalogue(CODE, DAY), SCHEMA, **PARTS) == []


def test_the_schema_would_refuse_another(official: Callable[..., list[str]]) -> None:
    assert official(catalogue(CODE, DAY).replace('"parent"', '"above"', 1), SCHEMA, **PARTS)


def test_names_are_unique_and_every_reference_resolves(found: Document, walk: Walk) -> None:
    bill = made(found)
    names = [value for key, value in walk(bill) if key == "bom-ref"]
    assert len(names) == len(set(names))
    assert set(references(bill)) <= set(names)


def test_every_piece_of_evidence_belongs_to_one_claim(found: Document) -> None:
    said = made(found)["declarations"]
    used = [name for each in said["claims"] for name in (*each.get("evidence", ()), *each.get("counterEvidence", ()))]
    assert sorted(used) == sorted(each["bom-ref"] for each in said.get("evidence", ()))
    assert sum("against:" in name for name in used) == sum(len(claim["against"]) for claim in found["claims"])
    assert sum("for:" in name for name in used) == sum(len(claim["for"]) for claim in found["claims"])


def test_each_claim_once_with_the_word_of_its_verdict(found: Document) -> None:
    said = made(found)["declarations"]
    verdicts = {each["id"]: each["verdict"] for each in found["claims"]}
    (attestation,) = said["attestations"]
    assert [each["requirement"] for each in attestation["map"]] == [f"code:{name}" for name in verdicts]
    assert [each["bom-ref"] for each in said["claims"]] == [f"claim:{name}" for name in verdicts]
    for mapped, claim, verdict in zip(attestation["map"], said["claims"], verdicts.values(), strict=True):
        assert mapped["conformance"]["rationale"].partition(":")[0] == verdict
        assert claim["predicate"].endswith(f": {verdict}.")
        sides = {side for side in ("claims", "counterClaims") if side in mapped}
        assert sides == {"met": {"claims"}, "partly met": {"claims"}, "not met": {"counterClaims"}}.get(verdict, set())


def test_no_number_stands_for_a_judgement(found: Document, walk: Walk) -> None:
    assert not [key for key, _ in walk(made(found)) if key == "score"]
    assert "affirmation" not in made(found)["declarations"]


def test_statement_that_weighs_nothing_is_no_evidence_but_is_said(small: Document, small_code: Catalogue) -> None:
    said = json.loads(render(small, small_code))["declarations"]
    assert said["claims"][1]["evidence"] == ["stated:1.1.2:1"]
    assert "evidence" not in said["claims"][2]
    assert "A statement of Ben about 1.1.3/a weighs nothing: it cites nothing" in said["claims"][2]["reasoning"]


def test_file_handed_over_stands_with_its_digest(small: Document, small_code: Catalogue) -> None:
    (file,) = json.loads(render(small, small_code))["components"]
    assert file["hashes"] == [{"alg": "SHA-256", "content": "b" * 64}]


@pytest.mark.parametrize(
    "path", ["https://evil.example/x", "javascript:alert(1)", "//evil.example", "a b#c?d", "\udcff"]
)
def test_no_path_becomes_an_address(
    path: str, small: dict[str, Any], small_code: Catalogue, official: Callable[..., list[str]]
) -> None:
    small["claims"][0]["for"][0]["locations"] = [{"path": path, "line": 3}]
    text = render(small, small_code)
    url = json.loads(text)["declarations"]["evidence"][0]["data"][1]["contents"]["url"]
    assert url.startswith("./")
    assert url.endswith("#L3")
    assert ":" not in url
    assert official(text, SCHEMA, **PARTS) == []


def test_the_code_stands_there_whole() -> None:
    (standard,) = json.loads(catalogue(CODE, DAY))["definitions"]["standards"]
    held = {each["identifier"]: each for each in standard["requirements"]}
    assert {claim.id: claim.says for claim in CODE.claims} == {
        claim.id: held[claim.id]["text"] for claim in CODE.claims
    }
    assert set(held) == {
        each.id for group in (CODE.themes, CODE.principles, CODE.claims, CODE.facets.values()) for each in group
    }


def test_as_agreed(small: Document, small_code: Catalogue, as_agreed: Callable[[str, str], None]) -> None:
    as_agreed(render(small, small_code), "small.cdx.json")
