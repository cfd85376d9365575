"""The result in the formats other tools read: one file per standard, each a pure function of the document."""

import importlib
from collections.abc import Callable, Mapping
from typing import Any

from assay.domain.catalogue import Catalogue

STANDARDS = ("csv", "cyclonedx", "sarif")
"""What an assessment can be written as; each names the module that does it."""


def exported(found: Mapping[str, Any], standard: str, code: Catalogue) -> str:
    """The assessment as text in ``standard``, one of STANDARDS; only its module is loaded."""
    render: Callable[[Mapping[str, Any], Catalogue], str] = importlib.import_module(f"{__name__}.{standard}").render
    return render(found, code)
