"""PDF: the text layer, page by page."""

from collections.abc import Iterator

from assay.formats.documents.blocks import Block, BlockKind, DocumentError

MOST_PAGES = 300
LARGEST = 30_000_000


def blocks(data: bytes) -> Iterator[Block]:
    """A paragraph per run of lines, ``line`` being the page; raises DocumentError, also for a scan without text."""
    if len(data) > LARGEST:
        raise DocumentError("it is larger than 30 MB")
    import pypdfium2

    found: list[Block] = []
    try:
        document = pypdfium2.PdfDocument(data)
        try:
            for number in range(min(len(document), MOST_PAGES)):
                page = document[number].get_textpage()
                text = page.get_text_bounded()
                found += [
                    Block(BlockKind.PARAGRAPH, " ".join(each.split()), number + 1)
                    for each in text.split("\r\n\r\n")
                    if each.strip()
                ]
                page.close()
        finally:
            document.close()
    except (pypdfium2.PdfiumError, ValueError, OSError) as error:
        raise DocumentError(f"it is not a readable PDF ({str(error)[:80]})") from None
    if not found:
        raise DocumentError("a scanned PDF without text")
    yield from found
