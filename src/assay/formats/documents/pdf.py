"""PDF: the text layer, page by page."""

import re
from collections.abc import Iterator

from assay.formats.documents.blocks import Block, BlockKind, DocumentError

MOST_PAGES = 300
LARGEST = 30_000_000
CONTENTS = re.compile(r"(?:\.\s?){4,200}\s*\d{1,4}\s*$")
"""The dots that lead from an entry to its page."""


def blocks(data: bytes) -> Iterator[Block]:
    """A paragraph per run of lines, ``line`` being the page; raises DocumentError, also for a scan without text."""
    if len(data) > LARGEST:
        raise DocumentError("it is larger than 30 MB")
    import pypdfium2

    found: list[Block] = []
    try:
        document = pypdfium2.PdfDocument(data)
        try:
            if len(document) > MOST_PAGES:
                raise DocumentError(f"it has more than {MOST_PAGES} pages")
            for number in range(len(document)):
                page = document[number].get_textpage()
                found += [Block(BlockKind.PARAGRAPH, each, number + 1) for each in _paragraphs(page.get_text_bounded())]
                page.close()
        finally:
            document.close()
    except DocumentError:
        raise
    except (pypdfium2.PdfiumError, ValueError, OSError) as error:
        raise DocumentError(f"it is not a readable PDF ({str(error)[:80]})") from None
    if not found:
        raise DocumentError("a scanned PDF without text")
    yield from found


def _paragraphs(text: str) -> Iterator[str]:
    """Runs of lines without the entries of a table of contents; a word cut at the end of a line is put together."""
    for run in re.split(r"\r?\n[ \t]*\r?\n", text):
        lines = [line for line in run.splitlines() if not CONTENTS.search(line)]
        paragraph = " ".join(" ".join(lines).replace("\ufffe ", "").replace("\x02 ", "").split())
        if paragraph:
            yield paragraph
