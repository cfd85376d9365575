"""The official layout as people fill it in, and files that only call themselves a form."""

import io
import zipfile
from collections.abc import Callable

import pytest

from assay.facts.forms import Answer, CompletedForm, MatchedBy, Place, Proof, ProofKind, RowKind
from assay.formats.forms import FormError
from assay.store.code_of_practice import load
from assay.testing.forms import HEADER, docx, official_layout, paragraph, run, table

Read = Callable[[str, bytes | str], CompletedForm]
TITLE = load().claim("1.4.2").title
OTHER = load().claim("2.1.5").title


def row_of(form: CompletedForm, claim: str) -> tuple[Answer, str]:
    row = form.of(claim)[0]
    return row.answer, row.text


def test_official_layout(read: Read) -> None:
    form = read(
        "form.docx", official_layout({"1.1.1": "Met. See docs/sdlc.md", "4.3.2": "Not met.", "3.1.1": "We sign it."})
    )
    assert len({row.id for row in form.claims()}) == 45
    assert row_of(form, "1.1.1") == (Answer.MET, "See docs/sdlc.md")
    assert row_of(form, "4.3.2") == (Answer.NOT_MET, "")
    assert row_of(form, "3.1.1") == (Answer.TEXT_ONLY, "We sign it.")
    assert sum(row.answer is Answer.UNANSWERED for row in form.claims()) == 42
    assert not form.has_answers
    head = form.header
    assert (head.organisation, head.product, head.version, head.owner) == (
        "Gantry Ltd",
        "Gantry",
        "2.1.0",
        "Ada Builder",
    )
    assert str(head.assessed_on) == "2026-09-20"


def test_place_is_table_and_row(read: Read) -> None:
    form = read("form.docx", official_layout({}))
    assert form.of("1.1.2")[0].place == Place(table=2, row=3)
    assert str(form.of("1.1.2")[0].place) == "table 2, row 3"


def test_cells_merged_downwards_answer_each_row(read: Read) -> None:
    start, on = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>', "<w:tcPr><w:vMerge/></w:tcPr>"
    body = table(
        [HEADER, ("1.4.2", TITLE, start + paragraph("Met. One text."), ""), ("2.1.5", OTHER, on + paragraph(""), "")]
    )
    form = read("form.docx", docx(body))
    assert row_of(form, "1.4.2") == row_of(form, "2.1.5") == (Answer.MET, "One text.")


def test_cells_merged_sideways_stand_once(read: Read) -> None:
    wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + paragraph("Not met: no account has one.")
    form = read("form.docx", docx(table([HEADER, ("1.4.2", TITLE, wide)])))
    assert row_of(form, "1.4.2") == (Answer.NOT_MET, "no account has one.")


def test_an_extra_column_loses_nothing(read: Read) -> None:
    form = read("form.docx", docx(table([HEADER, ("1.4.2", TITLE, "", "", "Met. In the fifth column.")])))
    assert row_of(form, "1.4.2") == (Answer.MET, "In the fifth column.")


def test_text_in_a_row_without_claim_belongs_to_the_one_above(read: Read) -> None:
    body = table([HEADER, ("1.4.2", TITLE, "Met.", ""), ("", "", "Second half of the evidence.", "")])
    assert row_of(read("form.docx", docx(body)), "1.4.2")[1].endswith("Second half of the evidence.")


def test_tracked_changes_are_read_as_accepted_and_named(read: Read) -> None:
    changed = paragraph(
        f"<w:del>{run('Not met').replace('w:t', 'w:delText')}</w:del>",
        f"<w:ins>{run('Met. Enforced since 2026-05-01.')}</w:ins>",
    )
    form = read("form.docx", docx(table([HEADER, ("1.4.2", TITLE, changed, "")])))
    assert row_of(form, "1.4.2") == (Answer.MET, "Enforced since 2026-05-01.")
    assert form.tracked_changes == (Place(1, 2),)


def test_a_deleted_row_is_no_answer(read: Read) -> None:
    body = table([HEADER, ("1.4.2", TITLE, "Met.", ""), ("2.1.5", OTHER, "Met.", "")])
    first, _, last = body.rpartition("<w:tr>")
    form = read("form.docx", docx(f"{first}<w:tr><w:trPr><w:del/></w:trPr>{last}"))
    assert [row.id for row in form.claims()] == ["1.4.2"]
    assert form.tracked_changes == (Place(1, 3),)


def test_what_is_struck_out_is_not_said(read: Read) -> None:
    struck = paragraph(run("Met.", "<w:strike/>"), run("Not met."))
    assert row_of(read("form.docx", docx(table([HEADER, ("1.4.2", TITLE, struck, "")]))), "1.4.2")[0] is Answer.NOT_MET


@pytest.mark.parametrize(
    ("marks", "answer"),
    [
        ("☒☐☐", Answer.MET),
        ("☐☒☐", Answer.PARTLY),
        ("☐☐☒", Answer.NOT_MET),
        ("☐☐☐", Answer.UNANSWERED),
        ("☒☒☐", Answer.UNCLEAR),
    ],
)
def test_boxes_to_tick(read: Read, marks: str, answer: Answer) -> None:
    def box(sign: str) -> str:
        return f"<w:sdt><w:sdtPr><w14:checkbox/></w:sdtPr><w:sdtContent>{run(sign)}</w:sdtContent></w:sdt>"

    labels = ("Met", "Partly met", "Not met")
    cell = "".join(paragraph(box(sign), f" {label}") for sign, label in zip(marks, labels, strict=True))
    form = read("form.docx", docx(table([("Ref", "Claim", "Answer"), ("1.4.2", TITLE, cell)])))
    assert row_of(form, "1.4.2")[0] is answer
    assert form.has_answers


@pytest.mark.parametrize(("value", "answer"), [("1", Answer.MET), ("0", Answer.UNANSWERED)])
def test_boxes_of_old_forms(read: Read, value: str, answer: Answer) -> None:
    box = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/>'
        f'<w:checked w:val="{value}"/></w:checkBox></w:ffData></w:fldChar></w:r>'
    )
    form = read("form.docx", docx(table([("Ref", "Claim", "Met?"), ("1.4.2", TITLE, paragraph(box))])))
    assert row_of(form, "1.4.2")[0] is answer


@pytest.mark.parametrize(("chosen", "answer"), [("", Answer.PARTLY), ("<w:showingPlcHdr/>", Answer.UNANSWERED)])
def test_list_to_choose_from(read: Read, chosen: str, answer: Answer) -> None:
    cell = f"<w:p><w:sdt><w:sdtPr>{chosen}<w:dropDownList/></w:sdtPr><w:sdtContent>{run('Partly met')}</w:sdtContent></w:sdt></w:p>"
    form = read("form.docx", docx(table([("Ref", "Claim", "Answer"), ("1.4.2", TITLE, cell)])))
    assert row_of(form, "1.4.2")[0] is answer


def test_rows_and_cells_in_content_controls(read: Read) -> None:
    body = table([HEADER, ("1.4.2", TITLE, "Met. Inside.", "")])
    wrapped = body.replace(
        '<w:tr><w:tc><w:p><w:r><w:rPr></w:rPr><w:t xml:space="preserve">1.4.2',
        '<w:sdt><w:sdtContent><w:tr><w:tc><w:p><w:r><w:rPr></w:rPr><w:t xml:space="preserve">1.4.2',
    )
    wrapped = wrapped.replace("</w:tr></w:tbl>", "</w:tr></w:sdtContent></w:sdt></w:tbl>")
    assert wrapped != body
    assert row_of(read("form.docx", docx(wrapped)), "1.4.2") == (Answer.MET, "Inside.")


def test_links_behind_words(read: Read) -> None:
    linked = paragraph("Met. ", f'<w:hyperlink r:id="r7">{run("our policy")}</w:hyperlink>')
    form = read("form.docx", docx(table([HEADER, ("1.4.2", TITLE, linked, "")]), {"r7": "https://gantry.example/mfa"}))
    assert form.of("1.4.2")[0].proofs == (Proof(ProofKind.LINK, "https://gantry.example/mfa"),)


def test_numbers_do_not_decide_where_wording_does(read: Read) -> None:
    form = read("form.docx", docx(table([HEADER, ("Claim 1.1.1", TITLE, "Met.", "")])))
    row = form.rows[0]
    assert (row.kind, row.id, row.number, row.matched_by) == (RowKind.CLAIM, "1.4.2", "1.1.1", MatchedBy.TITLE)


def _archive(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not a DOCX"),
        (b"PK\x03\x04 nothing", "not a DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4000, "encrypted"),
        (_archive(("mimetype", b"application/vnd.oasis.opendocument.text")), "not a DOCX"),
        (_archive(("word/document.xml", b"\0" * 70_000_000)), "too large"),
        (_archive(*((f"word/{number}.xml", b"") for number in range(3500))), "too large"),
        (docx(table([HEADER]), parts={"word/extra.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}), "entities"),
        (docx(table([HEADER, ("1.4.2", TITLE, *("x" for _ in range(80)))])), "columns"),
        (docx(table([HEADER, ("1.4.2", TITLE, "long " * 5000, "")])), "characters"),
        (docx("<w:p>" * 30_000), "not a DOCX"),
    ],
    ids=["empty", "broken", "encrypted", "odt", "bomb", "many parts", "entities", "columns", "long", "deep"],
)
def test_what_cannot_be_read_is_refused_with_a_reason(read: Read, data: bytes, reason: str) -> None:
    with pytest.raises(FormError, match=reason):
        read("form.docx", data)
