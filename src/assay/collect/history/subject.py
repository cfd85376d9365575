"""Which revision is assessed, and whether the work tree differs from it."""

import hashlib
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from assay.collect.repository import Repository, Settings
from assay.domain.evidence import Unread
from assay.errors import AssayError
from assay.facts.history import day
from assay.facts.subject import Subject

LARGEST = 50_000_000
SUBMODULE, LINK = "160000", "120000"
NOT_CHECKED_OUT = 1 << 30
_INDEX_ENTRY = re.compile(
    r"^(\d+) ([0-9a-f]+) \d\t([^\"\n].*)\n  ctime: .*\n  mtime: (\d+):(\d+)\n(?:  (?!size).*\n)*  size: (\d+)\tflags: ([0-9a-f]+)",
    re.MULTILINE,
)


class _Staged(NamedTuple):
    """What the index says about a path."""

    mode: str
    oid: str
    path: str
    changed_at: int
    """Nanoseconds since 1970."""
    size: int
    flags: int


def collect(repository: Repository, settings: Settings) -> Subject:
    unread = []
    if not repository.commit:
        unread.append(Unread("repository", "there is no commit yet", "a first commit"))
    if repository.git.elsewhere:
        unread.append(
            Unread(
                ".git",
                f"it names {repository.git.elsewhere}, which does not point back here: that repository was assessed",
                "the PATH of the repository you mean",
            )
        )
    committed_on = None
    if repository.commit:
        stamp = repository.git.run("log", "-1", "--no-walk", "--format=%ct", repository.commit, "--").decode().strip()
        committed_on = day(int(stamp)) if stamp.isdecimal() else day(0)
    dirty = None if repository.git.bare else _is_dirty(repository)
    if dirty:
        unread.append(
            Unread(
                "work tree",
                "it holds changes that are not committed; only the commit was assessed",
                "commit them and assess again",
            )
        )
    return Subject(
        str(repository.path.resolve()), repository.ref, repository.commit, committed_on, repository.git.bare,
        repository.shallow, dirty, settings.as_of, tuple(unread),
    )  # fmt: skip


def _is_dirty(repository: Repository) -> bool | None:
    """Whether anything tracked differs from HEAD: told by ourselves, as git would run the repository's filters to look closer."""
    try:
        if repository.git.run("diff-index", "--cached", "--name-only", "-z", "HEAD", "--"):
            return True
        listing = repository.git.run("ls-files", "--stage", "--debug").decode("utf-8", "surrogateescape")
    except AssayError:
        return None
    return any(_differs(repository.path, staged) for staged in _entries(listing))


def _entries(listing: str) -> Iterator[_Staged]:
    for found in _INDEX_ENTRY.finditer(listing):
        mode, oid, path, seconds, rest, size, flags = found.groups()
        yield _Staged(mode, oid, path, int(seconds) * 10**9 + int(rest), int(size), int(flags, 16))


def _differs(top: Path, staged: _Staged) -> bool:
    if staged.mode == SUBMODULE or staged.flags & NOT_CHECKED_OUT:
        return False
    try:
        seen = (top / staged.path).lstat()
        if seen.st_mtime_ns == staged.changed_at and seen.st_size == staged.size:
            return False
        return _content_differs(top / staged.path, staged, seen.st_mode, seen.st_size)
    except (OSError, ValueError):
        return True


def _content_differs(path: Path, staged: _Staged, mode: int, size: int) -> bool:
    """A file that was only touched or copied holds what it held."""
    if stat.S_ISLNK(mode):
        data = str(path.readlink()).encode("utf-8", "surrogateescape")
    elif stat.S_ISREG(mode) and size <= LARGEST:
        data = path.read_bytes()
    else:
        return True
    name = "sha256" if len(staged.oid) == 64 else "sha1"
    return hashlib.new(name, f"blob {len(data)}\0".encode() + data).hexdigest() != staged.oid
