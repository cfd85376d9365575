"""DOCX, opened only after its archive was found to be of sane size."""

import io
import zipfile
from collections.abc import Iterator

from assay.formats.documents.blocks import Block, BlockKind, DocumentError

LARGEST_UNPACKED = 60_000_000
MOST_PARTS = 3000


def blocks(data: bytes) -> Iterator[Block]:
    """The blocks of a DOCX file; raises DocumentError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise DocumentError("its archive is too large to unpack safely")
            if any(
                b"<!DOCTYPE" in archive.read(part)[:2000]
                for part in parts
                if part.filename.endswith((".xml", ".rels")) and part.file_size < 5_000_000
            ):
                raise DocumentError("it declares XML entities")
        import docx

        document = docx.Document(io.BytesIO(data))
        found = list(_of(document))
    except DocumentError:
        raise
    except Exception as error:
        raise DocumentError(f"it is not a DOCX file ({type(error).__name__})") from None
    yield from found


def _of(document: "object") -> Iterator[Block]:
    for number, paragraph in enumerate(document.paragraphs, 1):  # type: ignore[attr-defined]
        text = paragraph.text.strip()
        style = (paragraph.style.name or "") if paragraph.style else ""
        if not text or style.startswith(("Quote", "Intense Quote", "TOC", "toc")):
            continue
        if style.startswith(("Heading", "Title")):
            yield Block(BlockKind.HEADING, text, number, int(style[-1]) if style[-1].isdigit() else 1)
        else:
            yield Block(BlockKind.PARAGRAPH, text, number)
    for table in document.tables:  # type: ignore[attr-defined]
        rows = tuple(tuple(cell.text.strip() for cell in row.cells) for row in table.rows)
        yield Block(BlockKind.TABLE, "", 0, rows=rows)
        for row in rows:
            for cell in row:
                yield Block(BlockKind.CELL, cell, 0)
