"""The dependencies gained within a year, as the history tells them."""

from datetime import date
from pathlib import Path

from assay.assess.gather import Facts
from assay.checks.contract import Change
from assay.checks.recorded import kept_in
from assay.collect.repository import Repository, Settings
from assay.facts.new_components import NewComponents
from assay.testing.repository import Recipe, build

PACKAGE = '{{"name": "gantry", "dependencies": {{{}}}}}'
TABLE = {"assay.toml": kept_in("component-decisions", "c.csv"), "c.csv": "x\n"}


def gained(folder: Path, now: dict[str, str], *history: Change) -> NewComponents:
    path = build(folder / "r", Recipe({**TABLE, **now}, history))
    with Repository(path) as repository:
        return Facts(repository, Settings(date(2026, 10, 1))).get(NewComponents)


def names(found: NewComponents) -> list[str]:
    return [each.name for each in found.added]


def test_what_was_there_a_year_ago_is_not_new(tmp_path: Path) -> None:
    before = Change("Start", {"package.json": PACKAGE.format('"a": "1"')}, on=date(2025, 3, 1))
    found = gained(tmp_path, {"package.json": PACKAGE.format('"a": "2", "b": "1"')}, before)
    assert (names(found), found.since) == (["b"], date(2025, 3, 1))
    assert found.added[0].place.path == "package.json"


def test_a_younger_history_is_compared_with_its_beginning(tmp_path: Path) -> None:
    before = Change("Start", {"package.json": PACKAGE.format('"a": "1"')}, on=date(2026, 8, 1))
    found = gained(tmp_path, {"package.json": PACKAGE.format('"a": "1", "b": "1"')}, before)
    assert (names(found), found.since) == (["b"], date(2026, 8, 1))


def test_moved_manifests_spellings_tests_and_own_packages_are_not_new(tmp_path: Path) -> None:
    before = Change("Start", {"pyproject.toml": "[project]\nname = 'g'\ndependencies = ['Typing_Extensions']\n"}, on=date(2025, 3, 1))  # fmt: skip
    now = {
        "app/pyproject.toml": "[project]\nname = 'g'\ndependencies = ['typing-extensions', 'g-core']\n",
        "core/pyproject.toml": "[project]\nname = 'g-core'\ndependencies = []\n",
        "app/requirements-dev.txt": "pytest==8.0\n",
    }
    assert names(gained(tmp_path, now, before)) == []


def test_nothing_is_read_where_no_decision_is_kept(tmp_path: Path) -> None:
    path = build(tmp_path / "r", Recipe({"package.json": PACKAGE.format('"a": "1"')}))
    with Repository(path) as repository:
        assert Facts(repository, Settings(date(2026, 10, 1))).get(NewComponents) == NewComponents()
