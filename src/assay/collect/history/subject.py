"""Which revision is assessed, and whether the work tree differs from it."""

import re
from datetime import UTC, datetime
from pathlib import Path

from assay.collect.repository import Repository, Settings
from assay.domain.evidence import Unread
from assay.errors import AssayError
from assay.facts.subject import Subject

_INDEX_ENTRY = re.compile(r"^([^\s\"].*)\n  ctime: .*\n  mtime: (\d+):\d+\n(?:  (?!size).*\n)*  size: (\d+)", re.M)


def collect(repository: Repository, settings: Settings) -> Subject:
    unread = []
    if not repository.commit:
        unread.append(Unread("repository", "there is no commit yet", "a first commit"))
    committed_on = None
    if repository.commit:
        stamp = repository.git.run("log", "-1", "--format=%ct", repository.commit, "--").strip()
        committed_on = datetime.fromtimestamp(int(stamp), UTC).date()
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
        str(repository.path), repository.ref, repository.commit, committed_on, repository.git.bare,
        repository.shallow, dirty, settings.as_of, tuple(unread),
    )  # fmt: skip


def _is_dirty(repository: Repository) -> bool | None:
    """Compares staged content, sizes and times only: git itself would run the repository's filters to look closer."""
    try:
        if repository.git.run("diff-index", "--cached", "--name-only", "-z", repository.commit or "HEAD", "--"):
            return True
        listing = repository.git.run("ls-files", "--debug").decode("utf-8", "surrogateescape")
    except AssayError:
        return None
    return any(_differs(repository.path, *found.groups()) for found in _INDEX_ENTRY.finditer(listing))


def _differs(top: Path, name: str, seconds: str, size: str) -> bool:
    try:
        seen = (top / name).lstat()
    except (OSError, ValueError):
        return True
    return int(seen.st_mtime) != int(seconds) or seen.st_size != int(size)
