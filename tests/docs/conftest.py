"""The documents of the project: whatever somebody reads in the repository or on the forge."""

from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def root() -> Path:
    return ROOT


@pytest.fixture
def documents() -> Mapping[Path, str]:
    """Every Markdown file at the top and below docs, with its text."""
    return {path: path.read_text("utf-8") for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))}
