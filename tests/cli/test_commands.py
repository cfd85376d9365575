"""Every command: its help, its exit codes, and what goes to which stream."""

import json
import os
import pty
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from assay.assess import remembered
from assay.cli import COMMANDS, group
from assay.errors import AssayError, CheckContractError

FAST = ("--no-tools", "--no-cache", "--as-of", "2026-10-01")
ESCAPE = "\x1b"


def every_command() -> Iterator[tuple[str, ...]]:
    """All that can be typed: commands and the commands of commands."""
    context = click.Context(group)
    for name in COMMANDS:
        yield (name,)
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from ((name, each) for each in command.commands)


EVERY_COMMAND = list(every_command())
CALLABLE = [words for words in EVERY_COMMAND if words not in [("form",), ("snapshot",)]]


@pytest.mark.parametrize("words", [(), *EVERY_COMMAND], ids=" ".join)
def test_help_shows_an_example_in_80_columns(words: tuple[str, ...], typed: Callable[..., Any]) -> None:
    short, long = typed(*words, "-h"), typed(*words, "--help")
    assert (short.code, short.err) == (0, "")
    assert short.out == long.out
    example = short.out.partition("Example")[2]
    assert f"assay {' '.join(words)}" in example
    choices = "[developer-distributor|reseller|"
    assert [line for line in short.out.splitlines() if len(line) > 80 and choices not in line] == []


@pytest.mark.parametrize("words", CALLABLE, ids=" ".join)
def test_an_option_that_is_none_ends_with_2(words: tuple[str, ...], typed: Callable[..., Any]) -> None:
    done = typed(*words, "--no-such-option")
    assert (done.code, done.out) == (2, "")
    assert f" {' '.join(words)} --help'" in done.err
    assert "--no-such-option" in done.err


def test_no_command_and_one_that_is_none_end_with_2(typed: Callable[..., Any]) -> None:
    assert typed().code == 2
    done = typed("asess")
    assert (done.code, done.out) == (2, "")
    assert "'asess'" in done.err


def test_done_is_0(typed: Callable[..., Any], crane: Path, tmp_path: Path) -> None:
    found = tmp_path / "crane.json"
    for words in (
        ("assess", crane, *FAST, "--format", "json", "--output", found),
        ("explain", "2.2.2", "--assessment", found),
        ("diff", found, found),
        ("gate", crane, *FAST, "--baseline", found),
        ("due", crane, *FAST),
        ("suggest", crane, "--claim", "2.1.6"),
        ("catalogue",),
        ("init", tmp_path, "--yes"),
        ("ingest", "--kinds"),
        ("--version",),
    ):
        done = typed(*words)
        assert done.code == 0, done.err
    verdicts = {claim["verdict"] for claim in json.loads(found.read_text())["claims"]}
    assert verdicts - {"met"}, "the exit codes above are no praise"


@pytest.mark.parametrize(
    "words",
    [
        ("assess", "nowhere"),
        ("due", "nowhere"),
        ("suggest", "nowhere"),
        ("gate", "--baseline", "nowhere"),
        ("challenge", "nowhere", "--repository", "."),
        ("form", "lint", "nowhere"),
        ("ingest", "nowhere", "--into", "kept"),
        ("diff", "nowhere", "nowhere"),
        ("explain", "2.2.2", "--assessment", "nowhere"),
    ],
    ids=" ".join,
)
def test_nothing_to_look_at_is_3(
    words: tuple[str, ...], typed: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = typed(*words)
    assert (done.code, done.out) == (3, "")
    assert "nowhere" in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "error", [AssayError("git gave up on crane", advice="Try again."), CheckContractError("x broke")]
)
def test_a_failure_of_assay_itself_is_1(
    error: AssayError, typed: Callable[..., Any], crane: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(remembered, "assess_document", fail)
    done = typed("assess", crane)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(f"assay: {error.problem}\n")
    assert error.advice in done.err


def test_json_alone_is_on_standard_output(typed: Callable[..., Any], crane: Path) -> None:
    found = json.loads(typed("assess", crane, *FAST, "--format", "json").out)
    assert len(found["claims"]) == 46
    code = json.loads(typed("catalogue", "--format", "json").out)
    assert len([claim for claim in code["claims"] if claim["counted"]]) == 45
    assert {facet["needs"] for claim in code["claims"] for facet in claim["facets"]} <= {"weak", "medium", "strong"}


def test_diff_as_json_is_pure(typed: Callable[..., Any], crane: Path, tmp_path: Path) -> None:
    found = tmp_path / "crane.json"
    typed("assess", crane, *FAST, "--format", "json", "--output", found)
    assert json.loads(typed("diff", found, found, "--format", "json").out) == []
    assert "No claim changed." in typed("diff", found, found).out


def on_a_terminal(
    start: Callable[..., "subprocess.Popen[str]"], *words: object, stream: str, environment: dict[str, str], other: Path
) -> str:
    """What a command writes on ``stream`` that is a terminal; the other stream goes into the file ``other``."""
    ours, theirs = pty.openpty()
    with other.open("w") as file:
        process = start(*words, environment=environment, **{"stdout": file, "stderr": file, stream: theirs})
    os.close(theirs)
    seen = b""
    try:
        while part := os.read(ours, 65536):
            seen += part
    except OSError:  # the other end was closed: that is how a terminal ends here
        pass
    finally:
        os.close(ours)
    assert process.wait(60) == 0
    return seen.decode()


def test_colour_is_for_terminals_that_want_it(
    started: Callable[..., "subprocess.Popen[str]"], crane: Path, tmp_path: Path
) -> None:
    words = ("assess", crane, "--no-tools", "--as-of", "2026-10-01", "--quiet")
    coloured, plain = (
        on_a_terminal(started, *words, stream="stdout", environment={"TERM": "xterm", **more}, other=tmp_path / "err")
        for more in ({}, {"NO_COLOR": "1"})
    )
    assert ESCAPE in coloured
    assert ESCAPE not in plain
    assert "crane.git at" in plain


def test_progress_is_on_standard_error_of_a_terminal_only(
    started: Callable[..., "subprocess.Popen[str]"], crane: Path, tmp_path: Path
) -> None:
    words = ("assess", crane, *FAST, "--format", "json")
    progress = on_a_terminal(started, *words, stream="stderr", environment={}, other=tmp_path / "out")
    assert "reading " in progress
    assert json.loads((tmp_path / "out").read_text())["schema"].startswith("assay-assessment/")
    piped = started(*words)
    out, err = piped.communicate(timeout=60)
    assert (piped.returncode, err) == (0, "")
    assert ESCAPE not in out
