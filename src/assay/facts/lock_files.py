"""Lock files and what each pins."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from assay.domain.evidence import Unread


class Need(StrEnum):
    """What a locked package is needed for."""

    PRODUCT = "product"
    """Also where the lock does not tell."""
    DEVELOPMENT = "development"
    """It builds or tests the product and is not shipped, says the lock."""
    NOTHING = "nothing"
    """A Go module no package is taken from: it only took part in choosing versions."""


@dataclass(frozen=True, slots=True)
class LockedPackage:
    """One pinned entry. ``hashes`` are algorithm names in lower case, such as ``sha512``, ``sha1``, ``h1``."""

    name: str
    version: str
    source: str
    """``registry`` · ``git`` · ``url`` · ``path`` · ``workspace`` · ``platform`` (optional, for a platform the lock was not made on):
    only registry and url entries need a hash."""
    hashes: tuple[str, ...]
    line: int = 0
    origin: str = ""
    """The address it is fetched from, when the lock says."""
    need: Need = Need.PRODUCT


class Pinned(NamedTuple):
    """One published package a lock pins. ``name`` is ``type/name``."""

    name: str
    version: str
    path: str
    line: int
    development: bool = False
    """The lock says that the product does without it when it runs."""


@dataclass(frozen=True, slots=True)
class LockFile:
    """One lock. ``in_sync`` is None where the format has nothing comparable; ``differences`` says what disagrees."""

    path: str
    ecosystem: str
    format: str
    packages: tuple[LockedPackage, ...]
    hashes_possible: bool = True
    """False where the format (or this edition of it) has no field for a hash."""
    in_sync: bool | None = None
    differences: tuple[str, ...] = ()
    manifest: str = ""
    """The manifest it was compared with."""
    holds_nothing: bool = False
    """Nothing the manifest asks for is in it: it is empty, or was made for another product."""


@dataclass(frozen=True)
class LockFiles:
    """Every lock file found, set-aside folders left out (and counted in ``set_aside``)."""

    locks: tuple[LockFile, ...]
    set_aside: int = 0
    unread: tuple[Unread, ...] = ()
