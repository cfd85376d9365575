"""What stands behind a statement: a second person, independent people and documents, and who no longer speaks for the owner."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from assay.assess.gather import Facts
from assay.assess.run import assess
from assay.checks.contract import Handed
from assay.collect.repository import Repository, Settings
from assay.domain.evidence import StatementClass
from assay.domain.verdict import FacetState
from assay.facts.profile import Profile
from assay.testing.evidence import hand_over
from assay.testing.repository import build

AS_OF = date(2026, 10, 1)
S1, S2, S3 = StatementClass.BARE, StatementClass.WITH_ARTEFACT, StatementClass.INDEPENDENT
LOG = (
    "# Training log\n\n| Developer | Course | Date |\n|---|---|---|\n| Ada Builder | Secure coding in Python, OWASP | 2026-03-02 |\n"
    "| Ben Maker | Secure coding in Python, OWASP | 2026-03-09 |\n| Cem Smith | Secure coding in Go, OWASP | 2026-04-01 |\n"
)
STATED = """
[[statements]]
facet = "1.1.2/a"
says = "Every developer took the secure coding course."
person = "Ada Builder"
role = "Head of Engineering"
date = 2026-09-01
document = "docs/training.md"
"""
HEAD = 'schema = 1\n[organisation]\nname = "Gantry Ltd"\n'
INDEPENDENT = '[[independent_people]]\nname = "Mira Stone"\norganisation = "Harbour Audit Ltd"\nabout = ["1.1.2"]\n'
CONFIRMED = 'second_person = "Mira Stone"\nsecond_role = "Lead auditor"\n'
NOTE = f"""[independent_document]
title = "Report on the training of developers"
issuer = "Harbour Audit Ltd"
holder = "Gantry Ltd"
scope = "The secure development training of the Gantry team"
about = ["1.1.2/a"]
issued = 2026-06-01
valid_until = 2027-05-31
document_sha256 = "{hashlib.sha256(LOG.encode()).hexdigest()}"
read_by = "Vera Prüfer"
"""


def profile_of(folder: Path, text: str, assessor: bool = False, note: str = "", as_of: date = AS_OF) -> Profile:
    path = build(folder / "r", {"assay.toml": text, "docs/training.md": LOG})
    evidence = hand_over({"note.toml": Handed(note)}, path, folder / "e", as_of) if note else None
    settings = Settings(as_of, text if assessor else "", "mine.toml" if assessor else "", evidence=evidence)
    with Repository(path) as repository:
        return Facts(repository, settings).get(Profile)


def weight(profile: Profile) -> tuple[StatementClass | None, str]:
    return profile.statements[0].statement_class, profile.statements[0].because


def test_a_person_the_assessor_calls_independent_confirms(tmp_path: Path) -> None:
    assert weight(profile_of(tmp_path, HEAD + INDEPENDENT + STATED + CONFIRMED, assessor=True)) == (S3, "")


@pytest.mark.parametrize(
    ("name", "text", "assessor"),
    [
        ("named by the owner", HEAD + INDEPENDENT + STATED + CONFIRMED, False),
        ("not named", HEAD + STATED + CONFIRMED, True),
        ("for another claim", HEAD + INDEPENDENT.replace("1.1.2", "2.1.6") + STATED + CONFIRMED, True),
        ("of the owner", HEAD + INDEPENDENT.replace("Harbour Audit", "Gantry") + STATED + CONFIRMED, True),
        ("of nobody known", "schema = 1\n" + INDEPENDENT + STATED + CONFIRMED, True),
    ],
)
def test_others_confirm_nothing(name: str, text: str, assessor: bool, tmp_path: Path) -> None:
    assert weight(profile_of(tmp_path, text, assessor)) == (S2, "")


def test_a_bare_statement_stays_bare_whoever_confirms_it(tmp_path: Path) -> None:
    bare = STATED.replace('document = "docs/training.md"\n', "")
    assert weight(profile_of(tmp_path, HEAD + INDEPENDENT + bare + CONFIRMED, assessor=True))[0] is S1


def test_an_independent_report_handed_over_confirms(tmp_path: Path) -> None:
    assert weight(profile_of(tmp_path, HEAD + STATED, note=NOTE)) == (S3, "")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("of another document", hashlib.sha256(LOG.encode()).hexdigest(), "ab" * 32),
        ("of another holder", 'holder = "Gantry Ltd"', 'holder = "Derrick Ltd"'),
        ("issued by the holder", "Harbour Audit Ltd", "Gantry Limited"),
        ("for another facet", "1.1.2/a", "2.1.5/b"),
        ("ran out", "2027-05-31", "2026-09-30"),
        ("not yet issued", "2026-06-01", "2026-10-02"),
    ],
)
def test_a_report_outside_its_scope_confirms_nothing(name: str, old: str, new: str, tmp_path: Path) -> None:
    assert old in NOTE
    assert weight(profile_of(tmp_path, HEAD + STATED, note=NOTE.replace(old, new))) == (S2, "")


def test_a_note_in_the_repository_confirms_nothing(tmp_path: Path) -> None:
    path = build(tmp_path / "r", {"assay.toml": HEAD + STATED, "docs/training.md": LOG, "note.toml": NOTE})
    with Repository(path) as repository:
        profile = Facts(repository, Settings(AS_OF)).get(Profile)
    assert weight(profile) == (S2, "")


@pytest.mark.parametrize("name", ["Ada Builder", "A. Builder", "Builder, Ada", "Ada Bulder", "Ada", "Аda Builder"])
def test_a_statement_confirmed_by_its_author_carries_no_weight(name: str, tmp_path: Path) -> None:
    second = f'second_person = "{name}"\nsecond_role = "Lead"\n'
    found, because = weight(profile_of(tmp_path, HEAD + STATED + second))
    assert found is None
    assert "cannot be told from the first" in because


def test_a_second_person_who_is_nobody(tmp_path: Path) -> None:
    found, because = weight(profile_of(tmp_path, HEAD + STATED + 'second_person = "TBD"\nsecond_role = "Lead"\n'))
    assert (found, "names nobody" in because) == (None, True)


@pytest.mark.parametrize("name", ["Ada Builder", "A. Builder"])
def test_who_left_states_nothing_any_more(name: str, tmp_path: Path) -> None:
    gone = f'[[people]]\nname = "{name}"\nleft = 2026-09-15\n'
    assert weight(profile_of(tmp_path, HEAD + gone + STATED)) == (None, "Ada Builder left on 2026-09-15")


def test_who_leaves_later_or_is_called_otherwise_still_states(tmp_path: Path) -> None:
    gone = '[[people]]\nname = "{}"\nleft = {}\n'
    for number, (name, day) in enumerate([("Ada Builder", "2026-10-02"), ("Ada Smith", "2026-01-01")]):
        found, _ = weight(profile_of(tmp_path / str(number), HEAD + gone.format(name, day) + STATED))
        assert found is S2


def test_a_second_person_who_left_takes_the_weight_away(tmp_path: Path) -> None:
    gone = '[[people]]\nname = "Mira Stone"\nleft = 2026-09-15\n'
    assert weight(profile_of(tmp_path, HEAD + gone + STATED + CONFIRMED)) == (None, "Mira Stone left on 2026-09-15")


def test_an_end_may_come_sooner_and_never_later(tmp_path: Path) -> None:
    ends = "valid_until = {}\n"
    days = [
        profile_of(tmp_path / str(number), HEAD + STATED + ends.format(day)).statements[0].valid_days
        for number, day in enumerate(["2026-12-01", "2036-01-01", "2026-01-01"])
    ]
    assert days == [(date(2026, 12, 1) - date(2026, 9, 1)).days, 365, -1]
    late = profile_of(tmp_path / "late", HEAD + STATED + ends.format("2026-09-30"))
    assert weight(late)[0] is None
    before = profile_of(tmp_path / "before", HEAD + STATED + ends.format("2026-01-01"))
    assert weight(before) == (None, "it was to end before it was made")


def test_what_was_said_besides_is_shown_with_the_facet(tmp_path: Path) -> None:
    more = 'argument = "It lists everybody."\nassumptions = ["The list of staff is complete"]\nscope = "the team"\n'
    path = build(tmp_path / "r", {"assay.toml": HEAD + STATED + more + CONFIRMED, "docs/training.md": LOG})
    judgement = assess(path, "HEAD", Settings(AS_OF)).judgement
    facet = next(each for claim in judgement.claims for each in claim.facets if each.id == "1.1.2/a")
    assert facet.state is FacetState.SUPPORTED
    for said in ("It lists everybody.", "The list of staff is complete", "the team", "Mira Stone (Lead auditor)"):
        assert said in facet.statement


def test_a_statement_confirmed_independently_weighs_until_its_time_is_over(tmp_path: Path) -> None:
    later = AS_OF + timedelta(days=400)
    found, _ = weight(profile_of(tmp_path, HEAD + INDEPENDENT + STATED + CONFIRMED, assessor=True, as_of=later))
    assert found is None


def test_statements_of_old_files_are_as_they_were(tmp_path: Path) -> None:
    statement = profile_of(tmp_path, HEAD + STATED).statements[0]
    assert replace(statement, argument="", assumptions=(), scope="", second_person="", second_role="") == statement
