"""Access to the build environment was reviewed lately, and the review is on record.

Why: People change their work and leave; who never looks keeps doors open that nobody needs.

Good: a review within 90 days that names reviewer, system, account and decision. It covers every system of the inventory. What was
to be removed is gone from a snapshot of the platform taken later.

Bad: the last review is older than 120 days, systems of the inventory are left out, reviewers looked at nothing but their own
account, or rows are not filled in.

Unknown: no record, one written for a long time on one day; for the cover, no inventory.

Known false positives: a review kept elsewhere and handed over; a reviewer whose own account is one among others; systems that are
called differently in case only.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from assay.checks import recorded
from assay.checks.contract import MEDIUM, WEAK, Change, Example, Finding, Handed, bad, counted, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.domain.people import told_apart
from assay.facts.duty_records import DutyRecords, Entry
from assay.facts.platform import Actor, Member, Platforms
from assay.formats.snapshots.example import example

IS_RECORD = True
SUPPORTS = {"2.1.6/a": MEDIUM, "2.1.6/b": MEDIUM, "2.1.6/c": MEDIUM}
COUNTERS = {"2.1.6/a": MEDIUM, "2.1.6/b": MEDIUM}
BECAUSE = recorded.BECAUSE
STALE_AFTER_DAYS = 90
FIX = "Review every quarter who may enter the build environment, account by account, and enter each decision the same day."

OVERDUE_DAYS = 120
ONE_REVIEW_DAYS = 31


def check(records: DutyRecords, platforms: Platforms) -> Iterator[Finding]:
    kept = records.of("access-reviews")
    yield from recorded.unfit(kept, ("2.1.6/a",))
    out = recorded.at_one_go(kept)
    sound = [each for each in kept.sound if each.on and each not in out]
    if not sound:
        return
    newest = max(each.on for each in sound if each.on)
    age = (kept.as_of - newest).days
    if age > OVERDUE_DAYS:
        says = f"the last review of access was on {newest}, {age} days ago"
        yield bad("review of access", says, *recorded.places([each for each in sound if each.on == newest]), fix="Review access now.", facets=("2.1.6/a",))  # fmt: skip
    if age > STALE_AFTER_DAYS:
        return
    review = [each for each in sound if each.on and newest - each.on <= timedelta(days=ONE_REVIEW_DAYS)]
    own = _only_own(review)
    if own:
        yield bad(
            "reviewers",
            f"{recorded.listed(sorted({each.values['reviewer'] for each in own}))} reviewed nothing but the own account",
            *recorded.places(own),
            fix="Let somebody else decide on the account of the reviewer.",
            at_most=MEDIUM if len(own) == len(review) else WEAK,
            facets=("2.1.6/a",),
            objects=len(own),
        )
    review = [each for each in review if each not in own]
    if not review:
        return
    yield good(
        "review of access",
        f"{counted(len(review), 'account')} on {counted(len(_systems(review)), 'system')} looked at by {newest} ({recorded.how_kept(review)})",
        *recorded.places(review),
        at_most=recorded.reach(review),
        facets=("2.1.6/a",),
        objects=len(review),
        observed_at=newest,
    )
    yield from _cover(records, review)
    yield from _carried_out(review, platforms)


def _only_own(review: Sequence[Entry]) -> list[Entry]:
    """The rows of reviewers who looked at no account but their own."""
    by_reviewer: dict[str, list[Entry]] = {}
    for each in review:
        by_reviewer.setdefault(each.values["reviewer"].casefold(), []).append(each)
    return [
        each
        for rows in by_reviewer.values()
        if all(not told_apart(row.values["reviewer"], row.values["account"]) for row in rows)
        for each in rows
    ]


def _cover(records: DutyRecords, review: Sequence[Entry]) -> Iterator[Finding]:
    inventory = records.of("build-environment")
    systems = {each.values["system"].casefold(): each.values["system"] for each in inventory.sound}
    if not systems:
        why = inventory.unread or (
            Unread("inventory of the build environment", "no row of it can count", "a sound one"),
        )
        yield unknown(*why)
        return
    missing = [name for key, name in systems.items() if key not in _systems(review)]
    if missing:
        yield bad(
            "systems reviewed",
            f"the review left out {len(missing)} of {counted(len(systems), 'system')} of the inventory: {recorded.listed(missing)}",
            *recorded.places(review),
            fix=f"Review the access to {missing[0]} too.",
            facets=("2.1.6/b",),
        )
    else:
        yield good(
            "systems reviewed",
            f"the review covers {counted(len(systems), 'system')} of the inventory",
            *recorded.places(review),
            at_most=recorded.reach(review),
            facets=("2.1.6/b",),
            observed_at=min(each.on for each in review if each.on),
        )


def _carried_out(review: Sequence[Entry], platforms: Platforms) -> Iterator[Finding]:
    """Only a later look at the platform shows it."""
    removed = [each for each in review if each.values["decision"].casefold() == "remove"]
    seen = platforms.newest
    if not removed or seen is None or seen.snapshot.redacted or seen.sections.members.cut or not seen.sections.members.read or any(each.on and each.on > seen.on for each in removed):  # fmt: skip
        return
    members = {each.account.name.casefold() for each in seen.sections.members.read}
    if not any(each.values["account"].casefold() in members for each in removed):
        yield good(
            "decisions",
            f"{counted(len(removed), 'account')} to be removed {'is' if len(removed) == 1 else 'are'} gone from the snapshot of {seen.on}",
            seen.at(),
            *recorded.places(removed),
            facets=("2.1.6/c",),
            observed_at=seen.on,
        )


def _systems(entries: Sequence[Entry]) -> set[str]:
    return {each.values["system"].casefold() for each in entries}


_HEAD = "date,reviewer,system,account,decision,done\n"
_REVIEW = _HEAD + "2026-09-01,Cleo Warden,forge,ada,keep,\n2026-09-01,Cleo Warden,forge,ben,remove,2026-09-02\n"
_INVENTORY = "system,kind,host,owner,checked\nforge,source,github.com,Ada Builder,2026-09-03\n"


def _kept(text: str, inventory: str = _INVENTORY) -> dict[str, str]:
    files = recorded.table("access-reviews", text)
    listed = 'build-environment = "assurance/build.csv"\n'
    return {**files, "assay.toml": files["assay.toml"] + listed, "assurance/build.csv": inventory}


def _snapshot(*names: str) -> dict[str, Handed]:
    return {"s.json": Handed(example(members=tuple(Member(Actor("person", each), "write") for each in names)))}


EXAMPLES = (
    Example("a review of this quarter", Outcome.GOOD, _kept(_REVIEW), strength=MEDIUM),
    Example("carried out", Outcome.GOOD, _kept(_REVIEW), evidence=_snapshot("ada"), strength=MEDIUM),
    Example("half a year old", Outcome.BAD, _kept(_REVIEW.replace("2026-09", "2026-03")), history=(Change("Review", _kept(_REVIEW.replace("2026-09", "2026-03")), on=date(2026, 3, 3)),), strength=MEDIUM),
    Example("a system left out", Outcome.BAD, _kept(_REVIEW, _INVENTORY + "images,registry,ghcr.io,Ada Builder,2026-09-03\n"), strength=MEDIUM),
    Example("only the own account", Outcome.BAD, _kept(_HEAD + "2026-09-01,Ada Builder,forge,ada,keep,\n"), strength=MEDIUM),
    Example("fillers", Outcome.BAD, _kept(_HEAD + "2026-09-01,[Name],forge,TBD,keep,\n"), strength=MEDIUM),
    Example("a month late", Outcome.SILENT, _kept(_REVIEW.replace("2026-09", "2026-07")), history=(Change("Review", _kept(_REVIEW.replace("2026-09", "2026-07")), on=date(2026, 7, 3)),)),
    Example("no record", Outcome.UNKNOWN, {"a": "x"}),
    Example("kept elsewhere", Outcome.GOOD, {"a": "x"}, evidence=recorded.handed("access-reviews", _REVIEW) | recorded.handed("build-environment", _INVENTORY), false_positive="a review kept elsewhere and handed over", strength=MEDIUM),
    Example("the own account among others", Outcome.GOOD, _kept(_REVIEW + "2026-09-01,Cleo Warden,forge,cleo,keep,\n"), false_positive="a reviewer whose own account is one among others"),
    Example("another case", Outcome.GOOD, _kept(_REVIEW.replace("forge", "Forge")), false_positive="systems that are called differently in case only"),
)  # fmt: skip
