"""Newer life-cycle data that is handed over counts for the product it is about."""

import json
from datetime import date
from pathlib import Path

import pytest

from assay.assess.gather import Facts
from assay.checks.contract import Handed
from assay.collect.repository import Repository, Settings
from assay.facts.life_cycles import LifeCycles, Product
from assay.formats.results import Raw, endoflife
from assay.store import life_cycles
from assay.testing.evidence import hand_over
from assay.testing.repository import build

DAY = date(2027, 3, 1)
API = {
    "schema_version": "1.2.0",
    "result": {
        "name": "python",
        "releases": [{"name": "3.15", "eolFrom": "2031-10-31"}, {"name": "3.13", "eolFrom": "2029-01-01"}],
    },
}
OLDER = [{"cycle": "3.15", "eol": "2031-10-31"}, {"cycle": "4", "eol": False}]
PAGE = (
    '---\ntitle: Python\npermalink: /python\nreleases:\n  - releaseCycle: "3.15"\n    eol: 2031-10-31\n---\n\nText.\n'
)


def collected(name: str, content: str, tmp_path: Path) -> tuple[LifeCycles, Product]:
    path = build(tmp_path / "repository", {"a": "x"})
    folder = hand_over({name: Handed(content)}, path, tmp_path / "evidence", DAY)
    with Repository(path) as repository:
        found = Facts(repository, Settings(DAY, evidence=folder)).get(LifeCycles)
    return found, found.product("python")


@pytest.mark.parametrize(
    ("name", "content"), [("a.json", json.dumps(API)), ("python.json", json.dumps(OLDER)), ("python.md", PAGE)]
)
def test_every_form_of_the_data_is_read(name: str, content: str, tmp_path: Path) -> None:
    found, python = collected(name, content, tmp_path)
    assert python.ends["3.15"] == date(2031, 10, 31)
    assert python.ends["3.12"] == life_cycles.load().product("python").ends["3.12"]
    assert found.age("python", DAY) == 0
    assert found.age("ruby", DAY) > 90


def test_the_later_of_two_ends_holds(tmp_path: Path) -> None:
    _, python = collected("a.json", json.dumps(API), tmp_path)
    assert python.ends["3.13"] == date(2029, 10, 31)


def test_pages_of_the_project_are_read(shared_data: Path) -> None:
    for name in ("python", "django"):
        (found,) = endoflife.read(
            Raw(f"{name}.md", (shared_data / "samples" / "endoflife" / f"{name}.md").read_bytes())
        )
        assert found.product == name
        assert len(found.ends) > 10
