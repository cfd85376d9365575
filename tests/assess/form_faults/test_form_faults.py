"""Each fault of a form is found where it is, and not where it is not."""

import re
from collections.abc import Mapping

import jsonschema_rs
import pytest

from assay.assess.form_faults import RULES, faults
from assay.assess.form_faults.document import document
from assay.facts.forms import CompletedForm
from assay.formats import forms
from assay.reports import form_faults
from assay.reports.columns import columns
from assay.store import claim_wording
from assay.store.code_of_practice import load, schema
from assay.testing.forms import DETAILS, all_met, docx, in_markdown, official_layout, paragraph, run, table

CODE = load()


def read(data: str | bytes) -> CompletedForm:
    content = data.encode() if isinstance(data, str) else data
    return forms.read("form.md" if isinstance(data, str) else "form.docx", content, CODE, claim_wording.load())


def found(data: str | bytes) -> Mapping[str, list[str]]:
    """Fault → the claims it was found for, or what it says where it names none."""
    by_id: dict[str, list[str]] = {}
    for fault in faults(read(data), CODE):
        by_id.setdefault(fault.rule.id, []).extend(fault.found.claims or [fault.found.says])
    return by_id


def with_row(claim: str, answer: str, text: str, **details: str) -> str:
    """A form without a fault but for one row."""
    return in_markdown({**all_met(), claim: (answer, text)}, {**DETAILS, **details})


def test_a_well_filled_form_has_no_fault() -> None:
    assert found(in_markdown(all_met())) == {}


CASES = [
    ("unanswered", "1.4.2", "", ""),
    ("unanswered", "1.4.2", "TBC", ""),
    ("answer-not-a-choice", "1.4.2", "Yes", "Test of 2026-09-01 for administrators of the product."),
    ("answer-not-a-choice", "1.4.2", "Compliant", "Test of 2026-09-01."),
    ("answer-not-a-choice", "1.4.2", "Aligned", "Test of 2026-09-01."),
    ("answer-not-a-choice", "1.4.2", "see ISO certificate", "Test of 2026-09-01."),
    ("nothing-offered", "2.2.1", "Met", ""),
    ("nothing-offered", "2.2.1", "Met", "trust us"),
    ("contradicts-itself", "2.2.1", "Met", "We plan to switch the audit log on for the build server."),
    ("contradicts-itself", "2.2.1", "Met", "The audit log is not yet kept."),
    ("contradicts-itself", "2.2.1", "Met", "Partly: the runners write no log."),
    ("contradicts-itself", "2.2.1", "Met", "Logging is in progress for two of our systems."),
    ("contradicts-itself", "2.2.1", "Met", "The logs have not been reviewed."),
    ("contradicts-itself", "4.1.1", "Met", "We will publish the dates in Q4."),
    ("mfa-of-other-people", "1.4.2", "Met", "All staff sign in with MFA, checked on 2026-09-01."),
    ("mfa-of-other-people", "1.4.2", "Met", "Our GitHub organisation enforces 2FA since 2026-01-01."),
    ("mfa-of-other-people", "2.1.5", "Met", "Customers sign in with a second factor, tested on 2026-09-01."),
    (
        "policy-for-practice",
        "2.1.6",
        "Met",
        "Our access control policy requires that access is looked at every quarter.",
    ),
    (
        "policy-for-practice",
        "1.1.2",
        "Met",
        "All developers must follow the training standard. See Training-Policy.pdf",
    ),
    ("not-applicable", "3.1.1", "N/A", ""),
    ("not-applicable", "3.1.1", "Not applicable", "SaaS."),
    ("not-applicable", "1.1.2", "N/A", "We are too small a firm for this."),
    ("proof-after-assessment", "1.3.2", "Met", "Run of 2026-10-05 on the release."),
    ("proof-after-assessment", "1.3.2", "Met", "Report in results/run-2026-11-01.xml of the release"),
    ("link-without-version", "1.3.2", "Met", "https://github.com/gantry/gantry/blob/main/tests/run.py shows the tests"),
    ("link-without-version", "1.3.2", "Met", "https://gantry.example/docs/testing shows how we do it"),
    ("link-without-version", "1.3.2", "Met", "https://gantry.example/releases/latest shows the run"),
    ("filler", "1.3.2", "Met", "The run of [Date] on the release shows it."),
    ("filler", "1.3.2", "Met", "Run 7 of 2026-09-01. Click or tap here to enter text."),
]


@pytest.mark.parametrize(("fault", "claim", "answer", "text"), CASES)
def test_a_fault_is_found(fault: str, claim: str, answer: str, text: str) -> None:
    assert claim in found(with_row(claim, answer, text)).get(fault, ())


SOUND = [
    ("contradicts-itself", "3.5.1", "Met", "A release is not published before its tests pass; log of 2026-09-01."),
    ("contradicts-itself", "3.4.2", "Met", "Affected customers will be told by mail within 24 hours, as on 2026-03-02."),
    ("contradicts-itself", "2.1.3", "Met", "There are no shared accounts; list of 2026-09-01."),
    ("contradicts-itself", "2.2.1", "Partly met", "We plan to switch the log on for runners."),
    ("contradicts-itself", "1.3.1", "Met", "The test plan of 2026-09-01 is followed."),
    ("mfa-of-other-people", "1.4.2", "Met", "Administrators of the product must use a second factor; our staff too. Test of 2026-09-01."),
    ("mfa-of-other-people", "2.1.5", "Met", "Everyone in the GitHub organisation uses 2FA, export of 2026-09-01; customers may too."),
    ("mfa-of-other-people", "1.4.2", "Not met", "All staff use MFA."),
    ("policy-for-practice", "2.1.6", "Met", "The policy asks for a review each quarter. Review record of 2026-08-30 by Bea Owner."),
    ("policy-for-practice", "3.2.1", "Met", "Our disclosure policy is public, see SECURITY.md"),
    ("policy-for-practice", "1.1.2", "Not met", "Policy only."),
    ("not-applicable", "3.1.1", "N/A", "Nothing of Gantry runs at a customer: decided by Ada Builder."),
    ("proof-after-assessment", "4.1.1", "Met", "Support for 2.1 ends on 2028-01-01, published 2026-01-01."),
    ("proof-after-assessment", "1.4.1", "Met", "Model of 2026-09-01, next review 2027-03-01."),
    ("link-without-version", "1.3.2", "Met", "https://github.com/gantry/gantry/blob/v2.1.0/tests/run.py"),
    ("link-without-version", "1.3.2", "Met", "https://gantry.example/docs/testing as read on 2026-09-01"),
    ("link-without-version", "1.3.2", "Met", "https://github.com/gantry/gantry/actions/runs/123456"),
    ("nothing-offered", "2.2.1", "Not met", ""),
    ("nothing-offered", "1.3.2", "Met", "tests/run.py"),
    ("answer-not-a-choice", "1.4.2", "partially met", "Off as shipped."),
    ("filler", "1.3.2", "Met", "The [log](https://a.example/2026-09-01) of the release"),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "claim", "answer", "text"), SOUND)
def test_a_sound_row_is_left_alone(fault: str, claim: str, answer: str, text: str) -> None:
    assert claim not in found(with_row(claim, answer, text)).get(fault, ())


def test_the_form_of_43_rows() -> None:
    rows = {claim: each for claim, each in all_met().items() if claim not in ("2.1.6", "4.3.1")}
    text = in_markdown(rows).replace("| 4.3.2 |", "| 4.3.1 |")
    assert found(text) == {"not-in-edition": ["2.1.6", "4.3.1"]}


def test_the_two_that_are_left_out_can_stand_in_an_annex() -> None:
    assert "not-in-edition" not in found(in_markdown(all_met()).replace("| 4.3.2 |", "| 4.3.1 |"))


def test_rows_that_are_not_there() -> None:
    rows = {claim: each for claim, each in all_met().items() if claim != "2.2.3"}
    assert found(in_markdown(rows)) == {"unanswered": ["2.2.3"]}


def test_invented_principles_and_claims() -> None:
    text = "| # | Principle | Status |\n|---|---|---|\n" + "".join(
        f"| {n} | Pillar of {n} joys | Aligned |\n" for n in range(14)
    )
    seen = found(text)
    assert len(seen["invented-principle"]) == 14
    assert seen["unanswered"] == [
        "no row answers a claim: it goes by principle only, and a principle is met only if each of its claims is"
    ]
    altered = in_markdown(all_met()).replace(CODE.claim("1.4.2").title, "Somebody thought about passwords")
    assert found(altered)["unknown-claim"]
    assert "1.4.2" in found(altered)["unanswered"]


def test_numbers() -> None:
    text = in_markdown(all_met()).replace("| 1.2.2 |", "| 1.2.4 |")
    assert found(text) == {"number-differs": ["1.2.2"]}
    assert found("| Ref | Answer |\n|---|---|\n| 1.4.2 | Met |\n")["number-differs"] == ["1.4.2"]


def test_one_claim_twice() -> None:
    title = CODE.claim("1.4.2").title
    text = in_markdown(all_met()) + f"| 1.4.2 | {title} | Not met | Record 7 of 2026-09-01 says no. |\n"
    assert found(text) == {"answered-twice": ["1.4.2"]}


def test_rows_that_cannot_both_be_right() -> None:
    assert found(with_row("2.2.1", "Not met", "We keep nothing of the kind."))["rows-contradict"] == ["2.2.3", "2.2.4"]
    principle = CODE.principle("3.2").title
    text = with_row("3.2.2", "Not met", "Mail only.") + f"| 3.2 | {principle} | Met | All of it since 2026-09-01. |\n"
    assert found(text) == {"rows-contradict": ["3.2"]}


def test_pasted_text() -> None:
    same = "Our certified management system of 2026-09-01 covers this point in full detail."
    rows = {**all_met(), "1.1.1": ("Met", same), "2.2.2": ("Met", same)}
    assert found(in_markdown(rows)) == {"pasted": ["1.1.1", "2.2.2"]}


def test_details_that_are_missing() -> None:
    for label, says in (
        ("Senior Responsible Owner", "no Senior"),
        ("Product version", "no version"),
        ("Date completed", "no day"),
    ):
        details = {key: value for key, value in DETAILS.items() if key != label}
        seen = found(in_markdown(all_met(), details))
        assert list(seen) == ["header-incomplete"]
        assert [each.startswith(says) for each in seen["header-incomplete"]] == [True]
    assert (
        "no person"
        in found(in_markdown(all_met(), {**DETAILS, "Senior Responsible Owner": "Security Team"}))["header-incomplete"][
            0
        ]
    )


def test_tracked_changes() -> None:
    title = CODE.claim("1.4.2").title
    body = table([("Ref", "Claim", "Answer"), ("1.4.2", title, paragraph(f"<w:ins>{run('Met')}</w:ins>"))])
    assert found(docx(body))["unsettled-changes"] == ["1.4.2"]


def test_every_rule_is_tried_here() -> None:
    tried = {case[0] for case in CASES} | {
        "not-in-edition", "invented-principle", "unknown-claim", "number-differs", "answered-twice", "rows-contradict", "pasted", "header-incomplete", "unsettled-changes",
    }  # fmt: skip
    assert {rule.id for rule in RULES} == tried


@pytest.mark.parametrize(
    "data",
    [
        official_layout({}),
        official_layout({claim.id: "Met. [x](y) | **b** @all" * 9 for claim in CODE.claims}, {}),
        "| # | Principle | Status |\n|---|---|---|\n| 1 | <b>Joy</b> \u202e\x1b[31m | Aligned |\n",
        in_markdown(all_met()),
    ],
)
def test_reports(data: str | bytes) -> None:
    form = read(data)
    written = document(form, faults(form, CODE))
    assert list(jsonschema_rs.validator_for(schema("form-faults")).iter_errors(written)) == []
    text = form_faults.text(written)
    assert max(columns(line) for line in text.splitlines()) <= 80
    assert all(line.isprintable() for line in text.splitlines())
    for fault in written["faults"]:
        assert fault["id"] in text
        assert fault["title"] in text
    markdown = form_faults.markdown(written)
    assert "<b>" not in markdown
    assert [fault["id"] for fault in written["faults"]] == re.findall(r"^### .*\(`(.*)`\)$", markdown, re.MULTILINE)
