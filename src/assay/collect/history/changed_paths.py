"""Commits with the paths each touched, as git prints them for ``log --raw -z``."""

from collections.abc import Iterator, Sequence

from assay.collect.repository import LOG_FIELDS
from assay.facts.history import Commit, CommitPaths

OPTIONS = ("-z", "--raw", "--no-renames", "--no-show-signature", f"--format={LOG_FIELDS}")
FIELDS = LOG_FIELDS.count("%x00") + 1
MOST_DIGITS = 18
LARGEST = 10**MOST_DIGITS
"""Git hands on time stamps of any length."""


def commits_with_paths(listing: bytes) -> Iterator[CommitPaths]:
    """In the order of ``listing``. No name or message can pass for another record: none of them can hold a NUL."""
    tokens = iter(listing.decode("utf-8", "surrogateescape").split("\0"))
    fields: list[str] = []
    paths: list[str] = []
    for token in tokens:
        if len(fields) < FIELDS:
            fields.append(token)
        elif token.lstrip("\n").startswith(":"):
            paths.append(next(tokens, ""))
        else:
            yield _commit(fields), tuple(paths)
            fields, paths = [token], []
    if len(fields) == FIELDS:
        yield _commit(fields), tuple(paths)


def _commit(fields: list[str]) -> Commit:
    oid, parents, name, mail, at, by, by_mail, on, subject = fields
    return Commit(oid, tuple(parents.split()), name, mail, number(at), by, by_mail, number(on), subject[:500])


def numbers(texts: Sequence[str]) -> list[int]:
    """Time stamps, all at once where every one of them is a plain number."""
    try:
        return [min(stamp, LARGEST) for stamp in map(int, texts)]
    except ValueError:
        return [number(text) for text in texts]


def number(text: str) -> int:
    """A time stamp; anything else is 0, and one no clock will ever show the largest there is."""
    digits = text.removeprefix("-")
    if not digits.isdecimal():
        return 0
    return int(text) if len(digits) <= MOST_DIGITS else LARGEST
