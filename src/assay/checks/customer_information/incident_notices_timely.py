"""Customers heard of each notable incident inside the declared limit, and to the end.

Why: Customers cannot contain what they do not know of.

Good: each incident in the table has a first notice within the declared limit (72 hours at most) after it was confirmed, and a closing
report. A rehearsal counts as weak.

Bad: an incident without a notice, or with a late one; or rows are not filled in.

Unknown: no table of incidents.

Known false positives: an incident still inside its limit; times given as days only.
"""

from collections.abc import Iterator
from datetime import datetime, time

from assay.checks import recorded
from assay.checks.contract import MEDIUM, STRONG, WEAK, Example, Finding, bad, counted, good
from assay.domain.evidence import Outcome
from assay.facts.duty_records import DutyRecords, Entry, Kept

IS_RECORD = True
SUPPORTS = {"4.3.2/a": MEDIUM, "4.3.2/b": MEDIUM, "4.3.2/c": MEDIUM}
COUNTERS = {"4.3.2/a": STRONG, "4.3.2/b": STRONG}
BECAUSE = "a notice that was late by the vendor's own record was late; one in time is as the vendor recorded it"
STALE_AFTER_DAYS = 365
FIX = "Tell customers within the declared limit, and enter the hour of each notice."

LONGEST_LIMIT_HOURS = 72


def check(records: DutyRecords) -> Iterator[Finding]:
    kept = records.of("incident-notices")
    yield from recorded.unfit(kept, ("4.3.2/a",))
    current = recorded.counting(kept)
    real = [each for each in current if each.values["kind"].casefold() == "real"]
    missed = [each for each in real if _hours(each, kept) > _limit(each)]
    for each in missed:
        told = each.moment("first_notice")
        yield bad(
            "incidents",
            f"{each.values['incident']!r}, confirmed on {each.values['confirmed']}, {f'reached customers {_hours(each, kept):g} hours later' if told else 'was told to nobody'}, with a limit of {_limit(each):g}",
            each.place,
            fix=f"Tell the customers concerned of {each.values['incident']!r}.",
            facets=("4.3.2/b",) if told else ("4.3.2/a", "4.3.2/b"),
        )
    fine = [each for each in (real or current) if each not in missed and each.moment("first_notice")]
    fine = [each for each in fine if _hours(each, kept) <= _limit(each)]
    if not fine:
        return
    closed = all(each.moment("closed") for each in fine)
    yield good(
        "incidents",
        f"customers heard of {counted(len(fine), 'incident' if real else 'rehearsed incident')} in time{' and to the end' if closed else ''} ({recorded.how_kept(fine)})",
        *recorded.places(fine),
        at_most=recorded.reach(fine) if real else WEAK,
        facets=("4.3.2/a", "4.3.2/b", "4.3.2/c") if closed else ("4.3.2/a", "4.3.2/b"),
        objects=len(fine),
        observed_at=max(each.on for each in fine if each.on),
    )


def _hours(entry: Entry, kept: Kept) -> float:
    """From the confirmation to the first notice, or to the day of the assessment where there was none."""
    confirmed = entry.moment("confirmed")
    told = entry.moment("first_notice") or datetime.combine(kept.as_of, time())
    return (told - confirmed).total_seconds() / 3600 if confirmed else 0.0


def _limit(entry: Entry) -> float:
    return min(entry.number("limit_hours"), LONGEST_LIMIT_HOURS)


_HEAD = "incident,confirmed,first_notice,limit_hours,closed,kind\n"
_ROW = "stolen publishing token,2026-09-09 10:15,2026-09-10 08:00,72,2026-09-20 12:00,real\n"


def _kept(rows: str) -> dict[str, str]:
    return recorded.table("incident-notices", _HEAD + rows)


EXAMPLES = (
    Example("the next day", Outcome.GOOD, _kept(_ROW), strength=MEDIUM),
    Example("a rehearsal", Outcome.GOOD, _kept(_ROW.replace("real", "rehearsal")), strength=WEAK),
    Example("a week later", Outcome.BAD, _kept(_ROW.replace("2026-09-10 08", "2026-09-16 08")), strength=STRONG),
    Example("nobody was told", Outcome.BAD, _kept("stolen token,2026-09-09 10:15,,9000,,real\n"), strength=STRONG),
    Example("not filled in", Outcome.BAD, _kept("[Incident],[Date],[Date],72,,real\n"), strength=MEDIUM),
    Example("two years ago", Outcome.SILENT, _kept(_ROW.replace("2026", "2024"))),
    Example("no table", Outcome.UNKNOWN, {"a": "x"}),
    Example(
        "inside its limit",
        Outcome.SILENT,
        _kept("stolen token,2026-09-29 10:15,,72,,real\n"),
        false_positive="an incident still inside its limit",
    ),
    Example(
        "days only",
        Outcome.GOOD,
        _kept(_ROW.replace("2026-09-09 10:15,2026-09-10 08:00", "2026-09-09,2026-09-11")),
        false_positive="times given as days only",
    ),
)
