"""Reads the table of a duty, CSV with a header or TOML with ``[[records]]``, and says of each row whether it can count.

A cell is data, whatever it looks like: a formula is no value, and a row with a filler, a day to come or a blank where a
name belongs records nothing.
"""

import csv
import io
import math
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from assay.domain.evidence import Location
from assay.domain.exceptions import names_person
from assay.facts.duty_records import Column, Duty, Entry
from assay.facts.people import Person, left_on
from assay.formats import toml_text
from assay.formats.documents import FILLERS

LARGEST = 5_000_000
MOST_ROWS = 20_000
LONGEST_CELL = 1_000
COPIED = 4
"""So many rows of different events on one and the same day were filled in at one go."""
DELIMITERS = ",;\t"
FORMULA = re.compile(r"=|[+\-@][A-Za-z0-9.:$ ]*\(")
FILLED_OUT = re.compile(
    r"[\s\-–—_.?*…]*|x{2,}|n/?a|tb[acd]|todo|fixme|lorem ipsum.*|(insert|your|enter)\b.*|(name|date|person|text|subject|description)"
    r"|\[[^\]]*\]|<[^>]*>|\{[^}]*\}|(reviewer|approver|auditor|tester|owner|developer|employee|trainee|trainer|supplier|system|account|user)( ?[\dA-C]{1,2})?",
    re.IGNORECASE,
)
NOT_DONE = re.compile(
    r"(planned|pending|scheduled|overdue|outstanding|awaiting|to be \w+|will be \w+|not yet|in progress|to do)\b",
    re.IGNORECASE,
)

Values = Mapping[str, str]
Key = tuple[str, ...]


class DutyTableError(Exception):
    """A table that is none of its duty; the text names the place and what is wrong there."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands: the line it begins on, its cells by column, and whether it has more cells than columns."""

    line: int
    values: Values
    overlong: bool = False


def duty_of(data: bytes, duties: Iterable[Duty]) -> str:
    """The duty a table says it is of (TOML), or the only one whose columns its header has; empty where there is none."""
    text = _text(data[:LARGEST])
    if _looks_like_toml(text):
        try:
            said = toml_text.read(text)
        except tomllib.TOMLDecodeError:
            return ""
        return next((each.id for each in duties if each.id == said.get("duty") and "records" in said), "")
    fitting = [each.id for each in duties if not _missing(_header(text)[1], each)]
    return fitting[0] if len(fitting) == 1 else ""


def rows(data: bytes, duty: Duty) -> list[Row]:
    """Every row that is not blank. Raises DutyTableError where the table as a whole cannot be read."""
    if len(data) > LARGEST:
        raise DutyTableError(f"it is larger than {LARGEST // 1_000_000} MB")
    text = _text(data)
    if "\0" in text:
        raise DutyTableError("it holds NUL characters")
    found = list(_from_toml(text, duty) if _looks_like_toml(text) else _from_csv(text, duty))
    if not found:
        raise DutyTableError("it has no row")
    return found


def key_of(values: Values, duty: Duty) -> Key:
    """What tells a row from others, though its other cells are corrected later."""
    return tuple(" ".join(values.get(each, "").casefold().split()) for each in duty.key)


def entries(
    found: Sequence[Row],
    duty: Duty,
    as_of: date,
    people: Sequence[Person],
    path: str,
    entered: Mapping[Key, date] | None = None,
) -> tuple[Entry, ...]:
    """The rows with their faults. ``entered`` is the day a commit first held each; None for a table that was handed over."""
    first: dict[Key, int] = {}
    copied = _copied(found, duty)
    made = []
    for row in found:
        key = key_of(row.values, duty)
        day = _moment_day(row.values.get(duty.dated, ""))
        entered_on = entered.get(key) if entered is not None else None
        faults = list(_faults(row, duty, as_of, people, day))
        if key in first:
            faults.append(f"repeats line {first[key]}")
        if day and entered_on and entered_on < day - timedelta(days=1):
            faults.append(f"was entered on {entered_on}, before the day it gives ({day})")
        if copied and day == copied:
            faults.append(f"gives {copied} like all {len(found)} rows, though they are about different things")
        first.setdefault(key, row.line)
        made.append(Entry(row.values, Location(path, row.line), day, entered_on, tuple(faults), entered is None))
    return tuple(made)


def _faults(row: Row, duty: Duty, as_of: date, people: Sequence[Person], day: date | None) -> Iterator[str]:
    if row.overlong:
        yield "has more cells than the header: put text with a delimiter in quotation marks"
    for column in duty.columns:
        value = row.values.get(column.name, "")
        if not value:
            if not column.may_be_blank:
                yield f"leaves {column.name!r} blank"
        elif FORMULA.match(value):
            yield f"holds a formula in {column.name!r}"
        elif column.kind != "choice" and (FILLERS.search(value) or FILLED_OUT.fullmatch(value)):
            yield f"holds the filler {value[:40]!r} in {column.name!r}"
        elif NOT_DONE.match(value):
            yield f"says in {column.name!r} that it was not done ({value[:40]!r})"
        else:
            yield from _of_kind(value, column, as_of, people, day)


def _of_kind(value: str, column: Column, as_of: date, people: Sequence[Person], day: date | None) -> Iterator[str]:
    if column.kind in ("date", "moment"):
        given = _day(value) if column.kind == "date" else _moment_day(value)
        if given is None:
            yield f"gives no day in {column.name!r} ({value[:40]!r}): write it as 2026-01-31"
        elif given > as_of and not column.may_lie_ahead:
            yield f"gives a day that has not come in {column.name!r} ({given})"
    elif column.kind in ("person", "people"):
        for name in value.split(";") if column.kind == "people" else [value]:
            gone = left_on(name, people)
            if not names_person(name):
                yield f"names no person in {column.name!r} ({name.strip()[:40]!r})"
            elif gone and day and day > gone:
                yield f"names {name.strip()} in {column.name!r}, who left on {gone}"
    elif column.kind == "choice" and value.casefold() not in column.values:
        yield f"says {value[:40]!r} in {column.name!r}, which is none of: {', '.join(column.values)}"
    elif column.kind == "number" and not _is_number(value):
        yield f"gives no number in {column.name!r} ({value[:40]!r})"


def _copied(found: Sequence[Row], duty: Duty) -> date | None:
    """The one day all rows give, where they are of so many different things that it cannot be."""
    days = {_day(row.values.get(duty.dated, "")) for row in found}
    things = {tuple(row.values.get(each, "").casefold() for each in duty.apart) for row in found}
    return next(iter(days)) if duty.apart and len(days) == 1 and len(things) >= COPIED else None


def _from_csv(text: str, duty: Duty) -> Iterator[Row]:
    delimiter, header = _header(text)
    if missing := _missing(header, duty):
        raise DutyTableError(f"line 1: its header lacks {', '.join(missing)}")
    twice = [each for each in header if header.count(each) > 1 and any(each == column.name for column in duty.columns)]
    if twice:
        raise DutyTableError(f"line 1: its header has {twice[0]!r} twice")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line, number = 0, 0
    try:
        for cells in reader:
            begins, line = line + 1, reader.line_num
            if begins == 1 or not any(cell.strip() for cell in cells):
                continue
            number += 1
            if number > MOST_ROWS:
                raise DutyTableError(f"it has more than {MOST_ROWS:,} rows: keep one table a year")
            values = {name: _cell(cell) for name, cell in zip(header, cells, strict=False)}
            yield Row(begins, values, any(cell.strip() for cell in cells[len(header) :]))
    except csv.Error as fault:
        raise DutyTableError(f"line {reader.line_num}: {fault}") from None


def _header(text: str) -> tuple[str, list[str]]:
    """The delimiter that makes most of the first line, and the names of the columns it then has."""
    line = text.split("\n", 1)[0].rstrip("\r")[: LONGEST_CELL * 10]
    delimiter = max(DELIMITERS, key=line.count)
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        cells = []
    return delimiter, [re.sub(r"[\s\-]+", "_", _cell(each).casefold()) for each in cells]


def _missing(header: Sequence[str], duty: Duty) -> list[str]:
    return [each.name for each in duty.columns if each.name not in header and not each.may_be_blank]


def _from_toml(text: str, duty: Duty) -> Iterator[Row]:
    try:
        found = toml_text.read(text)
    except tomllib.TOMLDecodeError as fault:
        raise DutyTableError(str(fault)) from None
    if found.get("duty", duty.id) != duty.id:
        raise DutyTableError(f"it says it is of the duty {str(found['duty'])[:40]!r}, not {duty.id!r}")
    records = found.get("records")
    if not isinstance(records, list) or not all(isinstance(each, dict) for each in records):
        raise DutyTableError("it has no [[records]]")
    if len(records) > MOST_ROWS:
        raise DutyTableError(f"it has more than {MOST_ROWS:,} records: keep one table a year")
    lines = [number for number, line in enumerate(text.split("\n"), 1) if line.strip().startswith("[[records]]")]
    for number, each in enumerate(records):
        yield Row(lines[number] if number < len(lines) else 1, {name: _cell(_plain(cell)) for name, cell in each.items()})  # fmt: skip


def _looks_like_toml(text: str) -> bool:
    return bool(re.search(r"^[ \t]*\[\[records\]\]", text, re.MULTILINE))


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_plain(each) for each in value)
    return value.isoformat(" ") if isinstance(value, datetime) else str(value)


def _cell(text: str) -> str:
    return " ".join(text[: 2 * LONGEST_CELL].split())[:LONGEST_CELL]


def _text(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace").lstrip("\ufeff")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        return None


def _moment_day(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date() if re.match(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        return None


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text)) and float(text) >= 0
    except ValueError:
        return False
