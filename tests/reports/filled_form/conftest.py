"""Assessments written as forms and read back as anybody would read them."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from assay.assess.form_answers import from_assessment
from assay.assess.form_document import document, to_write
from assay.assess.result import document as assessment_document
from assay.facts.filled_form import FilledForm
from assay.formats import forms
from assay.reports.filled_form import written
from assay.reports.filled_form.template import filled
from assay.store import claim_wording
from assay.store.code_of_practice import load
from assay.testing.exemplary.assessed import assessed

CODE, WORDING = load(), claim_wording.load()
ReadIn = Callable[[str, bytes], Mapping[str, Any]]
Again = Callable[[FilledForm, str, bytes | None], bytes]


@pytest.fixture
def read_in() -> ReadIn:
    """The machine file of a form."""
    return lambda name, data: document(forms.read(name, data, CODE, WORDING), CODE)


@pytest.fixture
def put_into() -> Again:
    """A form as a file: into a copy where there is one, else as tables of our own."""

    def put(form: FilledForm, ending: str, template: bytes | None = None) -> bytes:
        return filled(form, template, CODE, WORDING).data if template else written(form, ending, CODE)

    return put


@pytest.fixture(scope="session")
def product() -> Mapping[str, Any]:
    """A product that can show nearly everything."""
    return assessment_document(assessed())


@pytest.fixture
def assessments(
    documents: Mapping[str, Mapping[str, Any]], product: Mapping[str, Any]
) -> Mapping[str, Mapping[str, Any]]:
    """Name → assessment: one that can show all, one that can show nothing, one full of traps."""
    return {**documents, "product": product}


@pytest.fixture
def as_form() -> Callable[[Mapping[str, Any]], FilledForm]:
    return lambda found: from_assessment(found, CODE, {})


@pytest.fixture
def rewritten() -> Callable[[Mapping[str, Any]], FilledForm]:
    return lambda found: to_write(found, CODE)


@pytest.fixture
def official(request: pytest.FixtureRequest) -> bytes:
    """The blank official form, where a copy lies beside the project."""
    form = request.getfixturevalue("shared_data") / "forms" / "self-assessment-template-v0.4.docx"
    if not form.is_file():
        pytest.skip("the official form is not on this machine")
    data: bytes = form.read_bytes()
    return data
