"""Fixtures every test may use."""

from pathlib import Path

import pytest

SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture
def shared_data() -> Path:
    """Official schemas and real sample files that live beside the project on some machines only."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the folder of official schemas and real samples is not on this machine")
    return SHARED_DATA
