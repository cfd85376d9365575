"""What a pipeline refers to that is defined elsewhere: actions, workflows, images, orbs, templates."""

from dataclasses import dataclass
from enum import StrEnum


class PartKind(StrEnum):
    """What sort of foreign part a pipeline refers to."""

    ACTION = "action"
    WORKFLOW = "workflow"
    IMAGE = "image"
    INCLUDE = "include"
    ORB = "orb"
    LIBRARY = "library"
    TEMPLATE = "template"
    TASK = "task"


@dataclass(frozen=True, slots=True)
class Part:
    """A reference from a pipeline to something defined elsewhere."""

    kind: PartKind
    text: str
    name: str
    """Without the version: ``actions/checkout``, ``docker.io/library/python``."""
    version: str
    own: bool
    """Lives in this repository."""
    immutable: bool | None
    """Whether the reference can never point to other content; None where that cannot be told (a variable)."""
    path: str
    line: int
    platform: bool = False
    """Maintained by the CI platform itself (azure tasks, actions/* and github/* stay False: they are third-party code)."""
    comment: str = ""
    """What is written behind it on the line, often the readable version."""
