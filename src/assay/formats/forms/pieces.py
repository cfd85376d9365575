"""What every reader of forms yields: table rows, headings and paragraphs, in order, with their links."""

from dataclasses import dataclass

from assay.facts.forms import Place

MOST_PIECES = 20_000
MOST_COLUMNS = 63
LONGEST_CELL = 20_000
"""Characters. A form with more in one place is refused: nothing is cut off silently."""


class FormError(ValueError):
    """The bytes are not the form their name promises, or cannot be read safely."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell, ticked boxes as signs, and where its links lead."""

    text: str = ""
    links: tuple[str, ...] = ()
    title: str = ""
    """The heading of its column, once that is known."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row. A cell over several columns stands in the first of them; one over several rows stands in each."""

    cells: tuple[Cell, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title."""

    text: str
    level: int
    place: Place


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or item of a list."""

    text: str
    links: tuple[str, ...]
    place: Place


Piece = TableRow | Heading | Paragraph
EMPTY = Cell()
