"""Whether a version is affected, by the ranges of an advisory and the order of versions of its ecosystem."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from packaging.version import InvalidVersion, Version
from univers.versions import (
    ComposerVersion,
    GolangVersion,
    MavenVersion,
    NugetVersion,
    RubygemsVersion,
    SemverVersion,
)
from univers.versions import (
    InvalidVersion as OtherInvalidVersion,
)

from assay.facts.advisory_feeds import Affected, Events

ORDERS: dict[str, Callable[[str], Any]] = {
    "pypi": Version,
    "npm": SemverVersion,
    "cargo": SemverVersion,
    "golang": GolangVersion,
    "gem": RubygemsVersion,
    "composer": ComposerVersion,
    "nuget": NugetVersion,
    "maven": MavenVersion,
    "hex": SemverVersion,
    "pub": SemverVersion,
    "swift": SemverVersion,
}
"""Package type → how its versions compare."""
BEGINNING = "0"
VERSION = re.compile(r"\d[\w.+~!-]*")
"""What may be a version at all: the classes below take some texts that then compare with nothing."""


def affects(affected: Affected, version: str) -> bool:
    """Whether this version is listed or lies in a range; a version or range nobody can order is not taken to be affected."""
    plain = version.removeprefix("v")
    if plain in affected.versions or version in affected.versions:
        return True
    kind = affected.package.partition("/")[0]
    try:
        return any(_within(kind, events, plain) for events in affected.ranges)
    except TypeError:
        return False


def fixes(affected: Affected, version: str) -> tuple[str, ...]:
    """The versions after this one that end a range, the nearest first; a version nobody can order gets every end."""
    kind = affected.package.partition("/")[0]
    ends = list(dict.fromkeys(each for events in affected.ranges for what, each in events if what == "fixed"))
    if _ordered(kind, version.removeprefix("v")) is None:
        return tuple(ends)
    return in_order(kind, [each for each in ends if is_newer(kind, each, version)])


def in_order(kind: str, versions: Iterable[str]) -> tuple[str, ...]:
    """The versions, oldest first."""
    return tuple(sorted(versions, key=lambda each: _Key(_ordered(kind, each.removeprefix("v")))))


def is_newer(kind: str, one: str, other: str) -> bool:
    """Whether ``one`` comes after ``other``; False where they cannot be ordered."""
    first, second = _ordered(kind, one.removeprefix("v")), _ordered(kind, other.removeprefix("v"))
    try:
        return first is not None and second is not None and bool(first > second)
    except TypeError:
        return False


def _within(kind: str, events: Events, version: str) -> bool:
    """OSV schema, evaluation: the last event at or before the version decides."""
    here = _ordered(kind, version)
    if here is None:
        return False
    inside = False
    placed = []
    for what, each in events:
        there = None if each == BEGINNING else _ordered(kind, each.removeprefix("v"))
        if there is None and each != BEGINNING:
            return False
        placed.append((what, there))
    for what, there in sorted(placed, key=lambda event: (event[1] is not None, _Key(event[1]))):
        reached = there is None or here >= there
        if what == "introduced" and reached:
            inside = True
        elif reached and (what == "fixed" or here != there):
            inside = False
    return inside


class _Key:
    """Orders versions of one kind, with none first."""

    def __init__(self, version: Any) -> None:
        self.version = version

    def __lt__(self, other: "_Key") -> bool:
        return self.version is not None and other.version is not None and bool(self.version < other.version)


@lru_cache(maxsize=100_000)
def _ordered(kind: str, version: str) -> Any:
    """The version as something that can be compared; None where it is none of its kind."""
    if not VERSION.fullmatch(version):
        return None
    try:
        return ORDERS[kind](version)
    except (KeyError, InvalidVersion, OtherInvalidVersion, ValueError, TypeError, AttributeError):
        return None
