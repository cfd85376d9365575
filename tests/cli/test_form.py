"""``assay form lint`` and ``assay challenge``, as a shell sees them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assay.testing.forms import all_met, docx, in_markdown, official_layout
from assay.testing.repository import build

PROGRAM = "from assay.cli import main; main()"


def run(*words: str, cache: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "/usr/bin:/bin", "XDG_CACHE_HOME": str(cache)}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *words], capture_output=True, text=True, env=environment, check=False
    )


@pytest.mark.parametrize(
    ("name", "data", "code", "says"),
    [
        ("good.md", in_markdown(all_met()), 0, "No fault was found"),
        ("blank.docx", official_layout({}), 4, "[unanswered]"),
        ("broken.docx", b"PK nothing", 2, "cannot be read as a form"),
        ("locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 2, "encrypted"),
        ("form.xyz", b"x", 2, "forms are read from"),
        ("other.md", "# A page about tea\n", 3, "no row"),
        ("empty.docx", docx(""), 3, "no row"),
        ("absent.md", None, 3, "cannot be read"),
    ],
)
def test_lint_leaves_with_the_documented_code(
    name: str, data: str | bytes | None, code: int, says: str, tmp_path: Path
) -> None:
    form = tmp_path / name
    if data is not None:
        form.write_bytes(data.encode() if isinstance(data, str) else data)
    done = run("form", "lint", str(form), cache=tmp_path)
    assert (done.returncode, says in done.stdout + done.stderr) == (code, True)
    assert "Traceback" not in done.stderr


def test_lint_as_json_into_a_file(tmp_path: Path) -> None:
    form, out = tmp_path / "form.docx", tmp_path / "faults.json"
    form.write_bytes(official_layout({}))
    done = run("form", "lint", str(form), "--format", "json", "--output", str(out), cache=tmp_path)
    assert (done.returncode, done.stdout) == (4, "")
    assert json.loads(out.read_text("utf-8"))["schema"] == "assay-form-faults/1"


def test_challenge(tmp_path: Path) -> None:
    gantry = build(tmp_path / "gantry", {"README.md": "# Gantry\n"})
    form = tmp_path / "form.md"
    form.write_text(in_markdown(all_met()), "utf-8")
    words = ("challenge", str(form), "--repository", str(gantry), "--as-of", "2026-10-01", "--no-tools", "--quiet")
    text, markdown, data = (run(*words, "--format", shape, cache=tmp_path) for shape in ("text", "markdown", "json"))
    assert [each.returncode for each in (text, markdown, data)] == [0, 0, 0], text.stderr
    assert text.stdout.startswith("Questions on the self-assessment of Gantry 2.1.0 by Gantry Ltd\n")
    assert markdown.stdout.startswith("# Questions on the self-assessment of Gantry 2.1.0 by Gantry Ltd\n")
    assert json.loads(data.stdout)["schema"] == "assay-challenge/1"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("challenge", "form.md"), 2),
        (("challenge", "form.md", "--repository", "nowhere"), 3),
        (("challenge", "absent.md", "--repository", "gantry"), 3),
        (("challenge", "form.md", "--repository", "gantry", "--ref", "v9"), 3),
        (("challenge", "form.md", "--repository", "gantry", "--format", "pdf"), 2),
        (("challenge", "form.md", "--repository", "gantry", "--as-of", "1066-10-14"), 2),
        (("form", "lint"), 2),
    ],
)
def test_wrong_use(words: tuple[str, ...], code: int, tmp_path: Path) -> None:
    build(tmp_path / "gantry", {"README.md": "# Gantry\n"})
    (tmp_path / "form.md").write_text(in_markdown(all_met()), "utf-8")
    named = {"form.md", "absent.md", "gantry", "nowhere"}
    done = run(*(str(tmp_path / word) if word in named else word for word in words), cache=tmp_path)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
