"""Forms as CSV, whatever separates the cells."""

import csv
import io
from collections.abc import Iterator

from assay.facts.forms import Place
from assay.formats.forms.pieces import MOST_COLUMNS, Cell, FormError, TableRow

SEPARATORS = ",;\t|"


def pieces(text: str) -> Iterator[TableRow]:
    """The rows of a CSV text; raises FormError."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    line = 1
    try:
        for count, row in enumerate(reader, 1):
            if len(row) > MOST_COLUMNS:
                raise FormError(f"line {line} has more than {MOST_COLUMNS} columns")
            yield TableRow(tuple(Cell(cell.strip()) for cell in row), Place(1, count, line))
            line = reader.line_num + 1
    except csv.Error as error:
        raise FormError(f"line {line} is no CSV ({error})") from None


def _separator(text: str) -> str:
    """The one that stands most often in the first lines."""
    first = "\n".join(text.splitlines()[:20])
    return max(SEPARATORS, key=first.count)
