"""The hardened reader of objects: finds the repository, resolves refs, and outlives damaged or withheld objects."""

import os
import threading
import time
from pathlib import Path

import pytest

from assay.collect import git as module
from assay.collect.git import HARDENED_ENVIRONMENT, Git, Objects
from assay.errors import AssayError, NotARepositoryError, UnknownRefError, UnreadablePathError
from assay.testing.raw_objects import RawRepository
from assay.testing.repository import build


@pytest.fixture
def one(raw: RawRepository) -> RawRepository:
    raw.commit(raw.files({b"a": b"first\n", b"b": b"second\n", b"c": b"third\n"}))
    return raw


def test_bare_repository_is_found(one: RawRepository) -> None:
    git = Git(one.folder)
    assert git.bare
    assert git.elsewhere is None


def test_work_tree_is_found_by_its_folder(tmp_path: Path) -> None:
    raw = RawRepository(tmp_path / "gantry", bare=False)
    assert not Git(raw.folder).bare


def test_a_folder_inside_a_work_tree_names_the_work_tree(tmp_path: Path) -> None:
    raw = RawRepository(tmp_path / "gantry", bare=False)
    inside = raw.folder / "src" / "deep"
    inside.mkdir(parents=True)
    with pytest.raises(NotARepositoryError) as error:
        Git(inside)
    assert error.value.advice == f"Did you mean {raw.folder}?"
    assert error.value.exit_code == 3


def test_a_folder_that_is_no_repository_says_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(NotARepositoryError, match=r"is not a git repository") as error:
        Git(tmp_path)
    assert ".git" in error.value.advice


def test_a_file_is_no_repository(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotARepositoryError):
        Git(tmp_path / "file")


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadablePathError, match="does not exist"):
        Git(tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000])
def test_a_path_that_cannot_be(name: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadablePathError):
        Git(tmp_path / name)


def test_a_folder_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "exists", refuse)
    with pytest.raises(UnreadablePathError, match="Permission denied") as error:
        Git(tmp_path)
    assert error.value.exit_code == 3


def test_objects_that_may_not_be_borrowed(one: RawRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "objects")

    monkeypatch.setattr(module, "borrow", refuse)
    with pytest.raises(UnreadablePathError, match="objects cannot be read: Permission denied"):
        Git(one.folder)


def test_the_borrowed_folder_is_gone_afterwards(one: RawRepository) -> None:
    git = Git(one.folder)
    assert git.git_dir.is_dir()
    assert git.git_dir != one.folder
    git.close()
    assert not git.git_dir.exists()
    assert (one.folder / "objects").is_dir()


def test_refs_of_every_kind_resolve(one: RawRepository) -> None:
    commit = (one.git_dir / "refs/heads/main").read_text().strip()
    one.ref("refs/tags/light", commit)
    inner = one.write("tag", f"object {commit}\ntype commit\ntag inner\n\nx\n".encode())
    one.ref("refs/tags/outer", one.write("tag", f"object {inner}\ntype tag\ntag outer\n\nx\n".encode()))
    one.ref("refs/remotes/origin/main", commit)
    one.ref("refs/notes/commits", commit)
    git = Git(one.folder)
    for ref in (
        "HEAD",
        "@",
        "main",
        "refs/heads/main",
        "light",
        "outer",
        "origin/main",
        "refs/notes/commits",
        commit,
        commit[:9],
    ):
        assert git.resolve(ref) == commit, ref


@pytest.mark.parametrize(
    "ref", ["nope", "", "main..other", "main:a", ":/first", "main^{tree}", "../main", "a b", "main\nmain", "f" * 40]
)
def test_what_names_no_commit_is_refused(ref: str, one: RawRepository) -> None:
    with pytest.raises(UnknownRefError) as error:
        Git(one.folder).resolve(ref)
    assert error.value.exit_code == 3


def test_an_unknown_ref_names_those_that_exist(one: RawRepository) -> None:
    with pytest.raises(UnknownRefError, match="has no branch, tag or commit called 'nope'") as error:
        Git(one.folder).resolve("nope")
    assert error.value.advice == "It has: main."


@pytest.mark.parametrize("ref", ["--output=x", "-h", "^main", "a\0b"])
def test_a_ref_cannot_be_an_option(ref: str, one: RawRepository) -> None:
    with pytest.raises(UnknownRefError, match="cannot name"):
        Git(one.folder).resolve(ref)
    assert not (one.folder / "x").exists()


def test_environment_is_our_own(monkeypatch: pytest.MonkeyPatch, one: RawRepository) -> None:
    monkeypatch.setenv("GIT_DIR", "/nonexistent")
    monkeypatch.setenv("GIT_TRACE", "1")
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    assert len(Git(one.folder).resolve("main")) == 40
    assert {each for each in HARDENED_ENVIRONMENT if each.startswith("GIT_")} >= {
        "GIT_ALLOW_PROTOCOL",
        "GIT_NO_REPLACE_OBJECTS",
    }
    assert all(Path(each).is_absolute() for each in HARDENED_ENVIRONMENT["PATH"].split(os.pathsep))


def test_failure_carries_gits_own_words(one: RawRepository) -> None:
    with pytest.raises(AssayError, match=r"git cat-file failed on .*: fatal: "):
        Git(one.folder).run("cat-file", "blob", "main")


def test_objects_are_read_and_absent_ones_are_none(one: RawRepository) -> None:
    objects = Objects(Git(one.folder))
    assert objects.read(one.blob(b"first\n")) == b"first\n"
    assert objects.read("0" * 40) is None
    assert objects.read("no id") is None
    assert objects.read(one.blob(b"second\n")) == b"second\n"
    objects.close()


def test_many_objects_come_in_the_order_asked(one: RawRepository) -> None:
    objects = Objects(Git(one.folder))
    wanted = [one.blob(b"third\n"), "0" * 40, one.blob(b"first\n"), one.blob(b"third\n")]
    assert list(objects.read_many(wanted)) == list(zip(wanted, [b"third\n", None, b"first\n", b"third\n"], strict=True))
    assert list(objects.read_many([])) == []


def test_reading_may_stop_midway(one: RawRepository) -> None:
    objects = Objects(Git(one.folder))
    some = [one.blob(bytes([number]) * 100_000) for number in range(60)]
    reading = objects.read_many(some)
    assert next(iter(reading))[0] == some[0]
    reading.close()  # type: ignore[attr-defined]
    assert dict(objects.read_many(some[:2]))[some[1]] == b"\1" * 100_000


@pytest.mark.parametrize("many", [False, True])
def test_a_damaged_object_is_none_and_those_after_it_are_read(many: bool, one: RawRepository) -> None:
    oids = [one.blob(b"first\n"), one.blob(b"second\n"), one.blob(b"third\n")]
    one.place(oids[1]).write_bytes(b"garbage")
    objects = Objects(Git(one.folder))
    found = dict(objects.read_many(oids)) if many else {oid: objects.read(oid) for oid in oids}
    objects.close()
    assert found == {oids[0]: b"first\n", oids[1]: None, oids[2]: b"third\n"}


def test_damage_everywhere_ends(one: RawRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_DAMAGED", 3)
    oids = [one.blob(b"%d" % number) for number in range(20)]
    for oid in oids:
        one.place(oid).write_bytes(b"garbage")
    assert dict(Objects(Git(one.folder)).read_many(oids)) == dict.fromkeys(oids)


def test_a_pipe_in_place_of_an_object_is_given_up_on(one: RawRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_RUN_SECONDS", 0.5)
    oids = [one.blob(b"first\n"), one.blob(b"second\n"), one.blob(b"third\n")]
    one.place(oids[1]).unlink()
    os.mkfifo(one.place(oids[1]))
    objects = Objects(Git(one.folder))
    assert objects.read(oids[1]) is None
    assert objects.read(oids[2]) == b"third\n"
    began = time.monotonic()
    assert dict(objects.read_many([*oids, *["1" * 40] * 50]))[oids[1]] is None
    assert time.monotonic() - began < 5
    objects.close()
    with pytest.raises(AssayError, match="took more than"):
        Git(one.folder).run("cat-file", "blob", oids[1])


def test_no_watch_is_left_behind(one: RawRepository) -> None:
    before = threading.active_count()
    objects = Objects(Git(one.folder))
    list(objects.read_many([one.blob(b"first\n")]))
    objects.read(one.blob(b"first\n"))
    objects.close()
    for thread in threading.enumerate()[before:]:
        thread.join(5)
    assert threading.active_count() == before


def test_a_machine_without_git_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = build(tmp_path / "repository", {"a": "x"})
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(AssayError, match="not on the search path"):
        Git(path)
