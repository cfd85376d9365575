"""Where something handed over comes from, and which revision it speaks of."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from assay.domain.evidence import Location

Content = TypeVar("Content")


class Bound(StrEnum):
    """How it is known which commit a result belongs to, from the best to none."""

    ATTESTED = "attested"
    """By a signature that was verified."""
    NAMED = "named in the file"
    SAID = "said by who handed it over"
    NOT = "not said"


@dataclass(frozen=True, slots=True)
class Source:
    """One file of the evidence folder. ``commit`` is a full id that is in this history, or empty where nothing says which."""

    name: str
    sha256: str
    taken_on: date
    commit: str = ""
    bound: Bound = Bound.NOT
    release: str = ""
    """The tag it was said to belong to."""

    @property
    def path(self) -> str:
        """How reports name it: no path of the repository can look like this."""
        return f"evidence:{self.name}@{self.sha256[:12]}"

    def at(self, line: int | None = None) -> Location:
        """A place in it."""
        return Location(self.path, line)


@dataclass(frozen=True, slots=True)
class Imported(Generic[Content]):
    """What a file says, with where it comes from."""

    content: Content
    source: Source
