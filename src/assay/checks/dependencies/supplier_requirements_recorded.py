"""Suppliers of components under contract received security requirements.

Why: A supplier who was never told what is expected cannot be held to it.

Good: each supplier in the table was given a named set of requirements, on a day, by a person; and confirmed it.

Bad: a supplier in the table was given nothing (weak, because it may have been elsewhere), or rows are not filled in.

Unknown: no table of suppliers.

Known false positives: no supplier under contract at all, which a person states; a supplier who has not confirmed yet.
"""

from collections.abc import Iterator

from assay.checks import recorded
from assay.checks.contract import MEDIUM, WEAK, Example, Finding, bad, counted, good
from assay.domain.evidence import Outcome
from assay.facts.duty_records import DutyRecords

IS_RECORD = True
SUPPORTS = {"1.2.S/a": MEDIUM, "1.2.S/b": MEDIUM}
COUNTERS = {"1.2.S/b": WEAK}
BECAUSE = "it is the record of an exchange, as one side of it keeps it"
STALE_AFTER_DAYS = 365
FIX = "Send each supplier your requirements, and enter what was sent, when, and when it was confirmed."


def check(records: DutyRecords) -> Iterator[Finding]:
    kept = records.of("supplier-requirements")
    yield from recorded.unfit(kept, ("1.2.S/b",))
    without = [each for each in kept.sound if not each.on or not each.values.get("by")]
    if without:
        names = recorded.listed([each.values["supplier"] for each in without])
        yield bad(
            "suppliers",
            f"{len(without)} of {counted(len(kept.sound), 'supplier')} received no requirements: {names}",
            *recorded.places(without),
            fix=f"Send the requirements to {without[0].values['supplier']}.",
            objects=len(without),
        )
    given = [each for each in recorded.counting(kept) if each not in without]
    if not given:
        return
    confirmed = [each for each in given if each.day("acknowledged")]
    oldest = min(each.on for each in given if each.on)
    yield good(
        "requirements",
        f"{counted(len(given), 'supplier')} received {given[0].values['requirements']!r} ({recorded.how_kept(given)})",
        *recorded.places(given),
        at_most=recorded.reach(given),
        facets=("1.2.S/a",),
        objects=len(given),
        observed_at=oldest,
    )
    if not confirmed:
        return
    yield good(
        "suppliers",
        f"requirements confirmed by {len(confirmed)} of {counted(len(given), 'supplier')}",
        *recorded.places(confirmed),
        at_most=recorded.reach(confirmed) if len(confirmed) == len(given) else WEAK,
        facets=("1.2.S/b",),
        objects=len(given),
        observed_at=oldest,
    )


_HEAD = "supplier,requirements,sent,by,acknowledged\n"
_BEACON = "Beacon Maps Ltd,Security terms 2.1,2026-09-10,Cleo Warden,2026-09-19\n"


def _kept(rows: str) -> dict[str, str]:
    return recorded.table("supplier-requirements", _HEAD + rows)


EXAMPLES = (
    Example("sent and confirmed", Outcome.GOOD, _kept(_BEACON), strength=MEDIUM),
    Example("one received nothing", Outcome.BAD, _kept(_BEACON + "Quill Fonts Ltd,Security terms 2.1,,,\n"), strength=WEAK),
    Example("not filled in", Outcome.BAD, _kept("[Supplier],TBD,[Date],[Name],\n"), strength=WEAK),
    Example("two years ago", Outcome.SILENT, _kept(_BEACON.replace("2026", "2024"))),
    Example("no table", Outcome.UNKNOWN, {"a": "x"}),
    Example("no supplier", Outcome.UNKNOWN, {"docs/suppliers.md": "# Suppliers\n\nAll parts are open source; we pay nobody.\n"}, false_positive="no supplier under contract at all, which a person states"),
    Example("not confirmed yet", Outcome.GOOD, _kept(_BEACON.replace("2026-09-19", "")), false_positive="a supplier who has not confirmed yet"),
)  # fmt: skip
