"""Assesses with memory: the whole answer when nothing changed, single objects when little did."""

import contextlib
import hashlib
import json
import os
import shutil
import sys
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import assay
from assay.collect.history import subject
from assay.collect.repository import Repository, Settings

if TYPE_CHECKING:
    from assay.store.memory import Memory


def assess_document(
    path: Path,
    ref: str,
    settings: Settings,
    folder: Path | None,
    progress: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """The assessment document of ``path`` at ``ref``; ``folder`` is where results are kept between runs."""
    if folder is None:
        return _assess(path, ref, settings, None, "", progress)
    place = _place(path, folder)
    program = _program()
    key = _everything_that_decides(path, ref, settings, program)
    found = _kept(place / "assessment", key)
    if found is None:
        found = _assess(path, ref, settings, place, program, progress)
        _keep(place / "assessment", key, found)
    return found


def memory_of(path: Path, folder: Path | None) -> "Memory":
    """What was learnt about the single objects of ``path``, for work that is more than one assessment."""
    from assay.store.memory import Memory  # noqa: PLC0415

    return Memory(_place(path, folder), _program()) if folder else Memory()


def _place(path: Path, folder: Path) -> Path:
    return folder / hashlib.sha256(str(path.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _assess(
    path: Path, ref: str, settings: Settings, place: Path | None, program: str, progress: Callable[[str], None]
) -> dict[str, Any]:
    # Loaded only when something must be judged: telling that nothing changed takes a tenth of the time.
    from assay.assess.result import document  # noqa: PLC0415
    from assay.assess.run import assess  # noqa: PLC0415
    from assay.store.memory import Memory  # noqa: PLC0415

    return document(assess(path, ref, settings, Memory(place, program), progress))


def _kept(file: Path, key: str) -> dict[str, Any] | None:
    """The document kept under this very key, if the file is whole."""
    with contextlib.suppress(OSError, ValueError):
        head, _, body = file.read_bytes().partition(b"\n")
        if head.decode() == f"{key} {hashlib.sha256(body).hexdigest()}":
            return dict(json.loads(body))
    return None


def _keep(file: Path, key: str, found: dict[str, Any]) -> None:
    from assay.store.memory import write_whole  # noqa: PLC0415

    body = json.dumps(found).encode()
    with contextlib.suppress(OSError):
        write_whole(file, f"{key} {hashlib.sha256(body).hexdigest()}\n".encode() + body)


def _everything_that_decides(path: Path, ref: str, settings: Settings, program: str) -> str:
    """One digest of revision, tags, settings and this very program: if any moves, everything is judged again."""
    with Repository(path, ref) as repository:
        seen = subject.collect(repository, settings)
        tags = repository.git.run("for-each-ref", "--format=%(objectname) %(refname)", "refs/tags")
    digest = hashlib.sha256(repr((seen, settings, program)).encode("utf-8", "surrogateescape"))
    digest.update(tags)
    if settings.evidence:
        from assay.store import evidence  # noqa: PLC0415

        digest.update(evidence.stamp(settings.evidence).encode())
    return digest.hexdigest()


def _program() -> str:
    """One digest of what judges: Assay, the packages beside it, the interpreter and the workflow auditor.

    Size and time of each file are cheaper than its content, and enough to see an upgrade.
    """
    digest = hashlib.sha256(f"{assay.__version__} {sys.version}".encode())
    for line in sorted(_stamps(os.fspath(Path(assay.__file__).parent))):
        digest.update(line.encode("utf-8", "surrogateescape"))
    with contextlib.suppress(OSError):
        installed = os.listdir(sysconfig.get_path("purelib"))  # noqa: PTH208
        digest.update("\n".join(sorted(name for name in installed if name.endswith(".dist-info"))).encode())
    search = os.pathsep.join((os.fspath(Path(sys.executable).parent), os.environ.get("PATH", "")))
    with contextlib.suppress(OSError):
        seen = Path(shutil.which("zizmor", path=search) or "").stat()
        digest.update(f"{seen.st_size} {seen.st_mtime_ns}".encode())
    return digest.hexdigest()


def _stamps(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    yield from _stamps(entry.path)
            else:
                seen = entry.stat()
                yield f"{entry.path} {seen.st_size} {seen.st_mtime_ns}\n"
