"""The git folder of our own: what it borrows, what it leaves, what it refuses."""

import os
from pathlib import Path

import pytest

from assay.collect.borrowed import LARGEST_SETTINGS, borrow, points_back, small_text
from assay.errors import NotARepositoryError, UnreadablePathError
from assay.testing.raw_objects import RawRepository


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    return folder


def test_it_links_objects_and_refs_and_nothing_that_could_be_obeyed(raw: RawRepository, own: Path) -> None:
    for name in ("hooks", "info", "worktrees", "modules"):
        (raw.git_dir / name).mkdir(exist_ok=True)
    for name in ("config.worktree", "description", "packed-refs", "index", "FETCH_HEAD", "gc.pid", "sharedindex.1234"):
        (raw.git_dir / name).write_text("x")
    borrow(raw.git_dir, own)
    assert {each.name for each in own.iterdir()} == {
        "HEAD", "config", "objects", "refs", "packed-refs", "index", "FETCH_HEAD", "sharedindex.1234",
    }  # fmt: skip
    assert not (own / "HEAD").is_symlink()
    assert not (own / "config").is_symlink()


def test_of_their_settings_only_the_storage_is_kept(raw: RawRepository, own: Path) -> None:
    (raw.git_dir / "config").write_text(
        '[core]\n\tfsmonitor = x\n\trepositoryformatversion = 1\n[extensions]\n\tobjectFormat = "SHA256"\n\trefstorage = reftable\n'
        "\tworktreeConfig = true\n\tpartialClone = origin\n; objectformat = sha1\n"
    )
    borrow(raw.git_dir, own)
    assert (own / "config").read_text() == (
        "[core]\n\trepositoryFormatVersion = 1\n\tbare = false\n[extensions]\n\tobjectFormat = sha256\n\trefStorage = reftable\n"
    )


def test_the_common_case_needs_no_extension(raw: RawRepository, own: Path) -> None:
    borrow(raw.git_dir, own)
    assert (own / "config").read_text() == "[core]\n\trepositoryFormatVersion = 0\n\tbare = false\n"


def test_a_head_that_is_a_link_in_the_old_way(raw: RawRepository, own: Path) -> None:
    (raw.git_dir / "HEAD").unlink()
    (raw.git_dir / "HEAD").symlink_to("refs/heads/main")
    borrow(raw.git_dir, own)
    assert (own / "HEAD").read_text() == "ref: refs/heads/main\n"


@pytest.mark.parametrize("head", ["", "ref: ../../etc/passwd", "ref: refs/heads/a\nb", "main", "f" * 39, "x" * 10_000])
def test_a_head_that_is_none(head: str, raw: RawRepository, own: Path) -> None:
    (raw.git_dir / "HEAD").write_text(head)
    with pytest.raises(NotARepositoryError):
        borrow(raw.git_dir, own)


@pytest.mark.parametrize("name", ["packed-refs", "shallow", "index", "refs/heads/x", "refs/tags/deep/er"])
@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_what_git_would_wait_for_is_refused(name: str, kind: str, raw: RawRepository, own: Path) -> None:
    place = raw.git_dir / name
    place.parent.mkdir(parents=True, exist_ok=True)
    if kind == "pipe":
        os.mkfifo(place)
    else:
        place.symlink_to("/dev/zero")
    with pytest.raises(UnreadablePathError, match="is not a plain file"):
        borrow(raw.git_dir, own)


def test_refs_that_lead_to_a_folder_or_are_too_large_are_refused(raw: RawRepository, own: Path) -> None:
    place = raw.git_dir / "refs" / "heads" / "x"
    place.symlink_to("/")
    with pytest.raises(UnreadablePathError):
        borrow(raw.git_dir, own)
    place.unlink()
    place.write_text("f" * 5000)
    (own / "again").mkdir()
    with pytest.raises(UnreadablePathError):
        borrow(raw.git_dir, own / "again")


def test_a_ref_that_leads_nowhere_is_left_to_git(raw: RawRepository, own: Path) -> None:
    (raw.git_dir / "refs" / "heads" / "x").symlink_to("gone")
    borrow(raw.git_dir, own)


@pytest.mark.parametrize("words", ["gitdir-of-another", "\0", "x" * 5000])
def test_only_what_points_back_belongs(words: str, tmp_path: Path) -> None:
    dot_git, git_dir = tmp_path / "work" / ".git", tmp_path / "there"
    dot_git.parent.mkdir()
    git_dir.mkdir()
    dot_git.write_text(f"gitdir: {git_dir}\n")
    (git_dir / "gitdir").write_text(words)
    assert not points_back(git_dir, dot_git)
    (git_dir / "gitdir").write_text(f"{dot_git}\n")
    assert points_back(git_dir, dot_git)
    (git_dir / "gitdir").unlink()
    (git_dir / "config").write_text("[core]\n\tworktree = ../work\n")
    assert points_back(git_dir, dot_git)


def test_small_text_is_of_plain_small_files_only(tmp_path: Path) -> None:
    place = tmp_path / "file"
    assert small_text(place) == ""
    place.write_bytes(b"caf\xe9")
    assert small_text(place) == "caf�"
    place.write_bytes(b"x" * (LARGEST_SETTINGS + 1))
    assert small_text(place) == ""
    assert small_text(tmp_path) == ""
    assert small_text(Path("/dev/zero")) == ""
    assert small_text(tmp_path / "a\0b") == ""
