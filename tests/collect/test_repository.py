"""One revision: which it is, what it holds, what could not be read of it, and whether the work tree differs."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assay.assess.gather import Facts
from assay.assess.run import assess
from assay.collect import repository as module
from assay.collect.repository import Repository, Settings, decode
from assay.errors import AssayError, UnreadablePathError
from assay.facts.subject import Subject
from assay.facts.tree import Entry, EntryKind, Tree
from assay.testing.raw_objects import FILE, FOLDER, LINK, MODULE, PROGRAM, RawRepository
from assay.testing.repository import Recipe, Tagged, build

SETTINGS = Settings(date(2026, 10, 1))


def subject(path: Path, ref: str = "HEAD") -> Subject:
    with Repository(path, ref) as repository:
        return Facts(repository, SETTINGS).get(Subject)


@pytest.fixture
def work(tmp_path: Path, git: Callable[..., str]) -> Path:
    """A clean work tree of two commits, the first tagged."""
    folder = tmp_path / "gantry"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    (folder / "README.md").write_text("# Gantry\n")
    (folder / "link").symlink_to("README.md")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "First")
    git(folder, "tag", "v1")
    git(folder, "tag", "-a", "-m", "signed off", "v1-annotated")
    (folder / "main.py").write_text("print(1)\n")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Second")
    return folder


def test_work_tree_and_its_bare_clone_read_alike(work: Path, tmp_path: Path, git: Callable[..., str]) -> None:
    bare = tmp_path / "gantry.git"
    git(tmp_path, "clone", "-q", "--bare", str(work), str(bare))
    with Repository(work) as one, Repository(bare) as other:
        assert one.commit == other.commit
        assert one.tree == other.tree
        assert one.text("main.py") == other.text("main.py") == "print(1)\n"
    assert (subject(work).bare, subject(bare).bare) == (False, True)
    assert (subject(work).dirty, subject(bare).dirty) == (False, None)


@pytest.mark.parametrize("ref", ["v1", "v1-annotated", "HEAD~1", "main^", "refs/tags/v1"])
def test_any_ref_is_read_without_checking_it_out(ref: str, work: Path, git: Callable[..., str]) -> None:
    with Repository(work, ref) as repository:
        assert repository.commit == git(work, "rev-parse", "v1")
        assert not repository.tree.has("main.py")
    assert subject(work, ref).dirty is False


def test_kinds_and_sizes_of_entries(raw: RawRepository) -> None:
    file, target = raw.blob(b"12345"), raw.blob(b"a")
    raw.commit(
        raw.tree(
            {
                b"a": (FILE, file),
                b"b": (PROGRAM, file),
                b"c": (LINK, target),
                b"d": (MODULE, "1" * 40),
                b"e": (b"100664", file),
            }
        )
    )
    with Repository(raw.folder) as repository:
        assert repository.tree.entries == (
            Entry("a", EntryKind.FILE, file, 5),
            Entry("b", EntryKind.EXECUTABLE, file, 5),
            Entry("c", EntryKind.SYMLINK, target, 1),
            Entry("d", EntryKind.SUBMODULE, "1" * 40, None),
            Entry("e", EntryKind.FILE, file, 5),
        )
        assert repository.read("b") == b"12345"
        assert [repository.read(each) for each in ("c", "d", "nowhere", "")] == [None] * 4


def test_submodules_are_said(raw: RawRepository) -> None:
    raw.commit(raw.tree({b"lib": (MODULE, "1" * 40), b"README.md": (FILE, raw.blob(b"# G\n"))}))
    found = assess(raw.folder, "HEAD", SETTINGS)
    assert any(each.source == "lib" and "submodule" in each.reason and each.would_show for each in found.unread)


def test_case_clashes_and_odd_names_are_said(raw: RawRepository) -> None:
    blob = raw.blob(b"x\n")
    names = (b"readme.md", b"README.md", b"Readme.md", b"a.txt", b"A.txt", b"caf\xe9.md", b"\x1b[31m.md", b"plain.md")
    raw.commit(raw.tree(dict.fromkeys(names, (FILE, blob))))
    with Repository(raw.folder) as repository:
        assert repository.tree.case_clashes == (("A.txt", "a.txt"), ("README.md", "Readme.md", "readme.md"))
        assert repository.tree.undecodable == ("\x1b[31m.md", "caf\udce9.md")
    said = {each.source: each.reason for each in assess(raw.folder, "HEAD", SETTINGS).unread}
    assert "differ by case only" in said["'A.txt' and 'a.txt' and 1 more clash"]
    assert "no UTF-8" in said["'\\x1b[31m.md' and 1 more path"]


def test_nothing_is_said_about_plain_names(raw: RawRepository) -> None:
    raw.commit(raw.files({b"README.md": b"# G\n", "straße.md".encode(): b"x\n", b"a b.md": b"x\n"}))
    with Repository(raw.folder) as repository:
        assert repository.tree.unread == ()


def test_a_large_file_is_not_read(raw: RawRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_FILE", 4)
    raw.commit(raw.files({b"a": b"1234", b"b": b"12345"}))
    with Repository(raw.folder) as repository:
        assert repository.read("a") == b"1234"
        assert repository.read("b") is None
        assert repository.text("a", largest=3) is None


@pytest.mark.parametrize(("name", "value"), [("LARGEST_TREE", 2), ("LARGEST_LISTING_BYTES", 90)])
def test_too_many_files_are_refused_rather_than_half_judged(
    name: str, value: int, raw: RawRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, name, value)
    raw.commit(raw.files({b"a": b"1", b"b": b"2", b"c": b"3"}))
    with Repository(raw.folder) as repository, pytest.raises(UnreadablePathError, match="more than"):
        _ = repository.tree


def test_a_missing_folder_is_refused_rather_than_half_judged(raw: RawRepository) -> None:
    inner = raw.files({b"package.json": b"{}"})
    raw.commit(raw.tree({b"src": (FOLDER, inner), b"README.md": (FILE, raw.blob(b"# G\n"))}))
    raw.place(inner).unlink()
    with Repository(raw.folder) as repository, pytest.raises(UnreadablePathError, match="absent from this clone"):
        _ = repository.tree


def test_no_commit_is_empty_and_said(raw: RawRepository) -> None:
    with Repository(raw.folder) as repository:
        assert (repository.commit, repository.tree) == ("", Tree(()))
    assert [each.reason for each in subject(raw.folder).unread] == ["there is no commit yet"]


def test_a_tag_alone_is_not_no_commit(raw: RawRepository) -> None:
    raw.ref("refs/tags/v1", raw.commit(raw.files({b"a": b"a"})))
    (raw.git_dir / "refs/heads/main").unlink()
    with pytest.raises(AssayError, match="has no branch, tag or commit called 'HEAD'") as error:
        Repository(raw.folder)
    assert "v1" in str(error.value)
    assert error.value.exit_code == 3


def test_a_shallow_clone_is_said(work: Path, tmp_path: Path, git: Callable[..., str]) -> None:
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{work}", "cut")
    seen = subject(tmp_path / "cut")
    assert seen.shallow
    assert seen.dirty is False


# Whether the work tree differs.


def test_a_clean_work_tree_is_clean_whichever_revision_is_assessed(work: Path) -> None:
    assert subject(work).dirty is False
    assert subject(work, "v1").dirty is False


@pytest.mark.parametrize("change", ["content", "same size", "gone", "staged", "mode", "link", "kind"])
def test_a_dirty_work_tree_is_said(change: str, work: Path, git: Callable[..., str]) -> None:
    place = work / "README.md"
    os.utime(place, (1, 1))
    if change == "content":
        place.write_text("# Other\n\nlonger\n")
    elif change == "same size":
        place.write_text("# gANTRY\n")
    elif change == "gone":
        place.unlink()
    elif change == "staged":
        (work / "new.md").write_text("x")
        git(work, "add", "new.md")
    elif change == "mode":
        git(work, "update-index", "--chmod=+x", "README.md")
    elif change == "link":
        (work / "link").unlink()
        (work / "link").symlink_to("main.py!!")
    else:
        place.unlink()
        place.mkdir()
    seen = subject(work)
    assert seen.dirty is True
    assert [each.source for each in seen.unread] == ["work tree"]


def test_a_file_that_was_only_touched_is_clean(work: Path) -> None:
    os.utime(work / "README.md", (1, 1))
    os.utime(work / "link", (1, 1), follow_symlinks=False)
    assert subject(work).dirty is False


def test_files_left_out_of_the_work_tree_are_clean(work: Path, git: Callable[..., str]) -> None:
    git(work, "update-index", "--skip-worktree", "README.md")
    (work / "README.md").unlink()
    assert subject(work).dirty is False


def test_untracked_files_are_no_change(work: Path) -> None:
    (work / "notes.txt").write_text("x")
    assert subject(work).dirty is False


def test_a_submodule_that_is_not_checked_out_is_clean(work: Path, git: Callable[..., str]) -> None:
    git(work, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},lib")
    git(work, "commit", "-qm", "Add a submodule")
    assert subject(work).dirty is False


def test_without_an_index_it_is_not_told(work: Path) -> None:
    (work / ".git" / "index").write_bytes(b"no index")
    assert subject(work).dirty is None


# Text.


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"plain", "plain"),
        (b"\xef\xbb\xbfmarked", "marked"),
        ("größer".encode("utf-16"), "größer"),
        (b"\xfe\xff" + "größer".encode("utf-16-be"), "größer"),
        (b"caf\xe9", "caf�"),
        (b"\xff\xfea", "�"),
        (b"", ""),
    ],
)
def test_text_of_unknown_encoding(data: bytes, text: str) -> None:
    assert decode(data) == text


def test_what_is_built_reads_back(tmp_path: Path) -> None:
    recipe = Recipe(
        {"a b.md": "x\n", 'quo"te.md': b"\0"},
        links={"l": "a b.md"},
        submodules={"m": "2" * 40},
        tags=(Tagged("v1", signature="-----BEGIN PGP"),),
    )
    with Repository(build(tmp_path / "r", recipe), "v1") as repository:
        assert {each.path: each.kind.value for each in repository.tree.entries} == {
            "a b.md": "file", 'quo"te.md': "file", "l": "symlink", "m": "submodule",
        }  # fmt: skip
        assert repository.read('quo"te.md') == b"\0"
