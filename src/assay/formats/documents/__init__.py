"""Reads documents of seven formats into one shape: prose apart from code, with dates, quantities, fillers and links."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import pairwise

from assay.facts.documents import (
    DatedPlace,
    DateRole,
    Document,
    Filler,
    Heading,
    Passage,
    Quantity,
    Reference,
    Table,
)
from assay.formats.documents.blocks import Block, BlockKind, DocumentError

__all__ = ["ENDINGS", "DocumentError", "read"]

LARGEST_TEXT = 2_000_000
MOST_PASSAGES = 40_000
MOST_HEADINGS = 5_000
LONGEST = 4_000
"""Characters of one passage: many patterns are tried on each, and some take time by the square of it."""
SENTENCE_END = re.compile(r"[.!?;:。！？|]\s+|\n")
ENDINGS = frozenset({"md", "markdown", "mdx", "rst", "adoc", "asciidoc", "txt", "html", "htm", "docx", "pdf", ""})

MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sep sept|october oct|november nov|december dec".split(
            "|"
        ),
        1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
DATES = re.compile(
    rf"\b(?:(\d{{4}})-(\d{{2}})-(\d{{2}})|(\d{{1,2}})(?:st|nd|rd|th)?\s+({_MONTH})\.?,?\s+(\d{{4}})|({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}))\b",
    re.IGNORECASE,
)
A_YEAR = re.compile(r"\d{4}")
MONTH_ONLY = re.compile(rf"\b({_MONTH})\s+(20\d\d)\b", re.IGNORECASE)
ROLES = tuple((role, re.compile(sign, re.IGNORECASE)) for role, sign in (
    (DateRole.END_OF_SUPPORT, r"end[- ]of[- ](support|life)|\beol\b|\beos\b|supported until|support ends|security (fixes|updates|support) until|maintained until|\bends\b|discontinu|retire"),
    (DateRole.NEXT_REVIEW, r"next review|review due|due for review|to be reviewed"),
    (DateRole.REVIEW, r"last (reviewed|updated|modified|revised)|reviewed|updated|revised"),
    (DateRole.APPROVAL, r"approved|signed off|adopted"),
    (DateRole.EXPIRY, r"expir|valid until"),
    (DateRole.RELEASE, r"released?\b|\bga\b|general availability"),
    (DateRole.VERSION, r"version|\bv?\d+\.\d+|effective|dated?\b|date:"),
))  # fmt: skip
NUMBERS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": 30, "forty": 40, "forty-five": 45, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
UNITS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.4, "quarter": 91.3, "year": 365.25}
QUANTITY = re.compile(
    rf"\b(\d{{1,4}}(?:\.\d)?|{'|'.join(sorted(NUMBERS, key=len, reverse=True))}|a|an)(?:\s\([\w-]{{1,20}}\))?[\s-]{{1,2}}(?:(?:business|working|calendar|full)[\s-])?(hour|day|week|month|quarter|year)s?\b",
    re.IGNORECASE,
)
FILLERS = re.compile(
    r"\[(?:date|name|insert|your|tbd|todo|company|organi[sz]ation|product|version|ref|email|team|project|link|url|xx)[^\]\n]{0,60}\](?!\()|<(?:your|insert|company|product|date|email|name)[^>\n]{0,60}>|\bTBD\b|\bTODO\b|\bT\.?B\.?C\b|lorem ipsum|\bX{2,}\.X{1,}|\{\{[^}\n]{0,60}\}\}"
    r"|\bUse this section to\b|\bFIXME\b|example@example|security@example",
    re.IGNORECASE,
)
FILLER_MARKS = ("[", "<", "tbd", "todo", "tbc", "t.b", "tb.c", "lorem", "xx", "{{", "use this", "fixme", "@example")
ADDRESS_MARKS = ("@", "at)", "at]")
"""In lower case: without one of them the pattern matches nothing, and looking for plain text first is far cheaper."""
ADDRESS = re.compile(
    r"(?:mailto:)?\b[\w.+-]{1,64}(?:@|\s?[\[(](?:at)[\])]\s?)[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}\b", re.IGNORECASE
)
LINK = re.compile(r"https?://[^\s<>\")\]'`|]{3,400}")
WORDS = {
    "en": "the and of to is in for that with are be this you not we will or from it by your if our as".split(), "de": "der die und das ist nicht mit für auf eine wir sie den von".split(), "fr": "le la les et des est pas pour une dans vous que sur nous".split(),
    "es": "el la los y que para una por las con del se no es".split(), "nl": "de het een en van niet is op te dat voor zijn met wij".split(), "it": "il la di che e per non una sono con del è i gli".split(), "pt": "o a os e que para uma não com por do da em se".split(), "pl": "w i nie na się z do jest to że jak od przez".split(),
}  # fmt: skip


def read(path: str, data: bytes, digest: str, set_aside: str = "") -> Document:
    """The document in ``data``; ``digest`` is its git object id. Raises DocumentError only."""
    name = path.rpartition("/")[2]
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    blocks = [piece for block in _blocks(ending, data) for piece in _pieces(block)]
    prose = [
        (block.text, block.line)
        for block in blocks
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.CELL, BlockKind.HEADING)
    ]
    heading = ""
    passages, headings, tables = [], [], []
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            heading = block.text
            headings.append(Heading(block.text, block.level, block.line))
        elif block.kind in (BlockKind.PARAGRAPH, BlockKind.CELL) and block.text.strip():
            passages.append(Passage(block.text, block.line, heading))
        elif block.kind is BlockKind.TABLE and block.rows:
            tables.append(Table(tuple(block.rows[0]), tuple(tuple(row) for row in block.rows[1:]), block.line, heading))
    if len(passages) > MOST_PASSAGES or len(headings) > MOST_HEADINGS:
        raise DocumentError(f"it has more than {MOST_PASSAGES:,} paragraphs or {MOST_HEADINGS:,} headings")
    references = [Reference(block.target, block.text, block.line) for block in blocks if block.kind is BlockKind.LINK]
    known = {each.target for each in references}
    for text, line in prose:
        references += [
            Reference(found, text[:120], line)
            for found in (*LINK.findall(text), *(ADDRESS.findall(text) if _holds(text, ADDRESS_MARKS) else ()))
            if found.rstrip(".,;:") not in known
        ]
    text = "\n".join(passage.text for passage in passages)
    return Document(
        path=path,
        digest=digest,
        format=ending or "text",
        title=headings[0].text if headings else "",
        language=language(text),
        passages=tuple(passages),
        headings=tuple(headings),
        tables=tuple(tables),
        dates=tuple(_dates(prose)),
        quantities=tuple(_quantities(prose)),
        fillers=tuple(
            Filler(match.group(), line)
            for text, line in prose
            if _holds(text, FILLER_MARKS)
            for match in FILLERS.finditer(text)
        ),
        references=tuple(references),
        code=tuple((block.text, block.line) for block in blocks if block.kind is BlockKind.CODE),
        set_aside=set_aside,
    )


def _holds(text: str, marks: Iterable[str]) -> bool:
    folded = text.casefold()
    return any(mark in folded for mark in marks)


def _pieces(block: Block) -> Iterable[Block]:
    """Prose in pieces of bounded length, cut where sentences end. What has no end for so long is no sentence: it is left out."""
    if len(block.text) <= LONGEST or block.kind not in (BlockKind.PARAGRAPH, BlockKind.CELL, BlockKind.HEADING):
        yield block
        return
    start = end = 0
    for stop in (*(match.end() for match in SENTENCE_END.finditer(block.text)), len(block.text)):
        if stop - start > LONGEST:
            if end > start:
                yield replace(block, text=block.text[start:end])
            start = end if stop - end <= LONGEST else stop
        end = stop
    if end > start:
        yield replace(block, text=block.text[start:end])


def _blocks(ending: str, data: bytes) -> Iterable[Block]:
    if ending == "docx":
        from assay.formats.documents import docx

        return docx.blocks(data)
    if ending == "pdf":
        from assay.formats.documents import pdf

        return pdf.blocks(data)
    if len(data) > LARGEST_TEXT:
        raise DocumentError("it is larger than 2 MB")
    if b"\0" in data[:8000] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DocumentError("it is not text")
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "replace")
    text = text.replace("\r\n", "\n")
    if ending in ("md", "markdown", "mdx"):
        from assay.formats.documents import markdown

        return markdown.blocks(text)
    if ending in ("html", "htm"):
        from assay.formats.documents import html

        return html.blocks(text)
    from assay.formats.documents import lines

    return lines.blocks(text, {"rst": "rst", "adoc": "asciidoc", "asciidoc": "asciidoc"}.get(ending, "plain"))


def language(text: str) -> str:
    """ISO 639-1 code by the commonest words; empty below twenty words or where nothing stands out."""
    words = re.findall(r"[^\W\d_]+", LINK.sub(" ", text[:20_000]).lower())
    if re.search(r"[\u3040-\u30ff]", text[:5000]):
        return "ja"
    if len(re.findall(r"[\u4e00-\u9fff]", text[:5000])) > 20:
        return "zh"
    if len(re.findall(r"[\u0400-\u04ff]", text[:5000])) > 50:
        return "ru"
    if len(words) < 20:
        return ""
    counts = Counter(words)
    scores = sorted(
        ((sum(counts[word] for word in set(known)) / len(words), code) for code, known in WORDS.items()), reverse=True
    )
    return scores[0][1] if scores[0][0] > 0.08 and scores[0][0] > scores[1][0] else ""


def _dates(prose: list[tuple[str, int]]) -> Iterable[DatedPlace]:
    for text, line in prose:
        if not A_YEAR.search(text):
            continue
        spans = [(match.start(), match.end(), _day(match)) for match in DATES.finditer(text)]
        if not spans:
            spans = [
                (match.start(), match.end(), date(int(match.group(2)), MONTHS[match.group(1).lower()], 1))
                for match in MONTH_ONLY.finditer(text)
            ]
        before = 0
        for number, (start, end, day) in enumerate(spans):
            after = spans[number + 1][0] if number + 1 < len(spans) else len(text)
            if day:
                role = _role(text[max(before, start - 80) : start], text[end : min(after, end + 20)])
                yield DatedPlace(day, role, line, text[max(0, start - 120) : end + 80].strip())
            before = end


def _role(before: str, after: str) -> DateRole:
    """What the words say that stand nearest before a date, or else those right after it."""
    ends = [(match.end(), -rank, role) for rank, (role, sign) in enumerate(ROLES) for match in sign.finditer(before)]
    return max(ends)[2] if ends else next((role for role, sign in ROLES if sign.search(after)), DateRole.OTHER)


def _day(match: re.Match[str]) -> date | None:
    year, month, day, day2, name, year2, name3, day3, year3 = match.groups()
    try:
        if year:
            found = date(int(year), int(month), int(day))
        elif name:
            found = date(int(year2), MONTHS[name.lower()], int(day2))
        else:
            found = date(int(year3), MONTHS[name3.lower()], int(day3))
    except ValueError:
        return None
    return found if 1970 <= found.year < 2200 else None


def _quantities(prose: list[tuple[str, int]]) -> Iterable[Quantity]:
    for text, line in prose:
        if not _holds(text, UNITS):
            continue
        stops = [0, *[match.end() for match in re.finditer(r"[.!?;]\s", text)], len(text)]
        for start, end in pairwise(stops):
            for match in QUANTITY.finditer(text, start, end):
                word, unit = match.group(1).lower(), match.group(2).lower()
                amount = (
                    float(NUMBERS.get(word, 1 if word in ("a", "an") else 0)) if not word[0].isdigit() else float(word)
                )
                yield Quantity(amount, unit, amount * UNITS[unit], line, text[start:end].strip())
