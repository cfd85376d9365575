"""The sentences of a document, the lengths of time in them, and whether they state a thing or promise, doubt or deny it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assay.facts.documents import Document, Heading
from assay.formats.documents import FILLERS, UNITS

READABLE = frozenset({"en", ""})
"""Languages the readers of statements know; an empty one is a text too short to tell."""

WORDS = {
    word: number
    for number, words in (
        (1, "a an one"), (2, "two"), (3, "three"), (4, "four"), (5, "five"), (6, "six"), (7, "seven"), (8, "eight"), (9, "nine"),
        (10, "ten"), (11, "eleven"), (12, "twelve"), (13, "thirteen"), (14, "fourteen"), (15, "fifteen"), (18, "eighteen"),
        (20, "twenty"), (21, "twenty-one"), (24, "twenty-four"), (30, "thirty"), (36, "thirty-six"), (45, "forty-five"),
        (48, "forty-eight"), (60, "sixty"), (90, "ninety"),
    )
    for word in words.split()
}  # fmt: skip
NUMBER = rf"(?:\d{{1,4}}(?:\.\d)?|{'|'.join(sorted(WORDS, key=len, reverse=True))})"
LENGTH = re.compile(
    rf"\b({NUMBER})(?:\s?(?:-|–|to|or)\s?({NUMBER}))?(?:\s\(\d{{1,4}}\))?[\s-]{{1,2}}"
    r"(?:(?:business|working|calendar|full|consecutive)[\s-])?(hour|day|week|month|quarter|year)s?\b",
    re.IGNORECASE,
)
ABBREVIATED = re.compile(r"(?<![\w.])(\d{1,4})\s?(h|hrs?|d)\b")
END = re.compile(r"(?<=[.!?])(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\betc\.)(?<!\bvs\.)(?<!\bno\.)(?<!\bapprox\.)(?<!\.\.)\s+(?=[\"'(`*\w])", re.IGNORECASE)  # fmt: skip

PROMISED = re.compile(
    r"\b(plan(s|ned|ning)?\s(to|on|for)|intend(s|ed|ing)?\sto|intent(ion)?|hop(e|es|ing)\sto|would\slike|(am|are|is)\sgoing\sto|working\s(on|towards)"
    r"|(will|shall|to\sbe)\s(be\s)?(soon|later|creat|writ|defin|introduc|establish|develop|draft|prepar|adopt|decid|determin|document|formali[sz]|agree|add(ed)?\b)\w*"
    r"|(will|shall|to\sbe)\s(be\s)?(publish|provid|set\sup)\w*\s(an?\s|the\s|our\s|this\s)?(\w+\s){0,3}(policy|plan|page|document|schedule|guide|table|dates|limits)"
    r"|(under|in)\s(construction|preparation|development|draft)|coming\ssoon|not\syet|yet\sto\sbe|to\sfollow|TB[ADC]|TODO|proposal\b|proposed)\b",
    re.IGNORECASE,
)
"""A thing that is not there yet."""
DOUBTED = re.compile(
    r"\b(?:(?-i:may)|might|could|should|perhaps|possibly|hopefully|ideally|where\spossible|if\spossible|when\spossible"
    r"|we\stry|we\starget|tries\sto|try\sto|strive|endeavou?r|aim(s|ed|ing)?\sto|aims?\sfor|best[\s-]effort|consider(s|ing)?\s\w+ing)\b",
    re.IGNORECASE,
)
"""A thing that is wished for or left open."""
DENIED = re.compile(
    r"\b(no|not|never|none|neither|nor|cannot|without|unable|refuse[sd]?|declines?|lacks?)\b|n't\b", re.IGNORECASE
)


FUNCTION_WORDS = frozenset(
    """a an the this that these those each every all any both no not of to in on at by for from with within until till after before
    per as and or but if when where which who is are was were be been being has have had do does did will shall can may must we our
    us you your it its they their there at least only more than""".split()
)
FEWEST_TO_TELL = 8
LEAST_SHARE = 0.18
"""Of function words in an English sentence. A heap of keywords has fewer, and so has another language."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, the line its paragraph starts on and the nearest heading."""

    text: str
    line: int
    heading: str


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time in a text: the longest of a range, in days, and where it stands."""

    days: float
    start: int
    end: int


def sentences(document: Document) -> Iterator[Sentence]:
    """Every sentence of the prose that is no question, cells of tables included."""
    for passage in document.passages:
        for text in END.split(passage.text):
            if text.strip() and not text.rstrip(" \"')*").endswith("?"):
                yield Sentence(text.strip(), passage.line, passage.heading)


def lengths(text: str) -> tuple[Length, ...]:
    """Every length of time the text names, in order."""
    found = [
        Length(_number(match.group(2) or match.group(1)) * UNITS[match.group(3).lower()], match.start(), match.end())
        for match in LENGTH.finditer(text)
    ]
    found += [
        Length(float(match.group(1)) * (1.0 if match.group(2) == "d" else UNITS["hour"]), match.start(), match.end())
        for match in ABBREVIATED.finditer(text)
    ]
    return tuple(sorted(found, key=lambda each: each.start))


def headings_over(document: Document, line: int) -> tuple[Heading, ...]:
    """The headings a line stands under, the nearest first, the title last."""
    found: list[Heading] = []
    for heading in reversed([each for each in document.headings if each.line <= line]):
        if not found or heading.level < found[-1].level:
            found.append(heading)
    return tuple(found)


def is_prose(text: str) -> bool:
    """Whether the text is made of English sentences rather than of keywords or of another language."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    return bool(words) and sum(word in FUNCTION_WORDS for word in words) >= LEAST_SHARE * len(words)


def has_reader(document: Document) -> bool:
    """Whether its language is one the readers of statements know; where it is too short to tell, by its small words."""
    if document.language not in READABLE:
        return False
    return bool(document.tables) or len(document.text.split()) < FEWEST_TO_TELL or is_prose(document.text)


def is_stated(text: str) -> bool:
    """Whether the text puts a thing down as it is: not announced for later, not wished for, not left to be filled in."""
    return not PROMISED.search(text) and not DOUBTED.search(text) and not FILLERS.search(text)


def is_denied(text: str, start: int, end: int, reach: int = 40) -> bool:
    """Whether a denial stands in or shortly before the part of ``text`` from ``start`` to ``end``."""
    return bool(DENIED.search(text[max(0, start - reach) : end]))


def _number(word: str) -> float:
    return float(word) if word[0].isdigit() else float(WORDS[word.lower()])
