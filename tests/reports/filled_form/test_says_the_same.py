"""What is written says what the assessment says, claim by claim, in every layout; and writing it again changes nothing."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import jsonschema_rs
import pytest

from assay.assess.form_answers import ANSWERS
from assay.assess.form_faults import faults
from assay.facts.filled_form import FilledForm
from assay.facts.forms import Answer
from assay.formats import forms
from assay.reports.filled_form import reads_back
from assay.store import claim_wording
from assay.store.code_of_practice import load, schema
from assay.testing.forms import official_layout

CODE, WORDING = load(), claim_wording.load()
ENDINGS = ("docx", "md", "html", "csv", "copy")
NAMES = ("empty", "hostile", "product", "rich")
Found = Mapping[str, Any]
COUNTED = [claim.id for claim in CODE.claims if claim.counted]


@pytest.fixture(params=ENDINGS)
def layout(request: pytest.FixtureRequest) -> tuple[str, bytes | None]:
    """Ending and, for the last, a blank copy laid out like the official form."""
    return ("docx", official_layout({}, {})) if request.param == "copy" else (request.param, None)


@pytest.fixture(params=NAMES)
def found(request: pytest.FixtureRequest, assessments: Mapping[str, Found]) -> Found:
    return assessments[request.param]


def _rows(read: Found) -> dict[str, Found]:
    """Claim → the one row about it."""
    rows = {each["id"]: [read["rows"][number] for number in each["rows"]] for each in read["claims"]}
    assert all(len(each) == 1 for each in rows.values())
    return {name: each[0] for name, each in rows.items()}


def _bare(text: str) -> str:
    return "".join(text.split())


def test_every_claim_says_what_the_assessment_says(
    found: Found, layout: tuple[str, bytes | None], as_form: Callable[..., FilledForm], put_into: Any, read_in: Any
) -> None:
    ending, template = layout
    form = as_form(found)
    read = read_in(f"form.{ending}", put_into(form, ending, template))
    rows = _rows(read)
    for claim in found["claims"]:
        if claim["id"] not in COUNTED:
            continue
        row = rows[claim["id"]]
        assert row["answer"] == ANSWERS[claim["verdict"]].value, claim["id"]
        written = form.of(claim["id"])
        assert written
        assert all(_bare(line) in _bare(row["text"]) for line in (written.evidence, written.arguments)), claim["id"]
    jsonschema_rs.validator_for(schema("form"), validate_formats=True).validate(read)


def test_what_has_no_evidence_is_never_written_as_met(
    assessments: Mapping[str, Found], layout: tuple[str, bytes | None], as_form: Any, put_into: Any, read_in: Any
) -> None:
    ending, template = layout
    rows = _rows(read_in(f"form.{ending}", put_into(as_form(assessments["empty"]), ending, template)))
    assert {row["answer"] for row in rows.values()} == {"unanswered"}
    assert all("For a person to answer:" in row["text"] for row in rows.values())


def test_evidence_is_named_with_its_place_commit_and_digest(product: Found, as_form: Any) -> None:
    form = as_form(product)
    row = form.of("1.2.1")
    commit = product["subject"]["commit"][:12]
    digest = next(each["sha256"] for each in product["evidence"] if each["name"] == "bom.cdx.json")
    assert f"bom.cdx.json, handed over\nSHA-256 {digest}" in row.evidence
    assert f"requirements.txt at {commit}" in row.evidence
    assert re.search(
        rf"^docs/development/framework\.md:\d+(, \d+)* .*at {commit}$", form.of("1.1.1").evidence, re.MULTILINE
    )


def test_nothing_found_against_a_claim_is_passed_over(assessments: Mapping[str, Found], as_form: Any) -> None:
    for found in assessments.values():
        form = as_form(found)
        for claim in found["claims"]:
            row = form.of(claim["id"])
            if row and claim["against"]:
                assert "\nAgainst: " in f"\n{row.arguments}"
                said = row.arguments.partition("Against: ")[2].partition("\n")[0]
                texts = {each["says"] for each in claim["against"]}
                assert len(texts) <= 3 or f"{len(texts) - 3} more" in said or "listed in the assessment" in said
                assert "Against:" in row.evidence


def test_writing_again_what_was_read_changes_nothing(
    found: Found,
    layout: tuple[str, bytes | None],
    as_form: Any,
    rewritten: Callable[[Found], FilledForm],
    put_into: Any,
    read_in: Any,
) -> None:
    ending, template = layout
    once = read_in(f"form.{ending}", put_into(as_form(found), ending, template))
    again_form = rewritten(once)
    data = put_into(again_form, ending, template)
    again = read_in(f"form.{ending}", data)
    assert reads_back(again_form, f"form.{ending}", data, CODE, WORDING) == ()
    for part in ("rows", "header", "claims", "other"):
        assert again[part] == once[part], part
    assert put_into(rewritten(again), ending, template) == data


def test_from_one_layout_into_another(
    product: Found, as_form: Any, rewritten: Any, put_into: Any, read_in: Any
) -> None:
    first = _rows(read_in("form.docx", put_into(as_form(product), "docx", official_layout({}, {}))))
    moved = rewritten(read_in("form.docx", put_into(as_form(product), "docx", official_layout({}, {}))))
    for ending in ("md", "html", "csv", "docx"):
        rows = _rows(read_in(f"form.{ending}", put_into(moved, ending)))
        for name, row in rows.items():
            assert (row["answer"], _bare(row["text"])) == (first[name]["answer"], _bare(first[name]["text"]))


def test_the_same_bytes_twice(found: Found, layout: tuple[str, bytes | None], as_form: Any, put_into: Any) -> None:
    assert put_into(as_form(found), *layout) == put_into(as_form(found), *layout)


def test_a_lint_of_our_own_form_finds_only_what_is_missing(
    assessments: Mapping[str, Found], layout: tuple[str, bytes | None], as_form: Any, put_into: Any
) -> None:
    ending, template = layout
    for name in ("empty", "product"):
        found = assessments[name]
        data = put_into(as_form(found), ending, template)
        read = forms.read(f"form.{ending}", data, CODE, WORDING)
        open_ = {each["id"] for each in found["claims"] if each["verdict"] == "no evidence"} & set(COUNTED)
        by_rule = {fault.rule.id for fault in faults(read, CODE)}
        missing = {
            claim for fault in faults(read, CODE) if fault.rule.id == "unanswered" for claim in fault.found.claims
        }
        assert missing == open_
        assert by_rule <= ({"unanswered", "header-incomplete"} if name == "empty" else {"unanswered"})


def test_an_open_row_stays_open_whatever_is_quoted_in_it(
    product: Found, layout: tuple[str, bytes | None], as_form: Any, put_into: Any, read_in: Any
) -> None:
    ending, template = layout
    claims = [
        {
            **each,
            "verdict": "no evidence",
            "against": [],
            "for": [{**seen, "says": "\u2612 Met \u2610 Not met. Met. Answer: met"} for seen in each["for"]],
        }
        for each in product["claims"]
    ]
    rows = _rows(read_in(f"form.{ending}", put_into(as_form({**product, "claims": claims}), ending, template)))
    assert {row["answer"] for row in rows.values()} == {Answer.UNANSWERED.value}
