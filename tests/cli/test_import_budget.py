"""Help and explanations load nothing that reads, renders or starts git: what is not imported cannot be slow."""

import subprocess
import sys
from pathlib import Path

import pytest

from assay.testing.repository import build

FORBIDDEN = (
    "docx", "jinja2", "jsonschema_rs", "lxml", "markdown_it", "msgspec", "packaging", "pypdfium2", "xml.etree.ElementTree", "yaml",
    "assay.assess.gather", "assay.assess.run", "assay.collect.audited.workflow_audits", "assay.collect.background", "assay.collect.git",
    "assay.collect.repository", "assay.formats", "assay.reports",
)  # fmt: skip
PROGRAM = """
import sys
from assay.cli import main
try:
    main()
finally:
    print(*sorted(sys.modules), sep="\\n", file=sys.stderr)
"""


def imported(*words: str) -> set[str]:
    """Every module a fresh interpreter has loaded once the command is done."""
    done = subprocess.run([sys.executable, "-c", PROGRAM, *words], capture_output=True, text=True, check=True)
    assert done.stdout
    return set(done.stderr.split())


@pytest.mark.parametrize(
    "words", [("--help",), ("--version",), ("assess", "--help"), ("explain", "2.2.2"), ("explain", "2.2.2/a"), ("explain", "2.2")]
)  # fmt: skip
def test_nothing_heavy_is_imported(words: tuple[str, ...]) -> None:
    loaded = imported(*words)
    assert "assay.cli" in loaded
    assert sorted(loaded & set(FORBIDDEN)) == []


def test_help_loads_no_command() -> None:
    assert {each for each in imported("--help") if each.startswith("assay.")} == {"assay.cli", "assay.errors"}


def test_an_assessment_loads_what_the_others_may_not(tmp_path: Path) -> None:
    """The names above are right: a command that needs them does load them."""
    gantry = build(tmp_path / "gantry", {"README.md": "# Gantry\n"})
    known = imported("assess", str(gantry), "--no-tools", "--no-cache", "--quiet")
    assert {"assay.collect.git", "assay.formats", "assay.assess.run", "msgspec", "markdown_it", "yaml"} <= known
