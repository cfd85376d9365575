"""Where in a manifest something stands."""

import re
from functools import lru_cache

WORD = re.compile(r"[^\s\"'=<>\[\](){},;~^!]+")


def line_of(text: str, wanted: str) -> int:
    """The line the first word of ``wanted`` first stands on; 0 if nowhere."""
    word = WORD.search(wanted)
    return _first_lines(text).get(word.group(), 0) if word else 0


@lru_cache(maxsize=1)
def _first_lines(text: str) -> dict[str, int]:
    """Word → its first line, made once: tens of thousands of names are not each searched for from the top."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        for word in WORD.findall(line):
            found.setdefault(word, number)
    return found
