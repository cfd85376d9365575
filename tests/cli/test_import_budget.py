"""Help and explanations load nothing that reads, renders or starts git: what is not imported cannot be slow."""

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from assay.cli import COMMANDS, group, help_text
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
    loaded = {each for each in imported("--help") if each.startswith("assay.")}
    assert loaded == {"assay.cli", "assay.cli.place", "assay.errors"}


@pytest.mark.parametrize("words", [("--help",), ("-h",), ("explain", "2.2.2")])
def test_quick_answers_load_neither_the_parser_nor_what_makes_classes(words: tuple[str, ...]) -> None:
    assert imported(*words) & {"click", "dataclasses", "inspect", "importlib.resources", "assay.cli.parser"} == set()


def test_help_is_what_the_parser_would_print() -> None:
    with click.Context(group, info_name="assay", terminal_width=78, **group.context_settings) as context:
        assert help_text() == group.get_help(context) + "\n"


def test_narrow_terminals_are_left_to_the_parser() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from assay.cli import main; main()", "--help"],
        env={**os.environ, "COLUMNS": "60"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    listed = done.stdout.partition("Commands:")[2]
    assert max(map(len, listed.splitlines())) <= 60
    assert set(COMMANDS) <= set(listed.split())


def test_an_assessment_loads_what_the_others_may_not(tmp_path: Path) -> None:
    """The names above are right: a command that needs them does load them."""
    gantry = build(tmp_path / "gantry", {"README.md": "# Gantry\n"})
    known = imported("assess", str(gantry), "--no-tools", "--no-cache", "--quiet")
    assert {"assay.collect.git", "assay.formats", "assay.assess.run", "msgspec", "markdown_it", "yaml"} <= known
