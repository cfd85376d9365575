"""The JSON document of an earlier assessment, kept by who assesses: what it saw then can be held against today."""

from assay.facts.earlier_assessments import EarlierAssessment
from assay.formats.earlier_assessments import SCHEMA, EarlierAssessmentError
from assay.formats.earlier_assessments import read as read_document
from assay.formats.results.raw import Raw, ResultError, texts

TITLE = "earlier assessment (JSON)"


def recognises(raw: Raw) -> bool:
    """The name and version of the document."""
    return bool(SCHEMA.fullmatch(texts(raw.fields.get("schema"))))


def read(raw: Raw) -> tuple[EarlierAssessment, ...]:
    """The one assessment. Raises ResultError where it was altered or bears no day."""
    try:
        found = read_document(raw.name, raw.data.decode("utf-8", "replace"))
    except EarlierAssessmentError as error:
        raise ResultError(str(error)) from None
    if found is None:
        raise ResultError("schema: it is no assessment")
    return (found,)
