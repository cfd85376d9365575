"""The result in the formats other tools read: one file per standard, pure functions of the document."""

import importlib
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from assay.domain.catalogue import Catalogue

STANDARDS = {
    "csv": "csv.render",
    "cyclonedx": "cyclonedx.render",
    "gemara": "gemara.render",
    "oscal": "oscal.render",
    "oscal-poam": "oscal.plan",
    "sarif": "sarif.render",
}
"""What an assessment can be written as, with the module and function that does it."""
OF_THE_CODE = ("cyclonedx", "gemara", "oscal")
"""What the Code itself can be written as, by the same modules."""


def exported(found: Mapping[str, Any], standard: str, code: Catalogue) -> str:
    """The assessment as text in ``standard``, one of STANDARDS; only its module is loaded."""
    module, _, name = STANDARDS[standard].partition(".")
    render: Callable[[Mapping[str, Any], Catalogue], str] = getattr(
        importlib.import_module(f"{__name__}.{module}"), name
    )
    return render(found, code)


def code_exported(code: Catalogue, standard: str, day: date) -> str:
    """The Code in ``standard``, one of OF_THE_CODE, as of the day it is written."""
    write: Callable[[Catalogue, date], str] = importlib.import_module(f"{__name__}.{standard}").catalogue
    return write(code, day)
