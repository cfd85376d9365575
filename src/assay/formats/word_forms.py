"""Brings the inflected forms of an English word together, and nothing further: ``signs``, ``signed`` and ``signing`` are one word,
``custom`` and ``customer``, ``secure`` and ``security`` are not. Common stemmers cut deeper and take such pairs for one.
"""

import re

WORD = re.compile(r"[^\W_]+")
_VOWEL = re.compile(r"[aeiouy]")
_DOUBLED = re.compile(r"([bdgmnprt])\1$")
LEAST = 3
"""Letters that must be left for an ending to be one: ``ring`` and ``red`` are whole words."""
NOUNS = frozenset({"finding", "setting", "training"})
"""Words that stopped being forms of their verb."""


def words(text: str) -> list[str]:
    """The words of a text as they stand, in order."""
    return WORD.findall(text)


def folded(text: str) -> str:
    """The words of a text, each brought to the form its inflections share."""
    return " ".join(fold(word) for word in words(text))


def fold(word: str) -> str:
    """One word in the form its inflections share; not always a word itself."""
    word = word.casefold()
    if not word.isascii():
        return word
    if word.endswith(("ies", "ied")) and len(word) > LEAST + 1:
        return f"{word[:-3]}y"
    if word.endswith("es") and word[:-2].endswith(("s", "x", "z", "ch", "sh")) and len(word) > LEAST + 2:
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > LEAST:
        word = word[:-1]
    if word in NOUNS:
        return word
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= LEAST and _VOWEL.search(rest):
            word = _DOUBLED.sub(r"\1", rest)
            break
    return word[:-1] if word.endswith("e") and len(word) > LEAST else word
