"""The form as CSV, for a spreadsheet: details and notes on top, then a row for each principle and claim."""

import csv
import io
import re
from collections.abc import Iterator

from assay.domain.catalogue import Catalogue
from assay.facts.filled_form import NOTE_HEADING, FilledForm, FilledRow
from assay.reports.filled_form.layout import COLUMNS, TITLE, answer, details, left_over, reference, sections

FORMULA = re.compile(r"[=+\-@']")


def written(form: FilledForm, code: Catalogue) -> bytes:
    """All rows, every cell quoted, as UTF-8 with the mark by which spreadsheets know it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in _rows(form, code):
        writer.writerow([_cell(cell) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def _rows(form: FilledForm, code: Catalogue) -> Iterator[tuple[str, ...]]:
    yield (TITLE,)
    yield from details(form)
    if form.notes:
        yield (NOTE_HEADING,)
        yield from ((note,) for note in form.notes)
    yield COLUMNS
    for section in sections(form, code):
        for principle, rows in section.principles:
            yield (f"Principle {principle.id}", principle.title, "", "", "")
            yield from map(_row, rows)
    yield from map(_row, left_over(form))


def _row(row: FilledRow) -> tuple[str, ...]:
    return (reference(row), row.wording, answer(row), row.evidence, row.arguments)


def _cell(text: str) -> str:
    """Never a formula: a spreadsheet takes what begins with an apostrophe for text."""
    text = text.strip()
    return f"'{text}" if FORMULA.match(text) else text
