"""What every attack needs: a place to run in, with a trap."""

from pathlib import Path

import pytest

from assay.testing.confinement import Confinement


@pytest.fixture
def confinement(tmp_path: Path) -> Confinement:
    return Confinement(tmp_path / "confinement")
