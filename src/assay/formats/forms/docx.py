"""The official form and its copies as DOCX: tracked changes read as if accepted, boxes that can be ticked read as signs.

The general reader of documents passes over content controls and insertions, where answers of a form stand; this one does not.
"""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assay.facts.forms import Place
from assay.formats.documents import docx as documents
from assay.formats.documents.blocks import DocumentError
from assay.formats.forms.pieces import EMPTY, MOST_COLUMNS, Cell, FormError, Heading, Paragraph, Piece, TableRow

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an encrypted document begins, and one of Word before 2007."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CHOICE_TWICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
DELETED = frozenset({f"{W}del", f"{W}moveFrom", CHOICE_TWICE})
SYMBOLS = {"fe": "☒", "fd": "☒", "a8": "☐", "6f": "☐", "fc": "✓", "fb": "✗", "78": "☒"}
"""Characters of Wingdings that people use as boxes and ticks, by the last byte."""
FIELD_LINK = re.compile(r'HYPERLINK\s{1,5}"([^"]{3,2000})"')


@dataclass(frozen=True)
class OpenedDocx:
    """A DOCX file as it was read, and its markup, to write into."""

    document: Any
    pieces: tuple[Piece, ...]
    changes: tuple[Place, ...]
    """Where tracked changes stand."""
    cells: Mapping[Place, tuple[Any, ...]]
    """The markup of each cell of a row, column by column; None under a cell that reaches over several columns."""


def pieces(data: bytes) -> tuple[list[Piece], tuple[Place, ...]]:
    """The pieces of a DOCX file and the places of tracked changes; raises FormError."""
    found = opened(data)
    return list(found.pieces), found.changes


def opened(data: bytes) -> OpenedDocx:
    """A DOCX file, refused before anything is taken from it if it cannot be read safely; raises FormError."""
    if data.startswith(OLE):
        raise FormError("it is encrypted, or of a Word before 2007: save it as .docx without a password")
    try:
        for _ in documents.blocks(data):
            pass  # refuses bombs, entities and what is no DOCX before anything is taken from it
    except DocumentError as error:
        raise FormError(str(error)) from None
    import docx  # noqa: PLC0415

    try:
        document = docx.Document(io.BytesIO(data))
        reader = _Reader(
            {key: each.target_ref for key, each in document.part.rels.items() if each.is_external},
            {each.style_id: each.name or "" for each in document.styles if each.style_id},
        )
        found = tuple(reader.body(document.element.body))
        return OpenedDocx(document, found, tuple(dict.fromkeys(reader.changes)), reader.cells)
    except FormError:
        raise
    except Exception as error:
        raise FormError(f"it is not a DOCX file ({type(error).__name__})") from None


class _Reader:
    def __init__(self, targets: dict[str, str], styles: dict[str, str]) -> None:
        self._targets = targets
        self._styles = styles
        self._tables = 0
        self._paragraphs = 0
        self._place = Place()
        self.changes: list[Place] = []
        self.cells: dict[Place, tuple[Any, ...]] = {}

    def body(self, element: Any) -> Iterator[Piece]:
        for each in _children(element):
            if each.tag == f"{W}tbl":
                self._tables += 1
                yield from self._table(each)
            elif each.tag == f"{W}p":
                self._paragraphs += 1
                self._place = Place(row=self._paragraphs)
                links: list[str] = []
                text = self._text(each, links).strip()
                style = self._style(each)
                if text and style.startswith(("Heading", "heading", "Title")):
                    level = int(style[-1]) if style[-1].isdigit() else 1
                    yield Heading(text, level, self._place)
                elif text:
                    yield Paragraph(text, tuple(links), self._place)
                for inner in each.iter(f"{W}p"):
                    if (
                        inner is not each
                        and not _inside_deleted(inner, each)
                        and (said := self._text(inner, []).strip())
                    ):
                        yield Paragraph(said, (), self._place)

    def _table(self, table: Any) -> Iterator[TableRow]:
        above: list[Cell] = []
        number = self._tables
        for count, row in enumerate((each for each in _children(table) if each.tag == f"{W}tr"), 1):
            self._place = Place(number, count)
            properties = row.find(f"{W}trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                self.changes.append(self._place)
                continue
            cells: list[Cell] = []
            marked: list[Any] = []
            for each in _children(row):
                if each.tag == f"{W}tc":
                    merged, span = _merging(each)
                    continued = merged == "continue" and len(cells) < len(above)
                    cells.append(above[len(cells)] if continued else self._cell(each))
                    cells += [EMPTY] * (span - 1)
                    marked += [None if continued else each, *[None] * (span - 1)]
            if len(cells) > MOST_COLUMNS:
                raise FormError(f"a table has more than {MOST_COLUMNS} columns")
            above = cells
            self.cells[self._place] = tuple(marked)
            yield TableRow(tuple(cells), self._place)

    def _cell(self, element: Any) -> Cell:
        links: list[str] = []
        paragraphs = (each for each in element.iter(f"{W}p") if not _inside_deleted(each, element))
        lines = [self._text(each, links) for each in paragraphs]
        return Cell("\n".join(lines).strip(), tuple(links))

    def _style(self, paragraph: Any) -> str:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return self._styles.get(style.get(f"{W}val"), "") if style is not None else ""

    def _text(self, element: Any, links: list[str]) -> str:
        """What a reader sees once every change is accepted; struck out words are not said."""
        parts: list[str] = []
        waiting = list(reversed(element))
        while waiting:
            each = waiting.pop()
            tag = each.tag
            if tag in DELETED:
                if tag != CHOICE_TWICE:
                    self.changes.append(self._place)
                continue
            if tag == f"{W}ins":
                self.changes.append(self._place)
            elif tag == f"{W}hyperlink":
                links += [target for target in [self._targets.get(each.get(RELATION, ""), "")] if target]
            elif tag == f"{W}r" and _struck(each):
                continue
            elif tag == f"{W}sdt" and each.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
                continue  # "Choose an item": nobody did
            elif tag == f"{W}p":
                continue  # a text box: its paragraphs are read on their own
            elif tag == f"{W}instrText":
                links += FIELD_LINK.findall(each.text or "")
                continue
            else:
                parts.append(_said(each))
            waiting += reversed(each)
        return "".join(parts)


def _said(element: Any) -> str:
    tag = element.tag
    if tag == f"{W}t":
        return element.text or ""
    if tag in (f"{W}br", f"{W}cr"):
        return "\n"
    if tag == f"{W}tab":
        return " "
    if tag == f"{W}noBreakHyphen":
        return "-"
    if tag == f"{W}sym":
        return SYMBOLS.get((element.get(f"{W}char") or "").lower()[-2:], "")
    if tag == f"{W}checkBox":
        mark = element.find(f"{W}checked")
        mark = element.find(f"{W}default") if mark is None else mark
        return "☒" if mark is not None and mark.get(f"{W}val", "1") not in ("0", "false") else "☐"
    return ""


def _children(element: Any) -> Iterator[Any]:
    """Children, those inside content controls and other wrappers included."""
    waiting = list(reversed(element))
    while waiting:
        each = waiting.pop()
        if each.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}moveTo", f"{W}smartTag"):
            waiting += reversed(each)
        else:
            yield each


def _merging(cell: Any) -> tuple[str, int]:
    """How a cell is merged with the one above, and over how many columns it reaches."""
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        return "", 1
    above, span = properties.find(f"{W}vMerge"), properties.find(f"{W}gridSpan")
    width = (span.get(f"{W}val") or "1") if span is not None else "1"
    merged = (above.get(f"{W}val") or "continue") if above is not None else ""
    return merged, min(int(width), MOST_COLUMNS) if width.isdecimal() and int(width) else 1


def _struck(run: Any) -> bool:
    for name in ("strike", "dstrike"):
        mark = run.find(f"{W}rPr/{W}{name}")
        if mark is not None and mark.get(f"{W}val", "1") not in ("0", "false", "off"):
            return True
    return False


def _inside_deleted(paragraph: Any, cell: Any) -> bool:
    for each in paragraph.iterancestors():
        if each is cell:
            return False
        if each.tag in DELETED:
            return True
    return False
