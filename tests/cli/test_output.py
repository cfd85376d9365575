"""``--output``: where a result may go, and what is left behind where it may not."""

import errno
import hashlib
import io
import os
import resource
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assay.cli.place import put
from assay.testing.repository import build

Typed = Callable[..., Any]
FAST = ("--no-tools", "--no-cache", "--as-of", "2026-10-01")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("none/result", "none is not a folder.\n       Make it first, or choose another place."),
        ("kept/result", "kept is not a folder.\n       Make it first, or choose another place."),
        ("", "is a folder.\n       Name a file in it."),
        ("/dev/full", "No space left on device.\n       Free some space or choose another place."),
        ("loop", "loop cannot be written"),
    ],
)
def test_a_place_that_is_none(name: str, says: str, typed: Typed, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("kept")
    (tmp_path / "loop").symlink_to("loop")
    before = sorted(tmp_path.iterdir())
    done = typed("catalogue", "--output", tmp_path / name)
    assert (done.code, done.out) == (2, "")
    assert says in done.err
    assert sorted(tmp_path.iterdir()) == before
    assert (tmp_path / "kept").read_text() == "kept"


def test_standard_output_that_is_full_or_closed(started: Callable[..., Any]) -> None:
    with Path("/dev/full").open("w") as full:
        process = started("catalogue", stdout=full)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (2, "assay: Standard output cannot be written: No space left on device.\n")
    process = started("catalogue", preexec_fn=lambda: os.close(1))
    _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert err.startswith("assay: Standard output is closed.\n")


def test_a_full_disk_leaves_the_file_that_was_there(started: Callable[..., Any], tmp_path: Path) -> None:
    """The limit on the size of files stands for the disk: the system ends the write half-way."""
    kept = tmp_path / "code.json"
    kept.write_text("kept")
    process = started(
        "catalogue", "--format", "json", "--output", kept,
        environment={"PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)),
    )  # fmt: skip
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, "")
    assert err == (
        f"assay: {kept} cannot be written: {os.strerror(errno.EFBIG)}.\n       Free some space or choose another place.\n"
    )
    assert kept.read_text() == "kept"
    assert list(tmp_path.iterdir()) == [kept]


def test_a_place_protected_against_writing(started: Callable[..., Any], ordinary: list[str], tmp_path: Path) -> None:
    folder, kept = tmp_path / "folder", tmp_path / "kept"
    kept.write_text("kept")
    kept.chmod(0o400)
    folder.mkdir(mode=0o500)
    for place in (folder / "result", kept):
        process = started("catalogue", "--output", place, before=ordinary)
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out) == (2, "")
        assert err.startswith(f"assay: {place} cannot be written: ")
        assert "choose another place" in err
    assert list(folder.iterdir()) == []
    assert kept.read_text() == "kept"


def test_being_stopped_while_writing_leaves_the_file_that_was_there(
    typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    kept = tmp_path / "code.json"
    kept.write_text("kept")
    monkeypatch.setattr(Path, "replace", stopped)
    assert typed("catalogue", "--output", kept).code == 130
    assert kept.read_text() == "kept"
    assert list(tmp_path.iterdir()) == [kept]


def test_a_file_keeps_its_mode_and_a_new_one_has_what_the_umask_leaves(tmp_path: Path) -> None:
    private, new = tmp_path / "private", tmp_path / "new"
    private.touch(0o600)
    before = os.umask(0o027)
    try:
        put("a\n", private)
        put("a\n", new)
    finally:
        os.umask(before)
    assert [stat.S_IMODE(each.stat().st_mode) for each in (private, new)] == [0o600, 0o640]
    assert private.read_text() == new.read_text() == "a\n"


def test_what_a_terminal_cannot_show_becomes_a_question_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(terminal, encoding="latin-1"))
    put("caf\u00e9 \u2026\n", None)
    assert terminal.getvalue() == b"caf\xe9 ?\n"


def test_a_result_inside_the_assessed_repository_changes_no_later_one(typed: Typed, tmp_path: Path) -> None:
    """Its owner may keep it there; what is not committed is not looked at."""
    product = tmp_path / "product"
    bare = build(tmp_path / "product.git", {"README.md": "# Crane\n"})
    subprocess.run(["git", "clone", "--quiet", bare, product], check=True)
    place = product / "assay.json"
    words = ("assess", product, *FAST, "--format", "json", "--output", place)
    before = digests(product)
    assert typed(*words).code == 0
    first = place.read_bytes()
    assert typed(*words).code == 0
    assert place.read_bytes() == first
    place.unlink()
    assert digests(product) == before, "nothing else was written"


def digests(folder: Path) -> dict[str, str]:
    """Every file below a folder with the digest of its bytes."""
    files = (each for each in sorted(folder.rglob("*")) if each.is_file())
    return {str(each): hashlib.sha256(each.read_bytes()).hexdigest() for each in files}
