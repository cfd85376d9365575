"""The assessed revision of one repository: its tree, its objects and its log, read once and shared by all collectors."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assay.collect.background import Running
from assay.collect.git import Git, Objects
from assay.domain.evidence import Unread
from assay.errors import AssayError, UnreadablePathError
from assay.facts.tree import Entry, EntryKind, Tree

LARGEST_TREE = 1_000_000
LARGEST_LISTING_BYTES = 120_000_000
LARGEST_FILE = 50_000_000
TOO_MANY_FILES = f"The revision holds more than {LARGEST_TREE:,} files: that is more than can be judged at once."
LOG_FIELDS = "%H%x00%P%x00%an%x00%ae%x00%at%x00%cn%x00%ce%x00%ct%x00%s"

_KINDS = {"100755": EntryKind.EXECUTABLE, "120000": EntryKind.SYMLINK, "160000": EntryKind.SUBMODULE}


@dataclass(frozen=True, slots=True)
class Settings:
    """What the person assessing chose: the moment, an own profile, evidence handed over, and whether outside tools may be used."""

    as_of: date
    profile_text: str = ""
    profile_source: str = ""
    use_tools: bool = True
    evidence: Path | None = None
    """The evidence folder, if one is given."""


class Repository:
    """One revision of one repository. Raises NothingToAssessError kinds when there is none."""

    def __init__(self, path: Path, ref: str = "HEAD") -> None:
        self.path = path
        self.ref = ref
        self.git = Git(path)
        self.objects = Objects(self.git)
        self.commit = "" if self._has_no_commits(ref) else self.git.resolve(ref)
        self._running: dict[tuple[str, ...], Running] = {}
        self._leads_here: dict[str, bool] = {}
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
        """The bytes of a file of the revision; None if there is no such file, the clone lacks it or it is larger than 50 MB."""
        entry = self.tree.by_path.get(path)
        if entry is None or entry.kind in (EntryKind.SUBMODULE, EntryKind.SYMLINK) or (entry.size or 0) > LARGEST_FILE:
            return None
        return self.objects.read(entry.oid)

    def text(self, path: str, largest: int = 1_000_000) -> str | None:
        """A file as text, bad bytes replaced; None if absent or larger than ``largest`` bytes."""
        entry = self.tree.by_path.get(path)
        if entry is None or (entry.size or 0) > largest:
            return None
        data = self.read(path)
        return None if data is None else decode(data)

    def begin(self, *arguments: str) -> None:
        """Start a git command whose output is asked for later with ``output``: git works while we do."""
        if arguments not in self._running:
            self._running[arguments] = Running(self.git.start(*arguments), arguments[0])

    def output(self, *arguments: str) -> bytes:
        """All a git command prints, begun before or now; raises AssayError where that cannot be had."""
        self.begin(*arguments)
        return self._running.pop(arguments).output()

    def leads_here(self, commit: str) -> bool:
        """Whether ``commit`` is in this clone and an ancestor of the assessed one."""
        if commit not in self._leads_here:
            try:
                self.git.run("merge-base", "--is-ancestor", commit, self.commit)
                self._leads_here[commit] = True
            except AssayError:
                self._leads_here[commit] = False
        return self._leads_here[commit]

    def days_from(self, commit: str) -> int:
        """Days between a commit and the assessed one; 10,000 where either is unknown here."""
        try:
            stamps = self.git.run("log", "--no-walk", "--format=%ct", commit, self.commit, "--").split()
        except AssayError:
            return 10_000
        return abs(int(stamps[0]) - int(stamps[-1])) // 86_400 if stamps else 10_000

    def close(self) -> None:
        """End the processes."""
        for each in self._running.values():
            each.stop()
        self.objects.close()
        self.git.close()

    def __enter__(self) -> "Repository":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _has_no_commits(self, ref: str) -> bool:
        return (
            ref == "HEAD"
            and not self.git.run("for-each-ref", "--count=1", "--format=%(refname)")
            and not self._head_is_commit()
        )

    def _head_is_commit(self) -> bool:
        try:
            self.git.resolve("HEAD")
        except Exception:
            return False
        return True

    def _read_tree(self) -> Tree:
        if not self.commit:
            return Tree(())
        records = self._listing().split(b"\0")[:-1]
        if len(records) > LARGEST_TREE:
            raise UnreadablePathError(TOO_MANY_FILES, advice="Assess the repositories it is made of one by one.")
        unread: list[Unread] = []
        entries = tuple(_entry(record) for record in records)
        by_folded: dict[str, list[str]] = {}
        for entry in entries:
            by_folded.setdefault(entry.path.casefold(), []).append(entry.path)
        clashes = tuple(tuple(paths) for paths in by_folded.values() if len(paths) > 1)
        odd = tuple(entry.path for entry in entries if not entry.path.isprintable())
        unread += [
            Unread(
                entry.path,
                "it is a submodule: its content lives in another repository",
                "assess that repository too and list it in the profile",
            )
            for entry in entries
            if entry.kind is EntryKind.SUBMODULE
        ]
        if clashes:
            unread.append(
                Unread(
                    f"{clashes[0][0]!r} and {clashes[0][1]!r}{_more(len(clashes) - 1, 'clash', 'clashes')}",
                    "their names differ by case only: a file system that ignores case keeps one of them",
                    "rename one of each",
                )
            )
        if odd:
            unread.append(
                Unread(
                    f"{odd[0]!r}{_more(len(odd) - 1, 'path', 'paths')}",
                    "the name holds control characters or is no UTF-8: as a document or pipeline it was left out",
                    "a plain name",
                )
            )
        return Tree(entries, clashes, odd, tuple(unread))

    def _listing(self) -> bytes:
        """Every path with mode, id and size, bounded: a few small trees can unfold into more paths than any disk holds."""
        process = self.git.start("ls-tree", "-r", "-z", "-l", "--full-tree", self.commit)
        assert process.stdout is not None
        listing = process.stdout.read(LARGEST_LISTING_BYTES)
        too_long = bool(process.stdout.read(1))
        process.stdout.close()
        if too_long:
            process.kill()
        failed = process.wait() != 0
        if too_long:
            raise UnreadablePathError(TOO_MANY_FILES, advice="Assess the repositories it is made of one by one.")
        if failed:
            raise UnreadablePathError(
                f"Some folders of commit {self.commit[:12]} are absent from this clone or damaged.",
                advice="Assess a full clone, made without --filter.",
            )
        return listing


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


def _more(number: int, one: str, many: str) -> str:
    return f" and {number} more {one if number == 1 else many}" if number else ""
