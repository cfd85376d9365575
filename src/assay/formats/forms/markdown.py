"""Forms in Markdown: tables, or a heading for each claim; boxes of task lists are answers here."""

from collections.abc import Iterator
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from assay.facts.forms import Place
from assay.formats.forms import html
from assay.formats.forms.pieces import Cell, Heading, Paragraph, Piece, TableRow

DEEPEST = 8


def pieces(text: str) -> Iterator[Piece]:
    """The pieces of a Markdown text; raises FormError for HTML in it that cannot be read."""
    tokens = _parser().parse(text)
    tables, row = 0, 0
    cells: list[Cell] = []
    for number, token in enumerate(tokens):
        line = token.map[0] + 1 if token.map else 0
        if token.type == "table_open":
            tables, row = tables + 1, 0
        elif token.type == "tr_open":
            cells, row = [], row + 1
            place = Place(tables, row, line or None)
        elif token.type == "tr_close":
            yield TableRow(tuple(cells), place)
        elif token.type in ("fence", "code_block"):
            yield Paragraph(token.content, (), Place(line=line))
        elif token.type == "html_block" and not token.content.lstrip().startswith("<!--"):
            for piece in html.pieces(token.content, line - 1, tables):
                tables = max(tables, piece.place.table or 0)
                yield piece
        elif token.type == "inline" and token.children is not None:
            around = tokens[number - 1]
            said, links = _said(token)
            if around.type in ("th_open", "td_open"):
                cells.append(Cell(said, links))
            elif around.type == "heading_open":
                yield Heading(said, int(around.tag[1]), Place(line=line))
            elif said:
                yield Paragraph(said, links, Place(line=line))


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable(["table", "strikethrough"])


def _said(token: Token) -> tuple[str, tuple[str, ...]]:
    """The words but for those struck out, and where links lead."""
    parts: list[str] = []
    links: list[str] = []
    struck = 0
    for child in token.children or ():
        struck += (child.type == "s_open") - (child.type == "s_close")
        if struck:
            continue
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak") or (
            child.type == "html_inline" and child.content.lower().startswith("<br")
        ):
            parts.append("\n")
        elif child.type == "link_open":
            links.append(str(child.attrs.get("href") or ""))
    return "".join(parts).strip(), tuple(links)
