"""Forms as CSV, whatever separates the cells."""

import csv
import io
import re
from collections.abc import Iterator

from assay.facts.forms import Place
from assay.formats.forms.pieces import MOST_COLUMNS, Cell, FormError, TableRow

SEPARATORS = ",;\t|"
AS_TEXT = re.compile(r"'[=+\-@']")


def pieces(text: str) -> Iterator[TableRow]:
    """The rows of a CSV text; raises FormError."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    line = 1
    try:
        for count, row in enumerate(reader, 1):
            if len(row) > MOST_COLUMNS:
                raise FormError(f"line {line} has more than {MOST_COLUMNS} columns")
            yield TableRow(tuple(Cell(_said(cell)) for cell in row), Place(1, count, line))
            line = reader.line_num + 1
    except csv.Error as error:
        raise FormError(f"line {line} is no CSV ({error})") from None


def _said(cell: str) -> str:
    """The text of a cell, without the mark in front by which a spreadsheet takes it for text and not for a formula."""
    text = cell.strip()
    return text[1:] if AS_TEXT.match(text) else text


def _separator(text: str) -> str:
    """The one that stands most often between the cells of the first lines: what stands in quotes is no separator."""
    first = re.sub(r'"[^"]*("|$)', "", "\n".join(text.splitlines()[:20]))
    return max(SEPARATORS, key=first.count)
