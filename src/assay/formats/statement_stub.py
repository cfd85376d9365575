"""The beginning of a statement that cites a passage: what only a person can say is left blank, so that it counts for nothing yet.

Its blanks are refused by the schema of the profile, each on its own: pasted as it is, or half completed, it supports nothing.
"""

import json
import re
import unicodedata
from collections.abc import Iterator

from assay.facts.suggestions import Suggestion

WIDEST = 64
"""Columns of a piece of a long string, so that the lines fit a terminal even when indented."""


def write(suggestion: Suggestion) -> str:
    """TOML for ``assay.toml``."""
    source = suggestion.source
    lines = ["[[statements]]"]
    if not source.object_id:
        lines.append("# The document is not committed here: commit it, then give its path.")
    lines += [
        f"facet = {_string(suggestion.facet)}",
        'says = ""    # what is so, in your own words, in the present or past',
        'person = ""  # the named person who knows it and stands for it',
        'role = ""    # what that person is in the organisation',
        'date = ""    # the day it is stated: 2026-01-31, without quotation marks',
        f"document = {_string(source.path if source.object_id else '')}",
        f"sha256 = {_string(source.sha256)}",
    ]
    if suggestion.quote:
        lines.append(f"quote = {_string(' '.join(suggestion.quote.split()))}")
    return "\n".join(lines) + "\n"


def _string(text: str) -> str:
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
