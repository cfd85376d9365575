"""The reviewed files in ``data/`` as plain data, one by one: explaining a claim needs no more than three of them."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from assay.errors import UnknownIdError

FOLDER = Path(__file__).parent.parent / "data"


def claim_files() -> Mapping[str, Mapping[str, Any]]:
    """The claim files by file stem, in the order of their numbers: what the schema is checked against."""
    return {each.stem: read(each) for each in sorted((FOLDER / "claims").glob("*.toml"))}


def guidance_files() -> Mapping[str, Mapping[str, Any]]:
    """The guidance files by file stem."""
    return {each.stem: read(each) for each in sorted((FOLDER / "guidance").glob("*.toml"))}


def code_file() -> Mapping[str, Any]:
    """The file of themes, principles, roles and frameworks."""
    return read(FOLDER / "code.toml")


def has_claim(claim_id: str) -> bool:
    """Whether there is a claim of this number, told by the names of the files alone."""
    return f"{claim_id}.toml" in {each.name for each in (FOLDER / "claims").iterdir()}


def claim_file(claim_id: str) -> Mapping[str, Any]:
    """The file of one claim that there is."""
    return read(FOLDER / "claims" / f"{claim_id}.toml")


def guidance_file(claim_id: str) -> Mapping[str, Any]:
    """The guidance for one claim that there is."""
    return read(FOLDER / "guidance" / f"{claim_id}.toml")


def schema(name: str) -> str:
    """The text of a published JSON schema, such as ``assessment``; raises UnknownIdError."""
    found = FOLDER / "schemas" / f"{name}.schema.json"
    if not found.is_file():
        raise UnknownIdError(f"There is no schema called {name!r}.")
    return found.read_text("utf-8")


@cache
def read(file: Path) -> dict[str, Any]:
    """One of the files, parsed once in a process."""
    return tomllib.loads(file.read_text("utf-8"))
