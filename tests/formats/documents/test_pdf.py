"""PDF, written by hand: pages of text, pages of nothing but a picture, and broken files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.facts.documents import Document
from assay.formats.documents import DocumentError, read
from assay.formats.documents.pdf import MOST_PAGES


def pdf(*pages: str) -> bytes:
    """A PDF whose pages show these lines; an empty one shows a grey square."""
    bodies: list[bytes] = [b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for text in pages:
        shown = "BT /F 12 Tf 14 TL 72 720 Td " + "".join(f"({line.translate(ESCAPES)}) ' " for line in text.split("\n")) + "ET"  # fmt: skip
        stream = shown.encode("latin-1") if text else b"0.5 g 72 72 200 200 re f"
        bodies.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        bodies.append(b"<< /Type /Page /Parent PARENT /MediaBox [0 0 612 792] /Contents %d 0 R /Resources << /Font << /F 1 0 R >> >> >>" % len(bodies))  # fmt: skip
        kids.append(b"%d 0 R" % len(bodies))
    bodies.append(b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids)))
    parent = b"%d 0 R" % len(bodies)
    bodies.append(b"<< /Type /Catalog /Pages %s >>" % parent)
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body.replace(b"PARENT", parent))
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(bodies) + 1, table, len(bodies) + 1, len(bodies), len(data),
    )  # fmt: skip


ESCAPES = str.maketrans({"(": "\\(", ")": "\\)", "\\": "\\\\"})


def document(data: bytes) -> Document:
    return read("docs/policy.pdf", data, "d")


def refusal(data: bytes) -> str:
    try:
        document(data)
    except DocumentError as error:
        return str(error)
    return "none"


def test_text_page_by_page() -> None:
    found = document(pdf("Vulnerability policy\nWe answer within five days (business\ndays) and fix within 90 days.", "", "Next review: 1 March 2027\nMail s@x.example"))  # fmt: skip
    assert found.format == "pdf"
    text = " ".join(each.text for each in found.passages)
    assert "We answer within five days (business days) and fix within 90 days." in text
    assert {each.line for each in found.passages} == {1, 3}
    assert [(each.day.isoformat(), each.role.value, each.line) for each in found.dates] == [("2027-03-01", "next review", 3)]  # fmt: skip
    assert {each.days for each in found.quantities} == {5.0, 90.0}
    assert "s@x.example" in {each.target for each in found.references}


def test_entries_of_a_table_of_contents_are_left_out() -> None:
    text = " ".join(each.text for each in document(pdf("Scope .......... 3\nLimits . . . . . . . . 14\nWe fix things.")).passages)  # fmt: skip
    assert text == "We fix things."


def test_a_scan_without_text_is_unread() -> None:
    assert refusal(pdf("")) == "a scanned PDF without text"
    assert refusal(pdf("", "")) == "a scanned PDF without text"


def test_more_pages_than_are_read_is_said() -> None:
    assert "more than 300 pages" in refusal(pdf(*["a"] * (MOST_PAGES + 1)))
    assert refusal(pdf(*["a"] * 20)) == "none"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"text", pdf("a")[:200], pdf("a").replace(b"/Pages", b"/Pagez")])
def test_other_bytes_are_refused(data: bytes) -> None:
    assert refusal(data) != "none"


def test_too_large_files_are_refused() -> None:
    assert "larger than 30 MB" in refusal(b"%PDF-1.4" + b"\0" * 30_000_001)


WHOLE = pdf("Policy\nWe fix within 30 days.", "Second page")


@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=12))
def test_spoilt_files_are_read_or_refused_with_our_own_error(at: int, spoiled: bytes) -> None:
    assert refusal(WHOLE[:at] + spoiled + WHOLE[at + len(spoiled) :])
