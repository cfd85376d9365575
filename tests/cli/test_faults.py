"""What is said when something is wrong: the place, the fault and the remedy, on standard error alone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Typed = Callable[..., Any]


@pytest.mark.parametrize(
    ("ref", "says"),
    [
        ("nope", "no branch, tag or commit called 'nope'.\n       It has: main."),
        ("-x", "'-x' cannot name a branch, tag or commit."),
        ("--all", "'--all' cannot name a branch, tag or commit."),
        ("^main", "'^main' cannot name a branch, tag or commit."),
        ("HEAD:README.md", "'HEAD:README.md' names no commit"),
    ],
)
def test_a_ref_that_names_no_commit(ref: str, says: str, typed: Typed, crane: Path) -> None:
    done = typed("assess", crane, f"--ref={ref}")
    assert (done.code, done.out) == (3, "")
    assert says in done.err


def test_a_folder_that_is_no_repository(typed: Typed, tmp_path: Path) -> None:
    done = typed("assess", tmp_path)
    assert (done.code, done.out) == (3, "")
    assert done.err == (
        f"assay: {tmp_path} is not a git repository.\n       Give the folder that holds .git, or a bare repository.\n"
    )


def test_a_file_in_place_of_a_repository(typed: Typed, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    done = typed("assess", tmp_path / "a.txt")
    assert (done.code, done.out) == (3, "")
    assert f"{tmp_path / 'a.txt'} is not a git repository." in done.err


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("schema = 1\nproduct = = 2\n", "(at line 2, column 11)"),
        ("schema = 1\n[product\n", "line 2"),
        ('schema = "one"\n', "schema: 1 was expected"),
        ("schema = 1\ncolour = 2\n", "'colour' was unexpected"),
        ("schema = 1\n[product]\nname = 3\n", "product.name: 3 is not of type"),
        ('schema = 1\n[product]\nrole = "wizard"\n', 'product.role: "wizard" is not one of'),
        ('schema = 1\n[product]\ndelivery = ["pigeon"]\n', 'product.delivery.0: "pigeon" is not one of'),
        (
            'schema = 1\n[[not_applicable]]\nclaim = "9.9.9"\nreason = "It has no accounts."\nperson = "Ada Builder"\n',
            "not_applicable[0].claim: There is no claim called '9.9.9'.",
        ),
    ],
)
def test_a_profile_that_is_none(text: str, place: str, typed: Typed, crane: Path, tmp_path: Path) -> None:
    profile = tmp_path / "profile.toml"
    profile.write_text(text)
    done = typed("assess", crane, "--no-cache", "--no-tools", "--profile", profile)
    assert (done.code, done.out) == (2, "")
    assert f"{profile} is not a profile:" in done.err
    assert place in done.err
    assert "assay init writes a profile that is right" in done.err


def test_every_fault_of_a_profile_is_named(typed: Typed, crane: Path, tmp_path: Path) -> None:
    profile = tmp_path / "profile.toml"
    profile.write_text('schema = 1\ncolour = 2\n[product]\nname = 3\nrole = "wizard"\n')
    said = typed("assess", crane, "--no-cache", "--no-tools", "--profile", profile).err
    assert [word for word in ("'colour'", "product.name", "product.role") if word not in said] == []


def test_a_profile_that_is_no_text_and_one_that_is_not_there(typed: Typed, crane: Path, tmp_path: Path) -> None:
    profile = tmp_path / "profile.toml"
    profile.write_bytes(b'schema = 1\n[product]\nname = "K\xf6nig"\n')
    done = typed("assess", crane, "--profile", profile)
    assert (done.code, done.err) == (2, f"assay: {profile} is not UTF-8 text (byte 30).\n       Save it as UTF-8.\n")
    for path, reason in ((tmp_path / "none.toml", "No such file or directory"), (tmp_path, "Is a directory")):
        done = typed("assess", crane, "--profile", path)
        assert (done.code, done.out) == (3, "")
        assert (
            f"{path} cannot be read: {reason}.\n       Give the path of a profile; assay init writes one." in done.err
        )


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "20261001", "1066-10-14", "2200-01-01"])
def test_a_day_that_is_none(day: str, typed: Typed, crane: Path) -> None:
    done = typed("assess", crane, "--as-of", day)
    assert (done.code, done.out) == (2, "")
    assert "--as-of" in done.err
    assert "%Y-%m-%d" in done.err or "Give a day such as 2026-01-31." in done.err


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("2.2.9", "Did you mean 2.2.1, 2.2.2, 2.2.3"),
        ("2.9", "Did you mean 2.1, 2.2"),
        ("2.2.2/z", "Did you mean 2.2.2/a, 2.2.2/b"),
        ("build-use-lockfile", "Did you mean build-uses-lockfile"),
        ("Build_Uses_Lockfile", "Did you mean build-uses-lockfile"),
        ("resellr", "Did you mean reseller?"),
        ("9.9.9", "assay catalogue lists the claims"),
        ("", "assay catalogue lists the claims"),
    ],
)
def test_a_name_nothing_has(name: str, near: str, typed: Typed) -> None:
    done = typed("explain", name)
    assert (done.code, done.out) == (2, "")
    assert repr(name) in done.err
    assert near in done.err


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (None, 3, "No such file or directory"),
        ("{", 2, "is not JSON"),
        ("{}", 2, "is not an assessment of this version"),
        ("\x00", 2, "is not JSON"),
    ],
)
def test_an_assessment_that_is_none(content: str | None, code: int, says: str, typed: Typed, tmp_path: Path) -> None:
    file = tmp_path / "found.json"
    if content is not None:
        file.write_text(content)
    done = typed("diff", file, file)
    assert (done.code, done.out) == (code, "")
    assert f"assay: {file} " in done.err
    assert says in done.err
    assert "assay assess --format json --output FILE" in done.err


def test_a_path_longer_than_any_may_be(typed: Typed, crane: Path) -> None:
    path = "a" * 300
    for code, words in (
        (3, ("assess", path)),
        (3, ("assess", crane, "--profile", path)),
        (3, ("diff", path, path)),
        (2, ("catalogue", "--output", path)),
        (2, ("catalogue", "--output", f"{path}/x")),
        (2, ("init", path, "--yes")),
    ):
        done = typed(*words)
        assert (done.code, done.out) == (code, "")
        assert "File name too long" in done.err


def test_a_folder_nobody_may_read(started: Callable[..., Any], ordinary: list[str], tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    try:
        for words in (("assess", closed), ("assess", closed / "in"), ("diff", closed / "a", closed / "b")):
            process = started(*words, before=ordinary)
            out, err = process.communicate(timeout=60)
            assert (process.returncode, out) == (3, "")
            assert f"{closed}" in err
            assert "Permission denied" in err
            assert "Traceback" not in err
    finally:
        closed.chmod(0o700)
