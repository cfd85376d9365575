"""Container definitions: Dockerfiles and compose files."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assay.domain.evidence import Unread
from assay.facts.ci import Command, Part


@dataclass(frozen=True, slots=True)
class Copy:
    """A COPY or ADD: what comes from the build context (or another stage) to where."""

    sources: tuple[str, ...]
    destination: str
    line: int
    from_stage: str = ""
    whole_context: bool = False


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction in order; ``commands`` for RUN, ``copy`` for COPY and ADD."""

    keyword: str
    text: str
    line: int
    commands: tuple[Command, ...] = ()
    copy: Copy | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """One FROM and what follows it; ``base`` is None when it builds on an earlier stage or on scratch."""

    name: str
    base: Part | None
    line: int
    instructions: tuple[Instruction, ...]
    from_stage: str = ""


@dataclass(frozen=True, slots=True)
class Dockerfile:
    """One Dockerfile or Containerfile."""

    path: str
    stages: tuple[Stage, ...]
    set_aside: str = ""
    """The folder name that takes it out of judgement, or ``development`` by its own name; empty if it counts."""
    ignored: tuple[str, ...] = ()
    """Patterns of the .dockerignore that applies."""
    released: bool | None = None
    """Whether a job on the release path builds it; None if that cannot be told."""
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """One service of a compose file."""

    name: str
    line: int
    image: Part | None
    builds: str = ""
    environment: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """Variable → (value as written, line)."""
    ports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ComposeFile:
    """One compose file; ``set_aside`` as for Dockerfiles."""

    path: str
    services: tuple[Service, ...]
    set_aside: str = ""


@dataclass(frozen=True)
class Containers:
    """All container definitions."""

    dockerfiles: tuple[Dockerfile, ...]
    compose: tuple[ComposeFile, ...]
    unread: tuple[Unread, ...] = ()
