"""The documents of the repository as text a check can reason about (judgement rules, 4.3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assay.domain.evidence import Unread


class DateRole(StrEnum):
    """What a date in a document stands for."""

    VERSION = "version"
    REVIEW = "review"
    NEXT_REVIEW = "next review"
    APPROVAL = "approval"
    EXPIRY = "expiry"
    END_OF_SUPPORT = "end of support"
    RELEASE = "release"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class DatedPlace:
    """A date with the role the words around it give it."""

    day: date
    role: DateRole
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with a unit of time and the sentence it stands in; ``days`` is the amount in days."""

    amount: float
    unit: str
    days: float
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Filler:
    """Template residue: ``[Date]``, ``TBD``, lorem ipsum."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Reference:
    """A link to an address, a mail address or a path."""

    target: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, list item or cell of prose; code, quotations, tables of contents and task lists are left out."""

    text: str
    line: int
    heading: str
    """The nearest heading above."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title."""

    text: str
    level: int
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table: header cells and rows of cells."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    line: int
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One document. ``digest`` is the git object id of its bytes, ``format`` its ending, ``title`` its first heading."""

    path: str
    digest: str
    format: str
    title: str
    language: str
    """ISO 639-1 code by its commonest words, or empty when it cannot be told."""
    passages: tuple[Passage, ...]
    headings: tuple[Heading, ...]
    tables: tuple[Table, ...]
    dates: tuple[DatedPlace, ...]
    quantities: tuple[Quantity, ...]
    fillers: tuple[Filler, ...]
    references: tuple[Reference, ...]
    code: tuple[tuple[str, int], ...] = ()
    """Code blocks with their first line: instructions live there, claims do not."""
    set_aside: str = ""
    """Why it does not speak for the product (vendored, test data, template folder …); empty if it does."""

    @property
    def text(self) -> str:
        """All prose, a passage a line."""
        return "\n".join(passage.text for passage in self.passages)

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.path.rpartition("/")[2]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing but headings, fillers and code."""
        return not any(len(passage.text.split()) >= 4 for passage in self.passages)


@dataclass(frozen=True)
class Documents:
    """The documents a check may want, chosen by name and place before reading."""

    documents: tuple[Document, ...]
    unread: tuple[Unread, ...] = ()

    @property
    def own(self) -> tuple[Document, ...]:
        """Those that speak for the product."""
        return tuple(document for document in self.documents if not document.set_aside)

    def named(self, *stems: str) -> Iterator[Document]:
        """Own documents whose file name without ending is one of ``stems``, ignoring case."""
        wanted = {stem.casefold() for stem in stems}
        return (each for each in self.own if each.name.partition(".")[0].casefold() in wanted)
