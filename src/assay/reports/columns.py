"""Lines that fit a terminal: counted in columns, since some characters take two, and free of anything that steers it."""

import unicodedata

WIDTH = 80
WIDENS = "\ufe0f"
"""Turns the sign before it into a picture of two columns."""


def printable(text: str) -> str:
    """Text from a repository made harmless for a terminal: no control characters, no lone surrogates."""
    safe = "".join(character if character.isprintable() else "�" for character in text)
    return safe.encode("utf-8", "replace").decode("utf-8")


def columns(text: str) -> int:
    """How many columns of a terminal ``text`` takes."""
    return sum(_columns_of(character) for character in text)


def wrapped(text: str, indent: str = "", first: str | None = None) -> list[str]:
    """``text`` made printable, in lines of at most 80 columns; a word longer than a line is cut, never dropped."""
    lines: list[str] = []
    line = start = indent if first is None else first
    for word in printable(text).split():
        if line != start and columns(line) + 1 + columns(word) > WIDTH:
            lines.append(line)
            line = start = indent
        rest = word
        while columns(line) + (line != start) + columns(rest) > WIDTH:
            fits = _fitting(rest, WIDTH - columns(line))
            lines.append(line + rest[:fits])
            rest = rest[fits:]
            line = start = indent
        line += (" " if line != start else "") + rest
    return [*lines, line] if line != start else lines


def _fitting(text: str, room: int) -> int:
    """How many characters of ``text`` fit into ``room`` columns, at least one."""
    for number in range(1, len(text)):
        if columns(text[: number + 1]) > room:
            return number
    return len(text)


def _columns_of(character: str) -> int:
    if character == WIDENS:
        return 1
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
