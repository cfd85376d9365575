"""One pinned entry, made from whatever a lock says about it."""

from typing import Any

from assay.facts.lock_files import LockedPackage, Need


def package(
    name: str,
    version: Any,
    source: str,
    hashes: tuple[str, ...],
    origin: str = "",
    line: int = 0,
    *,
    development: bool = False,
) -> LockedPackage:
    """The entry; ``development`` where the lock says that the product does without it."""
    need = Need.DEVELOPMENT if development else Need.PRODUCT
    return LockedPackage(str(name), str(version), source, hashes, line, origin, need)


def algorithms(hashes: Any) -> tuple[str, ...]:
    """The names of the algorithms of hashes written ``name:value``."""
    return tuple(dict.fromkeys(str(each).partition(":")[0] for each in hashes if each))
