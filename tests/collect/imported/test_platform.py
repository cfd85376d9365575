"""A snapshot speaks for a repository only if it is of this project, and not of another that shares its history."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assay.assess.gather import Facts
from assay.checks.contract import Change, Handed
from assay.collect.repository import Repository, Settings
from assay.facts.imported import Bound
from assay.facts.platform import Platforms, Project, Snapshot, TagName
from assay.formats.snapshots.example import SNAPSHOT, example
from assay.testing.evidence import hand_over
from assay.testing.repository import Recipe, build

DAY = date(2026, 10, 1)
OTHER = "f" * 40
FILES = {"package.json": '{"name": "g", "repository": "https://github.com/Gantry/Gantry.git"}'}
HISTORY = [Change("Release", {"a": "1"}, on=date(2026, 5, 1), tag="v1.0")]


def platforms(snapshot: Snapshot, tmp_path: Path, files: dict[str, str] | None = None, **sections: object) -> Platforms:
    recipe = Recipe({"a": "2"} if files is None else files, HISTORY)
    path = build(tmp_path / "repository", recipe)
    folder = hand_over({"s.json": Handed(example(snapshot, **sections))}, path, tmp_path / "evidence", DAY)
    with Repository(path) as repository:
        return Facts(repository, Settings(DAY, evidence=folder)).get(Platforms)


def test_tied_by_the_newest_commit_or_by_a_tag(tmp_path: Path) -> None:
    by_head = platforms(SNAPSHOT, tmp_path / "head")
    assert by_head.newest
    assert by_head.newest.run.source.bound is Bound.NAMED
    later = replace(SNAPSHOT, commit=OTHER, tags=(TagName("v9", OTHER), TagName("v1.0", "{commit:v1.0}")))
    by_tag = platforms(later, tmp_path / "tag")
    assert by_tag.newest
    assert by_tag.newest.snapshot.commit == OTHER


def test_another_project_is_unread(tmp_path: Path) -> None:
    found = platforms(replace(SNAPSHOT, commit=OTHER, project="other/thing"), tmp_path)
    assert found.newest is None
    assert "a snapshot of other/thing" in found.unread[0].reason


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"taken_at": datetime(2026, 10, 2, 12, tzinfo=UTC)}, "after the day of the assessment"),
        ({"taken_at": datetime(2026, 9, 1, 12, tzinfo=UTC)}, "before the commit it names was made"),
    ],
)
def test_a_date_that_cannot_be_is_unread(changed: dict[str, datetime], reason: str, tmp_path: Path) -> None:
    found = platforms(replace(SNAPSHOT, **changed), tmp_path)  # type: ignore[arg-type]
    assert found.newest is None
    assert reason in found.unread[0].reason


def test_the_repository_knows_its_own_name(tmp_path: Path) -> None:
    assert platforms(SNAPSHOT, tmp_path / "own", FILES).newest
    renamed = replace(SNAPSHOT, project="gantry/new", asked_for="gantry/gantry")
    assert platforms(renamed, tmp_path / "renamed", FILES).newest
    found = platforms(replace(SNAPSHOT, project="mirror/gantry"), tmp_path / "mirror", FILES)
    assert "while the repository calls itself gantry/gantry" in found.unread[0].reason
    inside = replace(SNAPSHOT, project="build/gantry", server="https://git.gantry.example/api/v4", platform="gitlab")
    assert platforms(inside, tmp_path / "inside", FILES).newest, "a server of one's own may call it otherwise"


def test_a_fork_does_not_speak_for_what_it_was_forked_from(tmp_path: Path) -> None:
    fork = replace(SNAPSHOT, project="mallory/gantry")
    project = Project("public", fork_of="gantry/gantry")
    found = platforms(fork, tmp_path / "fork", project=project)
    assert "a fork of gantry/gantry" in found.unread[0].reason
    own = {"package.json": '{"repository": "https://github.com/mallory/gantry"}'}
    assert platforms(fork, tmp_path / "own", own, project=project).newest, "a product that is a fork says so itself"


def test_a_branch_that_releases_do_not_come_from_says_nothing(tmp_path: Path) -> None:
    """The rules of a branch nobody uses: its end is old, and what is assessed was there long before the snapshot."""
    aside = replace(SNAPSHOT, commit="{commit:v1.0}", taken_at=datetime(2026, 10, 20, 12, tzinfo=UTC))
    later = date(2026, 11, 1)
    path = build(tmp_path / "repository", Recipe({"a": "2"}, HISTORY))
    folder = hand_over({"s.json": Handed(example(aside))}, path, tmp_path / "evidence", later)
    with Repository(path) as repository:
        found = Facts(repository, Settings(later, evidence=folder)).get(Platforms)
    assert "on none of the branches" in found.unread[0].reason
    assert platforms(replace(SNAPSHOT, commit="{commit:v1.0}"), tmp_path / "young").newest, "it may not be merged yet"


def test_the_newest_of_several_counts(tmp_path: Path) -> None:
    path = build(tmp_path / "repository", Recipe({"a": "2"}, HISTORY))
    older = replace(SNAPSHOT, taken_at=datetime(2026, 9, 30, 12, tzinfo=UTC), tool="older")
    handed = {"b.json": Handed(example(older)), "a.json": Handed(example(SNAPSHOT))}
    folder = hand_over(handed, path, tmp_path / "evidence", DAY)
    with Repository(path) as repository:
        found = Facts(repository, Settings(DAY, evidence=folder)).get(Platforms)
    assert [each.content.tool for each in found.runs] == ["assay", "older"]


def test_none_handed_over_is_said_and_a_file_of_the_repository_is_none(tmp_path: Path) -> None:
    path = build(tmp_path / "repository", Recipe({"snapshot.json": example(SNAPSHOT)}))
    with Repository(path) as repository:
        found = Facts(repository, Settings(DAY)).get(Platforms)
    assert found.newest is None
    assert "no snapshot of them was handed over" in found.unread[0].reason
