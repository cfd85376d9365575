"""reStructuredText, AsciiDoc and plain text, read line by line."""

import re
from collections.abc import Iterator

from assay.formats.documents.blocks import Block, BlockKind
from assay.formats.documents.text_tables import table_at

UNDERLINE = re.compile(r"([=\-~^\"'#*+.`:_])\1{2,}\s*$")
RST_LINK = re.compile(r"`([^`<\n]{1,200})<([^>\n]{1,400})>`__?")
ITEMS = {
    "rst": re.compile(r"([-*+\u2022]|#\.|\d{1,3}[.)])\s+"),
    "asciidoc": re.compile(r"(-|\*{1,5}|\.{1,5}|\d{1,3}\.)\s+"),
    "plain": re.compile(r"([-*+\u2022]|\d{1,3}[.)])\s+"),
}
"""What an item of a list begins with."""
ASCIIDOC_BORDER = re.compile(r"={4,}|\*{4,}|--|\+")
NO_ASCIIDOC_PROSE = re.compile(r"//(?!/{2,}$)|:[\w-]+:|\[[^\]]*\]$|\.\w|\w+::\S*\[[^\]]*\]$|(?:={4,}|\*{4,}|--|\+)$")
"""Remarks, attributes, titles of blocks, macros and the borders of what is prose itself."""
ASCIIDOC_FENCE = re.compile(r"-{4,}|\.{4,}|_{4,}|\+{4,}|/{4,}|```|\|===")
ASCIIDOC_QUOTE = re.compile(r"\[\s*(?:quote|verse)\b", re.IGNORECASE)
RST_CODE = re.compile(
    r"\.\. (code|code-block|literalinclude|sourcecode|parsed-literal|toctree|image|figure|raw|highlight|doctest|testcode|contents|index|include|meta"
    r"|bibliography|math|graphviz|todo|epigraph|pull-quote|highlights|role|default-role)\w*::"
)
"""Directives that hold no prose of the document's own."""
CONTENTS = re.compile(r"(?:\.\s?){4,200}\s*\d{1,4}\s*$")
"""The dots that lead from an entry of a table of contents to its page."""
TASK = re.compile(r"\[[ xX*]\]\s")
ADOC_LINK = re.compile(r"(?:link:)?(https?://[^\s\[]{1,400}|[\w./-]{1,200})\[([^\]\n]{0,200})\]")


def blocks(text: str, dialect: str) -> Iterator[Block]:
    """The blocks of ``text``; ``dialect`` is rst, asciidoc or plain; never raises."""
    lines = text.splitlines()
    list_item = ITEMS[dialect]
    number = 0
    levels: list[str] = []
    quotes = False
    """An indented paragraph that comes now is a quotation: in reStructuredText, after one that is neither list nor directive."""
    while number < len(lines):
        line = lines[number]
        stripped = line.strip()
        if dialect == "asciidoc" and ASCIIDOC_QUOTE.match(stripped):
            number = _below_quote(lines, number + 1)
            continue
        if not stripped or (dialect == "asciidoc" and NO_ASCIIDOC_PROSE.match(stripped)):
            number += 1
            continue
        if dialect == "plain" and (stripped.startswith(">") or CONTENTS.search(stripped)):
            number += 1
            continue
        if dialect == "rst" and quotes and line[:1].isspace() and not list_item.match(stripped):
            number = _indented(lines, number)
            continue
        if dialect == "rst" and stripped.startswith(">>> "):
            end = next((n for n in range(number, len(lines)) if not lines[n].strip()), len(lines))
            yield Block(BlockKind.CODE, "\n".join(lines[number:end]), number + 1)
            number = end
            continue
        if dialect == "asciidoc" and line[:1].isspace() and not list_item.match(stripped):
            end = next((n for n in range(number, len(lines)) if not lines[n].strip()), len(lines))
            yield Block(BlockKind.CODE, "\n".join(lines[number:end]), number + 1)
            number = end
            continue
        if dialect == "rst" and re.match(r"\.\.($|\s(?![\w:-]+::))", stripped):
            number = _deeper(lines, number)
            continue
        if table := table_at(lines, number, dialect):
            yield from table.blocks()
            number = table.after
            continue
        if dialect == "asciidoc" and (match := re.match(r"(={1,6})\s+(.+)", stripped)):
            yield Block(BlockKind.HEADING, match.group(2), number + 1, len(match.group(1)))
            number += 1
            continue
        if dialect == "asciidoc" and ASCIIDOC_FENCE.fullmatch(stripped):
            end = next((n for n in range(number + 1, len(lines)) if lines[n].strip() == stripped), len(lines))
            yield Block(BlockKind.CODE, "\n".join(lines[number + 1 : end]), number + 2)
            number = end + 1
            continue
        if (
            dialect == "rst"
            and UNDERLINE.fullmatch(stripped)
            and number + 2 < len(lines)
            and lines[number + 2].strip() == stripped
        ):
            yield Block(BlockKind.HEADING, lines[number + 1].strip(), number + 2, _level(levels, stripped[0] * 2))
            number += 3
            continue
        following = lines[number + 1].strip() if number + 1 < len(lines) else ""
        if (
            UNDERLINE.fullmatch(following)
            and len(following) >= min(len(stripped), 4)
            and not line[:1].isspace()
            and dialect != "asciidoc"
        ):
            yield Block(BlockKind.HEADING, stripped, number + 1, _level(levels, following[0]))
            number += 2
            continue
        if dialect == "rst" and RST_CODE.match(stripped):
            end = _indented(lines, number + 1)
            yield Block(BlockKind.CODE, "\n".join(lines[number + 1 : end]), number + 2)
            number = end
            continue
        first = number
        parts: list[str] = []
        while (
            number < len(lines)
            and lines[number].strip()
            and not (parts and list_item.match(lines[number].lstrip()))
            and not (dialect == "plain" and lines[number].lstrip().startswith(">"))
            and not (dialect == "asciidoc" and _is_border(lines[number].strip()))
        ):
            parts.append(lines[number].strip())
            number += 1
            if (
                number + 1 < len(lines)
                and UNDERLINE.fullmatch(lines[number + 1].strip())
                and lines[number].strip()
                and dialect == "rst"
            ):
                break
        paragraph = " ".join(parts)
        item = list_item.match(paragraph)
        paragraph = paragraph[item.end() :] if item else paragraph
        quotes = not item and not line[:1].isspace() and not stripped.startswith("..")
        if item and TASK.match(paragraph):
            continue
        paragraph = re.sub(r"^\.\. \w[\w-]*::\s*", "", paragraph)
        if paragraph:
            yield Block(BlockKind.PARAGRAPH, paragraph, first + 1)
        pattern = {"rst": RST_LINK, "asciidoc": ADOC_LINK}.get(dialect)
        for match in pattern.finditer(paragraph) if pattern else ():
            text_, target = match.groups() if dialect == "rst" else (match.group(2), match.group(1))
            yield Block(BlockKind.LINK, text_.strip(), first + 1, target=target)
        if dialect == "rst" and paragraph.endswith("::"):
            end = _indented(lines, number)
            yield Block(BlockKind.CODE, "\n".join(lines[number:end]), number + 1)
            number = end


def _is_border(line: str) -> bool:
    """Whether a line of AsciiDoc begins or ends a block."""
    return bool(ASCIIDOC_FENCE.fullmatch(line) or ASCIIDOC_BORDER.fullmatch(line))


def _below_quote(lines: list[str], number: int) -> int:
    """The first line below a quotation: a block between two borders, or one paragraph."""
    border = lines[number].strip() if number < len(lines) else ""
    if re.fullmatch(r"_{4,}|-{2,}|\"\"", border):
        end = next((n for n in range(number + 1, len(lines)) if lines[n].strip() == border), len(lines))
        return end + 1
    return next((n for n in range(number, len(lines)) if not lines[n].strip()), len(lines))


def _level(levels: list[str], mark: str) -> int:
    if mark not in levels:
        levels.append(mark)
    return levels.index(mark) + 1


def _deeper(lines: list[str], number: int) -> int:
    """The first line after ``number`` that belongs no longer to what starts there."""
    depth = len(lines[number]) - len(lines[number].lstrip())
    number += 1
    while number < len(lines) and (not lines[number].strip() or lines[number][: depth + 1].isspace()):
        number += 1
    return number


def _indented(lines: list[str], number: int) -> int:
    while number < len(lines) and (not lines[number].strip() or lines[number][:1].isspace()):
        number += 1
    return number
