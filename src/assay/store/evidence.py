"""The evidence folder: files handed over, kept by the digest of their bytes, so that a change or a loss shows.

``items/ab/<sha256>`` holds the bytes as they came, ``entries/<sha256>.json`` what was said of them (its name is the digest of its
own bytes), and ``CONTENTS`` lists every entry there must be. Anything that does not agree is left out of the evidence and named:
no file of the folder can change, vanish or appear without a word. Release artefacts can be as large as they like: they are copied
and checked in pieces, and their bytes are never held; ``place_of`` says where they are.
"""

import contextlib
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from assay.domain.evidence import Unread
from assay.errors import MalformedInputError, OutputPlaceError, UnreadablePathError
from assay.facts.evidence import ARTEFACT, EvidenceItem, EvidenceItems
from assay.store.memory import write_whole

SCHEMA = "assay-evidence/1"
CONTENTS = "CONTENTS"
LARGEST = 100_000_000
LARGEST_ARTEFACT = 4_000_000_000
PIECE = 1 << 20
MOST = 10_000
DIGEST = re.compile(r"[0-9a-f]{64}")
RESTORE = "the folder as it was, or take the file in again"


def add(folder: Path, item: EvidenceItem) -> bool:
    """Take ``item`` in; False where just this was there already. Raises OutputPlaceError; a folder of something else is refused."""
    listed = _listed_or_new(folder)
    if _name(item, len(item.data)) in listed:
        return False
    try:
        write_whole(_bytes_of(folder, item.sha256), item.data)
        _enter(folder, item, len(item.data), listed)
    except OSError as error:
        raise _not_written(folder, error) from None
    return True


def add_artefact(folder: Path, item: EvidenceItem, content: BinaryIO) -> tuple[EvidenceItem, bool]:
    """Take a release artefact in as ``add`` does, from an open file; the item that is returned has the digest of what was copied."""
    listed = _listed_or_new(folder)
    items = folder / "items"
    try:
        items.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, part = tempfile.mkstemp(dir=items, prefix=".artefact.")
        try:
            with os.fdopen(handle, "wb") as copy:
                sha256, size = _copied(content, copy)
            item = replace(item, sha256=sha256, data=b"", kind=ARTEFACT)
            if _name(item, size) in listed:
                return item, False
            place = _bytes_of(folder, sha256)
            place.parent.mkdir(exist_ok=True, mode=0o700)
            Path(part).replace(place)
            _enter(folder, item, size, listed)
        finally:
            Path(part).unlink(missing_ok=True)
    except OSError as error:
        raise _not_written(folder, error) from None
    return item, True


def place_of(folder: Path, sha256: str) -> Path:
    """The file that holds an item's bytes, to be read in pieces. What ``load`` gave was proven unchanged by then."""
    return _bytes_of(folder, sha256)


def load(folder: Path) -> EvidenceItems:
    """What the folder holds. Raises UnreadablePathError and MalformedInputError where it is no evidence folder at all."""
    if not folder.is_dir():
        raise UnreadablePathError(f"{folder} is not a folder.", advice="assay ingest FILE --into FOLDER makes one.")
    listed = _listed(folder)
    items: list[EvidenceItem] = []
    unread: list[Unread] = []
    for name in listed:
        try:
            items.append(_read(folder, name))
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as fault:
            why = fault.args[0] if isinstance(fault, _ChangedError) else "it is missing or cannot be read"
            unread.append(Unread(f"evidence {name[:12]}", why, RESTORE))
    unread += [
        Unread(f"evidence {name[:12]}", "it is not listed in CONTENTS", RESTORE)
        for name in _strays(folder, set(listed))
    ]
    return EvidenceItems(tuple(items), tuple(unread))


def stamp(folder: Path) -> str:
    """A digest that moves when any file of the folder does: sizes and times, which are cheaper than content."""
    digest = hashlib.sha256()
    with contextlib.suppress(OSError):
        for each in sorted(folder.rglob("*")):
            seen = each.lstat()
            digest.update(f"{each}\0{seen.st_size}\0{seen.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


class _ChangedError(ValueError):
    """Bytes that are not those that were taken in."""


def _listed(folder: Path) -> tuple[str, ...]:
    try:
        head, *names = (folder / CONTENTS).read_text("ascii").splitlines()
    except (OSError, ValueError):
        head, names = "", []
    if head != SCHEMA:
        raise MalformedInputError(
            f"{folder / CONTENTS} is not the list of an evidence folder.",
            advice=f"Its first line must be {SCHEMA}; assay ingest FILE --into FOLDER makes such a folder.",
        )
    for number, name in enumerate(names, 2):
        if not DIGEST.fullmatch(name):
            raise MalformedInputError(
                f"{folder / CONTENTS}:{number}: {name[:80]!r} is no digest.", advice=f"Restore {RESTORE}."
            )
    if len(names) > MOST:
        raise MalformedInputError(f"{folder} lists more than {MOST:,} files.", advice="Keep one folder per release.")
    return tuple(dict.fromkeys(names))


def _listed_or_new(folder: Path) -> tuple[str, ...]:
    """What is listed; nothing for a folder to be made. Raises OutputPlaceError for one that holds other things."""
    if (folder / CONTENTS).exists():
        return _listed(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputPlaceError(f"{folder} holds other things than evidence.", advice="Name a new or an empty folder.")
    return ()


def _enter(folder: Path, item: EvidenceItem, size: int, listed: tuple[str, ...]) -> None:
    name = _name(item, size)
    write_whole(folder / "entries" / f"{name}.json", _entry(item, size))
    write_whole(folder / CONTENTS, "".join(f"{each}\n" for each in (SCHEMA, *listed, name)).encode())


def _not_written(folder: Path, error: OSError) -> OutputPlaceError:
    return OutputPlaceError(
        f"{folder} cannot be written: {error.strerror}.", advice="Free some space or name another folder."
    )


def _copied(content: BinaryIO, copy: BinaryIO) -> tuple[str, int]:
    """Digest and size of what was copied; raises MalformedInputError where there is more than any release holds."""
    digest, size = hashlib.sha256(), 0
    while piece := content.read(PIECE):
        size += len(piece)
        if size > LARGEST_ARTEFACT:
            raise MalformedInputError(
                f"It is larger than {LARGEST_ARTEFACT // 1_000_000_000} GB.", advice="Take its parts in one by one."
            )
        digest.update(piece)
        copy.write(piece)
    return digest.hexdigest(), size


def _read(folder: Path, name: str) -> EvidenceItem:
    entry = _whole(folder / "entries" / f"{name}.json")
    if hashlib.sha256(entry).hexdigest() != name:
        raise _ChangedError("what was said of it has been changed since it was taken in")
    said: dict[str, Any] = json.loads(entry)
    place = _bytes_of(folder, said["sha256"])
    data = b"" if said["kind"] == ARTEFACT else _whole(place)
    if (_artefact_digest(place) if said["kind"] == ARTEFACT else hashlib.sha256(data).hexdigest()) != said["sha256"]:
        raise _ChangedError(f"{said['name']} has been changed since it was taken in")
    return EvidenceItem(
        name=said["name"],
        kind=said["kind"],
        sha256=said["sha256"],
        data=data,
        taken_on=date.fromisoformat(said["taken_on"]),
        commit=said["commit"],
        release=said["release"],
    )


def _whole(path: Path) -> bytes:
    if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST:
        raise OSError
    return path.read_bytes()


def _artefact_digest(path: Path) -> str:
    if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST_ARTEFACT:
        raise OSError
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _name(item: EvidenceItem, size: int) -> str:
    return hashlib.sha256(_entry(item, size)).hexdigest()


def _entry(item: EvidenceItem, size: int) -> bytes:
    said = {
        "schema": SCHEMA,
        "name": item.name,
        "kind": item.kind,
        "sha256": item.sha256,
        "size": size,
        "taken_on": item.taken_on.isoformat(),
        "commit": item.commit,
        "release": item.release,
    }
    return (json.dumps(said, indent=1, sort_keys=True) + "\n").encode()


def _bytes_of(folder: Path, sha256: str) -> Path:
    if not DIGEST.fullmatch(sha256):
        raise _ChangedError("what was said of it names no digest")
    return folder / "items" / sha256[:2] / sha256


def _strays(folder: Path, listed: set[str]) -> Iterator[str]:
    with contextlib.suppress(OSError):
        for each in sorted((folder / "entries").iterdir())[: 2 * MOST]:
            if each.suffix == ".json" and each.stem not in listed:
                yield each.stem
