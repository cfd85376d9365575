"""What all layouts of our own share: the titles, the order of the rows, and the words for an open choice."""

from collections.abc import Iterator
from dataclasses import dataclass

from assay.domain.catalogue import Catalogue, Principle, Theme
from assay.facts.filled_form import CHOICES, FilledForm, FilledRow
from assay.facts.forms import Answer, RowKind

TITLE = "Software Security Code of Practice: self-assessment"
COLUMNS = ("Reference", "Claim", "Answer", "Evidence", "Arguments and assumptions")
LEFT_OVER = "Rows beside the 45 claims"
BLANK = "________________"
"""Where a person writes; a reader of forms takes it for nothing."""
OPEN = tuple(f"\u2610 {each.value.capitalize()}" for each in CHOICES)
"""The choices with nothing ticked."""


@dataclass(frozen=True, slots=True)
class Section:
    """A theme with its principles and the rows under each."""

    theme: Theme
    principles: tuple[tuple[Principle, tuple[FilledRow, ...]], ...]


def sections(form: FilledForm, code: Catalogue) -> Iterator[Section]:
    """Every theme, principle and claim; a claim nobody wrote of has an empty row."""
    for theme in code.themes:
        yield Section(
            theme,
            tuple(
                (
                    principle,
                    tuple(
                        form.of(claim.id)
                        or FilledRow(RowKind.CLAIM, claim.id, claim.id, claim.title, Answer.UNANSWERED, "")
                        for claim in code.claims_of(principle.id)
                        if claim.counted
                    ),
                )
                for principle in code.principles_of(theme.id)
            ),
        )


def left_over(form: FilledForm) -> tuple[FilledRow, ...]:
    """Rows that are not the first about their claim, or about none: they are kept below the tables."""
    return tuple(row for row in form.rows if row.kind is not RowKind.CLAIM or row is not form.of(row.id))


def reference(row: FilledRow) -> str:
    """What stands in the column for the number."""
    if row.kind is RowKind.CLAIM:
        return f"Claim {row.id}"
    return f"Principle {row.id}" if row.kind is RowKind.PRINCIPLE else row.number


def answer(row: FilledRow) -> str:
    """The answer, or the choices a person has to tick one of."""
    return "\n".join(OPEN) if row.is_open else row.answer


def details(form: FilledForm) -> Iterator[tuple[str, str]]:
    """Label and value of what the form says about itself, with a place to write where nobody said."""
    for _, label, value in form.details:
        yield label, value or BLANK
