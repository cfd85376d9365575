"""The sensitive data and how each kind is protected are listed.

Why: What nobody wrote down as sensitive, nobody encrypts.

Good: a register with, for each kind of data, its place, its protection there and on the way, who holds the keys, how long it is kept
and an owner, each row checked within a year.

Bad: rows are not filled in.

Unknown: no register.

Known false positives: a privacy notice; a register that says of a kind of data that it is not stored.
"""

from collections.abc import Iterator

from assay.checks import recorded
from assay.checks.contract import MEDIUM, WEAK, Example, Finding, counted, good
from assay.domain.evidence import Outcome
from assay.facts.duty_records import DutyRecords

SUPPORTS = {"1.4.5/c": MEDIUM}
COUNTERS = {"1.4.5/c": WEAK}
BECAUSE = "it is declared by people; that it is complete, nobody can see"
STALE_AFTER_DAYS = 365
FIX = "List each kind of sensitive data with place, protection, keys, retention and owner, and check it every year."


def check(records: DutyRecords) -> Iterator[Finding]:
    kept = records.of("sensitive-data")
    yield from recorded.unfit(kept, ("1.4.5/c",))
    current = recorded.counting(kept)
    if current:
        yield good(
            "register of sensitive data",
            f"{counted(len({each.values['data'].casefold() for each in current}), 'kind')} of data with protection, keys and retention",
            *recorded.places(current),
            at_most=recorded.reach(current),
            objects=len(current),
            observed_at=min(each.on for each in current if each.on),
        )


_HEAD = "data,place,at_rest,in_transit,keys,retention,owner,checked\n"
_ROW = "customer addresses,table accounts,AES-256 by the database,TLS 1.3,key service of the platform,24 months,Cleo Warden,2026-09-03\n"


def _kept(rows: str) -> dict[str, str]:
    return recorded.table("sensitive-data", _HEAD + rows)


EXAMPLES = (
    Example("complete", Outcome.GOOD, _kept(_ROW), strength=MEDIUM),
    Example("a placeholder", Outcome.BAD, _kept("[Data],[Place],TBD,TBD,TBD,TBD,[Name],[Date]\n"), strength=WEAK),
    Example("without protection", Outcome.BAD, _kept(_ROW.replace("AES-256 by the database", "")), strength=WEAK),
    Example("two years old", Outcome.SILENT, _kept(_ROW.replace("2026", "2024"))),
    Example("no register", Outcome.UNKNOWN, {"a": "x"}),
    Example(
        "a privacy notice",
        Outcome.UNKNOWN,
        {"docs/privacy.md": "# Privacy\n\nWe store your address for as long as the contract lasts, encrypted.\n"},
        false_positive="a privacy notice",
    ),
    Example(
        "data that is not stored",
        Outcome.GOOD,
        _kept(_ROW + "card numbers,not stored here,not stored,TLS 1.3,none,not kept,Cleo Warden,2026-09-03\n"),
        false_positive="a register that says of a kind of data that it is not stored",
    ),
)
