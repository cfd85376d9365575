"""TOML within bounds: keys of so many parts that the standard reader would take for ever are refused, and so is deep nesting.

Raises ``tomllib.TOMLDecodeError``, never anything else.
"""

import re
import tomllib
from typing import Any

MOST_PARTS = 100
"""Of one dotted key: reading one takes time by the square of its parts."""

_LONG_KEY = re.compile(rf"(?<![\w\"'-])(?:[\w\"'-]++[ \t]*+\.[ \t]*+){{{MOST_PARTS}}}")


def read(text: str) -> dict[str, Any]:
    """The tables in ``text``."""
    if _LONG_KEY.search(text):
        raise tomllib.TOMLDecodeError(f"a key of more than {MOST_PARTS} parts")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise tomllib.TOMLDecodeError("nested too deeply") from None
