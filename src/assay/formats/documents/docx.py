"""DOCX, opened only after its archive was found to be of sane size."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from assay.formats.documents.blocks import Block, BlockKind, DocumentError

LARGEST_UNPACKED = 60_000_000
MOST_PARTS = 3000
MOST_MARKS = 300_000
"""Opening angle brackets of all parts: far more than any document of hundreds of pages has."""
LEFT_OUT = ("Quote", "Intense Quote", "TOC", "toc")
CODE = ("Code", "Source Code", "HTML Preformatted", "Macro", "macro")
BOXES = ("\u2610", "\u2611", "\u2612", "[ ]", "[x]", "[X]")
"""What a task of a list begins with."""
MOST_COLUMNS = 63
"""What a table may have; a cell that claims to span more does not."""


def blocks(data: bytes) -> Iterator[Block]:
    """The blocks of a DOCX file; raises DocumentError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise DocumentError("its archive is too large to unpack safely")
            marks = 0
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    content = archive.read(part)
                    marks += content.count(b"<")
                    if b"<!DOCTYPE" in content.replace(b"\0", b""):
                        raise DocumentError("it declares XML entities")
            if marks > MOST_MARKS:
                raise DocumentError("it holds more markup than can be read safely")
        import docx

        document = docx.Document(io.BytesIO(data))
        found = list(_of(document))
    except DocumentError:
        raise
    except Exception as error:
        raise DocumentError(f"it is not a DOCX file ({type(error).__name__})") from None
    yield from found


def _of(document: Any) -> Iterator[Block]:
    styles: dict[str | None, str] = {}
    number = 0
    for element in document.iter_inner_content():
        if hasattr(element, "_tbl"):
            # A table has no paragraph number of its own: its cells take that of the paragraph before.
            rows = tuple(_rows(element))
            yield Block(BlockKind.TABLE, "", 0, rows=rows)
            yield from (Block(BlockKind.CELL, cell, number) for row in rows for cell in row)
            continue
        number += 1
        text = element.text.strip()
        if not text:
            continue
        key = element._p.style
        if key not in styles:
            styles[key] = (element.style.name or "") if element.style else ""
        style = styles[key]
        if style.startswith(LEFT_OUT) or text.startswith(BOXES):
            continue
        if style.startswith(("Heading", "Title")):
            yield Block(BlockKind.HEADING, text, number, int(style[-1]) if style[-1].isdigit() else 1)
        elif style.startswith(CODE):
            yield Block(BlockKind.CODE, text, number)
        else:
            yield Block(BlockKind.PARAGRAPH, text, number)
        for link in element.hyperlinks:
            if link.address:
                yield Block(BlockKind.LINK, link.text, number, target=str(link.address))


def _rows(table: Any) -> Iterator[tuple[str, ...]]:
    """The cells of each row, merged ones repeated; read from the markup, as the library's own way takes a cell's word for its width."""
    above: tuple[str, ...] = ()
    for row in table._tbl.tr_lst:
        cells: list[str] = []
        for cell in row.tc_lst:
            continued = cell.vMerge == "continue" and len(cells) < len(above)
            text = above[len(cells)] if continued else "\n".join(each.text for each in cell.p_lst).strip()
            cells += [text] * min(cell.grid_span, MOST_COLUMNS)
        above = tuple(cells)
        yield above
