"""A second process gives what it could make, and an assessment says the same with it and without it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assay.collect import beside
from assay.testing.repository import build

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")

PROGRAM = """
import sys, threading
from assay.assess import gather
from assay.collect import beside
wanted = sys.argv.pop(1) == "two"
taken = []
really = beside.Beside.take
def take(self, name):
    made = really(self, name)
    taken.append((name, bool(made)))
    return made
beside.Beside.take = take
beside.possible = lambda: wanted and threading.active_count() == 1
gather.WORTH_A_PROCESS = 0
from assay.cli import main
try:
    main()
finally:
    print(*taken, file=sys.stderr)
"""
HELPED = """
import sys
from assay.collect.beside import Beside
{body}
"""


def run(script: str, *words: str) -> "subprocess.CompletedProcess[str]":
    """In a fresh interpreter: the one that runs the tests has threads, and must not fork."""
    return subprocess.run(
        [sys.executable, "-c", script, *words], capture_output=True, text=True, check=True, timeout=60
    )


def test_results_arrive_by_name_whatever_the_order() -> None:
    body = (
        'made = lambda send: (send("first", b"1" * 300_000), send("second", b"\\n 2 \\n"))\n'
        "other = Beside(made)\n"
        'print(other.take("second"), len(other.take("first")), other.take("third"), other.ready("third"))\n'
        "other.stop()"
    )
    assert run(HELPED.format(body=body)).stdout == "b'\\n 2 \\n' 300000 None True\n"


def test_a_process_that_fails_gives_what_it_had_and_nothing_else() -> None:
    body = (
        'def made(send):\n    send("first", b"1")\n    raise RuntimeError("no more")\n'
        "other = Beside(made)\n"
        'print(other.take("first"), other.take("second"))'
    )
    done = run(HELPED.format(body=body))
    assert done.stdout == "b'1' None\n"


def test_a_process_nobody_asks_any_more_is_ended(tmp_path: Path) -> None:
    body = (
        "import time, pathlib\n"
        f"place = pathlib.Path({str(tmp_path)!r})\n"
        "def made(send):\n"
        "    try:\n        (place / 'begun').touch()\n        time.sleep(600)\n"
        "    finally:\n        (place / 'tidied').touch()\n"
        "other = Beside(made)\n"
        "while not (place / 'begun').exists():\n    time.sleep(0.01)\n"
        "other.stop()"
    )
    run(HELPED.format(body=body))
    assert (tmp_path / "tidied").exists()


def test_no_process_beside_other_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("threading.active_count", lambda: 2)
    assert not beside.possible()


def test_an_assessment_says_the_same_with_it_and_without_it(tmp_path: Path) -> None:
    files = {
        "README.md": "# Gantry\n\nA crane for loads of every kind.\n",
        "src/app.py": 'import os\n\nKEY = os.getenv("SECRET_KEY", "hunter2hunter2")\n',
        "src/keys.py": f'TOKEN = "glpat-{"a1B2c3D4e5" * 2}"\n',
        "tests/test_app.py": "def test_it():\n    assert True\n",
    }
    gantry = build(tmp_path / "gantry", files)
    found = {}
    for processes in ("one", "two"):
        output = tmp_path / f"{processes}.json"
        words = ("assess", str(gantry), "--as-of", "2026-10-01", "--no-cache", "--quiet", "--format", "json")
        done = run(PROGRAM, processes, *words, "--output", str(output))
        found[processes] = json.loads(output.read_bytes()), done.stderr.split("\n")[0]
    assert found["one"][1] == ""
    assert found["two"][1] == "('Code', True) ('SecretsFound', True)"
    assert found["one"][0] == found["two"][0]
