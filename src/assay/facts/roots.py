"""Manifests, and which folders with one are applications that ship (judgement rules, 4.2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from assay.domain.evidence import Unread


class Scope(StrEnum):
    """When a dependency is needed."""

    RUNTIME = "runtime"
    BUILD = "build"
    TEST = "test"
    DOCUMENTATION = "documentation"


@dataclass(frozen=True, slots=True)
class Dependency:
    """A direct dependency as written in a manifest."""

    name: str
    requirement: str
    scope: Scope
    line: int = 0
    source: str = "registry"
    """``registry`` · ``git`` · ``url`` · ``path`` · ``workspace``."""
    origin: str = ""
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Manifest:
    """One manifest file. ``private`` says the owner marked it as never published to a registry."""

    path: str
    ecosystem: str
    name: str
    dependencies: tuple[Dependency, ...]
    private: bool = False
    workspace_members: tuple[str, ...] = ()
    registries: tuple[tuple[str, int], ...] = ()
    """Package indexes it names, with the line."""
    tools: tuple[tuple[str, str, int], ...] = ()
    """Tools or runtimes it declares, as (name, version, line)."""

    @property
    def folder(self) -> str:
        """The folder it stands in; empty at the top."""
        return self.path.rpartition("/")[0]


class RootKind(StrEnum):
    """Whether locks are demanded of a root."""

    APPLICATION = "application"
    LIBRARY = "library"
    SET_ASIDE = "set aside"


@dataclass(frozen=True, slots=True)
class Root:
    """A folder with a manifest, and why it counts as what it counts as."""

    folder: str
    ecosystem: str
    manifest: str
    kind: RootKind
    why: str
    lock: str = ""
    """Its lock file (in the folder or its workspace root); empty if none is committed."""
    lock_ignored: str = ""
    """The .gitignore line that keeps the lock out, as ``path:line``; empty if none does."""


@dataclass(frozen=True)
class Roots:
    """Manifests and the roots they make."""

    manifests: tuple[Manifest, ...]
    roots: tuple[Root, ...]
    unread: tuple[Unread, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    """How many manifests stand below folders of each name that takes them out of judgement."""

    @property
    def applications(self) -> tuple[Root, ...]:
        """The roots that ship as an application."""
        return tuple(root for root in self.roots if root.kind is RootKind.APPLICATION)

    @property
    def told_left_out(self) -> str:
        """What is left out, in words: ``3 manifests below tests, 1 below examples``; empty if nothing is."""
        first, *more = [f"{count} below {name}" for name, count in sorted(self.left_out.items())] or [""]
        count, _, where = first.partition(" ")
        return ", ".join([f"{count} manifest{'' if count == '1' else 's'} {where}", *more]) if first else ""


def from_declared(path: str, declared: Iterable[str]) -> str:
    """The path as seen from the declared root it lies in: what its owner says ships is not left out for the name of a folder above."""
    inside = [each for each in (one.strip("/") for one in declared) if path.startswith(f"{each}/")]
    return path[len(max(inside, key=len)) + 1 :] if inside else path
