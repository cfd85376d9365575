"""Which versions a range covers, by hand and by the versions the databases list themselves."""

import zipfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.facts.advisory_feeds import Affected
from assay.formats.results import Raw, osv
from assay.formats.version_ranges import affects, fixes, is_newer


def affected(kind: str, *events: tuple[str, str], versions: frozenset[str] = frozenset()) -> Affected:
    return Affected(f"{kind}/lib", versions, (events,) if events else ())


@pytest.mark.parametrize(
    ("kind", "events", "inside", "outside"),
    [
        ("pypi", [("introduced", "0"), ("fixed", "2.0")], ["1.9", "0.1", "2.0rc1"], ["2.0", "2.0.1"]),
        ("pypi", [("introduced", "1.0"), ("last_affected", "1.5")], ["1.0", "1.5"], ["0.9", "1.5.1"]),
        (
            "npm",
            [("introduced", "1.0.0"), ("fixed", "1.2.0"), ("introduced", "2.0.0"), ("fixed", "2.1.0")],
            ["1.1.9", "2.0.5"],
            ["1.2.0", "1.9.0", "2.1.0"],
        ),
        (
            "npm",
            [("introduced", "2.0.0"), ("fixed", "2.1.0"), ("introduced", "0"), ("fixed", "1.2.0")],
            ["1.1.9", "2.0.5"],
            ["1.5.0"],
        ),
        ("npm", [("introduced", "0"), ("fixed", "1.0.0")], ["1.0.0-beta.2"], ["1.0.0"]),
        (
            "golang",
            [("introduced", "0"), ("fixed", "1.5.0")],
            ["v1.4.0", "1.4.9", "0.0.0-20210101000000-abcdefabcdef"],
            ["v1.5.0"],
        ),
        ("golang", [("introduced", "1.0.0")], ["v1.0.0", "v9.0.0"], ["v0.9.0"]),
        ("gem", [("introduced", "0"), ("fixed", "4.2.5.1")], ["4.2.5"], ["4.2.5.1", "4.2.10"]),
        ("maven", [("introduced", "0"), ("fixed", "2.15.0")], ["2.14.1", "2.9"], ["2.15.0", "2.15.1"]),
        ("nuget", [("introduced", "1.0"), ("fixed", "1.0.5")], ["1.0.0", "1.0.4"], ["1.0.5", "1.0.5.0"]),
        ("composer", [("introduced", "1.0"), ("fixed", "1.10.0")], ["v1.9.0", "1.2"], ["1.10.0"]),
    ],
)
def test_ranges(kind: str, events: list[tuple[str, str]], inside: list[str], outside: list[str]) -> None:
    about = affected(kind, *events)
    assert [each for each in inside if not affects(about, each)] == []
    assert [each for each in outside if affects(about, each)] == []


def test_a_listed_version_is_affected_whatever_the_ranges() -> None:
    assert affects(affected("npm", versions=frozenset({"weird-1"})), "weird-1")


def test_what_cannot_be_ordered_is_not_taken_to_be_affected() -> None:
    assert not affects(affected("pypi", ("introduced", "0"), ("fixed", "not a version")), "1.0")
    assert not affects(affected("pypi", ("introduced", "0"), ("fixed", "2.0")), "not a version")
    assert not affects(affected("unknown", ("introduced", "0")), "1.0")


def test_fixes_are_those_after_the_version() -> None:
    about = affected("npm", ("introduced", "1.0.0"), ("fixed", "1.2.0"), ("introduced", "2.0.0"), ("fixed", "2.1.0"))
    assert fixes(about, "2.0.5") == ("2.1.0",)
    assert fixes(about, "1.0.0") == ("1.2.0", "2.1.0")


@given(
    st.text(max_size=20),
    st.text(max_size=20),
    st.sampled_from(["pypi", "npm", "golang", "gem", "maven", "nuget", "composer"]),
)
def test_any_text_as_a_version_ends_in_an_answer(one: str, other: str, kind: str) -> None:
    assert is_newer(kind, one, other) in (True, False)
    assert affects(affected(kind, ("introduced", one), ("fixed", other)), one) in (True, False)


def test_ranges_agree_with_the_versions_the_database_lists(shared_data: Path) -> None:
    """The oracle of the Python database: what an advisory lists as affected lies in its ranges, where it is a version at all."""
    seen = outside = 0
    with zipfile.ZipFile(shared_data / "osv" / "PyPI" / "all.zip") as archive:
        for name in archive.namelist()[:1500]:
            for feed in osv.read(Raw(name, archive.read(name))):
                for advisory in feed.advisories:
                    for about in advisory.affected:
                        if about.ranges:
                            bare = Affected(about.package, frozenset(), about.ranges)
                            orderly = [each for each in about.versions if is_newer("pypi", f"{each}.post1", each)]
                            seen += len(orderly)
                            outside += sum(not affects(bare, each) for each in orderly)
    assert seen > 10_000
    assert outside <= 5


def test_the_feed_of_each_ecosystem_is_read(shared_data: Path) -> None:
    for folder, kind in (("PyPI", "pypi"), ("Go", "golang"), ("crates.io", "cargo")):
        (feed,) = osv.read(Raw("all.zip", (shared_data / "osv" / folder / "all.zip").read_bytes()))
        assert kind in feed.types
        assert len(feed.advisories) > 500
        assert feed.newest
        assert msgspec.json.encode(feed.newest)
