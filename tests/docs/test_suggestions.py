"""The figures published for ``assay suggest`` are those the benchmark measures."""

import importlib.util
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def benchmark(root: Path) -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("suggest_benchmark", root / "benchmarks" / "suggest.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def test_published_figures_are_measured(root: Path, documents: Mapping[Path, str], benchmark: ModuleType) -> None:
    lines = [*benchmark.table(), *benchmark.by_engine(benchmark.ENGINES)]
    page = documents[root / "docs" / "explanation" / "suggestions.md"]
    assert "\n".join(lines) in page, "run benchmarks/suggest.py and publish what it prints"


def test_every_set_is_measured(benchmark: ModuleType) -> None:
    measured = {name for names in benchmark.GROUPS.values() for name in names}
    assert measured == {each.name for each in benchmark.SETS.iterdir() if each.is_dir()}
