"""Forms on an HTML page: tables and headings; chosen boxes and list entries are read as what they say."""

import re
from collections.abc import Iterator
from typing import Any

import lxml.html
from lxml import etree

from assay.facts.forms import Place
from assay.formats.forms.pieces import (
    EMPTY,
    MOST_COLUMNS,
    MOST_PIECES,
    Cell,
    FormError,
    Heading,
    Paragraph,
    Piece,
    TableRow,
)

LEFT_OUT = (
    "//script|//style|//template|//noscript|//nav|//del|//s|//strike|//*[@hidden]"
    "|//*[contains(translate(@style, ' ', ''), 'display:none')]"
)
DECLARATION = re.compile(r"^\s{0,100}<\?xml[^>]{0,200}\?>")
BLOCKS = frozenset("p li dd dt blockquote pre figcaption caption summary address td th".split())
BREAKS = BLOCKS | frozenset("br div tr ul ol h1 h2 h3 h4 h5 h6".split())


def pieces(text: str, lines_above: int = 0, tables_above: int = 0) -> Iterator[Piece]:
    """The pieces of an HTML text, or of one that begins after so many lines and tables; raises FormError."""
    parser = lxml.html.HTMLParser(no_network=True, remove_comments=True, huge_tree=False)
    try:
        root: Any = lxml.html.document_fromstring(
            DECLARATION.sub("", text).encode("utf-8", "replace") or b"<p></p>", parser=parser
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise FormError(f"it is not HTML ({error})") from None
    for each in root.xpath(LEFT_OUT):
        if each.getparent() is not None:
            each.drop_tree()
    tables = tables_above
    for element in root.iter():
        tag = element.tag if isinstance(element.tag, str) else ""
        line = lines_above + (element.sourceline or 1)
        if tag == "table" and element.find(".//table") is None:
            tables += 1
            yield from _table(element, tables, lines_above)
        elif _in_plain_table(element):
            continue
        elif re.fullmatch("h[1-6]", tag):
            yield Heading(_said(element), int(tag[1]), Place(line=line))
        elif (tag in BLOCKS and not _has_blocks(element)) or (tag in ("div", "section", "body") and _own(element)):
            said = _said(element) if tag in BLOCKS else _own(element)
            if said:
                yield Paragraph(said, _links(element) if tag in BLOCKS else (), Place(line=line))


def _table(table: Any, number: int, lines_above: int) -> Iterator[TableRow]:
    hanging: dict[int, tuple[int, Cell]] = {}
    shown = 0
    for count, row in enumerate(table.iter("tr"), 1):
        cells: list[Cell] = []
        for each in row.iterchildren("td", "th"):
            while len(cells) in hanging:
                cells.append(_hung(hanging, len(cells)))
            wide, high = _span(each, "colspan", MOST_COLUMNS), _span(each, "rowspan", MOST_PIECES)
            cell = Cell(_said(each), _links(each))
            if high > 1:
                hanging[len(cells)] = (high - 1, cell)
            cells += [cell, *[EMPTY] * (wide - 1)]
            if len(cells) > MOST_COLUMNS:
                raise FormError(f"a table has more than {MOST_COLUMNS} columns")
        while len(cells) in hanging:
            cells.append(_hung(hanging, len(cells)))
        shown += len(cells)
        if shown > 50 * MOST_PIECES:
            raise FormError("its tables are too large to read safely")
        yield TableRow(tuple(cells), Place(number, count, lines_above + (row.sourceline or 1)))


def _hung(hanging: dict[int, tuple[int, Cell]], column: int) -> Cell:
    """The cell that reaches down into this column from a row above."""
    left, cell = hanging.pop(column)
    if left > 1:
        hanging[column] = (left - 1, cell)
    return cell


def _span(cell: Any, name: str, most: int) -> int:
    value = str(cell.get(name) or "1").strip()
    return min(int(value), most) if value.isdecimal() and len(value) < 7 and int(value) else 1


def _said(element: Any) -> str:
    """The text a reader sees, lines kept; a box is its sign, a list to choose from the entry chosen."""
    parts: list[str] = []
    waiting: list[Any] = [element]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            parts.append(each)
            continue
        tag = each.tag if isinstance(each.tag, str) else ""
        if tag in BREAKS and each is not element:
            parts.append("\n")
        if tag == "input":
            parts.append(_input(each))
        elif tag == "select":
            options = [option for option in each.iter("option") if option.get("selected") is not None]
            parts.append(" ".join("".join(option.itertext()) for option in options))
        else:
            for child in reversed(each):
                waiting += [child.tail or "", child]
            waiting.append(each.text or "" if tag else "")
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _input(element: Any) -> str:
    kind = (element.get("type") or "text").lower()
    if kind in ("checkbox", "radio"):
        return "☒ " if element.get("checked") is not None else "☐ "
    return str(element.get("value") or "") if kind == "text" else ""


def _own(element: Any) -> str:
    """Text that stands in an element itself, outside any block in it."""
    inline = [element.text or "", *(child.tail or "" for child in element)]
    return " ".join("".join(inline).split())


def _links(element: Any) -> tuple[str, ...]:
    return tuple(str(each.get("href")) for each in element.iter("a") if each.get("href"))


def _has_blocks(element: Any) -> bool:
    return any(
        isinstance(each.tag, str) and each.tag in BLOCKS | {"div", "table"} for each in element.iterdescendants()
    )


def _in_plain_table(element: Any) -> bool:
    """Whether it stands in a table that is read row by row."""
    table = next(element.iterancestors("table"), None)
    return table is not None and table.find(".//table") is None
