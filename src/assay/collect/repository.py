"""The assessed revision of one repository: its tree, its objects and its log, read once and shared by all collectors."""

import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assay.collect.git import Git, Objects
from assay.domain.evidence import Unread
from assay.facts.tree import Entry, EntryKind, Tree

LARGEST_TREE = 2_000_000
LARGEST_LOG_BYTES = 1_500_000_000
LOG_FIELDS = "%H%x00%P%x00%an%x00%ae%x00%at%x00%cn%x00%ce%x00%ct%x00%s"

_KINDS = {"100755": EntryKind.EXECUTABLE, "120000": EntryKind.SYMLINK, "160000": EntryKind.SUBMODULE}


@dataclass(frozen=True, slots=True)
class Settings:
    """What the person assessing chose: the moment, an own profile, and whether outside tools may be used."""

    as_of: date
    profile_text: str = ""
    profile_source: str = ""
    use_tools: bool = True


class Repository:
    """One revision of one repository. Raises NothingToAssessError kinds when there is none."""

    def __init__(self, path: Path, ref: str = "HEAD") -> None:
        self.path = path
        self.ref = ref
        self.git = Git(path)
        self.objects = Objects(self.git)
        self.commit = "" if self._has_no_commits(ref) else self.git.resolve(ref)
        self._log: bytes = b""
        self._log_thread: threading.Thread | None = None
        self._tree: Tree | None = None

    @property
    def shallow(self) -> bool:
        """Whether history was cut when cloning."""
        return (self.git.git_dir / "shallow").exists()

    @property
    def tree(self) -> Tree:
        """All entries of the revision."""
        if self._tree is None:
            self._tree = self._read_tree()
        return self._tree

    def read(self, path: str) -> bytes | None:
        """The bytes of a file of the revision; None if there is no such file or the clone lacks it."""
        entry = self.tree.by_path.get(path)
        if entry is None or entry.kind in (EntryKind.SUBMODULE, EntryKind.SYMLINK):
            return None
        return self.objects.read(entry.oid)

    def text(self, path: str, largest: int = 1_000_000) -> str | None:
        """A file as text, bad bytes replaced; None if absent or larger than ``largest`` bytes."""
        entry = self.tree.by_path.get(path)
        if entry is None or (entry.size or 0) > largest:
            return None
        data = self.read(path)
        return None if data is None else decode(data)

    def start_log(self, newest_known: str = "") -> None:
        """Begin reading the log in the background (everything, or what is newer than ``newest_known``)."""
        if self._log_thread is None and self.commit:
            self._log_thread = threading.Thread(target=self._read_log, args=(newest_known,), daemon=True)
            self._log_thread.start()

    def log(self) -> bytes:
        """The log: LOG_FIELDS after one another, each ended by NUL; waits for the background reading."""
        self.start_log()
        if self._log_thread:
            self._log_thread.join()
        return self._log

    def close(self) -> None:
        """End the processes."""
        if self._log_thread:
            self._log_thread.join()
        self.objects.close()

    def __enter__(self) -> "Repository":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _has_no_commits(self, ref: str) -> bool:
        return ref == "HEAD" and not self.git.run("for-each-ref", "--count=1") and not self._head_is_commit()

    def _head_is_commit(self) -> bool:
        try:
            self.git.resolve("HEAD")
        except Exception:
            return False
        return True

    def _read_log(self, newest_known: str) -> None:
        span = f"{newest_known}..{self.commit}" if newest_known else self.commit
        process = self.git.start("log", "-z", f"--format={LOG_FIELDS}", "--no-show-signature", span, "--")
        assert process.stdout is not None
        self._log = process.stdout.read(LARGEST_LOG_BYTES)
        process.kill()
        process.wait()
        process.stdout.close()

    def _read_tree(self) -> Tree:
        if not self.commit:
            return Tree(())
        listing = self.git.run("ls-tree", "-r", "-z", "-l", "--full-tree", self.commit)
        records = listing.split(b"\0")[:-1]
        unread: list[Unread] = []
        if len(records) > LARGEST_TREE:
            unread.append(
                Unread(
                    "tree",
                    f"it has {len(records):,} files; only the first {LARGEST_TREE:,} were looked at",
                    "a smaller PATH or a declared root",
                )
            )
        entries = tuple(_entry(record) for record in records[:LARGEST_TREE])
        by_folded: dict[str, list[str]] = {}
        for entry in entries:
            by_folded.setdefault(entry.path.casefold(), []).append(entry.path)
        clashes = tuple(tuple(paths) for paths in by_folded.values() if len(paths) > 1)
        odd = tuple(entry.path for entry in entries if not entry.path.isascii() and _is_odd(entry.path))
        unread += [
            Unread(
                entry.path,
                "it is a submodule: its content lives in another repository",
                "assess that repository too and list it in the profile",
            )
            for entry in entries
            if entry.kind is EntryKind.SUBMODULE
        ]
        return Tree(entries, clashes, odd, tuple(unread))


def decode(data: bytes) -> str:
    """Text of unknown encoding: UTF-8 or UTF-16 by its mark, else UTF-8 with bad bytes replaced."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8-sig", "replace")


def _entry(record: bytes) -> Entry:
    head, _, path = record.partition(b"\t")
    mode, _kind, oid, size = head.split()
    return Entry(
        path.decode("utf-8", "surrogateescape"),
        _KINDS.get(mode.decode(), EntryKind.FILE),
        oid.decode(),
        int(size) if size.isdigit() else None,
    )


def _is_odd(path: str) -> bool:
    return any("\udc80" <= character <= "\udcff" for character in path)
