"""Somebody looks through the logs of the build environment at intervals, and enters it.

Why: A log nobody reads tells of a break-in to those who look afterwards.

Good: a review within 90 days with reviewer, system, the time the entries are from and what was found.

Bad: the last review is older than 120 days, or rows are not filled in, or one day was copied down many periods.

Unknown: no record, or one written for a long time on one day.

Known false positives: alerts that search the log by themselves, of which no table is kept; a review that found nothing.
"""

from collections.abc import Iterator
from datetime import date

from assay.checks import recorded
from assay.checks.contract import MEDIUM, WEAK, Change, Example, Finding, bad, counted, good
from assay.domain.evidence import Outcome
from assay.facts.duty_records import DutyRecords

IS_RECORD = True
SUPPORTS = {"2.2.3/c": MEDIUM, "2.2.1/c": WEAK}
COUNTERS = {"2.2.3/c": MEDIUM}
BECAUSE = recorded.BECAUSE
STALE_AFTER_DAYS = 90
FIX = "Look through the logs every quarter and enter what was found, or that nothing was."

OVERDUE_DAYS = 120


def check(records: DutyRecords) -> Iterator[Finding]:
    kept = records.of("log-reviews")
    yield from recorded.unfit(kept, ("2.2.3/c",))
    out = recorded.at_one_go(kept)
    sound = [each for each in kept.sound if each.on and each not in out]
    if not sound:
        return
    newest = max(each.on for each in sound if each.on)
    age = (kept.as_of - newest).days
    last = [each for each in sound if each.on == newest]
    if age > OVERDUE_DAYS:
        says = f"the last review of logs was on {newest}, {age} days ago"
        yield bad("review of logs", says, *recorded.places(last), fix="Look through the logs now.")
    elif age <= STALE_AFTER_DAYS:
        current = recorded.counting(kept)
        yield good(
            "review of logs",
            f"{counted(len(current), 'review')} within {STALE_AFTER_DAYS} days, the last by {last[0].values['reviewer']} on {newest} ({recorded.how_kept(current)})",
            *recorded.places(current),
            at_most=recorded.reach(current),
            objects=len(current),
            observed_at=newest,
        )


_HEAD = "date,reviewer,system,period,findings\n"
_LAST = _HEAD + "2026-09-01,Cleo Warden,forge,July and August 2026,Two sign-ins from a new country: both were Ben on leave\n"  # fmt: skip


def _kept(text: str) -> dict[str, str]:
    return recorded.table("log-reviews", text)


EXAMPLES = (
    Example("a review of this month", Outcome.GOOD, _kept(_LAST), strength=MEDIUM),
    Example("half a year old", Outcome.BAD, _kept(_LAST.replace("2026-09", "2026-03")), strength=MEDIUM),
    Example(
        "one day for four quarters",
        Outcome.BAD,
        _kept(_HEAD + "".join(f"2026-09-03,Cleo Warden,forge,Q{number} of the year,Nothing odd in the entries\n" for number in range(1, 5))),
        strength=MEDIUM,
    ),
    Example("a month late", Outcome.SILENT, _kept(_LAST.replace("2026-09", "2026-07")), history=(Change("Review", _kept(_LAST.replace("2026-09", "2026-07")), on=date(2026, 7, 4)),)),
    Example("no record", Outcome.UNKNOWN, {"a": "x"}),
    Example("alerts", Outcome.UNKNOWN, {"docs/logs.md": "# Logs\n\nAlerts on the audit log reach the duty officer.\n"}, false_positive="alerts that search the log by themselves, of which no table is kept"),
    Example("nothing was found", Outcome.GOOD, _kept(_HEAD + "2026-09-03,Cleo Warden,forge,August 2026,None\n"), false_positive="a review that found nothing"),
)  # fmt: skip
