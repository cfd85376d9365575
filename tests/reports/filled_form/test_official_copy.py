"""Filling the blank official form, where a copy lies beside the project; no sentence of it is kept here."""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from docx import Document

from assay.facts.filled_form import FilledForm
from assay.formats import forms
from assay.formats.forms.docx import W, opened
from assay.formats.forms.pieces import TableRow
from assay.reports.filled_form import reads_back
from assay.reports.filled_form.template import filled
from assay.store import claim_wording
from assay.store.code_of_practice import load

CODE, WORDING = load(), claim_wording.load()
Found = Mapping[str, Any]


def test_every_claim_is_answered_43_in_their_rows_and_two_in_the_annex(
    official: bytes, product: Found, as_form: Callable[..., FilledForm]
) -> None:
    form = as_form(product)
    made = filled(form, official, CODE, WORDING)
    assert made.in_annex == ("2.1.6", "4.3.1")
    assert made.left_alone == ()
    assert reads_back(form, "form.docx", made.data, CODE, WORDING) == ()
    read = forms.read("form.docx", made.data, CODE, WORDING)
    assert [(row.id, row.number) for row in read.claims() if row.number == "4.3.1"] == [
        ("4.3.2", "4.3.1"),
        ("4.3.1", "4.3.1"),
    ]
    assert (read.header.organisation, read.header.product) == ("Millrace Software Ltd", "Hallkeeper")
    assert read.header.owner == "Cleo Warden"
    assert str(read.header.assessed_on) == product["as_of"]
    assert read.header.assessed_by == ""


def test_everything_else_stays_as_it_is(official: bytes, product: Found, as_form: Any) -> None:
    data = filled(as_form(product), official, CODE, WORDING).data
    with zipfile.ZipFile(io.BytesIO(official)) as before, zipfile.ZipFile(io.BytesIO(data)) as after:
        assert after.namelist() == before.namelist()
        for name in before.namelist():
            assert name == "word/document.xml" or after.read(name) == before.read(name)
    old, new = opened(official), opened(data)
    for piece in old.pieces:
        same = next(each for each in new.pieces if each.place == piece.place and type(each) is type(piece))
        if isinstance(piece, TableRow):
            assert isinstance(same, TableRow)
            assert len(same.cells) == len(piece.cells)
            assert all(now.text == was.text for was, now in zip(piece.cells, same.cells, strict=True) if was.text)
        else:
            assert same == piece
    for was, now in zip(_bodies(official), _bodies(data), strict=False):
        for name in ("tblPr", "tblGrid", "trPr", "tcPr"):
            assert [*map(_markup, was.iter(f"{W}{name}"))] == [*map(_markup, now.iter(f"{W}{name}"))]


def test_it_still_opens_as_a_document(official: bytes, product: Found, as_form: Any) -> None:
    document = Document(io.BytesIO(filled(as_form(product), official, CODE, WORDING).data))
    assert len(document.tables) == len(Document(io.BytesIO(official)).tables) + 1


def test_reading_it_in_and_filling_a_blank_copy_gives_the_same(
    official: bytes, product: Found, as_form: Any, read_in: Any, rewritten: Any
) -> None:
    once = filled(as_form(product), official, CODE, WORDING).data
    again = filled(rewritten(read_in("form.docx", once)), official, CODE, WORDING).data
    assert again == once


def test_what_stands_in_a_copy_already_is_left_alone(official: bytes, product: Found, as_form: Any) -> None:
    document = Document(io.BytesIO(official))
    row = next(row for table in document.tables for row in table.rows if row.cells[0].text.strip() == "Claim 1.1.2")
    row.cells[3].paragraphs[0].add_run("Partly met. We wrote this ourselves.")
    out = io.BytesIO()
    document.save(out)
    form = as_form(product)
    made = filled(form, out.getvalue(), CODE, WORDING)
    assert made.left_alone == ("1.1.2",)
    (kept,) = forms.read("form.docx", made.data, CODE, WORDING).of("1.1.2")
    assert (kept.answer.value, kept.text) == ("partly met", "We wrote this ourselves.")
    assert reads_back(form, "form.docx", made.data, CODE, WORDING, frozenset(made.left_alone)) == ()


def _bodies(data: bytes) -> list[Any]:
    return [table._tbl for table in Document(io.BytesIO(data)).tables]


def _markup(element: Any) -> tuple[Any, ...]:
    return tuple((each.tag, *each.attrib.items()) for each in element.iter())
