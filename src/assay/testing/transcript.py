"""Runs the transcripts of a document for real: ``python -m assay.testing.transcript README.md``.

A transcript is a block fenced as ``console``: a line that begins with ``$`` is a command, the lines below it are what the
command prints. The commands of one document run one after another in one empty folder, with no settings of the user's.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)


def run_anew(text: str) -> str:
    """``text`` with every transcript as it is today; raises CalledProcessError when a command fails."""
    with tempfile.TemporaryDirectory(prefix="assay-") as folder:
        return BLOCK.sub(lambda block: _block(block.group(), Path(folder)), text)


def _block(block: str, folder: Path) -> str:
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"{command}\n{_output(command[2:], folder)}" for command in commands)


def _output(command: str, folder: Path) -> str:
    """What the command prints, warnings included; Assay and Python are those this module runs in."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.defpath))
    environment = {"PATH": path, "HOME": str(folder), "LC_ALL": "C.UTF-8", "COLUMNS": "80"}
    done = subprocess.run(
        command, shell=True, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True
    )  # fmt: skip
    return done.stdout.decode()


if __name__ == "__main__":
    for name in sys.argv[1:]:
        document = Path(name)
        document.write_text(run_anew(document.read_text("utf-8")), "utf-8")
