"""The control block of a document: who approved it, when it was reviewed, when it is to be reviewed next."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assay.domain.exceptions import names_person
from assay.facts.documents import DateRole, Document
from assay.formats.assertions import denies, promises, sentences
from assay.formats.documents import FILLERS
from assay.formats.last_days import days

APPROVED = re.compile(r"\b(approved|signed off|authori[sz]ed) by\b|\bapprover\b", re.IGNORECASE)
NEXT = re.compile(
    r"\bnext (scheduled |planned )?(review|audit|revision)( (is )?due| date| on| by)?|\breview (is )?due( date| on| by)?|\bdue for review( on| by)?",
    re.IGNORECASE,
)
LAST = re.compile(
    r"\b(last|latest|most recent) (review(ed)?|revis(ed|ion)|approv(ed|al))( date| on)?|\bdate of (the )?(last )?(review|approval)|\breview(ed)? (on|date)|\bapproved on",
    re.IGNORECASE,
)
VALUE = re.compile(r"\s*[:|=–—-]?\s*(.{0,60})", re.DOTALL)
COLON = re.compile(r"\s*[:|]\s*$")
NEXT_PART = re.compile(r"[.;|]\s|,\s+(?=[^\W\d])")
"""Where the value of one field ends and the next begins."""
NAME = re.compile(r"(?:[A-Z]\.|[A-Z][\w'’-]+)(?:\s+(?:[A-Z]\.|[A-Z][\w'’-]+|de|van|von|der|bin|al)){0,4}")
INTERVALS = (
    (
        re.compile(
            r"\b(annual(ly)?|yearly|(each|every|once a|once per|one) year|(every |each )?(12|twelve) months?)\b",
            re.IGNORECASE,
        ),
        366,
    ),
    (
        re.compile(
            r"\b(twice a year|half[- ]yearly|(every |each )?(6|six) months?|semi-?annual(ly)?)\b", re.IGNORECASE
        ),
        184,
    ),
    (re.compile(r"\b(quarterly|(each|every) quarter|every (3|three) months?)\b", re.IGNORECASE), 92),
    (
        re.compile(r"\b(every (2|two|second) years?|biennial(ly)?|(every )?(24|twenty-four) months?)\b", re.IGNORECASE),
        731,
    ),
    (re.compile(r"\bevery (3|three|third) years?\b", re.IGNORECASE), 1096),
)
DEFAULT_INTERVAL = 366


@dataclass(frozen=True, slots=True)
class Control:
    """What the control block says; lines are 0 where it says nothing."""

    approver: str
    approver_line: int
    last_review: date | None
    last_line: int
    next_review: date | None
    next_line: int
    unfilled: str
    """A field about a review that stands there without a day; empty if none does."""
    unfilled_line: int
    version: bool
    """A version or a day of the document itself is there."""
    interval: int
    """Days between reviews: what the document states, or a year."""


@dataclass(frozen=True, slots=True)
class _Field:
    value: str
    line: int
    empty: bool


def read(document: Document, as_of: date) -> Control:
    """The fields as they stand in text and tables; where there are several, the newest day counts."""
    approver = next(((name, each.line) for each in _fields(document, APPROVED) if (name := _name(each.value))), ("", 0))
    last, last_line, last_empty = _newest(document, LAST, before=as_of)
    following, next_line, next_empty = _newest(document, NEXT, before=None)
    unfilled = next(
        (("next review", each.line) for each in next_empty if following is None),
        next((("last review", each.line) for each in last_empty if last is None), ("", 0)),
    )
    return Control(
        approver=approver[0],
        approver_line=approver[1],
        last_review=last,
        last_line=last_line,
        next_review=following,
        next_line=next_line,
        unfilled=unfilled[0],
        unfilled_line=unfilled[1],
        version=any(each.role in (DateRole.VERSION, DateRole.APPROVAL, DateRole.REVIEW) for each in document.dates)
        or bool(re.search(r"\b(version|revision|issue)\s*[:|]?\s*v?\d", document.text, re.IGNORECASE)),
        interval=_interval(document),
    )


def _newest(document: Document, label: re.Pattern[str], before: date | None) -> tuple[date | None, int, list[_Field]]:
    dated: list[tuple[date, int]] = []
    empty: list[_Field] = []
    for field in _fields(document, label):
        found = [day for day in days(field.value) if before is None or day <= before]
        if found:
            dated.append((max(found), field.line))
        elif field.empty:
            empty.append(field)
    newest = max(dated, default=(None, 0), key=lambda each: each[0])
    return newest[0], newest[1], empty


def _fields(document: Document, label: re.Pattern[str]) -> Iterator[_Field]:
    """What follows the label in prose, stands beside it in a row, or below it in a column."""
    for table in document.tables:
        for row in (table.header, *table.rows):
            if len(row) >= 2 and label.search(row[0]) and len(row[0].split()) <= 5:
                yield _field(row[1], table.line)
        for column, title in enumerate(table.header):
            if label.search(title) and len(title.split()) <= 5 and table.rows and column:
                cells = [row[column] for row in table.rows if column < len(row)]
                for cell in cells:
                    yield _field(cell, table.line, may_be_empty=len(cells) == 1)
    for passage in document.passages:
        for match in label.finditer(passage.text):
            rest = passage.text[match.end() :]
            value = VALUE.match(rest)
            text = NEXT_PART.split(value.group(1), maxsplit=1)[0] if value else ""
            yield _Field(text, passage.line, bool(COLON.match(rest)) or (":" in rest[:2] and bool(FILLERS.match(text))))


def _field(cell: str, line: int, *, may_be_empty: bool = True) -> _Field:
    bare = cell.strip(" -–—_.?")
    return _Field(cell, line, may_be_empty and (not bare or bool(FILLERS.search(cell))))


def _name(value: str) -> str:
    match = NAME.match(value.removeprefix("the ").strip())
    name = match.group().strip(" .") if match else ""
    return name if names_person(name) and len(name) >= 3 and not FILLERS.search(value[: len(name) + 3]) else ""


def _interval(document: Document) -> int:
    for passage in document.passages:
        for sentence in sentences(passage.text):
            if re.search(r"\breview", sentence, re.IGNORECASE) and re.search(
                r"\b(this|the) (document|policy|framework|process|plan|standard|procedure)|\bit is reviewed",
                sentence,
                re.IGNORECASE,
            ):
                if not promises(sentence) and not denies(sentence):
                    for pattern, length in INTERVALS:
                        if pattern.search(sentence):
                            return length
    return DEFAULT_INTERVAL
