"""Digests of the rules: of all of them, and of the part that judges what was already observed."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from assay.formats.canonical_json import digest
from assay.store.code_of_practice import claim_files, code_file

PACKAGE = Path(__file__).parent.parent


def rules_digest() -> str:
    """SHA-256 over the Code and every rule and check file: two results with one digest were judged alike."""
    return _digest(
        each for folder in ("checks", "data", "domain") for each in sorted(_contents(PACKAGE / folder, folder))
    )


def judge_digest() -> str:
    """SHA-256 over what makes verdicts of observations and writes them down: with one digest and one Code, the same answer."""
    written_by = ("assess/result.py", (PACKAGE / "assess" / "result.py").read_bytes())
    return _digest([*sorted(_contents(PACKAGE / "domain", "domain")), written_by])


def code_data() -> dict[str, object]:
    """The Code as plain data, as it goes into a pack."""
    return {"code": code_file(), "claims": dict(claim_files())}


def code_digest() -> str:
    """SHA-256 of the Code as plain data."""
    return digest(code_data())


def _digest(contents: Iterable[tuple[str, bytes]]) -> str:
    whole = hashlib.sha256()
    for name, content in contents:
        whole.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    return whole.hexdigest()


def _contents(place: Path, name: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for each in place.iterdir():
        if each.is_dir():
            if each.name != "__pycache__":
                found += _contents(each, f"{name}/{each.name}")
        elif each.name.endswith((".py", ".toml", ".json")):
            found.append((f"{name}/{each.name}", each.read_bytes()))
    return found
