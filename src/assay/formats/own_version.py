"""Whether a manifest changed in nothing but the version of the product itself, as with every release."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from assay.formats import toml_text

Read = Callable[[str], Any]
READERS: Mapping[str, Read] = {
    "package.json": json.loads,
    "composer.json": json.loads,
    "pyproject.toml": toml_text.read,
    "Cargo.toml": toml_text.read,
}
TABLES = (("project",), ("tool", "poetry"), ("package",), ("workspace", "package"), ())
"""Where a manifest keeps the version of its own product."""


def is_compared(path: str) -> bool:
    """Whether two states of this file can be compared."""
    return path.rpartition("/")[2] in READERS


def only_own_version(path: str, before: str, after: str) -> bool:
    """Whether the two states differ in the product's own version alone; False where one cannot be read."""
    read = READERS[path.rpartition("/")[2]]
    try:
        old, new = read(before), read(after)
    except (ValueError, RecursionError):
        return False
    return isinstance(old, dict) and isinstance(new, dict) and _without_version(old) == _without_version(new)


def _without_version(manifest: dict[str, Any]) -> dict[str, Any]:
    for table in TABLES:
        holder: Any = manifest
        for name in table:
            holder = holder.get(name) if isinstance(holder, dict) else None
        if isinstance(holder, dict):
            holder.pop("version", None)
    return manifest
