"""Tables of duties in a repository and handed over: when each row was entered, and what cannot be read."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assay.assess.discovery import load_check
from assay.assess.gather import Facts
from assay.assess.observe import observe, records
from assay.checks.contract import Change, Example, Finding, Handed
from assay.checks.recorded import kept_in
from assay.collect.git import HARDENED_ENVIRONMENT
from assay.collect.repository import Repository, Settings
from assay.domain.evidence import Outcome, Record
from assay.domain.strength import MEDIUM
from assay.facts.duty_records import DutyRecords, Kept
from assay.testing.evidence import hand_over
from assay.testing.examples import findings
from assay.testing.repository import Recipe, build

AS_OF = date(2026, 10, 1)
HEAD = "person,subject,date,provider,reference\n"
ADA = "Ada Builder,Secure coding in Python,2026-03-02,Northbank,NB-1\n"
BEN = "Ben Maker,Threat modelling,2026-06-02,Northbank,NB-2\n"
PATH = "assurance/training.csv"


def training(folder: Path, recipe: Recipe) -> Kept:
    path = build(folder / "r", recipe)
    evidence = hand_over(recipe.evidence, path, folder / "e", AS_OF)
    with Repository(path) as repository:
        return Facts(repository, Settings(AS_OF, evidence=evidence)).get(DutyRecords).of("training")


def kept(text: str) -> dict[str, str | bytes]:
    return {"assay.toml": kept_in("training", PATH), PATH: text}


def test_each_row_is_of_the_day_it_was_first_committed(tmp_path: Path) -> None:
    history = (
        Change("Ada", {PATH: HEAD + ADA}, on=date(2026, 3, 4)),
        Change("Ben", {PATH: HEAD + ADA + BEN}, on=date(2026, 6, 20)),
    )
    found = training(tmp_path, Recipe(kept(HEAD + BEN + ADA.replace("NB-1", "NB-1, corrected").replace("NB-1, corrected", '"NB-1, corrected"')), history))  # fmt: skip
    assert {each.values["person"]: each.entered_on for each in found.sound} == {
        "Ada Builder": date(2026, 3, 4),
        "Ben Maker": date(2026, 6, 20),
    }
    assert all(each.of_its_time for each in found.sound)


def test_a_row_whose_day_was_changed_is_a_new_row(tmp_path: Path) -> None:
    history = (Change("Ada", {PATH: HEAD + ADA}, on=date(2026, 3, 4)),)
    found = training(tmp_path, Recipe(kept(HEAD + ADA.replace("2026-03-02", "2026-03-05")), history))
    assert [each.entered_on for each in found.sound] == [date(2026, 9, 30)]


def test_a_table_that_moved_keeps_its_days(
    tmp_path: Path, git: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "r" / "old").mkdir(parents=True)
    (tmp_path / "r" / "assurance").mkdir()
    (tmp_path / "r" / "old" / "training.csv").write_text(HEAD + ADA)
    (tmp_path / "r" / "assay.toml").write_text(kept_in("training", PATH))
    git(tmp_path / "r", "init", "-q")
    for day, words in (("2026-03-04", ("add", "-A")), ("2026-09-30", ("mv", "old/training.csv", PATH))):
        git(tmp_path / "r", *words)
        monkeypatch.setitem(HARDENED_ENVIRONMENT, "GIT_COMMITTER_DATE", f"{day}T12:00:00Z")
        git(tmp_path / "r", "commit", "-q", "-m", "Change")
    with Repository(tmp_path / "r") as repository:
        found = Facts(repository, Settings(AS_OF)).get(DutyRecords).of("training")
    assert [each.entered_on for each in found.sound] == [date(2026, 3, 4)]


def test_what_is_handed_over_is_of_its_time(tmp_path: Path) -> None:
    found = training(tmp_path, Recipe({"a": "x"}, evidence={"lms.csv": Handed(HEAD + ADA)}))
    assert [(each.handed, each.of_its_time, each.place.path.startswith("evidence:lms.csv@")) for each in found.sound] == [(True, True, True)]  # fmt: skip


def test_a_table_nobody_names_is_not_read(tmp_path: Path) -> None:
    found = training(tmp_path, Recipe({PATH: HEAD + ADA}))
    assert (found.entries, found.absent) == ((), True)
    assert "assay ingest" in found.unread[0].would_show


@pytest.mark.parametrize(
    ("name", "files", "links", "reason"),
    [
        ("no file", {"assay.toml": kept_in("training", PATH)}, {}, "no such file"),
        ("a link", {"assay.toml": kept_in("training", PATH), "b.csv": HEAD + ADA}, {PATH: "../b.csv"}, "a link"),
        ("no table", kept("hello\n"), {}, "lacks person"),
        ("NUL", {"assay.toml": kept_in("training", PATH), PATH: b"person\0"}, {}, "NUL"),
        ("large", {"assay.toml": kept_in("training", PATH), PATH: b"x" * 5_000_001}, {}, "larger than 5 MB"),
    ],
)
def test_a_table_that_cannot_be_read_is_named(
    name: str, files: dict[str, str | bytes], links: dict[str, str], reason: str, tmp_path: Path
) -> None:
    found = training(tmp_path, Recipe(files, links=links))
    assert (found.entries, found.absent) == ((), False)
    assert (found.unread[0].source, reason in found.unread[0].reason) == (PATH, True)


def test_a_duty_nobody_knows_is_a_fault_of_the_profile(tmp_path: Path) -> None:
    from assay.collect.stated.profile import faults_of

    assert "there is no duty of that name" in faults_of('schema = 1\n[records]\nlunch = "lunch.csv"\n')[0]


def test_what_a_reading_check_finds_good_is_a_record(tmp_path: Path) -> None:
    check = load_check("training-records")
    example = next(each for each in check.examples if each.name == "handed over")
    seen = observe(check, findings(check, example, tmp_path / "r"), AS_OF, "a" * 40)
    found = records([check], seen)
    assert {(each.facet, each.strength, each.valid_days) for each in found} == {("1.1.2/a", MEDIUM, 365), ("1.1.2/b", MEDIUM, 365)}  # fmt: skip
    assert all(isinstance(each, Record) and each.recorded_on < AS_OF for each in found)


def test_what_other_checks_find_and_what_is_bad_are_no_records(tmp_path: Path) -> None:
    other, check = load_check("sensitive-data-register"), load_check("training-records")
    good: Example = other.examples[0]
    assert records([other], observe(other, findings(other, good, tmp_path / "a"), AS_OF, "a" * 40)) == ()
    bad = next(each for each in check.examples if each.name == "fillers")
    found: tuple[Finding, ...] = findings(check, bad, tmp_path / "b")
    assert {each.outcome for each in found} == {Outcome.BAD}
    assert records([check], observe(check, found, AS_OF, "a" * 40)) == ()
