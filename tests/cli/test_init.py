"""The profile ``assay init`` writes is one, and so is everything it shows in comments."""

import re
from pathlib import Path

from click.testing import CliRunner

from assay.cli.init import command
from assay.collect.repository import Repository, Settings
from assay.collect.stated.profile import collect
from assay.testing.corpus import AS_OF
from assay.testing.repository import build

OPTIONS = ["--product", 'Gan"try', "--role", "in-house", "--delivery", "saas", "--releases", "https://gantry.example", "--yes"]  # fmt: skip


def written(folder: Path) -> str:
    """What the command writes."""
    folder.mkdir()
    result = CliRunner().invoke(command, [str(folder), *OPTIONS])
    assert result.exit_code == 0, result.output
    return (folder / "assay.toml").read_text("utf-8")


def test_it_is_a_profile(tmp_path: Path) -> None:
    with Repository(build(tmp_path / "r", {"assay.toml": written(tmp_path / "w")})) as repository:
        profile = collect(repository, Settings(AS_OF))
    assert (profile.source, profile.product, profile.role, profile.delivery) == (
        "assay.toml",
        'Gan"try',
        "in-house",
        ("saas",),
    )
    assert profile.links == {"releases": "https://gantry.example"}
    assert profile.statements == ()


def test_its_comments_are_examples_that_fit_once_filled_in(tmp_path: Path) -> None:
    text = re.sub(r"^# (\[\[|\w+ = )", r"\1", written(tmp_path / "w"), flags=re.MULTILINE)
    text = re.sub(r'"64 hex.*"', f'"{"0" * 64}"', re.sub(r'"object id.*"', f'"{"0" * 40}"', text))
    with Repository(build(tmp_path / "r", {"assay.toml": text})) as repository:
        profile = collect(repository, Settings(AS_OF))
    assert profile.unread == ()
    assert len(profile.statements) == len(profile.accepted_risks) == len(profile.false_positives) == 1
    assert profile.statements[0].statement_class is None, "a placeholder names no person"
