"""Accounts and pipelines of the platform have no more rights than they need.

Why: Every right somebody does not need is a right a thief of that account has.

Good: members get nothing or read by default, administrators are at most three or one in ten, nobody outside the organisation may
write, and the token of pipelines may only read unless a workflow asks for more.

Bad: members may write by default, pipelines may write by default, or accounts from outside may write (medium: they may have been
agreed with).

Unknown: no snapshot of the platform, or one by somebody who may not see these settings.

Known false positives: a company of two, both of them administrators; an application from outside that publishes.
"""

from collections.abc import Iterator
from typing import Any

from assay.checks.contract import MEDIUM, STRONG, Example, Finding, Handed, bad, counted, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.platform import Actions, Actor, Member, Organisation, Platforms, Section, Seen
from assay.formats.snapshots.example import REFUSED, example
from assay.formats.snapshots.rights import needed

SUPPORTS = {"2.1.1/c": MEDIUM, "2.1.3/b": MEDIUM}
COUNTERS = {"2.1.1/c": STRONG, "2.1.3/b": MEDIUM}
BECAUSE = "the settings are facts; whether somebody needs a right is a judgement"
STALE_AFTER_DAYS = 30
FIX = (
    "Set the base permission to read or none, the workflow token to read, and take write rights from outside accounts."
)

FEW_ADMINISTRATORS = 3
ONE_IN = 10


def check(platforms: Platforms) -> Iterator[Finding]:
    seen = platforms.newest
    if platforms.unread:
        yield unknown(*platforms.unread)
    if seen is None or seen.archived:
        return
    unread = list(_unread(seen))
    if unread:
        yield unknown(*unread)
    too_much = list(_too_much(seen))
    yield from too_much
    members = seen.sections.members.read or ()
    administrators = sum(each.role == "admin" for each in members)
    if not unread and not too_much and administrators <= max(FEW_ADMINISTRATORS, len(members) / ONE_IN):
        yield good(
            "rights on the platform",
            f"members read by default, pipelines read by default, {administrators} of {counted(len(members), 'account')} "
            "may change the rules, and nobody from outside may write",
            seen.at(),
            observed_at=seen.on,
        )


def _unread(seen: Seen) -> Iterator[Unread]:
    """What must be known before anything good can be said."""
    sections = seen.sections
    organisation = sections.organisation
    if seen.snapshot.owner.kind == "organisation" and seen.snapshot.platform == "github":
        if organisation.read is None or organisation.read.base_role is None:
            yield seen.missing("base permission", organisation, needed("github", "organisation"))
    if not sections.members.read:
        yield seen.missing("members", sections.members)
    elif sections.members.cut:
        reason = f"the list was cut: {sections.members.cut}"
        yield Unread(f"members of {seen.snapshot.project}", reason, "a snapshot with the whole list")
    if sections.actions.read is None or sections.actions.read.default_token is None:
        right = needed(seen.snapshot.platform, "actions")
        yield seen.missing("default rights of pipelines", sections.actions, right)


def _too_much(seen: Seen) -> Iterator[Finding]:
    organisation, actions = seen.sections.organisation.read, seen.sections.actions.read
    if organisation and organisation.base_role in ("write", "admin"):
        yield _against(
            seen, "base permission", f"every member of {organisation.name} may {organisation.base_role} by default"
        )
    if actions and actions.enabled and actions.default_token in ("write", "admin"):
        yield _against(
            seen, "default rights of pipelines", "the token of every pipeline may write unless a file says less"
        )
    outside = [
        each
        for each in seen.sections.members.read or ()
        if each.outside and each.role in ("write", "admin") and each.account.kind == "person"
    ]
    if outside:
        says = f"{counted(len(outside), 'account')} from outside the organisation may write"
        yield bad(
            "outside accounts",
            says,
            seen.at(),
            fix=f"Take write rights from {outside[0].account.name}, or record who agreed to them and why.",
            at_most=MEDIUM,
            objects=len(outside),
            observed_at=seen.on,
        )


def _against(seen: Seen, thing: str, says: str) -> Finding:
    return bad(thing, says, seen.at(), fix=f"Lower the {thing} to read.", observed_at=seen.on)


def _person(name: str, role: Any, outside: bool = False) -> Member:
    return Member(Actor("person", name), role, outside)


def _handed(members: Any, base: Any = "read", token: Any = "read", **more: Any) -> dict[str, Handed]:  # noqa: S107
    sections = {"members": members, "organisation": Organisation("gantry", base_role=base)}
    return {"snapshot.json": Handed(example(**{**sections, "actions": Actions(True, token), **more}))}


_TEAM = tuple(_person(f"p{number}", "admin" if number < 2 else "write") for number in range(8))

EXAMPLES = (
    Example("read by default, few administrators", Outcome.GOOD, {"a": "x"}, evidence=_handed(_TEAM)),
    Example(
        "everybody may write by default", Outcome.BAD, {"a": "x"}, evidence=_handed(_TEAM, "write"), strength=STRONG
    ),
    Example("pipelines write by default", Outcome.BAD, {"a": "x"}, evidence=_handed(_TEAM, token="write")),
    Example(
        "somebody from outside may write",
        Outcome.BAD,
        {"a": "x"},
        evidence=_handed((*_TEAM, _person("guest", "write", True))),
        strength=MEDIUM,
    ),
    Example(
        "two people, both administrators",
        Outcome.GOOD,
        {"a": "x"},
        evidence=_handed(_TEAM[:2]),
        false_positive="a company of two, both of them administrators",
    ),
    Example(
        "an application from outside",
        Outcome.GOOD,
        {"a": "x"},
        evidence=_handed((*_TEAM, Member(Actor("bot", "publisher"), "write", True))),
        false_positive="an application from outside that publishes",
    ),
    Example(
        "half of the accounts are administrators",
        Outcome.SILENT,
        {"a": "x"},
        evidence=_handed(tuple(_person(f"p{number}", "admin") for number in range(6))),
    ),
    Example(
        "a list that was cut",
        Outcome.UNKNOWN,
        {"a": "x"},
        evidence=_handed(Section(_TEAM, cut="the first 8 of more")),
    ),
    Example("a list of nobody", Outcome.UNKNOWN, {"a": "x"}, evidence=_handed(())),
    Example("settings that were not shown", Outcome.UNKNOWN, {"a": "x"}, evidence=_handed(_TEAM, actions=REFUSED)),
    Example("no snapshot", Outcome.UNKNOWN, {"a": "x"}),
)
