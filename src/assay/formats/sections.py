"""Sections of a document: a heading with everything below it, down to the next heading of the same or a higher level."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from assay.facts.documents import Document, Heading, Passage

EXCLUDED = re.compile(
    r"out[- ]of[- ]scope|outside (the |of the )?scope|not (in scope|covered|addressed|included)|\bexclu(ded|sions?)\b|non-?goals|references|further reading|see also|bibliography|glossary|table of contents",
    re.IGNORECASE,
)
"""Headings of sections that say what the document does not do, or what others wrote."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the passages below it, those of its sub-sections included."""

    heading: str
    level: int
    line: int
    passages: tuple[Passage, ...]

    @property
    def words(self) -> int:
        """Words of its prose."""
        return sum(len(passage.text.split()) for passage in self.passages)


def sections(document: Document) -> tuple[Section, ...]:
    """Every section, in order."""
    found = []
    in_order = sorted(document.passages, key=lambda each: each.line)
    lines = [each.line for each in in_order]
    for number, heading in enumerate(document.headings):
        end = _end(document.headings, number)
        passages = tuple(in_order[bisect_left(lines, heading.line) : bisect_left(lines, end)])
        found.append(Section(heading.text, heading.level, heading.line, passages))
    return tuple(found)


def spoken_for(document: Document) -> tuple[Passage, ...]:
    """The passages outside sections about what is left out or written by others."""
    left_out = {
        id(each) for section in sections(document) if EXCLUDED.search(section.heading) for each in section.passages
    }
    return tuple(each for each in document.passages if id(each) not in left_out)


def words(passages: tuple[Passage, ...]) -> int:
    """Words of prose, whatever is no word of letters left out."""
    return sum(1 for passage in passages for word in passage.text.split() if re.search(r"[^\W\d_]{2}", word))


def _end(headings: tuple[Heading, ...], number: int) -> float:
    level = headings[number].level
    later: Iterator[Heading] = (each for each in islice(headings, number + 1, None) if each.level <= level)
    return next((each.line for each in later), float("inf"))
