"""CSV: a row for each claim, nothing lost, nothing a spreadsheet would run."""

import csv
import io
import re
from collections.abc import Callable, Mapping
from typing import Any

from assay.domain.catalogue import Catalogue
from assay.reports.exports.csv import COLUMNS, FORMULA, render
from assay.store.code_of_practice import load
from assay.testing.extremes import CONTROL

Document = Mapping[str, Any]
CODE = load()


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_every_claim_is_a_row_with_its_verdict(found: Document) -> None:
    read = rows(render(found, CODE))
    assert [(row["claim"], row["verdict"]) for row in read] == [
        (each["id"], each["verdict"]) for each in found["claims"]
    ]
    assert [row["one of the 45"] for row in read].count("yes") == 45
    assert all(tuple(row) == COLUMNS for row in read)


def test_everything_seen_is_a_line(found: Document) -> None:
    for row, claim in zip(rows(render(found, CODE)), found["claims"], strict=True):
        for column, rest in (
            ("seen for it", claim["for"]),
            ("seen against it", claim["against"]),
            ("could not be seen", claim["unread"]),
        ):
            assert len([line for line in row[column].split("\n") if line]) == len(rest)


def test_statement_that_weighs_nothing_says_so(small: Document, small_code: Catalogue) -> None:
    read = rows(render(small, small_code))
    assert read[1]["stated by people"] == "1.1.2/a Ada (Head), 2026-09-15: We do it. [weighs S2]"
    assert read[2]["stated by people"].endswith("[weighs nothing: it cites nothing]")


def test_no_cell_is_a_formula_or_steers_anything(found: Document) -> None:
    text = render(found, CODE)
    assert not [cell for row in rows(text) for cell in row.values() if cell and FORMULA.match(cell) and cell[0] != "'"]
    assert not re.search(CONTROL, text.removeprefix("\ufeff").replace("\r\n", "").replace("\n", ""))


def test_product_that_is_a_formula_becomes_text(small: dict[str, Any], small_code: Catalogue) -> None:
    small["profile"]["product"] = '=HYPERLINK("https://evil.example")'
    assert rows(render(small, small_code))[0]["product"] == '\'=HYPERLINK("https://evil.example")'


def test_as_agreed(small: Document, small_code: Catalogue, as_agreed: Callable[[str, str], None]) -> None:
    as_agreed(render(small, small_code), "small.csv")
