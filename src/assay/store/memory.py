"""Results of reading single objects, kept by kind and object id in the user's cache folder."""

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import msgspec

Kept = TypeVar("Kept")


class Memory:
    """One file per kind below ``folder``; without a folder nothing is kept. Damaged files are forgotten, never trusted."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._known: dict[str, dict[str, msgspec.Raw]] = {}
        self._used: dict[str, dict[str, msgspec.Raw]] = {}
        self._changed: set[str] = set()

    def remember(self, kind: str, key: str, wanted: type[Kept], make: Callable[[], Kept]) -> Kept:
        """What ``make`` gave for this key before, or gives now. ``kind`` carries the version of whatever makes it."""
        known = self._load(kind)
        raw = known.get(key)
        if raw is not None:
            try:
                kept = msgspec.msgpack.decode(raw, type=wanted)
            except msgspec.DecodeError:
                pass
            else:
                self._used[kind][key] = raw
                return kept
        made = make()
        if self._folder is not None:
            self._used[kind][key] = msgspec.Raw(msgspec.msgpack.encode(made))
            self._changed.add(kind)
        return made

    def unknown(self, kind: str, keys: Iterable[str]) -> list[str]:
        """The keys nothing is remembered for: those worth reading in bulk."""
        known = self._load(kind)
        return [key for key in keys if key not in known]

    def save(self) -> None:
        """Write what this run used or made. A full disk or a read-only place costs speed next time, nothing else."""
        if self._folder is None:
            return
        for kind in self._used:
            if kind in self._changed or len(self._used[kind]) != len(self._known[kind]):
                with contextlib.suppress(OSError):
                    write_whole(self._folder / f"{kind}.msgpack", msgspec.msgpack.encode(self._used[kind]))

    def _load(self, kind: str) -> dict[str, msgspec.Raw]:
        if kind not in self._known:
            self._known[kind] = {}
            self._used[kind] = {}
            if self._folder is not None:
                with contextlib.suppress(OSError, msgspec.DecodeError):
                    data = (self._folder / f"{kind}.msgpack").read_bytes()
                    self._known[kind] = msgspec.msgpack.decode(data, type=dict[str, msgspec.Raw])
        return self._known[kind]


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees the old or the new content, never half; creates its folder for the user alone."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(part).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(part).unlink()
        raise
