"""Reads source files and looks for executables, each object once."""

import re
from functools import partial
from typing import NamedTuple

from assay.collect.repository import Repository, decode
from assay.domain.evidence import Unread
from assay.facts.code import Code, CodeFile, Executable, Fallback
from assay.facts.tree import Entry, EntryKind, Tree, set_aside
from assay.formats import code
from assay.store.memory import Memory

LARGEST = 600_000
KIND = "code-5"
"""Goes up with every change of what is read, so that older results are forgotten."""
LARGEST_BINARY = 30_000_000
MAY_BE_EXECUTABLE = re.compile(
    r"\.(exe|dll|so|dylib|jar|war|aar|class|o|a|lib|wasm|pyc|pyd|dex|node|bin)(\.\d+)*$", re.IGNORECASE
)
GENERATED = re.compile(
    r"\.(min\.js|pb\.go|g\.dart|designer\.cs)$|(^|/)(dist|build|generated|node_modules|vendor|third_party|bundles?)/",
    re.IGNORECASE,
)


class Reading(NamedTuple):
    """What one source file holds: lines, tests that run, tests skipped, fallbacks, unreasoned suppressions."""

    lines: int = 0
    test_cases: int = 0
    skipped_tests: int = 0
    fallbacks: tuple[Fallback, ...] = ()
    suppressions: int = 0


def collect(repository: Repository, tree: Tree, memory: Memory) -> Code:
    """Generated and vendored code is not the product's own and is left out."""
    sources = [
        entry
        for entry in tree.entries
        if entry.kind in (EntryKind.FILE, EntryKind.EXECUTABLE)
        and 0 < (entry.size or 0) <= LARGEST
        and code.language(entry.path)
        and not GENERATED.search(entry.path)
    ]
    keys = {f"{entry.oid}:{entry.path}": entry for entry in sources}
    unknown = memory.unknown(KIND, keys)
    wanted = [keys[key].oid for key in unknown]
    missing = 0
    results: dict[str, Reading] = {}
    for key, (_, data) in zip(unknown, repository.objects.read_many(wanted), strict=False):
        if data is None:
            missing += 1
        else:
            results[key] = memory.remember(KIND, key, Reading, partial(_read, keys[key].path, data))
    for key in keys.keys() - set(unknown):
        results[key] = memory.remember(KIND, key, Reading, partial(_read_again, repository, keys[key]))
    files = tuple(
        CodeFile(entry.path, code.language(entry.path), *results[key], set_aside=set_aside(entry.path))
        for key, entry in keys.items()
        if key in results
    )
    unread: tuple[Unread, ...] = ()
    if missing:
        unread = (Unread("objects", f"source files are absent from this clone: {missing}", "a full clone"),)
    if not repository.commit:
        unread = (Unread("source files", "there is no commit", "commit the work"),)
    return Code(files, tuple(_executables(repository, tree)), unread)


def _read(path: str, data: bytes) -> Reading:
    if b"\0" in data[:4000]:
        return Reading()
    text = decode(data)
    cases, skipped = code.tests(path, text)
    is_test = bool(code.TEST_PLACE.search(path))
    return Reading(
        text.count("\n") + 1,
        cases,
        skipped,
        () if is_test else code.fallbacks(text),
        0 if is_test else code.suppressions(text),
    )


def _read_again(repository: Repository, entry: Entry) -> Reading:
    """What was remembered is damaged."""
    return _read(entry.path, repository.objects.read(entry.oid) or b"")


def _executables(repository: Repository, tree: Tree) -> list[Executable]:
    wanted = [
        entry
        for entry in tree.entries
        if entry.kind in (EntryKind.FILE, EntryKind.EXECUTABLE)
        and MAY_BE_EXECUTABLE.search(entry.name)
        and 0 < (entry.size or 0) <= LARGEST_BINARY
    ][:500]
    found = []
    for entry, (_, data) in zip(wanted, repository.objects.read_many([entry.oid for entry in wanted]), strict=False):
        if data and (form := code.executable(data[:65536], entry.path)):
            found.append(Executable(entry.path, form, set_aside(entry.path)))
    return found
