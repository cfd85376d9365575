"""One pinned entry, made from whatever a lock says about it."""

from typing import Any

from assay.facts.lock_files import LockedPackage


def package(
    name: str, version: Any, source: str, hashes: tuple[str, ...], origin: str = "", line: int = 0
) -> LockedPackage:
    """The entry."""
    return LockedPackage(str(name), str(version), source, hashes, line, origin)


def algorithms(hashes: Any) -> tuple[str, ...]:
    """The names of the algorithms of hashes written ``name:value``."""
    return tuple(dict.fromkeys(str(each).partition(":")[0] for each in hashes if each))
