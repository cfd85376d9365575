"""``assay suggest`` as it is typed."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assay.cli.suggest import command
from assay.errors import NotARepositoryError, UnknownIdError
from assay.reports.columns import columns
from assay.testing.policy_sets import read_set
from assay.testing.repository import build

SETS = Path(__file__).parents[1] / "suggest" / "sets"


def run(*words: str) -> Result:
    return CliRunner().invoke(command, list(words))


@pytest.fixture(scope="module")
def isms(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(build(tmp_path_factory.mktemp("isms") / "isms", read_set(SETS / "isms").files))


def test_text_fits_80_columns_and_covers_every_claim(isms: str) -> None:
    done = run(isms)
    assert done.exit_code == 0
    assert [line for line in done.output.splitlines() if columns(line) > 80] == []
    assert len(re.findall(r"^\d\.\d\.\d  ?\w", done.output, re.MULTILINE)) == 45
    assert "\n  Nothing found.\n" in done.output
    assert "That is no evidence" in done.output


def test_text_shows_what_a_person_needs(isms: str) -> None:
    said = run(isms, "--claim", "2.1.6", "--limit", "1").output
    for each in (
        "access-control-procedure.md:43",
        "P-07 Access Control Procedure > 5 Review of access rights",
        "For 2.1.6/",
        "Found by: ",
        "Git object: ",
        "[[statements]]",
        'person = ""',
    ):
        assert each in said
    assert "1.1.1" not in said


def test_no_number_weighs_a_passage(isms: str) -> None:
    for form in ("text", "json", "markdown"):
        said = run(isms, "--format", form).output
        assert "%" not in said
        assert not re.search(r"\b(scores?|relevance|distance|bm25)\b", said, re.IGNORECASE)


def test_json_is_whole_and_the_same_each_time(isms: str, tmp_path: Path) -> None:
    first, second = run(isms, "--format", "json").output, run(isms, "--format", "json").output
    assert first == second
    found = json.loads(first)
    assert found["schema"] == "assay-suggestions/1"
    assert len(found["claims"]) == 45
    one = next(each for each in found["claims"] if each["id"] == "2.1.6")["found"][0]
    assert set(one) == {"facet", "text", "document", "headings", "line", "words", "notes", "statement"}
    assert set(one["document"]) == {"path", "object_id", "sha256"}


def test_markdown_cannot_be_broken_out_of(tmp_path: Path) -> None:
    nasty = "System owners review access rights every quarter ```` # not a heading <script>x</script> and revoke."
    path = build(tmp_path / "r", {"docs/a`b.md": f"# Access `x` <b>\n\n{nasty}\n"})
    page = run(str(path), "--claim", "2.1.6", "--format", "markdown").output
    from markdown_it import MarkdownIt

    html = MarkdownIt("commonmark").render(page)
    assert "<script>" not in html
    assert "<b>" not in html
    assert html.count("<h1>") == 1
    assert "review access rights every quarter" in html


def test_a_folder_alone_needs_no_repository(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Access\n\nSystem owners review access rights every quarter and revoke them.\n")
    done = run("--documents", str(tmp_path), "--claim", "2.1.6")
    assert done.exit_code == 0
    assert "SHA-256: " in done.output
    assert "commit it first" in " ".join(done.output.split())


def test_output_goes_to_a_file(isms: str, tmp_path: Path) -> None:
    assert run(isms, "--output", str(tmp_path / "read.txt")).output == ""
    assert (tmp_path / "read.txt").read_text("utf-8") == run(isms).output


def test_wrong_use_is_refused(isms: str, tmp_path: Path) -> None:
    assert run(isms, "--limit", "0").exit_code == 2
    assert run(isms, "--format", "pdf").exit_code == 2
    assert isinstance(run(isms, "--claim", "7.7").exception, UnknownIdError)
    assert isinstance(run(str(tmp_path)).exception, NotARepositoryError)


def test_help_loads_nothing_heavy() -> None:
    import subprocess
    import sys

    program = (
        "import sys; from assay.cli import main\ntry: main()\nfinally: print(*sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "suggest", "--help"], capture_output=True, text=True, check=True
    )
    assert "Examples:" in done.stdout
    assert not {"sqlite3", "lxml", "docx", "assay.collect.repository"} & set(done.stderr.split())
    assert max(map(len, done.stdout.splitlines())) <= 80
