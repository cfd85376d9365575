"""A document in portions short enough to quote, each with the headings over it, and why some cannot speak for a claim."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from assay.facts.documents import Document, Heading, Passage, Table
from assay.formats.assertions import denies, promises
from assay.formats.documents import FILLERS
from assay.formats.statements import DOUBTED, END, FUNCTION_WORDS

LONGEST = 360
"""Characters of a portion: what a person reads at a glance."""
LONGEST_OF_A_PAGE = 200
"""The text layer of a PDF tells no paragraphs: a page comes as one, and only sentences can be told apart."""
FEWEST_WORDS = 4
SHORTEST_QUOTE = 20
"""Characters a statement's quotation must have."""
LEAD_IN_REACH = 12
"""Passages for which an introduction that ends in a colon stays their introduction."""

BLANKS = re.compile(
    r"_{4,}|\[[A-Z][A-Z _/-]{2,40}\](?!\()|<[A-Z][A-Za-z _/-]{2,40}>|<[a-z]{2,20}(?: [a-z]{1,20}){1,5}>|\[(?:number|month|time|role|e-?mail)\b[^\]]{0,40}\]"
)
DENIED = re.compile(
    r"\b(?:is|are|have|has|had|was|were) (?:(?:currently|presently|yet|still|at present|today|so far) )+(?:no|not)\b"
    r"|\bno (?:formal|documented|written|defined|regular|dedicated|established|specific) \w+ (?:is|are|exists?|process|policy|procedure|review|plan)\b"
    r"|\bno \w[\w ]{0,40}\b(?:yet|so far|at present|at the moment)\b|\b(?:out of|outside the) scope\b|\bnot applicable\b"
    r"|\b(?:do|does|can) ?not (?:currently |yet )?(?:offer|guarantee|commit|publish|require|enforce|provide|support|promise|have|keep|review|log|monitor|scan|track)\b"
    r"|\bnot (?:currently |yet )?(?:required|enforced|reviewed|logged|monitored|supported|available|provided|implemented|enabled)\b",
    re.IGNORECASE,
)
"""Wider than what denies a statement: a passage left out here in error is shown with the reason, so a person can still cite it."""
CONTRACTED = re.compile(r"(\w)n['\u2019]t\b")
READER = re.compile(r"\byou(?:r|rs)?\b", re.IGNORECASE)
WRITER = re.compile(r"\b(?:we|our|us)\b", re.IGNORECASE)

FILLED_LATER = "holds a place to be filled in"
ASKED = "asks instead of stating"
TO_COME = "speaks of what will be, not of what is: say it in the present tense if it is so"
NOT_DONE = "says that something is not so, or not done"


@dataclass(frozen=True, slots=True)
class Portion:
    """A few sentences of one passage, or one row of a table."""

    text: str
    quote: str
    line: int
    headings: tuple[str, ...]
    around: str
    """The headings and the introduction of a list: they tell what the text is about, and are not quoted."""
    reason: str = ""
    """Why it cannot speak for a claim; empty if it can."""
    leaves_open: str = ""
    """The word by which it wishes or leaves open instead of stating."""
    to_reader: bool = False
    """Whether it speaks to its reader and nowhere of its writer."""


def portions(document: Document) -> tuple[Portion, ...]:
    """Every portion in the order of the document, with those that cannot speak for a claim marked."""
    over = _Headings(document)
    cells = {cell for table in document.tables for row in (table.header, *table.rows) for cell in row}
    links = {(each.text, each.line) for each in document.references}
    longest = LONGEST_OF_A_PAGE if document.format == "pdf" else LONGEST
    found: list[Portion] = []
    lead_in, reach, heading = "", 0, ""
    for passage in document.passages:
        if passage.heading != heading:
            lead_in, heading = "", passage.heading
        reach -= 1
        if reach < 0:
            lead_in = ""
        if passage.text not in cells and (passage.text, passage.line) not in links:
            found += _of_passage(passage, over.at(passage.line), lead_in, longest)
            if passage.text.rstrip().endswith(":"):
                lead_in, reach = passage.text[-LONGEST:], LEAD_IN_REACH
    for table in document.tables:
        found += _of_table(table, document, over)
    return tuple(sorted(found, key=lambda each: each.line))


def weak_point(sentence: str) -> str:
    """Why a sentence cannot speak for a claim; empty if it can."""
    plain = CONTRACTED.sub(lambda each: "can not" if each.group(1) == "a" else f"{each.group(1)} not", sentence)
    if FILLERS.search(sentence) or BLANKS.search(sentence):
        return FILLED_LATER
    if sentence.rstrip(" \"')*").endswith("?"):
        return ASKED
    if denies(sentence) or DENIED.search(plain):
        return NOT_DONE
    return TO_COME if promises(sentence) else ""


def _of_passage(passage: Passage, headings: tuple[str, ...], lead_in: str, longest: int) -> Iterator[Portion]:
    around = " / ".join((*headings, lead_in)) if lead_in else " / ".join(headings)
    for reason, sentences in groupby(END.split(passage.text), key=weak_point):
        for text in _pieces(sentences, longest):
            if len(text) >= SHORTEST_QUOTE and _is_sentence(text):
                yield _portion(text, text, passage.line, headings, around, reason)


def _is_sentence(text: str) -> bool:
    """Whether it says something, rather than being a title or a list of keywords."""
    words = re.findall(r"\w+", text.casefold())
    joints = sum(word in FUNCTION_WORDS for word in words)
    return len(words) >= FEWEST_WORDS and (joints > 1 or (joints > 0 and text.rstrip().endswith((".", ";"))))


def _pieces(sentences: Iterator[str], longest: int) -> Iterator[str]:
    piece = ""
    for sentence in sentences:
        if piece and len(piece) + len(sentence) > longest:
            yield piece
            piece = ""
        piece = f"{piece} {sentence.strip()}".strip()[:LONGEST]
    if piece:
        yield piece


def _of_table(table: Table, document: Document, over: "_Headings") -> Iterator[Portion]:
    lines = (
        {each.text: each.line for each in reversed(document.passages) if each.line >= table.line} if table.rows else {}
    )
    for row in table.rows:
        cells = [" ".join(cell.split()) for cell in dict.fromkeys(row) if cell.strip()]
        text = " | ".join(cells)[:LONGEST]
        if len(re.findall(r"\w+", text)) >= FEWEST_WORDS:
            longest = max(row, key=len)
            line = lines.get(longest, table.line)
            headings = over.at(line)
            quote = longest if SHORTEST_QUOTE <= len(longest) <= LONGEST else ""
            around = " / ".join((*headings, " ".join(table.header)))
            reason = next((each for cell in row for part in END.split(cell) if (each := weak_point(part))), "")
            yield _portion(text, quote, line, headings, around, reason)


def _portion(text: str, quote: str, line: int, headings: tuple[str, ...], around: str, reason: str) -> Portion:
    doubt = DOUBTED.search(text)
    to_reader = bool(READER.search(text)) and not WRITER.search(text)
    return Portion(text, quote, line, headings, around, reason, doubt.group() if doubt else "", to_reader)


class _Headings:
    """The headings over a line, the title first, each path worked out once."""

    def __init__(self, document: Document) -> None:
        self._starts = [each.line for each in document.headings]
        self._title = document.title
        self._paths: list[tuple[str, ...]] = []
        path: list[Heading] = []
        for heading in document.headings:
            while path and path[-1].level >= heading.level:
                path.pop()
            path.append(heading)
            self._paths.append(tuple(each.text for each in path))

    def at(self, line: int) -> tuple[str, ...]:
        """The headings over ``line``; before the first one the title alone."""
        number = bisect_right(self._starts, line)
        path = self._paths[number - 1] if number else ()
        return path if not self._title or self._title in path else (self._title, *path)
