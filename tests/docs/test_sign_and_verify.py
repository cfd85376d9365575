"""The page on sealing, signing and verifying, followed to the letter."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from assay.testing.packs import written

ENDS_WITH = {
    "assay verify ../product.pack": 5,
    "assay verify ../product.pack --key ../sro.pem.pub": 5,
}
"""The page says so of these; all others end with 0."""


def test_every_command_ends_as_the_page_says(documents: Mapping[Path, str], root: Path, tmp_path: Path) -> None:
    if not shutil.which("openssl"):
        pytest.skip("openssl is not on this machine")
    page = documents[root / "docs" / "how-to" / "sign-and-verify.md"]
    commands = [line for block in re.findall(r"```sh\n(.*?)```", page, re.DOTALL) for line in block.splitlines()]
    assert len(commands) > 12
    assert set(ENDS_WITH) <= set(commands)
    repository, _ = written(tmp_path)
    home = tmp_path / "home"
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "ASSAY_KEY_PASSWORD": "quayside lantern",
    }
    said = {}
    for command in commands:
        done = subprocess.run(["sh", "-c", command], cwd=repository, env=environment, capture_output=True, text=True)
        assert done.returncode == ENDS_WITH.get(command, 0), f"{command}\n{done.stdout}{done.stderr}"
        said[command] = done.stdout + done.stderr
    assert "Verified: ../product.pack" in said["assay verify ../product.pack --key ../sro.pem.pub --require-role sro"]
    assert "Verified" not in said["assay verify ../product.pack"]
    anew = said["assay verify ../product.pack --key ../sro.pem.pub"]
    assert "does not cover this pack" in " ".join(anew.split())
    assert "Cleo Warden must sign again" in " ".join(anew.split())
    made = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir() if path.is_file()}
    assert made["sro.pem"] == 0o600
    assert {"product.pack", "product.pack.sro.intoto.json", "product.pack.vendor.intoto.json", "sro.pem.pub"} <= set(
        made
    )
