"""Who counts as a named person."""

import pytest

from assay.domain.exceptions import names_person, names_role


@pytest.mark.parametrize("name", ["Ada Builder", "Ng Li", "José Ángel", "王小明", "Will Smith", "O'Brien"])
def test_person(name: str) -> None:
    assert names_person(name)


@pytest.mark.parametrize(
    "name", ["", "  ", "-", "?", "TBD", "n/a", "[Name]", "<your name>", "the owner", "Nobody", "X", "xxx", "Security team", "We"]
)  # fmt: skip
def test_nobody(name: str) -> None:
    assert not names_person(name)


def test_role_may_name_a_team_but_no_filler() -> None:
    assert names_role("Lead of the security team")
    assert not names_role("Role")
