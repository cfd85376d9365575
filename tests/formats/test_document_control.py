"""Who approved a document and when it was reviewed, as control blocks are really written."""

from datetime import date

import pytest

from assay.formats.document_control import Control
from assay.formats.document_control import read as read_control
from assay.formats.documents import read

AS_OF = date(2026, 10, 1)


def control(text: str) -> Control:
    return read_control(read("docs/process.md", f"# Process\n\n{text}\n".encode(), "0" * 40), AS_OF)


@pytest.mark.parametrize(
    "text",
    [
        "Approved by: Ada Builder. Last reviewed: 2026-03-04. Next review: 2027-03-04.",
        "Next review March 4, 2027, last reviewed 4 March 2026, approved by Ada Builder, head of engineering.",
        "| Approved by | Ada Builder |\n|---|---|\n| Last review | 4 March 2026 |\n| Next review due | 4 March 2027 |",
        "| Version | Reviewed on | Approved by | Next review |\n|---|---|---|---|\n| 1 | 2024-01-01 | Ada Builder | 2025-01-01 |\n| 2 | 2026-03-04 | Ada Builder | 2027-03-04 |",
    ],
)
def test_prose_rows_and_columns_say_the_same(text: str) -> None:
    found = control(text)
    assert (found.approver, found.last_review, found.next_review, found.unfilled) == (
        "Ada Builder",
        date(2026, 3, 4),
        date(2027, 3, 4),
        "",
    )


@pytest.mark.parametrize(
    "text", ["Last reviewed: [Date]", "Next review:", "| Approved by | Ada |\n|---|---|\n| Next review | TBD |"]
)
def test_fields_that_stand_empty_are_seen(text: str) -> None:
    assert control(text).unfilled


@pytest.mark.parametrize(
    "text", ["Approved by: [Name]", "Approved by the team.", "It is approved by whoever is there."]
)
def test_nobody_in_particular_is_no_approver(text: str) -> None:
    assert control(text).approver == ""


def test_a_review_in_the_future_did_not_take_place() -> None:
    assert control("Last reviewed: 2027-01-01").last_review is None


@pytest.mark.parametrize(
    ("sentence", "length"),
    [
        ("This process is reviewed quarterly.", 92),
        ("The policy is reviewed every two years.", 731),
        ("We will review this process quarterly.", 366),
        ("Access is checked monthly.", 366),
    ],
)
def test_the_interval_is_the_one_the_document_sets_itself(sentence: str, length: int) -> None:
    assert control(sentence).interval == length
