"""The platform forces a second factor on every member.

Why: A stolen password is the cheapest way into a build; a second factor that people may leave off protects those who need it least.

Good: the setting of the organisation or group that demands it is on, and no member is listed without one.

Bad: it is off, or members are listed who have none (medium where it is off and the list of such members was read and is empty:
a sign-in service before the platform may demand it).

Unknown: no snapshot of the platform; one by somebody who may not see the setting; a personal account, which has none.

Known false positives: a personal account; an archived project; single sign-on that demands the factor itself.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from assay.checks.contract import MEDIUM, STRONG, Example, Finding, Handed, bad, counted, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.platform import Actor, Organisation, Owner, Platforms, Project, Section
from assay.formats.snapshots.example import REFUSED, SNAPSHOT, example
from assay.formats.snapshots.rights import needed

SUPPORTS = {"2.1.5/a": STRONG}
COUNTERS = {"2.1.5/a": STRONG}
BECAUSE = "the platform enforces it, and the setting holds for everybody with access"
STALE_AFTER_DAYS = 30
FIX = "Switch on the requirement of two factors in the settings of the organisation or group."


def check(platforms: Platforms) -> Iterator[Finding]:
    seen = platforms.newest
    if platforms.unread:
        yield unknown(*platforms.unread)
    if seen is None or seen.archived:
        return
    name, without = seen.snapshot.owner.name, seen.sections.without_second_factor
    if without.read:
        yield bad(
            f"members of {name}",
            f"{counted(len(without.read), 'member')} of {name} {'has' if len(without.read) == 1 else 'have'} no second factor",
            seen.at(),
            fix=f"Switch on the requirement for {name}; members without a second factor then lose access.",
            observed_at=seen.on,
        )
    organisation = seen.sections.organisation.read
    if seen.snapshot.owner.kind == "person":
        yield unknown(
            Unread(f"second factor of {name}", "a personal account has no such setting", "a statement, with proof")
        )
    elif organisation is None or organisation.second_factor_required is None:
        right = needed(seen.snapshot.platform, "organisation")
        yield unknown(seen.missing("second factor", seen.sections.organisation, right))
    elif not organisation.second_factor_required:
        yield bad(
            f"setting of {name}",
            f"{name} does not demand a second factor",
            seen.at(),
            fix=f"Switch on the requirement for {name}.",
            at_most=MEDIUM if without.read == () else None,
            observed_at=seen.on,
        )
    elif not without.read:
        yield good(
            f"setting of {name}",
            f"{name} demands a second factor of everybody",
            seen.at(),
            observed_at=seen.on,
        )


def _handed(required: bool | None, **more: Any) -> dict[str, Handed]:
    return {"snapshot.json": Handed(example(organisation=Organisation("gantry", required), **more))}


EXAMPLES = (
    Example("it is demanded", Outcome.GOOD, {"a": "x"}, evidence=_handed(True), strength=STRONG),
    Example("it is not demanded", Outcome.BAD, {"a": "x"}, evidence=_handed(False), strength=STRONG),
    Example(
        "it is demanded, and somebody has none",
        Outcome.BAD,
        {"a": "x"},
        evidence=_handed(True, without_second_factor=(Actor("person", "ada"),)),
        strength=STRONG,
    ),
    Example(
        "it is not demanded, and everybody has one",
        Outcome.BAD,
        {"a": "x"},
        evidence=_handed(False, without_second_factor=()),
        false_positive="single sign-on that demands the factor itself",
        strength=MEDIUM,
    ),
    Example(
        "an archived project",
        Outcome.SILENT,
        {"a": "x"},
        evidence=_handed(False, project=Project("public", archived=True)),
        false_positive="an archived project",
    ),
    Example(
        "a personal account",
        Outcome.UNKNOWN,
        {"a": "x"},
        evidence={"snapshot.json": Handed(example(replace(SNAPSHOT, owner=Owner("ada", "person"))))},
        false_positive="a personal account",
    ),
    Example("the setting is not shown", Outcome.UNKNOWN, {"a": "x"}, evidence=_handed(None)),
    Example(
        "only an owner may see it",
        Outcome.UNKNOWN,
        {"a": "x"},
        evidence={"snapshot.json": Handed(example(organisation=Section(unread=REFUSED)))},
    ),
    Example("no snapshot", Outcome.UNKNOWN, {"SECURITY.md": "Every member uses two-factor authentication.\n"}),
)
