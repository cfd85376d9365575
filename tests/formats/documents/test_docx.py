"""DOCX, made for the purpose by the library that reads it."""

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from assay.facts.documents import Document
from assay.formats.documents import DocumentError, read


def saved(made: Any) -> bytes:
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def document(data: bytes) -> Document:
    return read("docs/policy.docx", data, "d")


def link(paragraph: Any, target: str, text: str) -> None:
    relation = paragraph.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    element, run, words = OxmlElement("w:hyperlink"), OxmlElement("w:r"), OxmlElement("w:t")
    element.set(qn("r:id"), relation)
    words.text = text
    run.append(words)
    element.append(run)
    paragraph._p.append(element)


def policy() -> bytes:
    made = docx.Document()
    made.add_heading("Policy", 0)
    made.add_paragraph("Approved 1 March 2026. Reviewed every 12 months.")
    made.add_heading("Limits", 2)
    table = made.add_table(2, 2)
    for at, text in enumerate(["Severity", "Within", "critical", "7 days"]):
        table.cell(at // 2, at % 2).text = text
    made.add_paragraph("Owner: [Name]", style="List Bullet")
    made.add_paragraph("Quoted words", style="Quote")
    made.add_paragraph("More quoted words", style="Intense Quote")
    made.add_paragraph("\u2610 a task")
    made.add_heading("Contact", 1)
    link(made.add_paragraph("Write to "), "mailto:s@x.example", "us")
    return saved(made)


def test_headings_passages_tables_and_links_in_order() -> None:
    found = document(policy())
    assert (found.title, found.format) == ("Policy", "docx")
    assert [(each.text, each.level, each.line) for each in found.headings] == [("Policy", 1, 1), ("Limits", 2, 3), ("Contact", 1, 8)]  # fmt: skip
    assert [(each.text, each.heading) for each in found.passages] == [
        ("Approved 1 March 2026. Reviewed every 12 months.", "Policy"), ("Severity", "Limits"), ("Within", "Limits"), ("critical", "Limits"), ("7 days", "Limits"), ("Owner: [Name]", "Limits"),
        ("Write to us", "Contact"),
    ]  # fmt: skip
    (table,) = found.tables
    assert (table.header, table.rows, table.heading) == (("Severity", "Within"), (("critical", "7 days"),), "Limits")
    assert [(each.target, each.text, each.line) for each in found.references] == [("mailto:s@x.example", "us", 9)]
    assert [each.text for each in found.fillers] == ["[Name]"]
    assert [each.days for each in found.quantities] == [12 * 30.4, 7.0]
    assert [each.day.isoformat() for each in found.dates] == ["2026-03-01"]


def test_merged_cells_and_empty_paragraphs() -> None:
    made = docx.Document()
    made.add_paragraph("")
    table = made.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "wide"
    table.cell(0, 2).merge(table.cell(1, 2)).text = "tall"
    found = document(saved(made))
    assert [found.tables[0].header, *found.tables[0].rows] == [("wide", "wide", "tall"), ("", "", "tall")]


def test_code_by_its_style() -> None:
    made = docx.Document()
    made.styles.add_style("Source Code", 1)
    made.add_paragraph("rm -rf /", style="Source Code")
    made.add_paragraph("shown")
    found = document(saved(made))
    assert [text for text, _ in found.code] == ["rm -rf /"]
    assert [each.text for each in found.passages] == ["shown"]


def repacked(data: bytes, **parts: bytes) -> bytes:
    """The archive with some parts replaced or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return buffer.getvalue()


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "lol"><!ENTITY y "&x;&x;&x;&x;">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&y;</w:t></w:r></w:p></w:body></w:document>'


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"word/document.xml": LAUGHS}, "declares XML entities"),
        ({"word/document.xml": LAUGHS.decode().replace('"1.0"', '"1.0" encoding="utf-16"').encode("utf-16")}, "declares XML entities"),
        ({"word/media/a.bin": b"\0" * 61_000_000}, "too large"),
        ({"word/document.xml": b"<a>" * 400_000}, "more markup"),
        ({"word/document.xml": b"<w:document"}, "not a DOCX file"),
        ({"[Content_Types].xml": b""}, "not a DOCX file"),
    ],
)  # fmt: skip
def test_what_is_unsafe_or_broken_is_refused(parts: dict[str, bytes], reason: str) -> None:
    with pytest.raises(DocumentError, match=reason):
        document(repacked(policy(), **parts))


def test_many_parts_are_refused() -> None:
    with pytest.raises(DocumentError, match="too large"):
        document(repacked(policy(), **{f"word/x{number}.bin": b"" for number in range(3001)}))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"text", b"\xd0\xcf\x11\xe0" * 100])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(DocumentError):
        document(data)


WHOLE = policy()


@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=8))
def test_spoilt_files_are_read_or_refused_with_our_own_error(at: int, spoiled: bytes) -> None:
    try:
        found = document(WHOLE[:at] + spoiled + WHOLE[at + len(spoiled) :])
    except DocumentError:
        return
    assert found.format == "docx"
