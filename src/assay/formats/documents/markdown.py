"""Markdown: prose without code, quotations, task lists, contents lists and comments."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import takewhile

from lxml.html.defs import tags
from markdown_it import MarkdownIt
from markdown_it.token import Token

from assay.formats.documents import html
from assay.formats.documents.blocks import Block, BlockKind, DocumentError

TASK = re.compile(r"\[[ xX]\]\s")
ATTRIBUTES = re.compile(r"\s{1,5}\{[#.:][^}]{0,200}\}$")
"""What some site builders take as marks of a heading, not as its words."""
PLACEHOLDER = re.compile(r"<([A-Za-z]+)(?: [A-Za-z]+){1,6}>")
"""Of several words: one word in angle brackets may as well be an argument somebody has to give."""
DEEPEST = 20


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a Markdown text; never raises."""
    tokens = _parser().parse(_without_front_matter(text))
    quoted = 0
    table: list[list[str]] = []
    table_line = 0
    cut_tables = _cut_tables(tokens)
    after = 0
    for number, token in enumerate(tokens):
        if number < after:
            continue
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
        elif number in cut_tables and not quoted:
            after = cut_tables[number]
            yield from _of_html(_as_html(tokens[number:after], line), line)
        elif token.type == "html_block":
            quoted = max(0, quoted + token.content.count("<blockquote") - token.content.count("</blockquote"))
            if not quoted and not token.content.lstrip().startswith("<!--"):
                yield from _of_html(token.content, line)
        elif token.type == "table_close" and not quoted:
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
            if kind is BlockKind.HEADING:
                plain = ATTRIBUTES.sub("", plain)
            if quoted or TASK.match(token.content) or _is_contents(plain, links):
                continue
            yield Block(
                kind, plain, line or table_line, int(tokens[number - 1].tag[1]) if kind is BlockKind.HEADING else 0
            )
            yield from links


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable(["table", "strikethrough"])


def _cut_tables(tokens: Sequence[Token]) -> Mapping[int, int]:
    """Where tables of HTML start that empty lines cut into several tokens, each with the number after its last token."""
    ends: dict[int, int] = {}
    still_open: list[int] = []
    for number, token in enumerate(tokens):
        if token.type == "html_block":
            more = token.content.count("<table") - token.content.count("</table")
            still_open += [number] * max(more, 0)
            for _ in range(min(-more, len(still_open))):
                ends[still_open.pop()] = number + 1
    return ends


def _as_html(tokens: Sequence[Token], line: int) -> str:
    """The tokens as HTML, each on the line it has in the text, counted from ``line``."""
    parser = _parser()
    text = ""
    for token in tokens:
        if token.map:
            text += "\n" * (token.map[0] + 1 - line - text.count("\n"))
        text += parser.renderer.render([token], parser.options, {})
    return text


def _of_html(text: str, line: int) -> Iterator[Block]:
    """What a reader sees of HTML within the text."""
    try:
        yield from (replace(each, line=line + max(each.line, 1) - 1) for each in html.blocks(text))
    except DocumentError:
        return


def _without_front_matter(text: str) -> str:
    for mark in ("---\n", "+++\n"):
        if text.startswith(mark) and (end := text.find(f"\n{mark[:3]}", 4)) > 0:
            return "\n" * text.count("\n", 0, end + 4) + text[end + 4 :]
    return text


def _plain(token: Token) -> str:
    """The words of a paragraph but for those struck out."""
    parts = []
    struck = 0
    for child in token.children or ():
        struck += (child.type == "s_open") - (child.type == "s_close")
        if struck:
            continue
        if child.type in ("text", "code_inline") or (child.type == "html_inline" and _is_placeholder(child.content)):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return "".join(parts).strip()


def _is_placeholder(markup: str) -> bool:
    """Whether what looks like an unknown element is a place to be filled in, such as ``<your company>``."""
    found = PLACEHOLDER.fullmatch(markup)
    return found is not None and found[1].lower() not in tags


def _links(token: Token, line: int) -> Iterator[Block]:
    children = token.children or []
    for number, child in enumerate(children):
        if child.type == "link_open":
            target = str(child.attrs.get("href") or "")
            within = takewhile(lambda each: each.type != "link_close", children[number + 1 :])
            text = "".join(each.content for each in within if each.type in ("text", "code_inline")).strip()
            yield Block(BlockKind.LINK, text, line, target=target)


def _is_contents(plain: str, links: list[Block]) -> bool:
    return len(links) == 1 and links[0].target.startswith("#") and links[0].text.strip() == plain.strip()
