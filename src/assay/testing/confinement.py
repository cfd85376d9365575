"""Assesses a repository as an attacker's: in its own process, with bounded memory and time, no sockets, and a trap for programs."""

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MEMORY_BYTES = 1_500_000_000
PROCESSOR_SECONDS = 100
WALL_SECONDS = 200

_NO_SOCKETS = """
import socket
from pathlib import Path


def _refuse(*_, **__):
    Path({mark!r}).open("a").write("a socket was used\\n")
    raise OSError("no network here")


socket.socket.connect = socket.socket.connect_ex = socket.socket.bind = socket.socket.sendto = _refuse
socket.getaddrinfo = socket.create_connection = _refuse
"""
_RUN = "import sys; from assay.cli import main; sys.argv[0] = 'assay'; main()"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    output: str
    errors: str
    seconds: float

    @property
    def document(self) -> dict[str, Any]:
        """The assessment it printed."""
        found: dict[str, Any] = json.loads(self.output)
        return found

    @property
    def unread(self) -> list[tuple[str, str, str]]:
        """Everything the assessment says could not be read: what, why, what would show it."""
        return [(each["fact"], each["reason"], each["would_show"]) for each in self.document["unread"]]


class Confinement:
    """A folder with the trap and nothing else a command could lean on: no settings, no home."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mark = folder / "sprung"
        self.trap = folder / "trap"
        self.home = folder / "home"
        self.home.mkdir(parents=True)
        self.trap.write_text(f'#!/bin/sh\necho "$0 $*" >> {self.mark}\nexit 0\n')
        self.trap.chmod(0o755)
        (folder / "python").mkdir()
        (folder / "python" / "sitecustomize.py").write_text(_NO_SOCKETS.format(mark=str(self.mark)))

    @property
    def sprung(self) -> str:
        """What fell into the trap or reached for a socket; empty when nothing did."""
        return self.mark.read_text() if self.mark.exists() else ""

    def environment(self, **more: str) -> dict[str, str]:
        """What the command sees of the world."""
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self.home),
            "PYTHONPATH": str(self.folder / "python"),
            "LC_ALL": "C.UTF-8",
            **more,
        }

    def command(self, *words: str) -> list[str]:
        """The command line of ``assay <words>``."""
        return [sys.executable, "-c", _RUN, *words]

    def run(self, *words: str, before: tuple[str, ...] = (), stdin: str = "") -> Ended:
        """``assay <words>`` under the limits; ``before`` are words put before the command line, such as a tracer."""
        began = time.monotonic()
        done = subprocess.run(
            [*before, *self.command(*words)],
            input=stdin.encode(),
            capture_output=True,
            env=self.environment(),
            cwd=self.folder,
            timeout=WALL_SECONDS,
            check=False,
            preexec_fn=_limit,
        )
        took = time.monotonic() - began
        return Ended(done.returncode, done.stdout.decode(), done.stderr.decode("utf-8", "replace"), took)

    def assess(self, repository: Path, *options: str, before: tuple[str, ...] = ()) -> Ended:
        """``assay assess`` as JSON; raises AssertionError if the trap went off or the repository was written to."""
        was = listing(repository)
        ended = self.run("assess", str(repository), "--no-cache", "--format", "json", *options, before=before)
        assert not self.sprung, self.sprung
        assert listing(repository) == was, "the assessed repository was written to"
        return ended


def listing(folder: Path) -> dict[str, tuple[int, int, int, int]]:
    """Every path below ``folder`` with mode, size and times: equal before and after means nothing was written."""
    found = {}
    for top, folders, files in os.walk(os.fsencode(folder)):
        for name in (b".", *folders, *files):
            path = top + b"/" + name
            seen = os.lstat(path)
            found[os.fsdecode(path)] = (seen.st_mode, seen.st_size, seen.st_mtime_ns, seen.st_ino)
    return found


def no_network() -> tuple[str, ...]:
    """Words that run a command without any network; empty where this machine has no means."""
    words = ("unshare", "-rn")
    if not shutil.which(words[0]):
        return ()
    return words if subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0 else ()


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
