"""Tables of reStructuredText (simple, grid, list-table, csv-table) and AsciiDoc, as rows of plain cells."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assay.formats.documents.blocks import Block, BlockKind

RULE = re.compile(r"\s*=+(?:\s+=+)+\s*")
INNER_RULE = re.compile(r"\s*-+(?:\s+-+)*\s*")
BORDER = re.compile(r"\s*\+(?:[-=]+\+)+\s*")
DIRECTIVE = re.compile(r"(\s*)\.\. (list-table|csv-table)::")
OPTION = re.compile(r"\s*:([\w-]+):\s*(.*)")
FENCE = re.compile(r"\|===+")
COLUMNS = re.compile(r"cols\s*=\s*(?:\"([^\"]+)\"|(\d+))")
MARKUP = (
    (re.compile(r"`([^`<]+?)\s*<[^`>]*>`_{0,2}"), r"\1"),
    (re.compile(r":[\w:-]+:`([^`]*)`"), r"\1"),
    (re.compile(r"`([^`]*)`_{0,2}"), r"\1"),
    (re.compile(r"\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*"), r"\1\2"),
    (re.compile(r"(?:link:|https?:)[^\s\[]*\[([^\]]*)\]"), r"\1"),
    (re.compile(r"(?:^|\s)\|\s"), " "),
)


@dataclass(frozen=True, slots=True)
class TextTable:
    """Rows with the line each starts on (from 0), and the first line after the table."""

    rows: tuple[tuple[tuple[str, ...], int], ...]
    after: int

    def blocks(self) -> Iterator[Block]:
        """The table, then its cells, as the other readers give them."""
        if not self.rows:
            return
        yield Block(BlockKind.TABLE, "", self.rows[0][1] + 1, rows=tuple(cells for cells, _ in self.rows))
        for cells, line in self.rows:
            for cell in cells:
                yield Block(BlockKind.CELL, cell, line + 1)


def table_at(lines: Sequence[str], number: int, dialect: str) -> TextTable | None:
    """The table that starts on line ``number`` (from 0), if one does."""
    line = lines[number]
    if dialect == "asciidoc":
        if FENCE.fullmatch(line.strip()):
            return _asciidoc(lines, number)
        return None
    if dialect != "rst":
        return None
    if match := DIRECTIVE.match(line):
        read = _list_rows if match.group(2) == "list-table" else _csv_rows
        return _directive(lines, number, len(match.group(1)), read)
    if BORDER.fullmatch(line):
        return _grid(lines, number)
    if RULE.fullmatch(line):
        return _simple(lines, number)
    return None


def plain(cell: str) -> str:
    """The words of a cell without inline markup."""
    for pattern, keep in MARKUP:
        cell = pattern.sub(keep, cell)
    return " ".join(cell.split())


def _simple(lines: Sequence[str], first: int) -> TextTable | None:
    spans = [(match.start(), match.end()) for match in re.finditer(r"=+", lines[first])]
    rules = [first]
    number = first + 1
    while number < len(lines):
        if RULE.fullmatch(lines[number]):
            rules.append(number)
            if number + 1 >= len(lines) or not lines[number + 1].strip():
                break
        number += 1
    if len(rules) < 2:
        return None
    rows: list[tuple[list[str], int]] = []
    for at in range(first + 1, rules[-1]):
        line = lines[at]
        if not line.strip() or RULE.fullmatch(line) or INNER_RULE.fullmatch(line):
            continue
        ends = [start for start, _ in spans[1:]] + [len(line)]
        cells = [line[start:end].strip() for (start, _), end in zip(spans, ends, strict=True)]
        if cells[0] or not rows:
            rows.append((cells, at))
        else:
            rows[-1] = ([f"{old} {new}" for old, new in zip(rows[-1][0], cells, strict=True)], rows[-1][1])
    return _table(rows, rules[-1] + 1)


def _grid(lines: Sequence[str], first: int) -> TextTable:
    edges = [at for at, sign in enumerate(lines[first]) if sign == "+"]
    rows: list[tuple[list[str], int]] = []
    new = True
    number = first
    while number < len(lines) and lines[number].strip()[:1] in ("+", "|"):
        line = lines[number]
        if line.strip().startswith("+"):
            new = True
        else:
            cells = [line[start + 1 : end].strip(" |") for start, end in pairwise(edges)]
            if new:
                rows.append((cells, number))
            else:
                rows[-1] = ([f"{old} {more}" for old, more in zip(rows[-1][0], cells, strict=True)], rows[-1][1])
            new = False
        number += 1
    return _table(rows, number)


Rows = Callable[[Sequence[str], int, int], list[tuple[list[str], int]]]


def _directive(lines: Sequence[str], first: int, indent: int, read: Rows) -> TextTable:
    after = first + 1
    while after < len(lines) and (not lines[after].strip() or len(lines[after]) - len(lines[after].lstrip()) > indent):
        after += 1
    return _table(read(lines, first + 1, after), after)


def _list_rows(lines: Sequence[str], first: int, after: int) -> list[tuple[list[str], int]]:
    rows: list[tuple[list[str], int]] = []
    column = -1
    for number in range(first, after):
        line = lines[number]
        if match := re.match(r"(\s*)\* - ?(.*)", line):
            column = len(match.group(1)) + 2
            rows.append(([match.group(2)], number))
        elif rows and re.match(rf"\s{{{column}}}- ?", line):
            rows[-1][0].append(line[column + 2 :])
        elif rows and line.strip():
            rows[-1][0][-1] += " " + line.strip()
    return rows


def _csv_rows(lines: Sequence[str], first: int, after: int) -> list[tuple[list[str], int]]:
    rows: list[tuple[list[str], int]] = []
    for number in range(first, after):
        text = lines[number].strip()
        if option := OPTION.match(text):
            if option.group(1) == "header":
                rows.append((_fields(option.group(2)), number))
        elif text:
            rows.append((_fields(text), number))
    return rows


def _fields(text: str) -> list[str]:
    try:
        return next(iter(csv.reader([text], skipinitialspace=True)), [])
    except csv.Error:  # a field longer than the reader takes
        return [text]


def _asciidoc(lines: Sequence[str], first: int) -> TextTable:
    after = next((at for at in range(first + 1, len(lines)) if FENCE.fullmatch(lines[at].strip())), len(lines))
    columns = _declared_columns(lines[first - 1] if first else "")
    cells: list[tuple[str, int]] = []
    for number in range(first + 1, after):
        # A cell may be led by its span or style, such as 2+| or a|.
        found = re.split(r"(?:(?<=\s)|^)(?:\d*\.?\d*[+*])?[<^>]?[aehlmsv]?\|", lines[number])
        if len(found) > 1:
            cells += [(each.strip(), number) for each in found[1:]]
            columns = columns or len(found) - 1
        elif cells and lines[number].strip():
            cells[-1] = (f"{cells[-1][0]} {lines[number].strip()}", cells[-1][1])
    width = max(columns, 1)
    rows = [
        ([text for text, _ in cells[at : at + width]], cells[at][1])
        for at in range(0, len(cells) - len(cells) % width, width)
    ]
    return _table(rows, after + 1)


def _declared_columns(attributes: str) -> int:
    match = COLUMNS.search(attributes)
    if not match:
        return 0
    listed, alone = match.groups()
    given = alone or listed
    if given.isdecimal():
        return int(given)
    repeated = re.fullmatch(r"(\d+)\*.*", given)
    return int(repeated.group(1)) if repeated else len(re.split(r"[,;]", given))


def _table(rows: Sequence[tuple[Sequence[str], int]], after: int) -> TextTable:
    return TextTable(tuple((tuple(plain(cell) for cell in cells), line) for cells, line in rows), after)
