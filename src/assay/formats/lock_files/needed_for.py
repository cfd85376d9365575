"""What a locked package is needed for, where the lock or the manifest beside it tells: the product, development alone, or nothing."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from assay.facts.lock_files import LockedPackage, Need

GO_EDITION = re.compile(r"(?m)^go\s{1,8}1\.(\d{1,3})\b")
GO_MODULE = re.compile(
    r"(?m)^\s{0,8}(?:require\s{1,8}|.{0,300}=>\s{0,8})?([\w./~-]{1,200})\s{1,8}(v[\w.+-]{1,80})\s{0,8}(?://.*)?$"
)
"""A line of ``require``, or the right side of one of ``replace``."""
GO_LISTS_ALL = 17
"""From this edition on go.mod names every module a package is taken from, at the version that is taken."""


def built(packages: Iterable[LockedPackage], go_mod: str) -> Iterator[LockedPackage]:
    """The entries of a go.sum, those marked that only took part in choosing versions."""
    edition = GO_EDITION.search(go_mod)
    listed = set(GO_MODULE.findall(go_mod))
    tells = edition and int(edition.group(1)) >= GO_LISTS_ALL
    for each in packages:
        yield replace(each, need=Need.NOTHING) if tells and (each.name, each.version) not in listed else each


def reached(starts: Iterable[str], leads_to: Mapping[str, Iterable[str]]) -> set[str]:
    """Everything ``starts`` need, at whatever remove."""
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += leads_to.get(each, ())
    return found
