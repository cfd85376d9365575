"""What the table of each duty holds, from the reviewed files in ``data/duties``: a duty is added by adding a file.

Whoever reads a table has to know its columns, and so does who recognises one handed over: hence the definitions are loaded here.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from assay.facts.duty_records import Column, Duty


@cache
def load() -> Mapping[str, Duty]:
    """Every duty by its id, in order of id."""
    folder = files("assay") / "data" / "duties"
    found = {each.name[:-5]: each for each in folder.iterdir() if each.name.endswith(".toml")}
    return {name: _duty(name, tomllib.loads(found[name].read_text("utf-8"))) for name in sorted(found)}


def _duty(name: str, found: Mapping[str, Any]) -> Duty:
    columns = tuple(Column(**{**each, "values": tuple(each.get("values", ()))}) for each in found["columns"])
    lists = {key: tuple(found.get(key, ())) for key in ("facets", "key", "apart")}
    return Duty(**{**found, **lists, "id": name, "columns": columns})
