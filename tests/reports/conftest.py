"""The repositories of the extremes, assessed once for all reports."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from assay.testing.extremes import assessed, empty, hostile, rich

MADE = {"rich": rich, "empty": empty, "hostile": hostile}


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Mapping[str, Any]]:
    """Name → assessment document."""
    return {name: assessed(make(tmp_path_factory.mktemp(name))) for name, make in MADE.items()}


@pytest.fixture(params=sorted(MADE))
def found(request: pytest.FixtureRequest, documents: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """Each of them in turn."""
    return documents[request.param]


@pytest.fixture
def of(documents: Mapping[str, Mapping[str, Any]]) -> Callable[[str], Mapping[str, Any]]:
    """One of them by name."""
    return documents.__getitem__
