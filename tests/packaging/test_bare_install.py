"""The wheel, installed without development packages into a throw-away environment, does the main job."""

import subprocess
import sys
import venv
from pathlib import Path

import pytest

from assay.testing.repository import build

HERE = Path(__file__).parents[2]


def _run(*command: str | Path, cwd: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([str(each) for each in command], cwd=cwd, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_wheel_alone_assesses_a_repository(tmp_path: Path) -> None:
    made = _run(
        sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path / "dist", HERE, cwd=tmp_path
    )
    assert made.returncode == 0, made.stderr
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    venv.create(tmp_path / "env", with_pip=True)
    pip = (tmp_path / "env" / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    needed = _run(*pip, "--require-hashes", "-r", HERE / "requirements" / "run.txt", cwd=tmp_path)
    if "No matching distribution" in needed.stderr or "Could not fetch" in needed.stderr:
        pytest.skip("no package index can be reached from this machine")
    assert needed.returncode == 0, needed.stderr
    assert _run(*pip, "--no-deps", "--no-index", wheel, cwd=tmp_path).returncode == 0

    assay = tmp_path / "env" / "bin" / "assay"
    repository = build(tmp_path / "gantry", {"SECURITY.md": "# Security\n", "src/a.py": "print(1)\n"})
    assessed = _run(assay, "assess", repository, "--no-cache", cwd=tmp_path)
    assert assessed.returncode == 0, assessed.stderr
    assert "45 claims:" in assessed.stdout
    as_page = _run(assay, "assess", repository, "--no-cache", "--format", "html", cwd=tmp_path)
    assert as_page.stdout.startswith("<!doctype html>"), as_page.stderr
    assert "decisive" in _run(assay, "explain", "2.2.2", cwd=tmp_path).stdout
    assert "pytest" not in _run(*pip[:-2], "list", cwd=tmp_path).stdout
