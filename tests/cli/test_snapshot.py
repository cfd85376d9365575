"""``assay snapshot``: the token stays where it is, and what was not seen is said."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

pytest.importorskip("httpx2", reason="the extra forge is not installed")

from assay.cli.snapshot import command
from assay.errors import MalformedInputError, NothingToAssessError
from assay.testing.forge import Asked, Forge, Reply, table

TOKEN = "ghp_a-very-secret-token"
HERE = "/repos/gantry/crane"
ANSWERS = {
    HERE: {"full_name": "gantry/crane", "default_branch": "main", "owner": {"login": "gantry", "type": "Organization"},
           "visibility": "public", "private": False, "fork": False},
    f"{HERE}/branches/main": {"protected": False, "commit": {"sha": "1" * 40}},
    "/user": {"login": "ada", "type": "User"},
}  # fmt: skip


def run(forge: Forge, *words: str, **variables: str) -> Result:
    cleared = {"GITHUB_TOKEN": None, "GH_TOKEN": None, "GITLAB_TOKEN": None}
    done = CliRunner(env={**cleared, **variables}).invoke(command, [*words, "--server", forge.address])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


@pytest.mark.parametrize("variable", ["GITHUB_TOKEN", "GH_TOKEN"])
def test_the_token_goes_to_the_server_and_nowhere_else(variable: str, tmp_path: Path) -> None:
    output = tmp_path / "s.json"
    with Forge(table(ANSWERS)) as forge:
        done = run(forge, "github", "gantry/crane", "--output", str(output), **{variable: TOKEN})
    assert done.exit_code == 0, done.output
    assert all(each.headers["Authorization"] == f"Bearer {TOKEN}" for each in forge.asked)
    assert TOKEN not in output.read_text()
    assert TOKEN not in done.output
    assert "not seen: hooks" in done.output
    assert "Webhooks: read" in done.output
    assert json.loads(output.read_text())["sections"]["taken_by"]["read"]["login"] == "ada"


def test_only_get_is_asked_and_the_file_can_be_ingested(tmp_path: Path) -> None:
    from assay.cli.ingest import command as ingest

    output = tmp_path / "s.json"
    with Forge(table(ANSWERS)) as forge:
        run(forge, "github", "gantry/crane", "--output", str(output))
    done = CliRunner().invoke(ingest, [str(output), "--into", str(tmp_path / "e")])
    assert "snapshot of GitHub or GitLab settings" in done.output, done.output


def test_without_a_token_no_header_is_sent_and_it_is_said(tmp_path: Path) -> None:
    with Forge(table(ANSWERS)) as forge:
        done = run(forge, "github", "gantry/crane", "--output", str(tmp_path / "s.json"), GITLAB_TOKEN=TOKEN)
    assert "No token in GITHUB_TOKEN or GH_TOKEN" in done.output
    assert not any("Authorization" in each.headers or "PRIVATE-TOKEN" in each.headers for each in forge.asked)


def test_names_are_taken_out_where_asked(tmp_path: Path) -> None:
    output = tmp_path / "s.json"
    with Forge(table(ANSWERS)) as forge:
        run(forge, "github", "gantry/crane", "--output", str(output), "--redact")
        first = output.read_text()
        run(forge, "github", "gantry/crane", "--output", str(output), "--redact")
    assert '"ada"' not in first
    assert json.loads(first)["redacted"] is True
    logins = {json.loads(text)["sections"]["taken_by"]["read"]["login"] for text in (first, output.read_text())}
    assert len(logins) == 2, "the salt of one file is not that of another"


@pytest.mark.parametrize("name", ["crane", "a/b/c", "../x", "a/..", "/"])
def test_a_name_that_is_none_is_refused_before_anything_is_asked(name: str, tmp_path: Path) -> None:
    with Forge(table(ANSWERS)) as forge, pytest.raises(MalformedInputError):
        run(forge, "github", name, "--output", str(tmp_path / "s.json"))
    assert forge.asked == []


def test_a_token_of_two_lines_is_refused_without_showing_it(tmp_path: Path) -> None:
    with Forge(table(ANSWERS)) as forge, pytest.raises(MalformedInputError) as refused:
        run(forge, "github", "gantry/crane", "--output", str(tmp_path / "s.json"), GITHUB_TOKEN="word one\nHost: evil")
    assert "word one" not in str(refused.value)


def test_gitlab_is_asked_under_its_interface(tmp_path: Path) -> None:
    def answers(asked: Asked) -> Reply:
        assert asked.path.startswith("/api/v4/")
        assert asked.headers["PRIVATE-TOKEN"] == TOKEN
        return Reply({"message": "404 Project Not Found"}, 404)

    with Forge(answers) as forge, pytest.raises(NothingToAssessError, match="gantry/crane cannot be read"):
        run(forge, "gitlab", "gantry/crane", "--output", str(tmp_path / "s.json"), GITLAB_TOKEN=TOKEN)
    assert not (tmp_path / "s.json").exists()


def test_help_loads_no_library_for_connections() -> None:
    program = "import sys; from assay.cli import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", program, "snapshot", "--help"], capture_output=True, text=True, check=True
    )
    assert not {"httpx2", "assay.collect.forge.client"} & set(done.stderr.split())
