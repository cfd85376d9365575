"""The day an end of support was first written down, through moves and edits of the page."""

import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

from assay.assess.gather import Facts
from assay.collect.git import HARDENED_ENVIRONMENT
from assay.collect.repository import Repository, Settings
from assay.facts.support_history import SupportHistory

PAGE = "# Support of Gantry\n\nThis page tells how long each version is supported.\n\n| Version | End of support |\n|---|---|\n"


def commit(on: date, *changes: str) -> str:
    seconds = int(datetime(on.year, on.month, on.day, 12, tzinfo=UTC).timestamp())
    who = f"Ada Builder <ada@example.com> {seconds} +0000"
    return f"commit refs/heads/main\nauthor {who}\ncommitter {who}\ndata 4\nword\n" + "".join(changes) + "\n"


def write(path: str, text: str) -> str:
    return f"M 100644 inline {path}\ndata {len(text.encode())}\n{text}\n"


def history(folder: Path, *commits: str) -> SupportHistory:
    folder.mkdir()
    for words, given in ((["init", "-q", "--bare", "-b", "main", "."], ""), (["fast-import", "--quiet"], "".join(commits))):  # fmt: skip
        subprocess.run(["git", *words], cwd=folder, env=HARDENED_ENVIRONMENT, input=given.encode(), check=True)
    with Repository(folder) as repository:
        return Facts(repository, Settings(date(2026, 10, 1))).get(SupportHistory)


def test_a_page_is_followed_when_it_moves(tmp_path: Path) -> None:
    first, both = PAGE + "| 1.x | 2025-12-31 |\n", PAGE + "| 1.x | 2025-12-31 |\n| 2.x | 2026-12-31 |\n"
    found = history(
        tmp_path / "r",
        commit(date(2023, 1, 1), write("SUPPORT.md", first)),
        commit(date(2024, 1, 1), write("SUPPORT.md", both)),
        commit(date(2026, 9, 1), "D SUPPORT.md\n", write("docs/support.md", both)),
    )
    assert [(each.line, each.ends_on, each.announced_on, each.path, each.is_first_word) for each in found.announcements] == [
        ((1,), date(2025, 12, 31), date(2023, 1, 1), "docs/support.md", False),
        ((2,), date(2026, 12, 31), date(2024, 1, 1), "docs/support.md", True),
    ]  # fmt: skip


def test_an_end_brought_forward_is_announced_when_it_was(tmp_path: Path) -> None:
    found = history(
        tmp_path / "r",
        commit(date(2023, 1, 1), write("SUPPORT.md", PAGE + "| 2.x | 2027-12-31 |\n")),
        commit(date(2024, 1, 1), write("SUPPORT.md", PAGE + "| 2.x | 2026-12-31 |\n")),
        commit(date(2025, 1, 1), write("SUPPORT.md", PAGE + "| 2.x | 2026-12-15 |\n")),
    )
    (only,) = found.announcements
    assert (only.ends_on, only.announced_on) == (date(2026, 12, 15), date(2024, 1, 1))


def test_lines_without_an_end_are_kept_apart(tmp_path: Path) -> None:
    found = history(tmp_path / "r", commit(date(2023, 1, 1), write("SUPPORT.md", PAGE + "| 3.x | - |\n| 2.x | 2026-12-31 |\n")))  # fmt: skip
    assert found.undated == ((3,),)


def test_without_a_page_nothing_is_walked(tmp_path: Path) -> None:
    assert history(tmp_path / "r", commit(date(2023, 1, 1), write("README.md", "# Gantry\n"))) == SupportHistory(())
