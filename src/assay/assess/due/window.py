"""How far to look ahead: lengths of time as people write them on a command line."""

import calendar
import re
from datetime import date, timedelta

from assay.errors import MalformedInputError

LENGTH = re.compile(r"(\d{1,4})([dwmy])", re.ASCII)
LONGEST_YEARS = 10


def until(as_of: date, within: str) -> date:
    """The last day of a window such as ``30d``, ``12w``, ``6m`` or ``1y``; raises MalformedInputError."""
    match = LENGTH.fullmatch(within)
    if not match:
        raise MalformedInputError(
            f"{within!r} is no length of time.", advice="Write days, weeks, months or years: 30d, 12w, 6m, 1y."
        )
    number, unit = int(match[1]), match[2]
    last = later(as_of, number if unit == "m" else 12 * number) if unit in "my" else as_of
    if unit in "dw":
        last += timedelta(days=number * (7 if unit == "w" else 1))
    if last > later(as_of, 12 * LONGEST_YEARS):
        raise MalformedInputError(f"--within {within} looks further ahead than {LONGEST_YEARS} years.")
    return last


def later(day: date, months: int) -> date:
    """The same day ``months`` later (earlier where negative); the last of that month where it has no such day."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
