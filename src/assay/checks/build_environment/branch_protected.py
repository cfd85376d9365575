"""The branches releases come from cannot be changed directly.

Why: Whoever can push to the release line alone can put code into what every customer installs.

Good: on each such branch the platform demands a proposed change with an approval that later changes undo, and stops force pushes
and deletion, for everybody: administrators too.

Bad: no rule is in force, a force push is possible, or more than a release bot may push directly (medium where named people or teams
may; weak where administrators are exempt, or single demands are missing: then the branch is guarded, and the rest is to do).

Unknown: no snapshot of the platform, or one by somebody who may not see the rules. Where only the list of those who may bypass them
was hidden, the rules count medium.

Known false positives: a gate outside the platform, where only its bot may push; an archived project; a ruleset that is listed and
not in force.
"""

from collections.abc import Callable, Iterator
from typing import Any

from assay.checks.contract import MEDIUM, STRONG, WEAK, Example, Finding, Handed, Strength, bad, cut, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.platform import Actor, Branch, Bypass, Platforms, Project, Rule, Ruleset, Section, Seen, escapes
from assay.formats.snapshots.example import FULL, REFUSED, example

SUPPORTS = {"2.2.2/a": STRONG, "1.1.4/c": STRONG, "2.2.2/b": MEDIUM}
COUNTERS = {"2.2.2/a": STRONG, "1.1.4/c": MEDIUM}
BECAUSE = (
    "the platform itself enforces it on everybody; a list of exceptions that was not shown takes that certainty away"
)
STALE_AFTER_DAYS = 30
FIX = "Add a ruleset for the branches releases come from, with what is missing, and empty its bypass list."

SMALL_DEMANDS: tuple[tuple[str, Callable[[Rule], bool | None]], ...] = (
    ("an approval by somebody else", lambda rule: None if rule.approvals is None else rule.approvals > 0),
    ("approvals that lapse when the change does", lambda rule: rule.dismisses_stale),
)
NO_DELETION: tuple[str, Callable[[Rule], bool | None]] = ("no deletion", lambda rule: rule.blocks_deletion)
"""Of a branch that is not the default one, which no platform lets anybody delete."""


def check(platforms: Platforms) -> Iterator[Finding]:
    seen = platforms.newest
    if platforms.unread:
        yield unknown(*platforms.unread)
    if seen is None or seen.archived:
        return
    if not seen.sections.branches.read:
        yield unknown(seen.missing("branches", seen.sections.branches))
    for branch in seen.sections.branches.read or ():
        yield from _judged(branch, seen)


def _judged(branch: Branch, seen: Seen) -> Iterator[Finding]:
    rules = branch.in_force
    unread = [
        seen.missing(f"{what} of branch {branch.name}", section)
        for what, section in (("protection", branch.protection), ("rules", branch.rules))
        if section.read is None
    ]
    none_at_all = branch.protected is False and branch.rules.read == ()
    if not rules and unread and not none_at_all:
        yield unknown(*unread)
        return
    if not rules:
        yield _against(branch, seen, f"no rule protects branch {branch.name}{_asleep(seen)}", STRONG, "a protection")
        return
    changes = any(each.change_request or each.merge_queue for each in rules)
    forced = not any(each.blocks_force_push for each in rules)
    if unread and (forced or not changes):
        yield unknown(*unread)
        return
    if forced:
        yield _against(
            branch, seen, f"branch {branch.name} can be overwritten by a force push", STRONG, "no force push"
        )
        return
    if not changes:
        yield from _pushed_directly(branch, seen)
        return
    demands = SMALL_DEMANDS if branch.default else (*SMALL_DEMANDS, NO_DELETION)
    open_demands = {name: {makes(each) for each in rules} for name, makes in demands}
    missing = [name for name, said in open_demands.items() if not said & {True, None}]
    if hidden_demands := [name for name, said in open_demands.items() if True not in said and None in said]:
        what = Unread(
            f"rules of branch {branch.name}", f"not shown: {', '.join(hidden_demands)}", "a token of a maintainer"
        )
        unread.append(what)
    passing = escapes(rules, lambda rule: rule.change_request or rule.merge_queue)
    if worst := _worst(passing.read or ()):
        says = (
            f"{_list(tuple(each.actor for each in passing.read or ()))} may push to branch {branch.name} past its rules"
        )
        yield _against(branch, seen, says, worst, "an empty list of those who may bypass them")
    elif missing and not unread:
        says = f"the rules of branch {branch.name} do not demand {' or '.join(missing)}"
        yield _against(branch, seen, says, WEAK, ", ".join(missing))
    elif missing or hidden_demands:
        yield unknown(*unread)
    else:
        hidden = passing.read is None
        yield good(
            f"branch {branch.name}",
            f"changes to branch {branch.name} need an approved change request"
            + ("; who may bypass that was not shown" if hidden else ", for everybody"),
            seen.at(),
            at_most=MEDIUM if hidden else None,
            observed_at=seen.on,
        )
        if hidden:
            yield unknown(seen.missing(f"who may bypass the rules of branch {branch.name}", passing))


def _pushed_directly(branch: Branch, seen: Seen) -> Iterator[Finding]:
    """No change request is demanded: who may push? Nothing is said where that is a single bot, which then is the gate."""
    limits = [each.pushers for each in branch.in_force if each.pushers is not None]
    pushers = min(limits, key=len) if limits else (Actor("role", "write"),)
    if not _only_a_bot(pushers):
        says = f"{_list(pushers)} may push to branch {branch.name} directly"
        anybody = any(each.kind == "role" and each.name == "write" for each in pushers)
        yield _against(branch, seen, says, STRONG if anybody else MEDIUM, "change requests")


def _worst(passing: tuple[Bypass, ...]) -> Strength | None:
    """What the list of exceptions says against the branch: one release bot is allowed."""
    directly = [each.actor for each in passing if not each.only_in_changes]
    people = [each for each in directly if each.kind in ("person", "team", "role")]
    if any(each.kind == "role" and each.name not in ("admin", "maintain") for each in people):
        return STRONG
    if any(each != Actor("role", "admin") for each in people):
        return MEDIUM
    return WEAK if people or len(directly) > 1 or len(passing) > len(directly) else None


def _only_a_bot(actors: tuple[Actor, ...]) -> bool:
    return len(actors) <= 1 and all(each.kind in ("bot", "key") for each in actors)


def _against(branch: Branch, seen: Seen, says: str, most: Strength, missing: str) -> Finding:
    return bad(
        f"branch {branch.name}",
        says,
        seen.at(),
        fix=f"Add to the rules of {branch.name}: {missing}.",
        at_most=most,
        observed_at=seen.on,
    )


def _asleep(seen: Seen) -> str:
    listed = [each for each in seen.sections.rulesets.read or () if each.enforcement != "active"]
    return f"; ruleset {listed[0].name} is {listed[0].enforcement} only, so it binds nobody" if listed else ""


def _list(actors: tuple[Actor, ...]) -> str:
    return cut(", ".join(each.called for each in actors), 200)


def _main(*rules: Rule, protected: bool = True) -> tuple[Branch, ...]:
    return (Branch("main", "{commit}", True, protected, Section(()), Section(rules)),)


def _with(*passing: Bypass) -> tuple[Branch, ...]:
    rule = Rule("main", "project", True, 1, True, (), True, True, bypass=Section(passing))
    return _main(rule)


def _handed(**sections: Any) -> dict[str, Handed]:
    return {"snapshot.json": Handed(example(**sections))}


EXAMPLES = (
    Example(
        "every demand, for everybody", Outcome.GOOD, {"a": "x"}, evidence=_handed(branches=_main(FULL)), strength=STRONG
    ),
    Example(
        "no rule at all", Outcome.BAD, {"a": "x"}, evidence=_handed(branches=_main(protected=False)), strength=STRONG
    ),
    Example(
        "a ruleset that is only being tried out",
        Outcome.BAD,
        {"a": "x"},
        evidence=_handed(branches=_main(protected=False), rulesets=(Ruleset("main", "organisation", "evaluate"),)),
        false_positive="a ruleset that is listed and not in force",
        strength=STRONG,
    ),
    Example(
        "administrators are exempt",
        Outcome.BAD,
        {"a": "x"},
        evidence=_handed(branches=_with(Bypass(Actor("role", "admin")))),
        strength=WEAK,
    ),
    Example(
        "everybody who may write is on the bypass list",
        Outcome.BAD,
        {"a": "x"},
        evidence=_handed(branches=_with(Bypass(Actor("role", "write")))),
        strength=STRONG,
    ),
    Example(
        "change requests that nobody has to approve",
        Outcome.BAD,
        {"a": "x"},
        evidence=_handed(
            branches=_main(
                Rule("main", change_request=True, blocks_force_push=True, blocks_deletion=True, bypass=Section(()))
            )
        ),
        strength=WEAK,
    ),
    Example(
        "a team may push directly",
        Outcome.BAD,
        {"a": "x"},
        evidence=_handed(branches=_main(Rule("main", blocks_force_push=True, pushers=(Actor("team", "leads"),)))),
        strength=MEDIUM,
    ),
    Example(
        "approvals a free edition does not show",
        Outcome.UNKNOWN,
        {"a": "x"},
        evidence=_handed(
            branches=_main(Rule("main", "project", True, None, None, (), True, True, pushers=(), bypass=Section(())))
        ),
    ),
    Example(
        "a release bot may bypass",
        Outcome.GOOD,
        {"a": "x"},
        evidence=_handed(branches=_with(Bypass(Actor("bot", "release")))),
        strength=STRONG,
    ),
    Example(
        "who may bypass was not shown",
        Outcome.GOOD,
        {"a": "x"},
        evidence=_handed(
            branches=_main(Rule("main", "project", True, 1, True, (), True, True, bypass=Section(unread=REFUSED)))
        ),
        strength=MEDIUM,
    ),
    Example(
        "a rule of the project and one of the organisation that lets nobody by",
        Outcome.GOOD,
        {"a": "x"},
        evidence=_handed(
            branches=_main(Rule("own", "project", True, bypass=Section((Bypass(Actor("role", "admin")),))), FULL)
        ),
        strength=STRONG,
    ),
    Example(
        "only the bot of an outside gate may push",
        Outcome.SILENT,
        {"a": "x"},
        evidence=_handed(
            branches=_main(Rule("main", blocks_force_push=True, blocks_deletion=True, pushers=(Actor("bot", "tide"),)))
        ),
        false_positive="a gate outside the platform, where only its bot may push",
    ),
    Example(
        "an archived project",
        Outcome.SILENT,
        {"a": "x"},
        evidence=_handed(branches=_main(protected=False), project=Project("public", archived=True)),
        false_positive="an archived project",
    ),
    Example(
        "the token may not see the rules",
        Outcome.UNKNOWN,
        {"a": "x"},
        evidence=_handed(branches=(Branch("main", "{commit}", True, True, Section(unread=REFUSED), Section(())),)),
    ),
    Example("no snapshot", Outcome.UNKNOWN, {"a": "x", ".github/settings.yml": "branches:\n  - name: main\n"}),
)
