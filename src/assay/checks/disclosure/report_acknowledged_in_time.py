"""Reports of weaknesses were answered by a person within the promised time.

Why: A finder who hears nothing publishes.

Good: every report of the last 180 days in the table has a first answer by a person within the promised time (7 days at most).

Bad: a report without an answer, or with a late one; or rows are not filled in.

Unknown: no table of reports.

Known false positives: automatic replies, which are not counted; a report still inside its time.
"""

from collections.abc import Iterator

from assay.checks import recorded
from assay.checks.contract import MEDIUM, STRONG, Example, Finding, bad, counted, good
from assay.domain.evidence import Outcome
from assay.facts.duty_records import DutyRecords, Entry

IS_RECORD = True
SUPPORTS = {"3.2.1/c": MEDIUM, "3.4.1/b": MEDIUM}
COUNTERS = {"3.2.1/c": STRONG}
BECAUSE = "an answer that was late by the vendor's own record was late; one in time is as the vendor recorded it"
STALE_AFTER_DAYS = 180
FIX = "Answer each report in the promised time, and enter the day."

LONGEST_LIMIT_DAYS = 7


def check(records: DutyRecords) -> Iterator[Finding]:
    kept = records.of("report-answers")
    yield from recorded.unfit(kept, ("3.2.1/c",))
    current = recorded.counting(kept)
    by_person = {each.place: each.day("answered") for each in current if each.values["how"].casefold() == "person"}
    late = [each for each in current if each.on and ((by_person.get(each.place) or kept.as_of) - each.on).days > _limit(each)]  # fmt: skip
    if late:
        first = late[0]
        on = by_person.get(first.place)
        yield bad(
            "answers",
            f"{len(late)} of {counted(len(current), 'report')}: {first.values['report']!r} of {first.on} was answered {f'on {on}' if on else 'by no person'}, with {_limit(first):g} days to do so",
            *recorded.places(late),
            fix=f"Answer {first.values['report']!r}.",
            objects=len(late),
        )
    answered = [each for each in current if each not in late and by_person.get(each.place) and each.values.get("by")]
    if answered:
        yield good(
            "answers",
            f"{counted(len(answered), 'report')} answered by a person in time ({recorded.how_kept(answered)})",
            *recorded.places(answered),
            at_most=recorded.reach(answered),
            objects=len(answered),
            observed_at=max(each.on for each in answered if each.on),
        )


def _limit(entry: Entry) -> float:
    return min(entry.number("limit_days"), LONGEST_LIMIT_DAYS)


_HEAD = "report,received,answered,by,limit_days,how\n"
_ROW = "report 2026-04,2026-09-06,2026-09-08,Ada Builder,5,person\n"


def _kept(rows: str) -> dict[str, str]:
    return recorded.table("report-answers", _HEAD + rows)


EXAMPLES = (
    Example("in two days", Outcome.GOOD, _kept(_ROW), strength=MEDIUM),
    Example("late", Outcome.BAD, _kept(_ROW.replace("2026-09-08", "2026-09-18")), strength=STRONG),
    Example("by no person", Outcome.BAD, _kept(_ROW.replace("person", "machine")), strength=STRONG),
    Example("not filled in", Outcome.BAD, _kept("[Report],[Date],[Date],[Name],5,person\n"), strength=MEDIUM),
    Example("a year ago", Outcome.SILENT, _kept(_ROW.replace("2026", "2025"))),
    Example("no table", Outcome.UNKNOWN, {"a": "x"}),
    Example(
        "an automatic reply and a person's answer",
        Outcome.GOOD,
        _kept(_ROW),
        false_positive="automatic replies, which are not counted",
    ),
    Example(
        "still inside its time",
        Outcome.SILENT,
        _kept("report 2026-09,2026-09-28,,,5,person\n"),
        false_positive="a report still inside its time",
    ),
)
