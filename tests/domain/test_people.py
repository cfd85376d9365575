"""Whether two names are one person's: a second person must be another, and who left must be known again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.domain.people import same_person, told_apart

SAME = [
    ("Ada Builder", "ada builder"),
    ("Ada Builder", "Builder, Ada"),
    ("Ada Builder", "A. Builder"),
    ("Ada Builder", "Dr. Ada Builder"),
    ("José Ángel", "Jose Angel"),
    ("Ada Builder", "Аdа Вuіldеr"),
    ("Ada Builder", "Ada\u200b Builder"),
    ("Sean O'Brien", "Sean O’Brien"),
    ("Ada-Marie Builder", "Ada Marie Builder"),
    ("Søren Kjær", "Soren Kjaer"),
]
OTHERS = [
    ("Ada Builder", "Ben Builder"),
    ("Ada Builder", "Ada Smith"),
    ("Ann Lee", "Anna Lee"),
    ("Ada Builder", "B. Builder"),
    ("Ada Builder", ""),
    ("王小明", "王小红"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_person(one: str, other: str) -> None:
    assert same_person(one, other)
    assert same_person(other, one)
    assert not told_apart(one, other)


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_two_people(one: str, other: str) -> None:
    assert not same_person(one, other)
    assert not same_person(other, one)


@pytest.mark.parametrize(
    "other", ["Ada Builder", "Ada", "Ada Bulder", "Ada Buidler", "Adda Builder", "ada builder (lead)", "", "---"]
)
def test_no_second_person(other: str) -> None:
    assert not told_apart("Ada Builder", other)
    assert not told_apart(other, "Ada Builder")


@pytest.mark.parametrize("other", ["Ben Maker", "Cleo Warden", "Ben Builder", "Ada Smith"])
def test_a_second_person(other: str) -> None:
    assert told_apart("Ada Builder", other)


@given(st.text(max_size=30), st.text(max_size=30))
def test_nobody_is_the_same_and_told_apart(one: str, other: str) -> None:
    assert not (same_person(one, other) and told_apart(one, other))
    assert same_person(one, other) == same_person(other, one)
    assert told_apart(one, other) == told_apart(other, one)


@given(st.text(max_size=30))
def test_nobody_confirms_himself(name: str) -> None:
    assert not told_apart(name, name)
