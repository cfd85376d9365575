"""A self-assessment form as it is to be written: what stands in each row, whatever the layout it goes into."""

import re
import unicodedata
from dataclasses import dataclass

from assay.facts.forms import Answer, RowKind

CHOICES = (Answer.MET, Answer.PARTLY, Answer.NOT_MET, Answer.NOT_APPLICABLE)
"""The answers the Code knows."""
NOTE_HEADING = "How this form was filled in"
ANNEX_HEADING = "Annex: what the form has no row for"


BLANKS = re.compile(r"[\t\v\f\u2028\u2029]")


def legible(text: str) -> str:
    """``text`` without what no document may hold, such as control characters and halves of characters; marks of direction stay."""
    whole = BLANKS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(
        each if each == "\n" or unicodedata.category(each) not in NOT_WRITTEN else "\ufffd" for each in whole
    )


NOT_WRITTEN = frozenset({"Cc", "Cs", "Cn"})


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One row. ``id`` is a claim or principle in Assay's numbering, empty where the row is about neither."""

    kind: RowKind
    id: str
    number: str
    """As it is to be printed where the layout has no number of its own."""
    wording: str
    meant: Answer
    """What the row says of its claim; a reader of the written form must come to the same."""
    answer: str
    """The answer as printed; empty where none is given."""
    evidence: str = ""
    arguments: str = ""

    @property
    def is_open(self) -> bool:
        """Whether a person has to choose: the choices are printed with nothing ticked."""
        return self.meant in (Answer.UNANSWERED, Answer.UNCLEAR) and bool(self.evidence or self.arguments)

    @property
    def says_something(self) -> bool:
        """Whether anything would be lost without the row."""
        return bool(self.answer or self.evidence or self.arguments)


@dataclass(frozen=True, slots=True)
class FilledForm:
    """Everything that goes into a form. Details nobody gave are empty, and stay to be filled in."""

    organisation: str
    product: str
    version: str
    owner: str
    assessed_by: str
    role: str
    assessed_on: str
    rows: tuple[FilledRow, ...]
    notes: tuple[str, ...] = ()
    """How the form came to be filled in."""

    @property
    def details(self) -> tuple[tuple[str, str, str], ...]:
        """Field, label and value of what a form says about itself."""
        return (
            ("organisation", "Organisation", self.organisation),
            ("product", "Product", self.product),
            ("version", "Product version", self.version),
            ("owner", "Senior Responsible Owner", self.owner),
            ("assessed_by", "Assessed by", self.assessed_by),
            ("role", "Role", self.role),
            ("assessed_on", "Date of the assessment", self.assessed_on),
        )

    def of(self, claim_id: str) -> FilledRow | None:
        """The first row about a claim."""
        return next((row for row in self.rows if row.kind is RowKind.CLAIM and row.id == claim_id), None)
