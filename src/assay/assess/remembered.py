"""Assesses with memory: the whole answer when nothing changed, single objects when little did."""

import contextlib
import hashlib
import json
from collections.abc import Callable
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import assay
from assay.assess.result import digest, document
from assay.assess.run import assess
from assay.collect.history import subject
from assay.collect.repository import Repository, Settings
from assay.store.memory import Memory, write_whole


def assess_document(
    path: Path,
    ref: str,
    settings: Settings,
    folder: Path | None,
    progress: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """The assessment document of ``path`` at ``ref``; ``folder`` is where results are kept between runs."""
    if folder is None:
        return document(assess(path, ref, settings, None, progress))
    place = folder / hashlib.sha256(str(path.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:32]
    whole = place / "assessment.json"
    key = _everything_that_decides(path, ref, settings)
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        kept = json.loads(whole.read_bytes())
        if kept["key"] == key and kept["document"]["digest"] == digest(kept["document"]):
            return dict(kept["document"])
    found = document(assess(path, ref, settings, Memory(place), progress))
    with contextlib.suppress(OSError):
        write_whole(whole, json.dumps({"key": key, "document": found}).encode())
    return found


def _everything_that_decides(path: Path, ref: str, settings: Settings) -> str:
    """One digest of revision, refs, settings and this very program: if any moves, everything is judged again."""
    with Repository(path, ref) as repository:
        seen = subject.collect(repository, settings)
        refs = repository.git.run("for-each-ref", "--format=%(objectname) %(refname)", "refs/tags")
    digest_of_all = hashlib.sha256(repr((seen, settings, assay.__version__)).encode("utf-8", "surrogateescape"))
    digest_of_all.update(refs)
    for name, stamp in sorted(_program(files("assay"))):
        digest_of_all.update(f"{name} {stamp}\n".encode())
    return digest_of_all.hexdigest()


def _program(place: Traversable) -> list[tuple[str, str]]:
    """Size and time of each file Assay is made of: cheaper than reading them, and enough to see an upgrade."""
    found: list[tuple[str, str]] = []
    for each in Path(str(place)).rglob("*"):
        if each.suffix in (".py", ".toml", ".json"):
            stat = each.stat()
            found.append((each.as_posix(), f"{stat.st_size}.{stat.st_mtime_ns}"))
    return found
