"""Changes to a JSON file, one leaf of each class at a time: what a pack, a signature or another sealed file must not survive."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from assay.formats.canonical_json import written
from assay.formats.pack import digests

Path = tuple[str | int, ...]


def leaves(found: Any) -> dict[str, Path]:
    """Class of a leaf → the first of that class. Places in a list are one class, and so are ids of claims and facets as names."""
    classes: dict[str, Path] = {}
    for path in _paths(found, ()):
        classes.setdefault(".".join(_kind(step) for step in path), path)
    return classes


def tampered(data: bytes, path: Path) -> bytes:
    """The file with the value at ``path`` changed, written as it must be; nothing else is mended."""
    found = json.loads(data)
    _change(found, path)
    return written(found)


def resealed(found: dict[str, Any]) -> bytes:
    """The file of a pack with all digests mended, as somebody who means it would."""
    return written({**found, "digests": digests(found)})


def forged(data: bytes, path: Path) -> bytes:
    """The file of a pack with the value at ``path`` changed and the digests of its members mended."""
    found = json.loads(data)
    _change(found, path)
    return resealed(found)


def _change(found: Any, path: Path) -> None:
    for step in path[:-1]:
        found = found[step]
    found[path[-1]] = _other(found[path[-1]])


def _other(value: Any) -> Any:
    """Another value of the same kind, where there is one."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return f"{value[:-1]}{'b' if value.endswith('a') else 'a'}" if value else "a"
    return "a" if value is None else [*value, None] if isinstance(value, list) else {"a": None}


def _paths(found: Any, above: Path) -> Iterator[Path]:
    steps: Sequence[tuple[str | int, Any]]
    if isinstance(found, dict) and found:
        steps = list(found.items())
    elif isinstance(found, list) and found:
        steps = list(enumerate(found))
    else:
        yield above
        return
    for step, value in steps:
        yield from _paths(value, (*above, step))


def _kind(step: str | int) -> str:
    return "[]" if isinstance(step, int) or step[:1].isdigit() or "/" in step else step
