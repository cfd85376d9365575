"""Reads a form as the commands do."""

from collections.abc import Callable

import pytest

from assay.facts.forms import CompletedForm
from assay.formats import forms
from assay.store import claim_wording, code_of_practice

Read = Callable[[str, bytes | str], CompletedForm]


@pytest.fixture
def read() -> Read:
    def _read(name: str, data: bytes | str) -> CompletedForm:
        content = data.encode() if isinstance(data, str) else data
        return forms.read(name, content, code_of_practice.load(), claim_wording.load())

    return _read
