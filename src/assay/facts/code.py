"""What the source files hold, as far as claims ask: tests, and literal fallbacks for secrets; and executables beside them."""

from dataclasses import dataclass

from assay.domain.evidence import Unread


@dataclass(frozen=True, slots=True)
class Fallback:
    """A secret setting read with a literal to fall back on; ``masked`` never holds the whole literal."""

    name: str
    line: int
    masked: str


@dataclass(frozen=True, slots=True)
class CodeFile:
    """One source file. ``test_cases`` counts tests that would run: skipped and commented-out ones are left out."""

    path: str
    language: str
    lines: int
    test_cases: int
    skipped_tests: int
    fallbacks: tuple[Fallback, ...]
    suppressions: int
    """Inline markers that silence a security analyser without saying why."""
    set_aside: str = ""


@dataclass(frozen=True, slots=True)
class Executable:
    """A file with the content of an executable or object, by its first bytes."""

    path: str
    form: str
    set_aside: str = ""


@dataclass(frozen=True)
class Code:
    """Source files and executables of the revision."""

    files: tuple[CodeFile, ...]
    executables: tuple[Executable, ...]
    unread: tuple[Unread, ...] = ()
