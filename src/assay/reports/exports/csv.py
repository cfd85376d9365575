"""The assessment as CSV, for a spreadsheet: a row for each claim, with what was seen for it, against it and not at all."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from typing import Any

from assay.domain.catalogue import Catalogue
from assay.reports.columns import printable
from assay.reports.exports.steady import place, product, statements, whole

COLUMNS = (
    "product", "commit", "as of", "principle", "claim", "one of the 45", "title", "verdict", "confidence", "reason",
    "seen for it", "seen against it", "stated by people", "could not be seen", "question for a person", "next step",
)  # fmt: skip
FORMULA = re.compile(r"[=+\-@']")


def render(found: Mapping[str, Any], code: Catalogue) -> str:
    """All rows, every cell quoted, behind the mark by which spreadsheets know UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for claim in found["claims"]:
        writer.writerow([_cell(each) for each in _row(found, claim, code)])
    return "\ufeff" + out.getvalue()


def _row(found: Mapping[str, Any], claim: Mapping[str, Any], code: Catalogue) -> Iterable[str]:
    known = code.claim(claim["id"])
    yield product(found)
    yield found["subject"]["commit"]
    yield found["as_of"]
    yield claim["principle"]
    yield claim["id"]
    yield "yes" if known.counted else "no, the supplier leaf"
    yield known.title
    yield claim["verdict"]
    yield claim["confidence"] or ""
    yield claim["reason"]
    yield _lines(_seen(each) for each in claim["for"])
    yield _lines(_seen(each) for each in claim["against"])
    yield _lines(_stated(each) for each in statements(found, claim))
    yield _lines(f"{each['fact']}: {each['reason']}. To see it: {each['would_show']}" for each in claim["unread"])
    yield claim["ask"]
    yield claim["next"]["says"] if claim["next"] else ""


def _seen(each: Mapping[str, Any]) -> str:
    where = ", ".join(place(location) for location in each["locations"])
    share = f" [{each['share'][0]} of {each['share'][1]}]" if each["share"] else ""
    return f"{each['strength']}: {each['says']}{share} ({each['check']}{'; ' if where else ''}{where})"


def _stated(each: Mapping[str, Any]) -> str:
    weighs = f"weighs {each['class']}" if each["class"] != "none" else "weighs nothing"
    because = f": {each['because']}" if each["because"] else ""
    return f"{each['facet']} {each['person']} ({each['role']}), {each['stated_on']}: {each['says']} [{weighs}{because}]"


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(_one_line(each) for each in texts)


def _one_line(text: str) -> str:
    return printable(whole(" ".join(text.split())))


def _cell(text: str) -> str:
    """Never a formula: a spreadsheet takes what begins with an apostrophe for text."""
    text = "\n".join(_one_line(line) for line in text.split("\n")).strip()
    return f"'{text}" if FORMULA.match(text) else text
