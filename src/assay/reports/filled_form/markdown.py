"""The form as Markdown: a table for each theme, nothing in a cell can become markup."""

from assay.domain.catalogue import Catalogue
from assay.facts.filled_form import NOTE_HEADING, FilledForm, FilledRow
from assay.reports.filled_form.layout import COLUMNS, LEFT_OVER, TITLE, answer, details, left_over, reference, sections
from assay.reports.quoting import BREAK, escaped


def written(form: FilledForm, code: Catalogue) -> bytes:
    """The whole page as UTF-8."""
    lines = [f"# {TITLE}", ""]
    for label, value in details(form):
        lines += [f"**{label}:** {_line(value)}", ""]
    for section in sections(form, code):
        lines += [f"## Theme {section.theme.id}: {section.theme.title}", "", *_head()]
        for principle, rows in section.principles:
            lines.append(f"| **Principle {principle.id}** | **{escaped(principle.title)}** | | | |")
            lines += map(_row, rows)
        lines.append("")
    if others := left_over(form):
        lines += [f"## {LEFT_OVER}", "", *_head(), *map(_row, others), ""]
    if form.notes:
        lines += [f"## {NOTE_HEADING}", ""]
        for note in form.notes:
            lines += [_line(note), ""]
    return ("\n".join(lines).rstrip() + "\n").encode("utf-8", "replace")


def _head() -> list[str]:
    return [f"| {' | '.join(COLUMNS)} |", f"|{'---|' * len(COLUMNS)}"]


def _row(row: FilledRow) -> str:
    cells = (reference(row), row.wording, answer(row), row.evidence, row.arguments)
    return f"| {' | '.join('<br>'.join(_line(line) for line in cell.split(chr(10))) for cell in cells)} |"


def _line(text: str) -> str:
    """One line letter by letter; a mark of a list or a quotation at its beginning stays a letter."""
    return BREAK + escaped(text) if text[:1] in tuple("#>+-=") or text[:1].isdigit() else escaped(text)
