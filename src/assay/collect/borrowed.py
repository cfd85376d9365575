"""A git folder of our own that borrows a repository's objects and refs: its settings, hooks and attributes are never opened.

Everything in the repository's own folder may be an attacker's: settings that run programs or change what git says, pipes and
devices in place of files that make git wait or read for ever, links that lead out. So git is only ever given a temporary
folder with links to the plain files and folders it needs, and settings we wrote.
"""

import os
import re
import stat
from pathlib import Path

from assay.errors import NotARepositoryError, UnreadablePathError

LARGEST_SETTINGS = 1_000_000
LARGEST_REF = 4096
HEAD = re.compile(r"ref: refs/[^\0\n]{1,1000}\n?|[0-9a-f]{40}([0-9a-f]{24})?\n?")
OBJECT_FORMAT = re.compile(r"^\s*objectformat\s*=\s*\"?(sha256)\b", re.MULTILINE | re.IGNORECASE)
REF_STORAGE = re.compile(r"^\s*refstorage\s*=\s*\"?(reftable)\b", re.MULTILINE | re.IGNORECASE)
WORK_TREE = re.compile(r"^\s*worktree\s*=\s*\"?([^\"\n]{1,4000})", re.MULTILINE | re.IGNORECASE)
PLAIN_FILES = ("packed-refs", "shallow")
OWN_HEADS = ("FETCH_HEAD", "ORIG_HEAD", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD")


def borrow(git_dir: Path, own: Path) -> None:
    """Fill the empty folder ``own``; raises NotARepositoryError or UnreadablePathError where ``git_dir`` is not what it seems."""
    common = _common(git_dir)
    head = _head(git_dir / "HEAD")
    if not HEAD.fullmatch(head) or not ((common / "objects").is_dir() and (common / "refs").is_dir()):
        raise NotARepositoryError(f"{git_dir} is not a git repository.", advice="Give a whole clone.")
    (own / "HEAD").write_text(head, "utf-8")
    (own / "config").write_text(_settings(small_text(common / "config")), "utf-8")
    _link(common / "objects", own / "objects")
    _refuse_odd_refs(common / "refs")
    _link(common / "refs", own / "refs")
    for folder in ("logs", "reftable"):
        if (common / folder).is_dir():
            _link(common / folder, own / folder)
    for name in PLAIN_FILES:
        _link_plain(common / name, own / name)
    for name in ("index", *OWN_HEADS, *_shared_indexes(git_dir)):
        _link_plain(git_dir / name, own / name)


def points_back(git_dir: Path, dot_git: Path) -> bool:
    """Whether the folder a ``.git`` file names belongs to that file: as an added work tree or as a submodule."""
    named = small_text(git_dir / "gitdir").strip()
    if named and _same(git_dir / named, dot_git):
        return True
    work_tree = WORK_TREE.search(small_text(git_dir / "config"))
    return work_tree is not None and _same(git_dir / work_tree[1].strip(), dot_git.parent)


def small_text(path: Path, largest: int = LARGEST_SETTINGS) -> str:
    """The text of a plain file; empty if it is none, too large or may not be read."""
    try:
        seen = path.stat()
        if not stat.S_ISREG(seen.st_mode) or seen.st_size > largest:
            return ""
        return path.read_text("utf-8", "replace")
    except (OSError, ValueError):
        return ""


def _common(git_dir: Path) -> Path:
    """Where refs and objects lie: elsewhere for an added work tree."""
    named = small_text(git_dir / "commondir", LARGEST_REF).strip()
    try:
        return (git_dir / named).resolve() if named and "\0" not in named else git_dir
    except (OSError, RuntimeError):
        return git_dir


def _head(path: Path) -> str:
    """The text of HEAD; in old repositories it is a symbolic link."""
    try:
        target = str(path.readlink()) if path.is_symlink() else ""
    except OSError:
        return ""
    return f"ref: {target}\n" if target.startswith("refs/") else small_text(path, LARGEST_REF)


def _settings(theirs: str) -> str:
    """Our settings; of theirs only what says how objects and refs are stored."""
    extensions = [
        f"\t{name} = {found[1].lower()}\n"
        for name, pattern in (("objectFormat", OBJECT_FORMAT), ("refStorage", REF_STORAGE))
        if (found := pattern.search(theirs))
    ]
    core = f"[core]\n\trepositoryFormatVersion = {1 if extensions else 0}\n\tbare = false\n"
    return core + ("[extensions]\n" + "".join(extensions) if extensions else "")


def _refuse_odd_refs(folder: Path) -> None:
    """Git opens whatever lies below refs: a pipe would hold it up, a link to a folder would lead it anywhere."""
    folders = [os.fspath(folder)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                elif not _is_small_plain(entry):
                    raise UnreadablePathError(f"{entry.path} is not a plain file, as a ref must be.", advice="Give a whole clone.")  # fmt: skip


def _is_small_plain(entry: "os.DirEntry[str]") -> bool:
    try:
        seen = entry.stat()
    except OSError:
        return entry.is_symlink()
    return stat.S_ISREG(seen.st_mode) and seen.st_size <= LARGEST_REF


def _shared_indexes(git_dir: Path) -> list[str]:
    return [each.name for each in git_dir.glob("sharedindex.*")]


def _link_plain(there: Path, here: Path) -> None:
    if not there.exists():
        return
    if not there.is_file():
        raise UnreadablePathError(f"{there} is not a plain file.", advice="Give a whole clone.")
    _link(there, here)


def _link(there: Path, here: Path) -> None:
    here.symlink_to(there.resolve())


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False
