"""Values of a definition, whatever shape somebody gave them: what has another shape than expected counts as not there."""

from collections.abc import Iterator, Mapping
from typing import Any

from assay.formats.yaml_text import Marked, MarkedList


def mapping(value: object) -> Mapping[str, Any]:
    """The mapping, or an empty one."""
    return value if isinstance(value, dict) else {}


def marked(value: object) -> Marked:
    """The mapping with its lines, or an empty one."""
    if isinstance(value, Marked):
        return value
    empty = Marked()
    empty.lines = {}
    return empty


def items(value: object) -> Iterator[Any]:
    """The items of a list; anything else but nothing is a list of one."""
    if isinstance(value, list):
        yield from value
    elif value is not None:
        yield value


def placed(value: object, line: int) -> Iterator[tuple[Any, int]]:
    """The items of a list with the line each stands on; ``line`` for a single value."""
    lines = value.lines if isinstance(value, MarkedList) else ()
    return ((each, lines[at] if at < len(lines) else line) for at, each in enumerate(items(value)))


def text(value: object) -> str:
    """A single value as it was written; empty for lists, mappings and nothing."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (str, int)) else ""


def texts(value: object) -> dict[str, str]:
    """A mapping of single values as they were written; a described variable has its value under ``value``."""
    return {key: text(each.get("value") if isinstance(each, dict) else each) for key, each in mapping(value).items()}


def listed(value: object) -> tuple[str, ...]:
    """The single values of a list, or the one value."""
    return tuple(text(each) for each in items(value) if isinstance(each, (str, int)))
