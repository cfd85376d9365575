"""The files of the assessed revision, by path."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from assay.domain.evidence import Unread


class EntryKind(StrEnum):
    """What git says a path is."""

    FILE = "file"
    EXECUTABLE = "executable"
    SYMLINK = "symlink"
    SUBMODULE = "submodule"


class Entry(NamedTuple):
    """One path of the tree; ``size`` is in bytes, None for submodules and objects that are absent."""

    path: str
    kind: EntryKind
    oid: str
    size: int | None

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """The path without its last part; empty at the top."""
        return self.path.rpartition("/")[0]


@dataclass(frozen=True)
class Tree:
    """Every entry of the assessed revision in path order. Paths that are not UTF-8 keep surrogate escapes."""

    entries: tuple[Entry, ...]
    case_clashes: tuple[tuple[str, ...], ...] = ()
    undecodable: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()

    @cached_property
    def by_path(self) -> Mapping[str, Entry]:
        """Entry by exact path."""
        return {entry.path: entry for entry in self.entries}

    @cached_property
    def folders(self) -> frozenset[str]:
        """Every folder that holds something, and the top as the empty string."""
        found = {""}
        for entry in self.entries:
            folder = entry.folder
            while folder not in found:
                found.add(folder)
                folder = folder.rpartition("/")[0]
        return frozenset(found)

    def has(self, path: str) -> bool:
        """Whether a file of exactly this path exists."""
        return path in self.by_path

    def named(self, *names: str) -> Iterator[Entry]:
        """Entries whose last part is one of ``names``, ignoring case."""
        wanted = {name.casefold() for name in names}
        for entry in self.entries:
            if entry.name.casefold() in wanted:
                yield entry

    def under(self, folder: str) -> Iterator[Entry]:
        """Entries below ``folder``."""
        start = folder.rstrip("/") + "/" if folder else ""
        return (entry for entry in self.entries if entry.path.startswith(start))

    @property
    def submodules(self) -> tuple[Entry, ...]:
        """Paths whose content lives in another repository."""
        return tuple(entry for entry in self.entries if entry.kind is EntryKind.SUBMODULE)


SET_ASIDE = frozenset(
    """test tests testing testdata test-data __tests__ spec specs e2e fixture fixtures example examples sample samples
    demo demos doc docs documentation vendor vendored third_party third-party thirdparty node_modules external extern
    deps _vendor bench benchmark benchmarks template templates playground contrib fuzz fuzzing playwright cypress testfiles
    test_data test_fixtures testfixtures test-resources test_resources testresources unittest unittests __fixtures__ __mocks__ __snapshots__
    docs_src 3rdparty 3rd-party 3rd_party""".split()
)
"""Folder names whose content says nothing about how the product itself is built."""


SET_ASIDE_STARTS = ("template-", "example-", "example_", "examples-", "sample-", "sample_", "samples-", "test-fixtures")
SET_ASIDE_ENDS = ("-tests", "_tests", ".tests", "-template", "_template", ".test", ".unittests", ".integrationtests")
KIND_OF_TEST = re.compile(
    r"(unit|integration|functional|system|smoke|acceptance|regression|load|perf|performance)[-_]?tests?", re.IGNORECASE
)
"""Folders of one kind of tests; not every name that ends so, as there are products that test speeds and blood."""
SOURCE_SET = re.compile(r"[a-z][A-Za-z]{0,30}Test(Fixtures|Debug|Release)?")
"""How Gradle names sets of sources for tests, such as ``androidTest``; they stand in ``src``."""


def set_aside(path: str) -> str:
    """The folder name that takes ``path`` out of judgement (tests, examples, vendored code …), or an empty string."""
    before = ""
    for written in path.split("/")[:-1]:
        part = written.lower()
        if part in SET_ASIDE or part.startswith(SET_ASIDE_STARTS) or part.endswith(SET_ASIDE_ENDS):
            return part
        if KIND_OF_TEST.fullmatch(part) or (before == "src" and (part == "it" or SOURCE_SET.fullmatch(written))):
            return part
        before = part
    return ""
