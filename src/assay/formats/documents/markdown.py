"""Markdown: prose without code, quotations, task lists, contents lists and comments."""

import re
from collections.abc import Iterator
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from assay.formats.documents.blocks import Block, BlockKind

TASK = re.compile(r"\[[ xX]\]\s")
DEEPEST = 20


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a Markdown text; never raises."""
    tokens = _parser().parse(_without_front_matter(text))
    quoted = 0
    table: list[list[str]] = []
    table_line = 0
    for number, token in enumerate(tokens):
        line = token.map[0] + 1 if token.map else 0
        if token.type == "blockquote_open":
            quoted += 1
        elif token.type == "blockquote_close":
            quoted -= 1
        elif token.type in ("fence", "code_block"):
            yield Block(BlockKind.CODE, token.content, line)
        elif token.type == "table_open":
            table, table_line = [], line
        elif token.type == "tr_open":
            table.append([])
        elif token.type == "table_close":
            yield Block(BlockKind.TABLE, "", table_line, rows=tuple(tuple(row) for row in table))
        elif token.type == "inline" and token.children is not None:
            around = tokens[number - 1].type if number else ""
            plain = _plain(token)
            links = list(_links(token, line or table_line))
            if around in ("th_open", "td_open"):
                if table:
                    table[-1].append(plain)
                kind = BlockKind.CELL
            else:
                kind = BlockKind.HEADING if around == "heading_open" else BlockKind.PARAGRAPH
            if quoted or TASK.match(token.content) or _is_contents(plain, links):
                continue
            yield Block(
                kind, plain, line or table_line, int(tokens[number - 1].tag[1]) if kind is BlockKind.HEADING else 0
            )
            yield from links


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table")


def _without_front_matter(text: str) -> str:
    if text.startswith("---\n") and (end := text.find("\n---", 4)) > 0:
        return "\n" * text.count("\n", 0, end + 4) + text[end + 4 :]
    return text


def _plain(token: Token) -> str:
    parts = []
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return "".join(parts).strip()


def _links(token: Token, line: int) -> Iterator[Block]:
    children = token.children or []
    for number, child in enumerate(children):
        if child.type == "link_open":
            target = str(child.attrs.get("href") or "")
            text = "".join(
                each.content for each in children[number + 1 : number + 4] if each.type in ("text", "code_inline")
            )
            yield Block(BlockKind.LINK, text, line, target=target)


def _is_contents(plain: str, links: list[Block]) -> bool:
    return len(links) == 1 and links[0].target.startswith("#") and links[0].text.strip() == plain.strip()
