"""Past and planned ends of support kept one year of notice.

Why: A customer needs a year to find the money and the time to move.

Good: for every release line that ended in the last three years or has an end ahead, the page gave that end at least 365 days
before; the history of the page gives the day it was first written.

Bad: the page gave the end of a line less than 365 days before, though it gave the ends of other lines already.

Unknown: the history is cut, the page's language has no reader, or the page is younger than the notice would have to be.

Known false positives: minor releases replaced by compatible ones of the same major version; ends that were only put more exactly;
old lines added to a page later.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from assay.checks.contract import STRONG, Change, Example, Finding, at, bad, counted, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.documents import Documents
from assay.facts.subject import Subject
from assay.facts.support_history import Announcement, SupportHistory
from assay.formats.product import shown
from assay.formats.support import unreadable

SUPPORTS = {"4.2.1/b": STRONG}
COUNTERS = {"4.2.1/b": STRONG}
BECAUSE = "the days come from the page and from its history, and the rest is subtraction"
STALE_AFTER_DAYS = 180
FIX = "Extend the support until a year after its end was announced, or explain the exception."

A_YEAR = 365
LOOKED_BACK = timedelta(days=1096)


def check(history: SupportHistory, documents: Documents, subject: Subject) -> Iterator[Finding]:
    unread = history.unread or (() if history.announcements else unreadable(documents))
    if unread:
        yield unknown(*unread)
        return
    ended = [each for each in history.announcements if each.ends_on >= subject.as_of - LOOKED_BACK]
    kept = [each for each in ended if _notice(each) >= A_YEAR]
    short = [each for each in ended if _notice(each) < A_YEAR and not _is_replaced(each, history)]
    for each in short:
        if each.is_first_word:
            yield _short(each)
    unproven = [each for each in short if not each.is_first_word]
    if unproven:
        names = ", ".join(shown(each.line) for each in unproven)
        yield unknown(Unread(unproven[0].path, f"the page is too young to tell when the end of {names} was announced", "the notice, with its day"))  # fmt: skip
    elif kept:
        least = min(kept, key=_notice)
        yield good(
            "notice",
            f"{counted(len(kept), 'release line')} with at least a year of notice; the least was {_notice(least)} days, for {shown(least.line)}",
            at(least.path, least.at_line),
            at("", commit=least.commit),
            objects=len(kept),
        )


def _notice(each: Announcement) -> int:
    return (each.ends_on - each.announced_on).days


def _short(each: Announcement) -> Finding:
    days = _notice(each)
    told = f"{days} days before" if days > 0 else "when it had come"
    enough = each.announced_on + timedelta(days=A_YEAR)
    return bad(
        shown(each.line),
        f"support of {shown(each.line)} ends on {each.ends_on}; the page said so on {each.announced_on}, {told}",
        at(each.path, each.at_line),
        at("", commit=each.commit),
        fix=f"Extend support of {shown(each.line)} to {enough} in {each.path}, or explain there why it ends sooner.",
    )


def _is_replaced(each: Announcement, history: SupportHistory) -> bool:
    """Whether customers of the line get on by a compatible update: a line of the same series goes on, or can still follow."""
    others = [(other.line, other.ends_on) for other in history.announcements if other.line != each.line]
    others += [(line, date.max) for line in history.undated]
    if history.by_calendar:
        return not any(line > each.line for line, _ in others) or any(end > each.ends_on for _, end in others)
    if len(each.line) == 1:
        return False
    series = each.line[:1]
    later_series = any(line[:1] > series for line, _ in others)
    return not later_series or any(line[:1] == series and end > each.ends_on for line, end in others)


_PAGE = "# Gantry support\n\n| Version | End of support |\n|---|---|\n"


def _page(*rows: str) -> dict[str, str]:
    return {"docs/support.md": _PAGE + "".join(f"| {row.replace(' ', ' | ').replace('_', ' ')} |\n" for row in rows)}


_FIRST = Change("Give the end of 1", _page("1.x 2025-12-31"), on=date(2023, 5, 1))
_BEFORE = Change("Give the end of 2", _page("2.x 2026-12-31", "1.x 2025-12-31"), on=date(2025, 10, 1))

EXAMPLES = (
    Example(
        "every end was given long before",
        Outcome.GOOD,
        _page("3.x 2028-12-31", "2.x 2026-12-31", "1.x 2025-12-31"),
        history=(_FIRST, _BEFORE),
        strength=STRONG,
    ),
    Example(
        "four months",
        Outcome.BAD,
        _page("3.x 2028-12-31", "2.x 2027-01-31", "1.x 2025-12-31"),
        history=(_FIRST,),
        strength=STRONG,
    ),
    Example(
        "brought forward",
        Outcome.BAD,
        _page("2.x 2026-10-31", "1.x 2025-12-31"),
        history=(_FIRST, Change("Give the end of 2", _page("2.x 2028-12-31", "1.x 2025-12-31"), on=date(2024, 10, 1))),
    ),
    Example(
        "written down when it had come",
        Outcome.BAD,
        _page("2.x 2026-09-15", "1.x 2025-12-31"),
        history=(_FIRST, Change("Add 2", _page("2.x -", "1.x 2025-12-31"), on=date(2025, 10, 1))),
    ),
    Example(
        "extended",
        Outcome.GOOD,
        _page("2.x 2027-06-30", "1.x 2026-12-31"),
        history=(_FIRST, Change("Give the end of 2", _page("2.x 2026-12-31", "1.x 2025-12-31"), on=date(2025, 6, 1))),
        strength=STRONG,
    ),
    Example("no line ever ended", Outcome.SILENT, {"README.md": "# Gantry\n"}),
    Example(
        "ends of long ago only",
        Outcome.SILENT,
        _page("1.x 2019-12-31"),
        history=(Change("Start", _page("0.x 2018-12-31"), on=date(2019, 5, 1)),),
    ),
    Example("a page of yesterday", Outcome.UNKNOWN, _page("3.x 2028-12-31", "2.x 2026-12-31")),
    Example(
        "German",
        Outcome.UNKNOWN,
        {
            "docs/support.md": "# Support\n\nDie Version 4.1 wird bis zum 30.04.2028 von uns mit Updates versorgt, und wir sagen es den Kunden ein Jahr vorher, wenn das für eine Version nicht mehr der Fall ist.\n"
        },
    ),
    Example(
        "a minor release with a compatible successor",
        Outcome.SILENT,
        _page("3.2 2027-03-31", "3.1 2026-12-31", "3.0 2026-10-31"),
        history=(Change("Start", _page("3.0 2026-10-31"), on=date(2026, 5, 1)),),
        false_positive="minor releases replaced by compatible ones of the same major version",
    ),
    Example(
        "a month, then its day",
        Outcome.GOOD,
        _page("2.x 2026-11-30", "1.x 2025-12-31"),
        history=(_FIRST, Change("Give the month", _page("2.x December_2026", "1.x 2025-12-31"), on=date(2025, 10, 1))),
        false_positive="ends that were only put more exactly",
    ),
    Example(
        "lines of the past, added for the record",
        Outcome.UNKNOWN,
        _page("2.x 2028-12-31", "1.x 2025-12-31", "0.9 2024-12-31"),
        history=(_FIRST, Change("Give the end of 2", _page("2.x 2028-12-31", "1.x 2025-12-31"), on=date(2024, 10, 1))),
        false_positive="old lines added to a page later",
    ),
    Example(
        "another product's ends",
        Outcome.SILENT,
        {
            "docs/support.md": "# Supported Python versions\n\n| Version | End of life |\n|---|---|\n| 3.14 | 2030-10-31 |\n| 3.10 | 2026-10-31 |\n"
        },
    ),
)
