"""A command somebody stops, or stops listening to, ends quietly and leaves nothing half-done."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from assay.testing.forms import official_layout

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.mark.parametrize(
    "words",
    [("catalogue",), ("catalogue", "--format", "json"), ("explain", "2.2.2"), ("assess", "--no-tools")],
    ids=" ".join,
)
def test_a_reader_that_has_seen_enough(words: tuple[str, ...], started: Start, crane: Path) -> None:
    """As ``assay … | head -1`` does, with the pipe closed before the first word is written."""
    theirs, ours = os.pipe()
    os.close(theirs)
    process = started(*words, stdout=ours, cwd=crane)
    os.close(ours)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")


def test_a_gate_nobody_listens_to_still_fails(started: Start, crane: Path) -> None:
    """``assay due --fail | head -1`` must not turn a finding into a success: ``form lint`` stands for all of them."""
    form = crane.parent / "blank.docx"
    form.write_bytes(official_layout({}))
    theirs, ours = os.pipe()
    os.close(theirs)
    process = started("form", "lint", form, stdout=ours)
    os.close(ours)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (4, "")


def test_an_interrupt_says_so_and_leaves_nothing(started: Start, crane: Path, tmp_path: Path) -> None:
    kept, scratch = tmp_path / "report.txt", tmp_path / "scratch"
    kept.write_text("kept")
    scratch.mkdir()
    words = ("assess", crane, "--no-cache", "--no-tools", "--output", kept)
    process = started(*words, environment={"TMPDIR": str(scratch)})
    patience = time.monotonic() + 60
    while not list(scratch.iterdir()) and time.monotonic() < patience:
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert err == "\nassay: stopped before it was done; no result was written.\n"
    assert kept.read_text() == "kept"
    assert sorted(tmp_path.iterdir()) == [kept, scratch]
    assert list(scratch.iterdir()) == []


def test_an_interrupted_question_writes_no_profile(typed: Callable[..., Any], tmp_path: Path, monkeypatch: Any) -> None:
    """At a terminal; without one ``init`` says what to do instead."""

    def stopped(*_: object, **__: object) -> None:
        raise click.Abort

    monkeypatch.setattr(click, "prompt", stopped)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    done = typed("init", tmp_path)
    assert (done.code, done.out) == (130, "")
    assert "stopped before it was done" in done.err
    assert list(tmp_path.iterdir()) == []
