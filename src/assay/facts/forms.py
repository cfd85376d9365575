"""A completed self-assessment form, whoever laid it out: what was answered, about which claim, and what is offered as proof."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Answer(StrEnum):
    """What a row says of its claim, in the nearest of the words a form may use."""

    MET = "met"
    PARTLY = "partly met"
    NOT_MET = "not met"
    NOT_APPLICABLE = "not applicable"
    TEXT_ONLY = "text without an answer"
    """Something is written and no answer chosen: the official form has no place for one."""
    UNCLEAR = "unclear"
    UNANSWERED = "unanswered"

    @property
    def asserts(self) -> bool:
        """Whether the row claims that something is so."""
        return self in (Answer.MET, Answer.PARTLY, Answer.TEXT_ONLY)


class RowKind(StrEnum):
    """What a row is about."""

    CLAIM = "claim"
    PRINCIPLE = "principle"
    UNKNOWN_CLAIM = "unknown claim"
    UNKNOWN_PRINCIPLE = "unknown principle"


class MatchedBy(StrEnum):
    """How a row was tied to its claim; numbers differ between editions and weigh least."""

    WORDING = "the official wording"
    TITLE = "the title Assay gives it"
    SUBJECT = "its number and its subject"
    NUMBER = "its number alone"
    NOTHING = "nothing"


class ProofKind(StrEnum):
    """What a cited thing is."""

    LINK = "link"
    PATH = "path"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in a form: table and row as a reader counts them, or a line."""

    table: int | None = None
    row: int | None = None
    line: int | None = None

    def __str__(self) -> str:
        if self.table:
            return f"table {self.table}, row {self.row}" + (f", line {self.line}" if self.line else "")
        if self.line:
            return f"line {self.line}"
        return f"paragraph {self.row}" if self.row else "the form as a whole"


@dataclass(frozen=True, slots=True, order=True)
class Proof:
    """Something a row points at: an address, or the path of a file."""

    kind: ProofKind
    target: str


@dataclass(frozen=True, slots=True, order=True)
class DatedWord:
    """A day named in a text, as printed, with its sentence; of a month alone it is the first day."""

    day: date
    printed: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Part:
    """What one cell of a row holds beside the answer, under the heading of its column, and where its links lead."""

    title: str
    text: str
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormRow:
    """One answer. ``id`` is the claim or principle in Assay's numbering; empty where the row is about neither."""

    kind: RowKind
    id: str
    matched_by: MatchedBy
    number: str
    """As printed."""
    wording: str
    """What the row itself says it is about."""
    answer: Answer
    printed: str
    """The answer as printed; empty where none was chosen."""
    among_choices: bool
    """Whether that is one of the four answers the Code knows."""
    text: str
    """Everything else that was written: evidence, arguments, remarks."""
    proofs: tuple[Proof, ...]
    dates: tuple[DatedWord, ...]
    place: Place
    parts: tuple[Part, ...] = ()
    """The same text cell by cell, so that it can be written again where it stood."""

    @property
    def name(self) -> str:
        """How to speak of the row; with its own number where that is another than Assay's."""
        label = "principle " if self.kind in (RowKind.PRINCIPLE, RowKind.UNKNOWN_PRINCIPLE) else ""
        other = f" (number {self.number} in the form)" if self.id and self.number and self.number != self.id else ""
        return label + (f"{self.id}{other}" if self.id else self.number or f'"{self.wording[:60]}"')


@dataclass(frozen=True, slots=True)
class Header:
    """What a form says about itself; empty where it does not."""

    organisation: str = ""
    product: str = ""
    version: str = ""
    owner: str = ""
    """The Senior Responsible Owner."""
    assessed_by: str = ""
    role: str = ""
    assessed_on: date | None = None
    assessed_on_printed: str = ""


@dataclass(frozen=True)
class CompletedForm:
    """A form as it was handed over."""

    name: str
    format: str
    sha256: str
    edition: str
    """Id of the numbering its rows follow; empty if it cannot be told."""
    has_answers: bool
    """Whether it has a place for an answer beside the text."""
    header: Header
    rows: tuple[FormRow, ...]
    tracked_changes: tuple[Place, ...] = ()
    """Where changes stand that nobody accepted or refused."""
    other: tuple[tuple[str, Place], ...] = field(default=(), repr=False)
    """Text outside the rows, for what was left in from a template."""

    def claims(self) -> Iterator[FormRow]:
        """The rows tied to a claim."""
        return (row for row in self.rows if row.kind is RowKind.CLAIM)

    def of(self, claim_id: str) -> tuple[FormRow, ...]:
        """Every row about one claim, in the order of the form."""
        return tuple(row for row in self.claims() if row.id == claim_id)
