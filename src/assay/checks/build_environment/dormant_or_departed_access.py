"""Nobody keeps the right to write who does not use it.

Why: An account nobody uses is an account nobody misses when it is stolen, and shows that access is not reviewed.

Good: every person who may write was active on the platform within 180 days before the snapshot: pushed, merged, proposed or reviewed
a change. That shows no forgotten access; that somebody reviewed it, it does not show.

Bad: people may write who did none of this (medium, because somebody may have decided that they should).

Unknown: no snapshot of the platform, one without the list of those with access, or activity that was not read far enough back.

Known false positives: people who review and never push; applications, whose work is not told apart; a project in which nobody but
bots may write.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from assay.checks.contract import MEDIUM, STRONG, Example, Finding, Handed, bad, counted, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.platform import Act, Actor, Acts, Member, MergedChange, Platforms, Review, Section, Seen
from assay.formats.snapshots.example import REFUSED, example

SUPPORTS = {"2.1.6/c": MEDIUM}
COUNTERS = {"2.1.6/a": MEDIUM, "2.1.6/c": STRONG}
BECAUSE = "it is a direct sign that reviews of access are not carried out; its absence is no proof of one"
STALE_AFTER_DAYS = 30
FIX = "Take write access from accounts that do not use it, or record who decided that they keep it, and why."

DORMANT_AFTER = timedelta(days=180)


def check(platforms: Platforms) -> Iterator[Finding]:
    seen = platforms.newest
    if platforms.unread:
        yield unknown(*platforms.unread)
    if seen is None or seen.archived:
        return
    sections = seen.sections
    if not sections.members.read:
        yield unknown(seen.missing("members", sections.members))
        return
    writers = [
        each.account.name
        for each in sections.members.read
        if each.role in ("write", "admin") and each.account.kind == "person"
    ]
    if not writers:
        return
    begin = seen.on - DORMANT_AFTER
    acts = sections.activity.read
    active = set(_active(seen, begin))
    idle = [each for each in writers if each not in active]
    if idle and (acts is None or acts.since > begin):
        why = seen.missing("activity", sections.activity)
        if acts is not None:
            why = Unread(why.source, f"it was read back to {acts.since} only", "a snapshot that looks further back")
        yield unknown(why)
    elif idle:
        yield bad(
            "accounts that may write",
            f"{len(idle)} of {counted(len(writers), 'person', 'people')} who may write did nothing for 180 days, such as {idle[0]}",
            seen.at(),
            fix=f"Take write access from {idle[0]}, or record why it is needed.",
            at_most=MEDIUM,
            objects=len(idle),
            observed_at=seen.on,
        )
    elif sections.members.cut:
        reason = f"the list was cut: {sections.members.cut}"
        yield unknown(Unread(f"members of {seen.snapshot.project}", reason, "a snapshot with the whole list"))
    else:
        yield good(
            "accounts that may write",
            f"active within 180 days: {len(writers)} of {counted(len(writers), 'person', 'people')} who may write",
            seen.at(),
            objects=len(writers),
            observed_at=seen.on,
        )


def _active(seen: Seen, begin: date) -> Iterator[str]:
    """Everybody who did something: proposing and reviewing counts as much as pushing."""
    for act in seen.sections.activity.read.acts if seen.sections.activity.read else ():
        if act.on >= begin:
            yield act.by.name
    for change in seen.sections.changes.read or ():
        if change.merged_on >= begin:
            yield change.author.name
            yield from (change.merged_by.name,) if change.merged_by else ()
            yield from (each.by.name for each in change.reviews.read or ())


def _member(name: str, role: Any = "write", kind: Any = "person") -> Member:
    return Member(Actor(kind, name), role)


def _handed(*members: Member, since: date = date(2026, 3, 1), **more: Any) -> dict[str, Handed]:
    acts = Acts(since, (Act(Actor("person", "ada"), date(2026, 9, 1), "push", "main"),))
    return {"snapshot.json": Handed(example(**{"members": members, "activity": acts, **more}))}


_REVIEWED = MergedChange(
    7, "main", Actor("person", "ada"), date(2026, 8, 1), reviews=Section((Review(Actor("person", "cleo"), True),))
)

EXAMPLES = (
    Example("everybody pushed", Outcome.GOOD, {"a": "x"}, evidence=_handed(_member("ada"), _member("eve", "read"))),
    Example(
        "somebody only reviews",
        Outcome.GOOD,
        {"a": "x"},
        evidence=_handed(_member("ada"), _member("cleo"), changes=(_REVIEWED,)),
        false_positive="people who review and never push",
    ),
    Example(
        "somebody did nothing",
        Outcome.BAD,
        {"a": "x"},
        evidence=_handed(_member("ada"), _member("bob", "admin")),
        strength=MEDIUM,
    ),
    Example(
        "a bot that did nothing",
        Outcome.GOOD,
        {"a": "x"},
        evidence=_handed(_member("ada"), _member("mirror", kind="bot")),
        false_positive="applications, whose work is not told apart",
    ),
    Example(
        "only bots may write",
        Outcome.SILENT,
        {"a": "x"},
        evidence=_handed(_member("mirror", kind="bot"), _member("ada", "read")),
        false_positive="a project in which nobody but bots may write",
    ),
    Example(
        "activity of one month",
        Outcome.UNKNOWN,
        {"a": "x"},
        evidence=_handed(_member("ada"), _member("bob"), since=date(2026, 9, 1)),
    ),
    Example(
        "a list of members that was cut",
        Outcome.UNKNOWN,
        {"a": "x"},
        evidence=_handed(members=Section((_member("ada"),), cut="the first of more")),
    ),
    Example("members that were not shown", Outcome.UNKNOWN, {"a": "x"}, evidence=_handed(members=REFUSED)),
    Example("a list of nobody", Outcome.UNKNOWN, {"a": "x"}, evidence=_handed()),
    Example("no snapshot", Outcome.UNKNOWN, {"a": "x"}),
)
