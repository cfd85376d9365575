"""Days, lengths of time, releases and lines of support as people write them."""

from datetime import date

import pytest

from assay.facts.documents import Document, Documents
from assay.facts.profile import Profile
from assay.facts.roots import Roots
from assay.facts.tags import Tag, Tags
from assay.formats.documents import read
from assay.formats.last_days import last_day
from assay.formats.product import Product, product
from assay.formats.statements import is_prose, lengths, sentences
from assay.formats.support import lines

NOBODY = Product(frozenset({"gantry"}), ())


def document(text: str, path: str = "docs/support.md") -> Document:
    return read(path, text.encode(), "x")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-04-30", date(2027, 4, 30)),
        ("30 April 2027", date(2027, 4, 30)),
        ("April 30th, 2027", date(2027, 4, 30)),
        ("the 1st of May 2027", date(2027, 5, 1)),
        ("30.04.2027", date(2027, 4, 30)),
        ("April 2027", date(2027, 4, 30)),
        ("March, 2027**", date(2027, 3, 31)),
        ("2028-02", date(2028, 2, 29)),
        ("Q3 2027", date(2027, 9, 30)),
        ("03/04/2027", date(2027, 4, 3)),
        ("GA 2026-01-02, end 2027-01-02", date(2027, 1, 2)),
    ],
)
def test_the_last_day_is_read(text: str, day: date) -> None:
    assert last_day(text) == day


@pytest.mark.parametrize(
    "text", ["YYYY-MM-DD", "2027", "end of 2027", "2027-02-30", "2027-13", "version 2027", "TBD", ""]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert last_day(text) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("at least twelve (12) months", [365]),
        ("12-month notice", [365]),
        ("one to two years", [730]),
        ("within 24h, or <14d", [1, 14]),
        ("30 business days", [30]),
        ("Windows 11", []),
        ("a 3d model", [3]),
    ],
)
def test_lengths_of_time(text: str, days: list[int]) -> None:
    assert [round(each.days) for each in lengths(text)] == days


def test_abbreviations_end_no_sentence() -> None:
    found = [each.text for each in sentences(document("# T\n\nEach version, e.g. 1.1, is supported. So is 2.0!\n"))]
    assert found == ["Each version, e.g. 1.1, is supported.", "So is 2.0!"]


def test_keywords_and_other_languages_are_no_english_prose() -> None:
    assert is_prose("Each release is supported for two years after it came out.")
    assert not is_prose("support end of support 12 months notice update policy monthly quarterly LTS security updates")
    assert not is_prose("Updates erscheinen nicht monatlich und auch sonst nicht in einem festen Abstand.")


@pytest.mark.parametrize(
    ("cell", "covered", "not_covered"),
    [
        ("4.x", (4, 9, 1), (5, 0)),
        ("4.2", (4, 2, 7), (4, 3)),
        ("v4.2.x LTS", (4, 2, 7), (4, 3)),
        ("Gantry 4", (4, 0), (3, 9)),
        ("< 4.0", (3, 9), (4, 0)),
        ("<= 3.2", (3, 2, 1), (3, 3)),
        ("3.2 and older", (2, 0), (3, 3)),
    ],
)
def test_a_row_covers_its_releases(cell: str, covered: tuple[int, ...], not_covered: tuple[int, ...]) -> None:
    (line,) = lines(document(f"# Support\n\n| Version | End of life |\n|---|---|\n| {cell} | 2027-01-01 |\n"), NOBODY)
    assert line.covers(covered)
    assert not line.covers(not_covered)


@pytest.mark.parametrize(
    "text",
    [
        "# Python versions\n\n| Version | End of life |\n|---|---|\n| 3.14 | 2030-10-31 |\n",
        "# Support\n\n| Kubernetes version | End of life |\n|---|---|\n| 1.30 | 2027-06-28 |\n",
        "# Support\n\n| Component | Status | Version |\n|---|---|---|\n| core | Stable | 1.0 |\n",
        "# API versions\n\n| Version | End of life |\n|---|---|\n| v1 | 2027-01-01 |\n",
        "# Support\n\n| Version | Released |\n|---|---|\n| 4.0 | 2027-01-01 |\n",
        "# Support\n\nPostgreSQL 17 is supported until 2029-11-08.\n",
        "# Support\n\nWe plan to support version 4.1 until 2029-11-08.\n",
    ],
)
def test_what_are_no_lines_of_the_product(text: str) -> None:
    assert lines(document(text), NOBODY) == ()


def test_lines_that_were_never_released_are_not_the_products() -> None:
    released = Product(frozenset({"gantry"}), (((4, 1, 0), date(2026, 1, 1)),))
    text = "# Support\n\n| Version | End of life |\n|---|---|\n| {} | 2027-01-01 |\n"
    assert lines(document(text.format("22.04")), released) == ()
    assert [line.line for line in lines(document(text.format("4.1")), released)] == [(4, 1)]


def test_releases_come_from_final_tags_of_the_main_product() -> None:
    names = ["v1.0.0", "v1.1.0", "v2.0.0-rc.1", "gantry-2.0.0", "plugin@9.0.0", "api/v7.0.0", "nightly", "v1.2.0"]
    day = date(2026, 1, 1)
    tags = Tags(tuple(Tag(name, "c", day, "", annotated=False, signature="") for name in names))
    readme = read("README.md", b"# Gantry\n", "x")
    found = product(Documents((readme,)), Roots((), ()), Profile("assumed"), tags)
    assert [version for version, _ in found.releases] == [(2, 0, 0), (1, 2, 0), (1, 1, 0), (1, 0, 0)]
    assert found.newest == (2, 0, 0)


def test_without_tags_a_changelog_tells_the_releases() -> None:
    changes = read(
        "CHANGELOG.md", b"# Changes\n\n## [1.1.0] - 2026-02-03\n\nx\n\n## 1.0.0 (2025-02-03)\n\n## Unreleased\n", "x"
    )
    found = product(Documents((changes,)), Roots((), ()), Profile("assumed"), Tags(()))
    assert found.releases == (((1, 1, 0), date(2026, 2, 3)), ((1, 0, 0), date(2025, 2, 3)))
