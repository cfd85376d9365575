"""Writes a filled-in form: into somebody's own copy of the official one, or as tables of our own in whichever format is asked for."""

from collections.abc import Mapping
from importlib import import_module

from assay.domain.catalogue import Catalogue
from assay.facts.filled_form import FilledForm
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
    form: FilledForm, name: str, data: bytes, code: Catalogue, wording: Wording, left_alone: frozenset[str] = frozenset()
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
        if row.id in left_alone or not row.id or not row.says_something:
            continue
        said = "".join(row.evidence.split()) + "".join(row.arguments.split())
        if not any(
            each.id == row.id and each.answer is row.meant and sorted("".join(each.text.split())) == sorted(said)
            for each in read.rows
        ):
            wrong.append(f"the row for {row.id} would not be read as it is meant")
    return tuple(wrong)
