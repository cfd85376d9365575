"""Loads the reviewed life-cycle data that is shipped with Assay."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from assay.facts.life_cycles import LifeCycles, Product


@cache
def load() -> LifeCycles:
    """All of it; nothing is fetched."""
    found = tomllib.loads((files("assay") / "data" / "end_of_life.toml").read_text("utf-8"))
    return LifeCycles(found["taken"], found["source"], tuple(_product(each) for each in found["products"]))


def _product(row: dict[str, Any]) -> Product:
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    return Product(**fields)
