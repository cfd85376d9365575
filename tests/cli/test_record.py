"""``assay record``: adds what counts, refuses what does not, and leaves what stands in the file as it is."""

import hashlib
import subprocess
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assay.cli import record
from assay.collect.git import HARDENED_ENVIRONMENT
from assay.errors import MalformedInputError, UnknownIdError, UnreadablePathError

LOG = (
    "# Training log\n\n| Developer | Course | Date |\n|---|---|---|\n| Ada Builder | Secure coding in Python, OWASP | 2026-09-02 |\n"
    "| Ben Maker | Secure coding in Python, OWASP | 2026-09-09 |\n| Cem Smith | Secure coding in Go, OWASP | 2026-09-10 |\n"
)
OWN = '# Ours: ask Cleo before you change it.\nschema = 1\n\n[product]\nname = "Gantry"   # the crane, not the bridge\n'
CLEO = ("--person", "Cleo Warden", "--role", "Head of Engineering")
SAYS = ("--says", "All developers took the secure coding course.")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one committed document."""
    from datetime import date

    monkeypatch.setattr(record, "today", lambda: date(2026, 10, 1))
    folder = tmp_path / "gantry"
    (folder / "docs").mkdir(parents=True)
    (folder / "docs" / "training.md").write_text(LOG)
    git(folder, "init", "-q", "-b", "main")
    commit(folder)
    return folder


def git(folder: Path, *words: str) -> str:
    person = ("-c", "user.name=Ada Builder", "-c", "user.email=ada@example.com")
    done = subprocess.run(
        ["git", *person, *words], cwd=folder, env=HARDENED_ENVIRONMENT, check=True, capture_output=True
    )
    return done.stdout.decode().strip()


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "State")


def run(place: Path, *arguments: str, **more: str) -> Result:
    done = CliRunner().invoke(record.command, [*arguments, "--repository", str(place)], **more)  # type: ignore[arg-type]
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def profile(place: Path) -> dict[str, list[dict[str, object]]]:
    return tomllib.loads((place / "assay.toml").read_text())


def test_a_statement_is_added_with_the_digest_and_its_class(place: Path) -> None:
    done = run(
        place, "1.1.2/a", *SAYS, *CLEO, "--document", "docs/training.md", "--argument", "It lists everybody with a day.",
        "--assumption", "The list of staff is complete", "--assumption", "Nobody joined since", "--scope", "the platform team",
        "--second-person", "Mira Stone", "--second-role", "Office", "--valid-until", "2026-12-31",
    )  # fmt: skip
    assert "S2" in done.output
    assert "Not S3" in done.output
    assert "until 2026-12-31" in done.output
    (stated,) = profile(place)["statements"]
    assert stated["sha256"] == hashlib.sha256(LOG.encode()).hexdigest()
    assert stated["assumptions"] == ["The list of staff is complete", "Nobody joined since"]
    assert (stated["second_person"], stated["scope"]) == ("Mira Stone", "the platform team")


def test_what_stands_there_is_left_as_it_is(place: Path) -> None:
    (place / "assay.toml").write_text(OWN)
    run(place, "1.1.2/a", *SAYS, *CLEO)
    run(place, "1.1.2/b", *SAYS, *CLEO)
    text = (place / "assay.toml").read_text()
    assert text.startswith(OWN)
    assert [each["facet"] for each in profile(place)["statements"]] == ["1.1.2/a", "1.1.2/b"]


def test_line_endings_and_a_missing_last_one_are_kept(place: Path) -> None:
    (place / "assay.toml").write_bytes(b"schema = 1\r\n# end")
    run(place, "1.1.2/a", *SAYS, *CLEO)
    text = (place / "assay.toml").read_bytes()
    assert text.startswith(b"schema = 1\r\n# end\r\n\r\n[[statements]]\r\n")
    assert b"\n" not in text.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--says", "We will train everybody next spring.", *CLEO), "promises or denies"),
        (("--says", "No training records exist.", *CLEO), "promises or denies"),
        ((*SAYS, "--person", "the security team", "--role", "Lead"), "names no person"),
        ((*SAYS, "--person", "TBD", "--role", "Lead"), "names no person"),
        ((*SAYS, "--person", "Cleo Warden", "--role", "Role"), "is no role"),
        ((*SAYS, *CLEO, "--date", "2027-01-01"), "lies in the future"),
        ((*SAYS, *CLEO, "--date", "2020-01-01"), "holds 365 days"),
        ((*SAYS, *CLEO, "--second-person", "C. Warden", "--second-role", "Lead"), "cannot be told from the first"),
        ((*SAYS, *CLEO, "--second-person", "Mira Stone"), "second_role"),
        (("--says", "Yes.", *CLEO), "says"),
        ((*SAYS, *CLEO, "--quote", "Secure coding in Python"), "document"),
    ],
)
def test_what_would_carry_no_weight_is_refused_and_nothing_written(
    arguments: tuple[str, ...], reason: str, place: Path
) -> None:
    (place / "assay.toml").write_text(OWN)
    with pytest.raises(MalformedInputError, match=reason):
        run(place, "1.1.2/a", *arguments)
    assert (place / "assay.toml").read_text() == OWN
    assert sorted(each.name for each in place.iterdir()) == [".git", "assay.toml", "docs"]


def test_a_person_who_left_is_refused(place: Path) -> None:
    (place / "assay.toml").write_text(OWN + '[[people]]\nname = "Cleo Warden"\nleft = 2026-09-01\n')
    with pytest.raises(MalformedInputError, match="left on 2026-09-01"):
        run(place, "1.1.2/a", *SAYS, *CLEO)


@pytest.mark.parametrize(
    "text", ["schema = \n", "schema = 2\n", "schema = 1\nstatements = []\n", "schema = 1\nscore = 9\n"]
)
def test_a_file_that_cannot_take_it_is_left_alone(text: str, place: Path) -> None:
    (place / "assay.toml").write_text(text)
    with pytest.raises(MalformedInputError):
        run(place, "1.1.2/a", *SAYS, *CLEO)
    assert (place / "assay.toml").read_text() == text


def test_a_document_not_yet_committed_is_cited_and_said_to_be_bare(place: Path) -> None:
    (place / "docs" / "new.md").write_text(LOG)
    done = run(place, "1.1.2/a", *SAYS, *CLEO, "--document", "docs/new.md")
    assert "S1" in done.output
    assert "Commit the document together with the statement" in done.output
    assert profile(place)["statements"][0]["sha256"] == hashlib.sha256(LOG.encode()).hexdigest()


@pytest.mark.parametrize(
    ("document", "kind", "reason"),
    [
        ("docs/none.md", UnreadablePathError, "no file docs/none.md"),
        ("../outside.md", MalformedInputError, "not a path in the repository"),
        ("/etc/hostname", MalformedInputError, "not a path in the repository"),
        ("docs", UnreadablePathError, "no file docs"),
    ],
)
def test_a_document_that_cannot_be_cited(document: str, kind: type[Exception], reason: str, place: Path) -> None:
    with pytest.raises(kind, match=reason):
        run(place, "1.1.2/a", *SAYS, *CLEO, "--document", document)
    assert not (place / "assay.toml").exists()


def test_a_link_is_not_followed(place: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text(LOG)
    (place / "docs" / "link.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(UnreadablePathError):
        run(place, "1.1.2/a", *SAYS, *CLEO, "--document", "docs/link.md")


def test_an_address_has_no_digest_and_is_bare(place: Path) -> None:
    done = run(place, "1.1.2/a", *SAYS, *CLEO, "--document", "https://intranet.gantry.example/training")
    assert "S1" in done.output
    assert "sha256" not in profile(place)["statements"][0]


def test_facets_nobody_knows_or_people_do_not_answer(place: Path) -> None:
    with pytest.raises(UnknownIdError):
        run(place, "1.1.2/z", *SAYS, *CLEO)
    with pytest.raises(MalformedInputError, match="settled by looking"):
        run(place, "1.2.2/a", *SAYS, *CLEO)
    with pytest.raises(MalformedInputError, match="looking settles it"):
        run(place, "1.2.2", *SAYS, *CLEO)
    done = run(place, "1.1.2", *SAYS, *CLEO)
    assert done.exit_code == 2
    assert "1.1.2/a, 1.1.2/b or 1.1.2/c" in done.output


def test_what_is_missing_is_asked_for_at_a_terminal_only(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Missing: --says, --person, --role" in run(place, "1.1.2/a").output
    monkeypatch.setattr(record, "at_terminal", lambda: True)
    answers = "1.1.2/b\nAll developers took the course.\nCleo Warden\nHead\n"
    assert run(place, "1.1.2", input=answers).exit_code == 0
    (stated,) = profile(place)["statements"]
    assert (stated["facet"], stated["person"]) == ("1.1.2/b", "Cleo Warden")


def test_one_thing_at_a_time(place: Path) -> None:
    assert run(place).exit_code == 2
    assert run(place, "1.1.2/a", "--risk", "base-image-pinned", "", *SAYS, *CLEO).exit_code == 2


def test_a_risk_is_accepted_for_a_limited_time(place: Path) -> None:
    reason = ("--says", "It is rebuilt every night.", "--person", "Cleo Warden")
    run(place, "--risk", "base-image-pinned", "", *reason, "--valid-until", "2026-12-31")
    (risk,) = profile(place)["accepted_risks"]
    assert (risk["check"], risk["object"], str(risk["expires"])) == ("base-image-pinned", "", "2026-12-31")
    for more, why in (
        (("--valid-until", "2027-12-31"), "longer than 180 days"),
        (("--valid-until", "2026-09-01"), "it ended"),
    ):
        with pytest.raises(MalformedInputError, match=why):
            run(place, "--risk", "base-image-pinned", "", *reason, *more)
    with pytest.raises(MalformedInputError, match="names no owner"):
        run(place, "--risk", "base-image-pinned", "", "--says", "Rebuilt every night.", "--person", "the team")
    with pytest.raises(UnknownIdError):
        run(place, "--risk", "no-such-check", "", *reason)
    assert len(profile(place)["accepted_risks"]) == 1


def test_a_mark_is_bound_to_the_file(place: Path) -> None:
    reason = ("--says", "It is a published test value.", "--person", "Cleo Warden")
    run(place, "--false-positive", "secrets-in-tree", "docs/training.md", *reason)
    run(place, "--false-positive", "secrets-in-tree", "line 3", *reason, "--document", "docs/training.md")
    blob = git(place, "rev-parse", "HEAD:docs/training.md")
    assert [each["digest"] for each in profile(place)["false_positives"]] == [blob, blob]
    with pytest.raises(UnreadablePathError, match="no file 'line 3'"):
        run(place, "--false-positive", "secrets-in-tree", "line 3", *reason)


def test_a_mark_on_what_was_handed_over_is_bound_to_its_bytes(place: Path, tmp_path: Path) -> None:
    from datetime import date

    from assay.facts.evidence import EvidenceItem
    from assay.store import evidence

    data = b'<testsuite><testcase name="a"/></testsuite>'
    digest = hashlib.sha256(data).hexdigest()
    evidence.add(tmp_path / "e", EvidenceItem("junit.xml", "junit", digest, data, date(2026, 9, 30)))
    about = f"evidence:junit.xml@{digest[:12]}"
    reason = ("--says", "It is of the old runner.", "--person", "Cleo Warden", "--document", about)
    run(place, "--false-positive", "release-commit-tests-passed", "run", *reason, "--evidence", str(tmp_path / "e"))
    assert profile(place)["false_positives"][0]["digest"] == digest
    with pytest.raises(UnreadablePathError, match="in the evidence folder"):
        run(place, "--false-positive", "release-commit-tests-passed", "run", *reason)


def test_another_file_is_an_assessors(place: Path, tmp_path: Path) -> None:
    own = tmp_path / "mine.toml"
    own.write_text(
        'schema = 1\n[organisation]\nname = "Gantry Ltd"\n[[independent_people]]\nname = "Mira Stone"\n'
        'organisation = "Harbour Audit Ltd"\nabout = ["1.1.2"]\n'
    )
    second = ("--second-person", "Mira Stone", "--second-role", "Auditor")
    done = run(place, "1.1.2/a", *SAYS, *CLEO, "--document", "docs/training.md", *second, "--into", str(own))
    assert "S3" in done.output
    assert not (place / "assay.toml").exists()
