"""The last day a text gives: full dates, months and quarters, read in favour of whoever wrote them."""

import re
from calendar import monthrange
from datetime import date

from assay.formats.documents import MONTHS

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"(20\d\d)"
FORMS = (
    re.compile(rf"\b{_YEAR}[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})\b"),
    re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<n>{_MONTH})\b\.?,?[\s-]+{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"\b(?P<n>{_MONTH})\b\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"\b(?P<d>\d{{1,2}})\.\s?(?P<m>\d{{1,2}})\.\s?{_YEAR}\b"),
    re.compile(rf"\b(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})/{_YEAR}\b"),
    re.compile(rf"\b(?P<n>{_MONTH})\b\.?,?[\s-]+{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"\b{_YEAR}-(?P<m>\d{{2}})\b(?!-)"),
    re.compile(rf"\bQ(?P<q>[1-4])[\s/-]+{_YEAR}\b|\b{_YEAR}[\s/-]+Q(?P<p>[1-4])\b", re.IGNORECASE),
)  # fmt: skip


def last_day(text: str) -> date | None:
    """The latest day the text names; a month or quarter alone counts to its end, a year alone does not count."""
    return max(days(text), default=None)


def days(text: str) -> tuple[date, ...]:
    """Every day the text names, in no order; each part of the text is read once, by the fullest form."""
    if "20" not in text:
        return ()
    found: list[date] = []
    left = text
    for form in FORMS:
        for match in form.finditer(left):
            if day := _day(match):
                found.append(day)
        left = form.sub(lambda match: " " * len(match.group()), left)
    return tuple(found)


def _day(match: re.Match[str]) -> date | None:
    given = match.groupdict()
    year = int(next(each for each in match.groups() if each and re.fullmatch(r"20\d\d", each)))
    quarter = given.get("q") or given.get("p")
    if quarter:
        return _end_of_month(year, int(quarter) * 3)
    name = given.get("n")
    month = MONTHS[name.lower()] if name else int(given["m"])
    if not given.get("d"):
        return _end_of_month(year, month)
    first = _whole(year, month, int(given["d"]))
    if "/" in match.group() and not match.group().startswith("20"):
        # 03/04/2027 is read both ways round, as nobody can tell; the later day counts.
        other = _whole(year, int(given["d"]), month)
        return max((each for each in (first, other) if each), default=None)
    return first


def _end_of_month(year: int, month: int) -> date | None:
    return date(year, month, monthrange(year, month)[1]) if 1 <= month <= 12 else None


def _whole(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
