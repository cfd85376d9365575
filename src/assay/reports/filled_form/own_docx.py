"""The form as a DOCX file of our own: the tables people know, in our words, on pages lying across."""

import io
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from assay.domain.catalogue import Catalogue
from assay.facts.filled_form import NOTE_HEADING, FilledForm, FilledRow
from assay.formats.forms.proofs import first_day
from assay.reports.filled_form.layout import COLUMNS, LEFT_OVER, TITLE, answer, details, left_over, reference, sections
from assay.reports.filled_form.markup import archive, parts_of, put, write_line

WIDTHS_MM = (27, 45, 31, 68, 96)
"""Of the columns; together what an A4 page lying across leaves between its margins."""
DETAIL_WIDTHS_MM = (60, 120)
MARGIN_MM = 15
SHADE = "E7E6E6"
LONGEST_PROPERTY = 255


def written(form: FilledForm, code: Catalogue) -> bytes:
    """The whole file."""
    import docx  # noqa: PLC0415

    document = docx.Document()
    _pages(document)
    _styles(document)
    document.add_heading(TITLE, 0)
    _details(document, form)
    for section in sections(form, code):
        document.add_heading(f"Theme {section.theme.id}: {section.theme.title}", 1)
        table = _table(document)
        for principle, rows in section.principles:
            _principle(table, f"Principle {principle.id}", principle.title)
            _rows(table, rows)
    if others := left_over(form):
        document.add_heading(LEFT_OVER, 1)
        _rows(_table(document), others)
    if form.notes:
        document.add_heading(NOTE_HEADING, 1)
        for note in form.notes:
            write_line(document.add_paragraph()._p, note)
    _properties(document, form)
    out = io.BytesIO()
    document.save(out)
    return archive(parts_of(out.getvalue()))


def _pages(document: Any) -> None:
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415
    from docx.shared import Mm  # noqa: PLC0415

    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Mm(297), Mm(210)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(MARGIN_MM)


def _styles(document: Any) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    for name, size in (("Normal", 9), ("Title", 22), ("Heading 1", 15)):
        style = document.styles[name]
        style.font.name, style.font.size = "Calibri", Pt(size)
        if name != "Normal":
            style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.rPr.rFonts
        for each in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{each}"), None)
        fonts.set(qn("w:cs"), "Calibri")
    document.styles["Normal"].paragraph_format.space_after = Pt(2)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _details(document: Any, form: FilledForm) -> None:
    from docx.shared import Mm  # noqa: PLC0415

    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, DETAIL_WIDTHS_MM, strict=True):
        column.width = Mm(width)
    for label, value in details(form):
        cells = table.add_row().cells
        for cell, text, width in zip(cells, (label, value), DETAIL_WIDTHS_MM, strict=True):
            cell.width = Mm(width)
            put(cell._tc, text, bold_first=text is label)
        _shaded(cells[0])


def _table(document: Any) -> Any:
    from docx.shared import Mm  # noqa: PLC0415

    table = document.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS_MM, strict=True):
        column.width = Mm(width)
    head = table.rows[0]
    for cell, title, width in zip(head.cells, COLUMNS, WIDTHS_MM, strict=True):
        cell.width = Mm(width)
        put(cell._tc, title, bold_first=True)
        _shaded(cell)
    _marked(head, "tblHeader")
    _marked(head, "cantSplit")
    return table


def _principle(table: Any, number: str, title: str) -> None:
    row = table.add_row()
    first, second, *_, last = row.cells
    put(first._tc, number, bold_first=True)
    wide = second.merge(last)
    put(wide._tc, title, bold_first=True)
    _shaded(first)
    _shaded(wide)
    _marked(row, "cantSplit")
    for cell in (first, wide):
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def _rows(table: Any, rows: Iterable[FilledRow]) -> None:
    from docx.shared import Mm  # noqa: PLC0415

    for row in rows:
        texts = (reference(row), row.wording, answer(row), row.evidence, row.arguments)
        line = table.add_row()
        _marked(line, "cantSplit")
        for place, (cell, text, width) in enumerate(zip(line.cells, texts, WIDTHS_MM, strict=True)):
            cell.width = Mm(width)
            put(cell._tc, text, small=place == COLUMNS.index("Evidence"))


def _shaded(cell: Any) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", SHADE)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _marked(row: Any, name: str) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415

    row._tr.get_or_add_trPr().append(OxmlElement(f"w:{name}"))


def _properties(document: Any, form: FilledForm) -> None:
    """Nothing of the clock or of whoever ran it: the day is that of the assessment."""
    day = first_day(form.assessed_on)
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else datetime(2000, 1, 1, tzinfo=UTC)
    core = document.core_properties
    core.title, core.author, core.language = TITLE, "", "en-GB"
    core.last_modified_by = core.comments = core.keywords = ""
    core.subject = form.product[:LONGEST_PROPERTY]
    core.created = core.modified = moment
    core.revision = 1
