"""The evidence folder: files handed over, kept by the digest of their bytes, so that a change or a loss shows.

``items/ab/<sha256>`` holds the bytes as they came, ``entries/<sha256>.json`` what was said of them (its name is the digest of its
own bytes), and ``CONTENTS`` lists every entry there must be. Anything that does not agree is left out of the evidence and named:
no file of the folder can change, vanish or appear without a word.
"""

import contextlib
import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from assay.domain.evidence import Unread
from assay.errors import MalformedInputError, OutputPlaceError, UnreadablePathError
from assay.facts.evidence import EvidenceItem, EvidenceItems
from assay.store.memory import write_whole

SCHEMA = "assay-evidence/1"
CONTENTS = "CONTENTS"
LARGEST = 100_000_000
MOST = 10_000
DIGEST = re.compile(r"[0-9a-f]{64}")
RESTORE = "the folder as it was, or take the file in again"


def add(folder: Path, item: EvidenceItem) -> bool:
    """Take ``item`` in; False where just this was there already. Raises OutputPlaceError; a folder of something else is refused."""
    listed = _listed(folder) if (folder / CONTENTS).exists() else None
    if listed is None and folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputPlaceError(f"{folder} holds other things than evidence.", advice="Name a new or an empty folder.")
    entry = _entry(item)
    name = hashlib.sha256(entry).hexdigest()
    if name in (listed or ()):
        return False
    try:
        write_whole(_bytes_of(folder, item.sha256), item.data)
        write_whole(folder / "entries" / f"{name}.json", entry)
        write_whole(folder / CONTENTS, "".join(f"{each}\n" for each in (SCHEMA, *(listed or ()), name)).encode())
    except OSError as error:
        raise OutputPlaceError(
            f"{folder} cannot be written: {error.strerror}.", advice="Free some space or name another folder."
        ) from None
    return True


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


def _read(folder: Path, name: str) -> EvidenceItem:
    entry = _whole(folder / "entries" / f"{name}.json")
    if hashlib.sha256(entry).hexdigest() != name:
        raise _ChangedError("what was said of it has been changed since it was taken in")
    said: dict[str, Any] = json.loads(entry)
    data = _whole(_bytes_of(folder, said["sha256"]))
    if hashlib.sha256(data).hexdigest() != said["sha256"]:
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


def _entry(item: EvidenceItem) -> bytes:
    said = {
        "schema": SCHEMA,
        "name": item.name,
        "kind": item.kind,
        "sha256": item.sha256,
        "size": len(item.data),
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
