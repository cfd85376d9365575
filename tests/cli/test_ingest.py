"""``assay ingest``: takes in what it can read, names what it cannot."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from assay.cli.ingest import command
from assay.errors import MalformedInputError, UnreadablePathError
from assay.store import evidence

PASSED = '<testsuite><testcase name="a"/></testsuite>'


def run(*arguments: str) -> str:
    done = CliRunner().invoke(command, arguments)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output


def test_a_file_is_taken_in_with_what_was_said(tmp_path: Path) -> None:
    (tmp_path / "junit.xml").write_text(PASSED)
    said = run(str(tmp_path / "junit.xml"), "--into", str(tmp_path / "e"), "--commit", "abcdef0")
    assert "JUnit XML test results, taken in" in said
    (item,) = evidence.load(tmp_path / "e").items
    assert (item.name, item.kind, item.commit) == ("junit.xml", "junit", "abcdef0")
    assert "was there already" in run(str(tmp_path / "junit.xml"), "--into", str(tmp_path / "e"), "--commit", "abcdef0")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"hello", "no kind"),
        (b"<testsuite>", "not well-formed"),
        (b"<testsuite/>", "no test case"),
        (b'{"a": ', "cut off"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><testsuite><testcase name="&b;"/></testsuite>', "entities"),
    ],
)
def test_others_are_taken_in_and_the_bad_one_is_named(content: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "bad.xml").write_bytes(content)
    (tmp_path / "good.xml").write_text(PASSED)
    with pytest.raises(MalformedInputError, match=reason) as refused:
        run(str(tmp_path / "bad.xml"), str(tmp_path / "good.xml"), "--into", str(tmp_path / "e"))
    assert "1 of 2 files" in refused.value.problem
    assert str(tmp_path / "bad.xml") in refused.value.problem
    assert [each.name for each in evidence.load(tmp_path / "e").items] == ["good.xml"]


def test_a_commit_that_is_none_and_a_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "junit.xml").write_text(PASSED)
    with pytest.raises(MalformedInputError, match="no commit id"):
        run(str(tmp_path / "junit.xml"), "--into", str(tmp_path / "e"), "--commit", "HEAD")
    with pytest.raises(UnreadablePathError, match="is a folder"):
        run(str(tmp_path), "--into", str(tmp_path / "e"))
    assert not (tmp_path / "e").exists()


def test_the_formats_are_listed() -> None:
    assert "junit" in run("--kinds")


def test_files_of_a_release_are_taken_in_whatever_they_hold_and_signatures_as_what_they_are(tmp_path: Path) -> None:
    (tmp_path / "gantry.iso").write_bytes(b"\x00\xff")
    (tmp_path / "gantry.iso.sig").write_bytes(b"no signature at all")
    (tmp_path / "results.xml").write_text(PASSED)
    (tmp_path / "SHA256SUMS").write_text("a" * 64 + "  gantry.iso\n")
    names = ("gantry.iso", "gantry.iso.sig", "results.xml", "SHA256SUMS")
    run(*(str(tmp_path / each) for each in names), "--into", str(tmp_path / "e"), "--release", "v1", "--as-artefact")
    assert {each.name: each.kind for each in evidence.load(tmp_path / "e").items} == {
        "gantry.iso": "artefact",
        "gantry.iso.sig": "artefact",
        "results.xml": "artefact",
        "SHA256SUMS": "checksums",
    }
    assert all(each.release == "v1" for each in evidence.load(tmp_path / "e").items)


def test_an_artefact_needs_its_release(tmp_path: Path) -> None:
    (tmp_path / "gantry.iso").write_bytes(b"\x00")
    done = CliRunner().invoke(command, (str(tmp_path / "gantry.iso"), "--into", str(tmp_path / "e"), "--as-artefact"))
    assert done.exit_code == 2
    assert "--release" in done.output


def test_a_folder_is_no_artefact(tmp_path: Path) -> None:
    with pytest.raises(UnreadablePathError, match="no plain file"):
        run(str(tmp_path), "--into", str(tmp_path / "e"), "--release", "v1", "--as-artefact")
