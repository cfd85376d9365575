"""Whether two names are those of one person, however each is written."""

import unicodedata

_TITLES = frozenset("dr mr mrs ms miss mx prof professor sir dame ing dipl phd msc bsc jr sr".split())
_LOOKALIKES = str.maketrans("авекмнорстухіјѕԁοαεικνρτυχ", "abekmhopctyxijsdoaeikvptux")
"""Letters of other alphabets that look like Latin ones."""
_LETTERS = {"ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "þ": "th", "œ": "oe"}
_LONG_ENOUGH = 8
"""Shorter names that differ by a letter, such as Ann and Anna, are those of two people."""


def same_person(one: str, other: str) -> bool:
    """Whether both write one name: in any order, case, alphabet look-alike or accent, with first names as initials."""
    left, right = _words(one), _words(other)
    if not left or not right:
        return False
    if sorted(left) == sorted(right) or "".join(left) == "".join(right):
        return True
    return _initialled(left, right)


def told_apart(one: str, other: str) -> bool:
    """Whether two names are surely those of two people: not one name, a part of it, or one misspelt by a letter."""
    left, right = _words(one), _words(other)
    if not left or not right or same_person(one, other):
        return False
    if set(left) <= set(right) or set(right) <= set(left):
        return False
    joined, against = "".join(left), "".join(right)
    return min(len(joined), len(against)) < _LONG_ENOUGH or not _one_letter_apart(joined, against)


def _words(name: str) -> list[str]:
    """The parts of a name without accents, titles and signs."""
    plain = "".join(_LETTERS.get(each, each) for each in unicodedata.normalize("NFKD", name).casefold())
    plain = "".join(each for each in plain if unicodedata.category(each) not in ("Mn", "Cf")).translate(_LOOKALIKES)
    plain = plain.replace("'", "").replace("\u2019", "")
    words = "".join(each if each.isalnum() else " " for each in plain).split()
    return [each for each in words if each not in _TITLES] or words


def _initialled(left: list[str], right: list[str]) -> bool:
    """Whether the longest word is common and each other word of the shorter name is one of the longer, or begins one."""
    fewer, more = sorted((left, right), key=len)
    common = {each for each in fewer if len(each) > 1} & set(more)
    if not common or len(fewer) < 2:
        return False
    rest, others = [each for each in fewer if each not in common], [each for each in more if each not in common]
    if not all(len(each) == 1 or any(len(other) == 1 for other in others) for each in rest):
        return False
    return bool(rest) and all(any(each[0] == other[0] for other in others) for each in rest)


def _one_letter_apart(one: str, other: str) -> bool:
    """Whether one letter was changed, added, left out or swapped with the next."""
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    if len(shorter) == len(longer):
        swapped = shorter[start : start + 2] == longer[start : start + 2][::-1]
        return shorter[start + 1 :] == longer[start + 1 :] or (swapped and shorter[start + 2 :] == longer[start + 2 :])
    return shorter[start:] == longer[start + 1 :]
