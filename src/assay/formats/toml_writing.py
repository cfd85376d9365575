"""Writes tables of TOML by hand: their text is appended to files whose comments and order are their owner's."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date

WIDEST = 64
"""Columns of a piece of a long string, so that the lines fit a terminal even when indented."""

Value = str | date | tuple[str, ...]


def table(name: str, fields: Mapping[str, Value], keep: frozenset[str] = frozenset()) -> str:
    """One more table of the array ``name``; fields that are empty are left out, but for those of ``keep``."""
    said = {key: value for key, value in fields.items() if key in keep or value not in ("", ())}
    return "\n".join([f"[[{name}]]", *(f"{key} = {_value(value)}" for key, value in said.items())]) + "\n"


def appended(text: str, more: str) -> str:
    """``text`` as it stands with ``more`` after an empty line, in its own line endings."""
    ends = "\r\n" if "\r\n" in text else "\n"
    gap = "" if not text.strip() else ends if text.endswith("\n") else ends * 2
    return text + gap + more.replace("\n", ends)


def _value(value: Value) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return string(value) if isinstance(value, str) else f"[{', '.join(string(each) for each in value)}]"


def string(text: str) -> str:
    """A string of TOML; a long one over several lines, which TOML joins without a space."""
    pieces = list(_pieces(text.encode("utf-8", "replace").decode("utf-8")))
    if len(pieces) < 2:
        return f'"{_escaped(text)}"'
    return '"""\\\n' + "\\\n".join(_escaped(piece) for piece in pieces) + '"""'


def _pieces(text: str) -> Iterator[str]:
    """Parts that fit a line. Each ends with its blanks, for those at the start of a line would be lost."""
    piece, width = "", 0
    for part in re.findall(rf"\S{{1,{WIDEST // 2}}}\s?", text):
        more = sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in part)
        if piece and width + more > WIDEST:
            yield piece
            piece, width = "", 0
        piece, width = piece + part, width + more
    if piece:
        yield piece


def _escaped(text: str) -> str:
    """JSON's escapes are TOML's; what is not printable is escaped as well, so that nothing steers a terminal."""
    plain = json.dumps(text, ensure_ascii=False)[1:-1]
    return "".join(each if each.isprintable() else _code_point(each) for each in plain)


def _code_point(character: str) -> str:
    return f"\\u{ord(character):04x}" if ord(character) < 0x10000 else f"\\U{ord(character):08x}"
