"""What a check found is found again only while all it looked at is the same."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assay.assess.discovery import Check, load_check
from assay.assess.gather import Facts, Watched
from assay.checks.contract import Change, Finding, bad, good
from assay.collect.repository import Repository, Settings
from assay.facts.documents import Documents
from assay.facts.history import History
from assay.facts.subject import Subject
from assay.store.memory import Memory
from assay.testing.repository import Recipe, build

DAY = date(2026, 10, 1)


@dataclass
class Asking:
    """A check that counts how often it is run."""

    needs: tuple[type, ...]
    reads: str = ""
    runs: int = 0

    @property
    def check(self) -> Check:
        return replace(load_check("disclosure-policy-published"), needs=self.needs, run=self.run)

    def run(self, *facts: Any) -> Iterator[Finding]:
        self.runs += 1
        documents = next((fact for fact in facts if isinstance(fact, Documents)), None)
        says = documents.documents[0].title if documents else ""
        if self.reads:
            says += f" {getattr(facts[-1], self.reads)}"
        yield good("thing", says)
        yield bad("other", says, observed_at=DAY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    first = {"README.md": "# Gantry\n\nIt lifts things from one place to another.\n"}
    history = [Change("Begin", first), Change("Go on", {"a.py": "1\n"}), Change("Say more", {"README.md": "# Crane\n\nIt lifts things.\n"})]  # fmt: skip
    return build(tmp_path / "gantry", Recipe({"README.md": "# Crane\n\nIt lifts things.\n", "a.py": "1\n"}, history))


def found(folder: Path, ref: str, asking: Asking, cache: Path | None, day: date = DAY) -> tuple[Finding, ...]:
    memory = Memory(cache)
    with Repository(folder, ref) as repository:
        findings = Facts(repository, Settings(day, use_tools=False), memory).findings(asking.check)
    memory.save()
    return findings


@pytest.mark.parametrize(
    ("asking", "runs"),
    [
        (Asking((Documents,)), 2),
        (Asking((Documents, Subject)), 2),
        (Asking((Documents, Subject), reads="as_of"), 2),
        (Asking((Documents, Subject), reads="commit"), 3),
        (Asking((Documents, History)), 3),
    ],
)
def test_a_check_runs_again_where_what_it_looked_at_moved(
    folder: Path, tmp_path: Path, asking: Asking, runs: int
) -> None:
    """The document changes with the third commit; the subject and the history with each."""
    asking.runs = 0
    for ref in ("HEAD~2", "HEAD~1", "HEAD"):
        kept = found(folder, ref, asking, tmp_path / "cache")
        assert kept == found(folder, ref, replace(asking), None)
    assert asking.runs == runs


def test_another_day_is_another_answer_for_who_asks_for_it(folder: Path, tmp_path: Path) -> None:
    asking = Asking((Documents, Subject), reads="as_of")
    first = found(folder, "HEAD", asking, tmp_path / "cache")
    second = found(folder, "HEAD", asking, tmp_path / "cache", date(2027, 1, 1))
    assert asking.runs == 2
    assert first != second


def test_what_a_run_reads_anew_counts_from_then_on() -> None:
    """A check that reads more where one field has another value is asked again when that more moves."""
    subject = Subject("p", "HEAD", "a" * 40, DAY, bare=True, shallow=False, dirty=None, as_of=DAY)
    watched = Watched(subject)
    assert watched.values() == {}
    assert watched.as_of == DAY
    assert watched.commit == subject.commit
    assert set(watched.values()) == {"as_of", "commit"}
    assert Watched(subject).has(watched.values())
    assert not Watched(replace(subject, commit="b" * 40)).has(watched.values())
    assert Watched(replace(subject, ref="main")).has(watched.values())
