"""Finds and ranks passages with SQLite's full-text search, in memory; bm25 gives the order."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from assay.errors import AssayError
from assay.formats.word_forms import folded, words

OWN_WORDS, AROUND = 1.0, 0.4
"""How much a word weighs in the passage itself, and in the headings over it."""
START, END = "\x02", "\x03"
SELECT = (
    "SELECT rowid, bm25(passages, ?, ?) AS distance, highlight(passages, 0, ?, ?), highlight(passages, 1, ?, ?)"
    " FROM passages WHERE passages MATCH ? ORDER BY distance, rowid"
)


class Hit(NamedTuple):
    """A passage by its number, how far it stands from the top (less is nearer), and the words it was found by."""

    number: int
    distance: float
    words: tuple[str, ...]


class PassageIndex:
    """Passages numbered from 0 in the order given, each with the text around it. Raises AssayError without FTS5."""

    def __init__(self, passages: Iterable[tuple[str, str]]) -> None:
        self._passages = [(_encoded(text), _encoded(around)) for text, around in passages]
        self._database = sqlite3.connect(":memory:")
        try:
            self._database.execute("CREATE VIRTUAL TABLE passages USING fts5(text, around, tokenize='unicode61')")
        except sqlite3.OperationalError:
            self._database.close()
            raise AssayError(
                "The SQLite of this Python has no full-text search (FTS5).",
                advice="Use a Python from its own site or from your distribution: theirs have it.",
            ) from None
        rows = ((number, folded(text), folded(around)) for number, (text, around) in enumerate(self._passages))
        self._database.executemany("INSERT INTO passages(rowid, text, around) VALUES (?, ?, ?)", rows)

    def close(self) -> None:
        """Free the memory."""
        self._database.close()

    def holding(
        self, about: Sequence[Sequence[str]], near: Sequence[str] = (), unlike: Sequence[str] = ()
    ) -> Iterator[Hit]:
        """Passages with a term of every group, one at least in their own words, and none of ``unlike`` there; the nearest first."""
        gate = " AND ".join(f"({_any(group)})" for group in about)
        own = _any(term for group in about for term in group)
        query = f"{gate} AND {{text}} : ({own}) AND ({_any((*about[0], *near))})"
        if unlike:
            query = f"({query}) NOT ({{text}} : ({_any(unlike)}))"
        given = (OWN_WORDS, AROUND, START, END, START, END, query)
        for number, distance, *marked in self._database.execute(SELECT, given):
            yield Hit(number, round(distance, 6), tuple(dict.fromkeys(self._found(number, marked))))

    def _found(self, number: int, marked: Sequence[str]) -> Iterator[str]:
        """The words of the passage, then of the text around it, that stand where the search marked their folded forms."""
        for text, marks in zip(self._passages[number], marked, strict=True):
            inside = False
            phrase: list[str] = []
            for word, mark in zip(words(text), marks.split(" "), strict=False):
                inside = inside or START in mark
                if inside:
                    phrase.append(word.casefold())
                if END in mark:
                    yield " ".join(phrase)
                    inside, phrase = False, []


def _any(terms: Iterable[str]) -> str:
    """Any of the terms, their inflections taken for one; a term that ends in a star is the beginning of a word."""
    return " OR ".join(f'"{folded(term)}"{"*" * term.endswith("*")}' for term in dict.fromkeys(terms))


def _encoded(text: str) -> str:
    """Without lone surrogates, which SQLite refuses."""
    return text.encode("utf-8", "replace").decode("utf-8")
