"""The form as one HTML page: no script, nothing loaded from elsewhere, tables that can be read aloud and printed."""

from collections.abc import Iterable, Iterator
from html import escape

from assay.domain.catalogue import Catalogue
from assay.facts.filled_form import NOTE_HEADING, FilledForm, FilledRow
from assay.reports.filled_form.layout import COLUMNS, LEFT_OVER, TITLE, answer, details, left_over, reference, sections

STYLE = """
body { font: 16px/1.45 system-ui, sans-serif; color: #1b1b1b; background: #fff; max-width: 84rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 2rem; table-layout: fixed; }
th, td { border: 1px solid #8a8a8a; padding: .4rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
thead th, tr.principle > * { background: #e8e8e8; }
.details { max-width: 46rem; } .details th { width: 16rem; background: #e8e8e8; }
.rows td { font-size: .875rem; }
@media print { body { font-size: 10pt; margin: 0; max-width: none; } thead { display: table-header-group; } tr { break-inside: avoid; } @page { size: A4 landscape; margin: 12mm; } }
""".strip()
WIDTHS = (8, 20, 10, 27, 35)
"""Hundredths of the width of a table."""


def written(form: FilledForm, code: Catalogue) -> bytes:
    """The whole page as UTF-8."""
    return ("\n".join(_page(form, code)) + "\n").encode("utf-8", "replace")


def _page(form: FilledForm, code: Catalogue) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{_said(f'{TITLE} {form.product}'.strip())}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n<main>"
    yield f'<h1>{TITLE}</h1>\n<table class="details">\n<tbody>'
    for label, value in details(form):
        yield f'<tr><th scope="row">{label}</th><td>{_said(value)}</td></tr>'
    yield "</tbody>\n</table>"
    for section in sections(form, code):
        yield f"<h2>Theme {section.theme.id}: {_said(section.theme.title)}</h2>"
        yield from _table(
            line
            for principle, rows in section.principles
            for line in (
                f'<tr class="principle"><th scope="row">Principle {principle.id}</th><td colspan="4">{_said(principle.title)}</td></tr>',
                *map(_row, rows),
            )
        )
    if others := left_over(form):
        yield f"<h2>{LEFT_OVER}</h2>"
        yield from _table(map(_row, others))
    if form.notes:
        yield f"<h2>{NOTE_HEADING}</h2>"
        yield from (f"<p>{_said(note)}</p>" for note in form.notes)
    yield "</main>\n</body>\n</html>"


def _table(rows: Iterable[str]) -> Iterator[str]:
    yield (
        '<table class="rows">\n<colgroup>'
        + "".join(f'<col style="width: {width}%">' for width in WIDTHS)
        + "</colgroup>"
    )
    yield "<thead><tr>" + "".join(f'<th scope="col">{title}</th>' for title in COLUMNS) + "</tr></thead>\n<tbody>"
    yield from rows
    yield "</tbody>\n</table>"


def _row(row: FilledRow) -> str:
    cells = "".join(f"<td>{_said(cell)}</td>" for cell in (row.wording, answer(row), row.evidence, row.arguments))
    return f'<tr><th scope="row">{_said(reference(row))}</th>{cells}</tr>'


def _said(text: str) -> str:
    return "<br>".join(escape(line) for line in text.split("\n"))
