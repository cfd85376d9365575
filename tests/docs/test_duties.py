"""The page on records of duties shows, for every duty, a table that is read and counts."""

import re
from pathlib import Path

import pytest

from assay.assess.discovery import check_ids
from assay.formats.duties import load
from assay.formats.duty_records import duty_of

SECTION = re.compile(
    r"^### [^\n]+\n\n`([\w-]+)`\. ([^\n]+)\n\n```csv\n(.*?)^```\n\n(.*?)(?=^### |\Z)", re.MULTILINE | re.DOTALL
)


@pytest.fixture
def sections(root: Path) -> dict[str, tuple[str, str, str]]:
    page = (root / "docs" / "how-to" / "keep-records-of-duties.md").read_text("utf-8")
    return {duty: (says, table, columns) for duty, says, table, columns in SECTION.findall(page)}


def test_every_duty_is_there(sections: dict[str, tuple[str, str, str]]) -> None:
    assert list(sections) == list(load())


@pytest.mark.parametrize("duty", sorted(load()))
def test_its_example_is_the_one_that_is_tested(duty: str, sections: dict[str, tuple[str, str, str]]) -> None:
    says, table, columns = sections[duty]
    found = load()[duty]
    assert table.strip() == found.example.strip()
    assert duty_of(table.encode(), load().values()) == duty
    assert found.says in says
    assert f"for {found.every_days} days" in says
    assert re.findall(r"^\| `(\w+)` \|", columns, re.MULTILINE) == [each.name for each in found.columns]
    for column in found.columns:
        assert column.about in columns
        assert ("may be blank" in next(line for line in columns.splitlines() if f"`{column.name}`" in line)) == column.may_be_blank  # fmt: skip


@pytest.mark.parametrize("duty", sorted(load()))
def test_the_checks_it_names_exist_and_support_its_facets(duty: str, sections: dict[str, tuple[str, str, str]]) -> None:
    named = re.findall(r"[a-z]+(?:-[a-z]+)+", sections[duty][0].partition("Read by: ")[2])
    assert [each for each in named if each not in check_ids()] == []
