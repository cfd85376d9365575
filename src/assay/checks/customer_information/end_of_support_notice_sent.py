"""Customers received the notice that support ends, and it told them what staying on risks.

Why: A date on a page reaches those who look; a notice reaches those who do not.

Good: for each line in the table, who received the notice, when, what it says of the risk of staying and what to do.

Bad: a line whose support ends within a year and for which no notice went out; or rows are not filled in.

Unknown: no table of notices.

Known false positives: a public product without a list of customers, where the publication is the notice.
"""

from collections.abc import Iterator

from assay.checks import recorded
from assay.checks.contract import MEDIUM, WEAK, Example, Finding, bad, counted, good
from assay.domain.evidence import Outcome
from assay.facts.duty_records import DutyRecords

IS_RECORD = True
SUPPORTS = {"4.2.1/c": MEDIUM}
COUNTERS = {"4.2.1/c": MEDIUM}
BECAUSE = recorded.BECAUSE
STALE_AFTER_DAYS = 365
FIX = "Send the notice a year before support ends, with the risk of staying and the way forward, and enter it."

SOON_DAYS = 365
TELLING = ("recipients", "risk", "way_forward")


def check(records: DutyRecords) -> Iterator[Finding]:
    kept = records.of("end-of-support-notices")
    yield from recorded.unfit(kept, ("4.2.1/c",))
    unsent = [each for each in kept.sound if not each.on and (end := each.day("ends")) and (end - kept.as_of).days < SOON_DAYS]  # fmt: skip
    if unsent:
        yield bad(
            "notices of end of support",
            f"support of {recorded.listed([each.values['line'] for each in unsent])} ends on {unsent[0].day('ends')} and no notice went out",
            *recorded.places(unsent),
            fix=f"Send the notice on {unsent[0].values['line']}.",
            objects=len(unsent),
        )
    sent = recorded.counting(kept)
    if sent:
        whole = all(each.values.get(name) for each in sent for name in TELLING)
        yield good(
            "notices of end of support",
            f"{counted(len(sent), 'notice')} went out{'' if whole else ', without all of recipients, risk and way forward'} ({recorded.how_kept(sent)})",
            *recorded.places(sent),
            at_most=recorded.reach(sent) if whole else WEAK,
            objects=len(sent),
            observed_at=min(each.on for each in sent if each.on),
        )


_HEAD = "line,ends,sent,recipients,risk,way_forward\n"
_ROW = "Gantry 2.x,2027-10-30,2026-09-20,all 12 customers on 2.x,Weaknesses found later stay open,Update to 3.x\n"


def _kept(rows: str) -> dict[str, str]:
    return recorded.table("end-of-support-notices", _HEAD + rows)


EXAMPLES = (
    Example("sent with the risk", Outcome.GOOD, _kept(_ROW), strength=MEDIUM),
    Example("sent without the risk", Outcome.GOOD, _kept("Gantry 2.x,2027-10-30,2026-09-20,all 12,,\n"), strength=WEAK),
    Example("not sent", Outcome.BAD, _kept("Gantry 2.x,2026-12-30,,,,\n"), strength=MEDIUM),
    Example("not filled in", Outcome.BAD, _kept("[Version],[Date],TBD,,,\n"), strength=MEDIUM),
    Example("ends in two years", Outcome.SILENT, _kept("Gantry 3.x,2028-12-30,,,,\n")),
    Example("no table", Outcome.UNKNOWN, {"a": "x"}),
    Example(
        "published",
        Outcome.GOOD,
        _kept(_ROW.replace("all 12 customers on 2.x", "published on the release page")),
        false_positive="a public product without a list of customers, where the publication is the notice",
    ),
)
