"""HTML: visible prose, tables and links; scripts, styles, quotations and code left out."""

import re
from collections.abc import Iterator
from typing import Any

import lxml.html
from lxml import etree

from assay.formats.documents.blocks import Block, BlockKind, DocumentError

PROSE = frozenset("p li dd dt td th caption summary address figcaption div section article main body span".split())
LEFT_OUT = (
    "//script|//style|//template|//noscript|//nav|//comment()|//del|//s|//strike|//blockquote|//*[@hidden]"
    "|//*[contains(translate(@style, ' ', ''), 'display:none')]"
)
INLINE = frozenset(
    "a abbr b bdi bdo cite code data dfn em font i ins kbd label mark q samp small span strong sub sup time tt u var wbr".split()
)
"""Elements whose text belongs to the sentence around them."""


def blocks(text: str) -> Iterator[Block]:
    """The blocks of an HTML text; raises DocumentError."""
    parser = lxml.html.HTMLParser(no_network=True, remove_comments=True, huge_tree=False)
    try:
        root: Any = lxml.html.document_fromstring(
            re.sub(r"^<\?xml[^>]{0,200}\?>", "", text.lstrip()).encode("utf-8", "replace") or b"<p></p>", parser=parser
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(f"it is not HTML ({error})") from None
    for each in root.xpath(LEFT_OUT):
        if each.getparent() is not None:
            each.drop_tree()
    for element in root.iter():
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag == "li" and _is_contents(element):
            continue
        line = element.sourceline or 0
        if re.fullmatch(r"h[1-6]", tag):
            yield Block(BlockKind.HEADING, _text(element), line, int(tag[1]))
        elif tag == "pre":
            yield Block(BlockKind.CODE, element.text_content(), line)
        elif tag == "table":
            rows = tuple(tuple(_prose(cell) for cell in row.iterchildren("td", "th")) for row in element.iter("tr"))
            yield Block(BlockKind.TABLE, "", line, rows=rows)
        elif tag == "a" and element.get("href"):
            yield Block(BlockKind.LINK, _text(element), line, target=str(element.get("href")))
        elif tag in PROSE and not _inside(element) and (own := _own(element)):
            yield Block(BlockKind.CELL if tag in ("td", "th") else BlockKind.PARAGRAPH, own, line)


def _text(element: Any) -> str:
    return " ".join(element.text_content().split())


def _prose(cell: Any) -> str:
    """The words of a cell without its code."""
    return (
        " ".join(" ".join(cell.xpath(".//text()[not(ancestor::pre)]")).split())
        if cell.find(".//pre") is not None
        else _text(cell)
    )


def _own(element: Any) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag in INLINE:
            parts.append(child.text_content())
        elif child.tag == "br":
            parts.append(" ")
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())


def _is_contents(element: Any) -> bool:
    """Whether an item of a list is nothing but a link to a place in the same page."""
    links = [each for each in element.iterchildren() if each.tag == "a"]
    return len(links) == 1 and str(links[0].get("href", "")).startswith("#") and _text(links[0]) == _own(element)


def _inside(element: Any) -> bool:
    return element.tag == "span" or any(each.tag == "pre" for each in element.iterancestors())
