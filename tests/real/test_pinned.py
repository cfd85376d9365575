"""Real repositories at pinned commits say what they said when somebody last read the output against the repository."""

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).parent
FOLDER = os.environ.get("ASSAY_REPOSITORIES", "")


def _precision() -> ModuleType:
    place = HERE.parents[1] / "benchmarks" / "precision.py"
    spec = importlib.util.spec_from_file_location("precision", place)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PRECISION = _precision()
PINNED = PRECISION.pinned()


def test_at_least_25_repositories_are_pinned() -> None:
    assert len(PINNED) >= 25


@pytest.mark.slow
@pytest.mark.parametrize("name", PINNED)
def test_pinned_repository_says_what_it_said(name: str) -> None:
    if not FOLDER:
        pytest.skip("ASSAY_REPOSITORIES names no folder of real repositories on this machine")
    place = PRECISION.repositories(Path(FOLDER)).get(name)
    if place is None:
        pytest.skip(f"{name} is not in the folder ASSAY_REPOSITORIES names")
    found = PRECISION.result(place, PINNED[name]["commit"])
    assert {word: said for word, said in found.items() if word != "silent"} == PINNED[name]
