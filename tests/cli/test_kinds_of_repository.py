"""Every shape a repository comes in: what ``assay assess`` makes of each."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Assessed = Callable[..., dict[str, Any]]


@pytest.fixture
def assessed(typed: Callable[..., Any]) -> Assessed:
    """The assessment of a path as JSON."""

    def run(path: Path, *words: str) -> dict[str, Any]:
        done = typed("assess", path, "--no-tools", "--no-cache", "--as-of", "2026-10-01", "--format", "json", *words)
        assert (done.code, done.err) == (0, "")
        return dict(json.loads(done.out))

    return run


@pytest.fixture
def clone(crane: Path, tmp_path: Path) -> Path:
    """A work tree of Crane."""
    git(tmp_path, "clone", "--quiet", str(crane), "clone")
    return tmp_path / "clone"


def git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def test_bare_and_work_tree_are_judged_alike(assessed: Assessed, crane: Path, clone: Path) -> None:
    bare, tree = assessed(crane), assessed(clone)
    assert bare["subject"]["commit"] == tree["subject"]["commit"] == git(clone, "rev-parse", "HEAD")
    assert (bare["subject"]["dirty"], tree["subject"]["dirty"]) == (None, False)
    assert [claim["verdict"] for claim in bare["claims"]] == [claim["verdict"] for claim in tree["claims"]]


def test_a_dirty_tree_is_told_and_only_the_commit_is_judged(assessed: Assessed, clone: Path) -> None:
    clean = assessed(clone)
    (clone / "README.md").write_text("# Crane, changed\n")
    dirty = assessed(clone)
    assert dirty["subject"]["dirty"] is True
    assert "work tree" in {each["fact"] for each in dirty["unread"]}
    assert [claim["for"] for claim in dirty["claims"]] == [claim["for"] for claim in clean["claims"]]


def test_a_detached_head_is_assessed_where_it_stands(assessed: Assessed, clone: Path) -> None:
    (clone / "new.txt").write_text("new\n")
    git(clone, "add", "new.txt")
    git(clone, "-c", "user.name=Ada Builder", "-c", "user.email=ada@example.com", "commit", "--quiet", "-m", "New")
    newest, older = git(clone, "rev-parse", "HEAD"), git(clone, "rev-parse", "HEAD~1")
    git(clone, "checkout", "--quiet", "--detach", "HEAD~1")
    assert assessed(clone)["subject"]["commit"] == older
    assert assessed(clone, "--ref", "main")["subject"]["commit"] == newest
    assert assessed(clone, "--ref", newest[:10])["subject"]["commit"] == newest


def test_a_folder_of_a_work_tree_names_the_work_tree(typed: Callable[..., Any], clone: Path) -> None:
    done = typed("assess", clone / "src")
    assert (done.code, done.out) == (3, "")
    assert f"{clone / 'src'} is not a git repository.\n       Did you mean {clone}?" in done.err


def test_without_a_path_the_current_folder_is_assessed(
    assessed: Assessed, clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(clone)
    found = assessed(Path())["subject"]
    assert (found["path"], found["commit"]) == ("clone", git(clone, "rev-parse", "HEAD"))


def test_a_repository_without_a_commit_is_no_pass(
    typed: Callable[..., Any], assessed: Assessed, tmp_path: Path
) -> None:
    git(tmp_path, "init", "--quiet", ".")
    found = assessed(tmp_path)
    assert found["subject"]["commit"] == ""
    assert "met" not in {claim["verdict"] for claim in found["claims"]}
    assert "there is no commit yet" in {each["reason"] for each in found["unread"]}


@pytest.mark.skipif(os.geteuid() != 0, reason="only the superuser can give a folder away")
def test_a_repository_of_somebody_else_is_assessed_alike(assessed: Assessed, clone: Path) -> None:
    ours = assessed(clone)
    for each in (clone, *clone.rglob("*")):
        os.chown(each, 12345, 12345, follow_symlinks=False)
    refused = subprocess.run(["git", "log"], cwd=clone, capture_output=True, text=True, check=False)
    assert "dubious ownership" in refused.stderr, "git itself would not read it"
    theirs = assessed(clone)
    assert theirs["claims"] == ours["claims"]
    assert theirs["subject"] == {**ours["subject"], "dirty": theirs["subject"]["dirty"]}


def test_a_broken_profile_of_the_repository_is_said_and_ends_nothing(assessed: Assessed, clone: Path) -> None:
    (clone / "assay.toml").write_text("schema = = 1\n")
    git(clone, "add", "assay.toml")
    git(clone, "-c", "user.name=Ada Builder", "-c", "user.email=ada@example.com", "commit", "--quiet", "-m", "Profile")
    found = assessed(clone)
    reasons = [each["reason"] for each in found["unread"] if each["fact"] == "assay.toml"]
    assert len(reasons) == 1
    assert "line 1, column 10" in reasons[0]
