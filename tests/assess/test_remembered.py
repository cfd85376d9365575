"""The same question gets the same bytes from memory; whatever could change the answer is judged anew, and alike."""

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assay.assess import remembered, run
from assay.assess.remembered import assess_document
from assay.assess.result import canonical
from assay.checks.contract import Change
from assay.collect.git import HARDENED_ENVIRONMENT
from assay.collect.repository import Settings
from assay.testing.repository import Recipe, build

SETTINGS = Settings(date(2026, 10, 1), use_tools=False)
WORKFLOW = "on: [push, pull_request]\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: {}\n"
FILES = {
    "README.md": "# Gantry\n\nA crane for loads of every kind, with a manual of its own.\n",
    "SECURITY.md": "# Security\n\nWrite to security@gantry.example; we answer within three days.\n",
    "package.json": '{"name": "gantry", "private": true, "dependencies": {"left": "1.0.0"}}',
    "src/main.py": 'import os\n\nKEY = os.environ.get("SECRET_KEY", "hunter2hunter2")\n',
    "tests/test_main.py": "def test_it():\n    assert 1 + 1 == 2\n",
    ".github/workflows/test.yml": WORKFLOW.format("pytest"),
}
HISTORY = tuple(
    Change(f"Step {number}", {"package.json": f'{{"name": "gantry", "version": "1.{number}.0"}}'}, on=date(2026, 8, 1))
    for number in range(12)
)


class Counted:
    """How often a repository was really judged."""

    def __init__(self) -> None:
        self.times = 0


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> Counted:
    counted, real = Counted(), run.assess

    def assess(*arguments: Any) -> run.Assessment:
        counted.times += 1
        return real(*arguments)

    monkeypatch.setattr(run, "assess", assess)
    return counted


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return build(tmp_path / "gantry", Recipe(FILES, HISTORY))


def git(repository: Path, *words: str, given: bytes = b"") -> str:
    """What git says; for changing the repository between two runs."""
    done = subprocess.run(["git", *words], cwd=repository, env=HARDENED_ENVIRONMENT, input=given, capture_output=True, check=True)  # fmt: skip
    return done.stdout.decode().strip()


def commit(repository: Path, path: str, text: str) -> str:
    """One more commit on the branch, with the file changed."""
    stream = (
        f"commit refs/heads/main\ncommitter Ada Builder <ada@example.com> 1790800000 +0000\ndata 4\nMore\n"
        f"from refs/heads/main^0\nM 100644 inline {path}\ndata {len(text.encode())}\n{text}\n"
    )
    git(repository, "fast-import", "--quiet", given=stream.encode())
    return git(repository, "rev-parse", "HEAD")


def test_nothing_changed_gives_the_same_bytes_without_judging(
    repository: Path, tmp_path: Path, judged: Counted
) -> None:
    first = assess_document(repository, "HEAD", SETTINGS, tmp_path / "cache")
    second = assess_document(repository, "HEAD", SETTINGS, tmp_path / "cache")
    assert canonical(first) == canonical(second)
    assert judged.times == 1


def test_memory_changes_no_answer(repository: Path, tmp_path: Path) -> None:
    without = assess_document(repository, "HEAD", SETTINGS, None)
    assert assess_document(repository, "HEAD", SETTINGS, tmp_path / "cache") == without
    assert assess_document(repository, "HEAD", SETTINGS, tmp_path / "cache") == without


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("README.md", "# Gantry\n\nAnother text.\n"),
        ("package.json", '{"name": "gantry", "dependencies": {"left": "2.0.0"}}'),
        (".github/workflows/test.yml", WORKFLOW.format("pytest || true")),
        ("docker/Dockerfile", "FROM python:3.12\n"),
        ("src/main.py", "KEY = 1\n"),
    ],
)
def test_a_new_commit_is_judged_as_without_memory(
    repository: Path, tmp_path: Path, judged: Counted, path: str, text: str
) -> None:
    assess_document(repository, "HEAD", SETTINGS, tmp_path / "cache")
    newest = commit(repository, path, text)
    found = assess_document(repository, "HEAD", SETTINGS, tmp_path / "cache")
    assert judged.times == 2
    assert found["subject"]["commit"] == newest
    assert found == assess_document(repository, "HEAD", SETTINGS, None)


def test_a_history_that_was_rewritten_is_judged_as_without_memory(repository: Path, tmp_path: Path) -> None:
    assess_document(repository, "HEAD", SETTINGS, tmp_path / "cache")
    git(repository, "update-ref", "refs/heads/main", "HEAD~5")
    commit(repository, "README.md", "# Another way\n")
    found = assess_document(repository, "HEAD", SETTINGS, tmp_path / "cache")
    assert found == assess_document(repository, "HEAD", SETTINGS, None)


def test_a_new_tag_is_judged_anew(repository: Path, tmp_path: Path, judged: Counted) -> None:
    assess_document(repository, "HEAD", SETTINGS, tmp_path / "cache")
    git(repository, "update-ref", "refs/tags/v1.0.0", "HEAD")
    found = assess_document(repository, "HEAD", SETTINGS, tmp_path / "cache")
    assert judged.times == 2
    assert found == assess_document(repository, "HEAD", SETTINGS, None)


@pytest.mark.parametrize(
    "other",
    [
        replace(SETTINGS, as_of=date(2027, 10, 1)),
        replace(SETTINGS, profile_text='schema = 1\n[product]\nname = "Gantry"\n', profile_source="gantry.toml"),
    ],
    ids=["another day", "another profile"],
)
def test_another_question_is_judged_anew(repository: Path, tmp_path: Path, judged: Counted, other: Settings) -> None:
    first = assess_document(repository, "HEAD", SETTINGS, tmp_path / "cache")
    found = assess_document(repository, "HEAD", other, tmp_path / "cache")
    assert judged.times == 2
    assert found != first
    assert found == assess_document(repository, "HEAD", other, None)


def test_another_program_judges_anew(
    repository: Path, tmp_path: Path, judged: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    assess_document(repository, "HEAD", SETTINGS, tmp_path / "cache")
    monkeypatch.setattr(remembered, "_program", lambda: "an upgrade")
    assess_document(repository, "HEAD", SETTINGS, tmp_path / "cache")
    assert judged.times == 2


def test_an_altered_answer_is_judged_anew(repository: Path, tmp_path: Path, judged: Counted) -> None:
    first = assess_document(repository, "HEAD", SETTINGS, tmp_path / "cache")
    (kept,) = (tmp_path / "cache").glob("*/assessment")
    kept.write_bytes(kept.read_bytes().replace(b"no evidence", b"met", 1))
    assert assess_document(repository, "HEAD", SETTINGS, tmp_path / "cache") == first
    assert judged.times == 2


def test_damaged_memory_changes_no_answer(repository: Path, tmp_path: Path) -> None:
    first = assess_document(repository, "HEAD", SETTINGS, tmp_path / "cache")
    for kept in (tmp_path / "cache").glob("*/*"):
        kept.write_bytes(kept.read_bytes()[: kept.stat().st_size // 2])
    assert assess_document(repository, "HEAD", SETTINGS, tmp_path / "cache") == first


def test_a_place_that_cannot_be_written_changes_no_answer(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    found = assess_document(repository, "HEAD", SETTINGS, tmp_path / "taken" / "cache")
    assert found == assess_document(repository, "HEAD", SETTINGS, None)
