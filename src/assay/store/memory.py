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
    """One file per kind below ``folder``; without a folder nothing is kept.

    Damaged files are forgotten, never trusted; so is what another ``program`` made, for it may read the same bytes otherwise.
    """

    def __init__(self, folder: Path | None = None, program: str = "") -> None:
        self._folder = folder
        self._program = program
        self._known: dict[str, dict[bytes, msgspec.Raw]] = {}
        self._used: dict[str, dict[bytes, msgspec.Raw]] = {}
        self._changed: set[str] = set()

    @property
    def keeps(self) -> bool:
        """Whether the next run will know what this one learns."""
        return self._folder is not None

    def remember(
        self,
        kind: str,
        key: str,
        wanted: type[Kept],
        make: Callable[[], Kept],
        holds: Callable[[Kept], bool] = lambda _: True,
    ) -> Kept:
        """What ``make`` gave for this key before, if it still ``holds``, or gives now."""
        kept = self.recall(kind, key, wanted)
        if kept is not None and holds(kept):
            self._used[kind][_bytes(key)] = self._known[kind][_bytes(key)]
            return kept
        made = make()
        if self._folder is not None:
            with contextlib.suppress(UnicodeEncodeError):  # a path that is no UTF-8 cannot be kept
                self._used[kind][_bytes(key)] = msgspec.Raw(msgspec.msgpack.encode(made))
                self._changed.add(kind)
        return made

    def recall(self, kind: str, key: str, wanted: type[Kept]) -> Kept | None:
        """What is remembered for this key, if anything; being looked at alone does not keep it for the next run."""
        raw = self._load(kind).get(_bytes(key))
        if raw is None:
            return None
        try:
            return msgspec.msgpack.decode(raw, type=wanted)
        except msgspec.DecodeError:
            return None

    def keys(self, kind: str) -> list[str]:
        """The keys something is remembered for."""
        return [key.decode("utf-8", "surrogateescape") for key in self._load(kind)]

    def unknown(self, kind: str, keys: Iterable[str]) -> list[str]:
        """The keys nothing is remembered for: those worth reading in bulk."""
        known = self._load(kind)
        return [key for key in keys if _bytes(key) not in known]

    def save(self) -> None:
        """Write what this run used or made. A full disk or a read-only place costs speed next time, nothing else."""
        if self._folder is None:
            return
        for kind in self._used:
            if kind in self._changed or len(self._used[kind]) != len(self._known[kind]):
                with contextlib.suppress(OSError):
                    write_whole(
                        self._folder / f"{kind}.msgpack", msgspec.msgpack.encode((self._program, self._used[kind]))
                    )

    def _load(self, kind: str) -> dict[bytes, msgspec.Raw]:
        if kind not in self._known:
            self._known[kind] = {}
            self._used[kind] = {}
            if self._folder is not None:
                with contextlib.suppress(OSError, msgspec.DecodeError):
                    data = (self._folder / f"{kind}.msgpack").read_bytes()
                    program, known = msgspec.msgpack.decode(data, type=tuple[str, dict[bytes, msgspec.Raw]])
                    self._known[kind] = known if program == self._program else {}
        return self._known[kind]


def _bytes(key: str) -> bytes:
    return key.encode("utf-8", "surrogateescape")


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
