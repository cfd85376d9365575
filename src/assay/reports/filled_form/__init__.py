"""Writes a filled-in form: into somebody's own copy of the official one, or as tables of our own in whichever format is asked for."""

from collections import Counter
from collections.abc import Mapping
from importlib import import_module

from assay.domain.catalogue import Catalogue
from assay.facts.filled_form import FilledForm, FilledRow
from assay.facts.forms import FormRow
from assay.formats import forms
from assay.formats.forms import FormError
from assay.formats.forms.wording import Wording

WRITERS: Mapping[str, str] = {
    "docx": "own_docx",
    "md": "markdown",
    "markdown": "markdown",
    "html": "html",
    "htm": "html",
    "csv": "delimited",
}
"""Ending → the module here that writes such files."""


def written(form: FilledForm, ending: str, code: Catalogue) -> bytes:
    """The form as a file of its own with that ending, in our own words."""
    data: bytes = import_module(f"{__name__}.{WRITERS[ending]}").written(form, code)
    return data


def reads_back(
    form: FilledForm,
    name: str,
    data: bytes,
    code: Catalogue,
    wording: Wording,
    left_alone: frozenset[str] = frozenset(),
) -> tuple[str, ...]:
    """What a reader of the written form would understand otherwise than it was meant, claim by claim; nothing if all is well.

    ``left_alone`` are claims whose rows held somebody's own answer.
    """
    try:
        read = forms.read(name, data, code, wording)
    except FormError as error:
        return (str(error),)
    wrong = []
    for row in form.rows:
        if (
            row.says_something
            and (not row.id or row.id not in left_alone)
            and not any(_same(row, each) for each in read.rows)
        ):
            wrong.append(f"the row for {row.id or row.number or row.wording[:40]} would not be read as it is meant")
    return tuple(wrong)


def _same(row: FilledRow, read: FormRow) -> bool:
    """Whether a row that was read is about the same, gives the same answer, and lacks no letter."""
    said = Counter("".join(f"{row.evidence}{row.arguments}".split()))
    return read.id == row.id and read.answer is row.meant and said <= Counter("".join(read.text.split()))
