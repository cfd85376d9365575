"""The command as it is typed: inside this process where only the answer matters, in one of its own where streams do."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assay.cli import main
from assay.testing.repository import build

PROGRAM = (sys.executable, "-c", "from assay.cli import main; main()")


@dataclass(frozen=True)
class Done:
    """How a command ended and what it said where."""

    code: int
    out: str
    err: str


Typed = Callable[..., Done]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    """Runs ``assay`` with these words in this process; whatever it does not turn into an exit code fails the test."""

    def run(*words: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["assay", *map(str, words)])
        capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        return Done(code, *capsys.readouterr())

    return run


@pytest.fixture
def started(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., "subprocess.Popen[str]"]:
    """Starts ``assay`` as a process of its own, with no settings of whoever runs the tests."""
    home = tmp_path_factory.mktemp("home")

    def start(
        *words: object, environment: Mapping[str, str] | None = None, before: Sequence[str] = (), **more: Any
    ) -> "subprocess.Popen[str]":
        settings = {"PATH": os.environ["PATH"], "HOME": str(home), **(environment or {})}
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen([*before, *PROGRAM, *map(str, words)], text=True, env=settings, **{**streams, **more})

    return start


@pytest.fixture(scope="session")
def crane(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bare repository of two files."""
    return build(
        tmp_path_factory.mktemp("crane") / "crane.git", {"README.md": "# Crane\n", "src/crane.py": "LIFT = 1\n"}
    )


@pytest.fixture
def ordinary() -> list[str]:
    """What comes before a command so that permissions hold for it, whoever runs the tests."""
    if os.geteuid() != 0:
        return []
    if not shutil.which("setpriv"):
        pytest.skip("permissions mean nothing to the superuser, and setpriv is not on this machine")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"]
