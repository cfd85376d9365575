"""Opens a completed form, for the commands that read one."""

from pathlib import Path

from assay.errors import MalformedInputError, NothingToAssessError, UnreadablePathError
from assay.facts.forms import CompletedForm


def opened(path: Path) -> CompletedForm:
    """The form in ``path``; raises UnreadablePathError, MalformedInputError, or NothingToAssessError for one without rows."""
    from assay.formats.forms import LARGEST, FormError, read
    from assay.store import claim_wording, code_of_practice

    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        raise UnreadablePathError(f"{path} cannot be read: {error.strerror}.") from None
    try:
        form = read(path.name, data, code_of_practice.load(), claim_wording.load())
    except FormError as error:
        raise MalformedInputError(
            f"{path} cannot be read as a form: {error}.",
            advice="Forms are read from .docx, .md, .html and .csv, in the official layout or another with a row or heading for each claim.",
        ) from None
    if not form.rows:
        raise NothingToAssessError(
            f"{path} holds no row about a claim or principle of the Code.",
            advice="Each row or heading needs the wording of its claim, or its number.",
        )
    return form
