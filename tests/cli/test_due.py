"""``assay due``: what it writes, and how it ends."""

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema_rs
import pytest
from click.testing import CliRunner, Result

from assay.cli.due import command
from assay.errors import MalformedInputError, NotARepositoryError
from assay.store.code_of_practice import schema
from assay.testing.repository import build

OPTIONS = ("--no-cache", "--no-tools", "--quiet", "--as-of", "2026-10-01")
SECURITY_TXT = "Contact: mailto:security@gantry.example\nExpires: {}T00:00:00Z\n"


@pytest.fixture
def overdue(tmp_path: Path) -> Path:
    return build(tmp_path / "gantry", {".well-known/security.txt": SECURITY_TXT.format("2026-09-30")})


@pytest.fixture
def well(tmp_path: Path) -> Path:
    return build(tmp_path / "gantry", {".well-known/security.txt": SECURITY_TXT.format("2026-10-01")})


def run(*arguments: str) -> Result:
    done = CliRunner().invoke(command, arguments)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def test_exit_code_is_0_whatever_is_due(overdue: Path) -> None:
    done = run(str(overdue), *OPTIONS)
    assert done.exit_code == 0
    assert "Overdue (1)" in done.output


def test_fail_ends_with_4_when_something_is_overdue(overdue: Path) -> None:
    assert run(str(overdue), "--fail", *OPTIONS).exit_code == 4


def test_fail_ends_with_0_on_the_last_good_day(well: Path) -> None:
    done = run(str(well), "--fail", *OPTIONS)
    assert done.exit_code == 0
    assert "2026-10-01, today: security.txt" in done.output


def test_json_fits_its_schema(overdue: Path, tmp_path: Path) -> None:
    place = tmp_path / "due.json"
    assert run(str(overdue), "--format", "json", "--output", str(place), *OPTIONS).output == ""
    found = json.loads(place.read_text())
    assert list(jsonschema_rs.validator_for(schema("due"), validate_formats=True).iter_errors(found)) == []


def test_calendar_is_written_byte_for_byte(overdue: Path, tmp_path: Path) -> None:
    place = tmp_path / "due.ics"
    run(str(overdue), "--format", "ics", "--output", str(place), *OPTIONS)
    data = place.read_bytes()
    assert data.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


@pytest.mark.parametrize("within", ["soon", "30", "-1d", "11y"])
def test_a_window_that_is_none(within: str, well: Path) -> None:
    with pytest.raises(MalformedInputError):
        run(str(well), f"--within={within}", *OPTIONS)


def test_no_repository(tmp_path: Path) -> None:
    with pytest.raises(NotARepositoryError):
        run(str(tmp_path), *OPTIONS)


def test_memory_of_earlier_runs_changes_nothing(overdue: Path, tmp_path: Path) -> None:
    """From the real program, twice with a cache and once without; its exit code is the documented one."""
    program = "from assay.cli import main; main()"
    words = [sys.executable, "-c", program, "due", str(overdue), "--as-of", "2026-10-01", "--no-tools", "--fail"]
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    runs = [
        subprocess.run([*words, *more], capture_output=True, env=environment, check=False)
        for more in ((), (), ("--no-cache",))
    ]
    assert {done.returncode for done in runs} == {4}
    assert len({done.stdout for done in runs}) == 1
    assert (tmp_path / "cache").is_dir()
