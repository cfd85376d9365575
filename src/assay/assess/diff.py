"""Compares two assessment documents: what changed for each claim, and why."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import jsonschema_rs

from assay.assess.result import SCHEMA, digest
from assay.domain.rules import aged
from assay.domain.strength import Strength
from assay.errors import MalformedInputError
from assay.store.code_of_practice import schema

EXCEPTIONS = ("not_applicable", "accepted_risks", "false_positives")
IN_FAVOUR = ("evidence added", "evidence renewed", "no longer contradicted", "can look again")
"""Kinds of causes that never make a claim worse."""
_ORDER = {"not met": 0, "no evidence": 1, "partly met": 2, "met": 3}


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason for a change: ``kind`` is evidence added, evidence gone, evidence renewed, contradicted, no longer
    contradicted, aged, could not look, can look again, statement, exception, rules changed or profile changed.
    ``place`` is where to look first."""

    kind: str
    says: str
    place: str = ""
    facets: tuple[str, ...] = ()
    """What it bears on, where that is less than the whole claim."""


@dataclass(frozen=True, slots=True)
class Change:
    """One claim that differs. ``direction`` is better, worse or other."""

    claim: str
    before: str
    after: str
    direction: str
    causes: tuple[Cause, ...]


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """Every claim whose verdict, confidence, facets or evidence differ, each with at least one cause."""
    earlier = {claim["id"]: claim for claim in before["claims"]}
    changes = []
    for claim in after["claims"]:
        old = earlier.get(claim["id"])
        if old is None or _substance(old) == _substance(claim):
            continue
        causes = (
            tuple(dict.fromkeys(_causes(old, claim, before, after)))
            or tuple(_outside_causes(before, after))
            or tuple(_time_causes(old, claim, before, after))
        )
        changes.append(Change(claim["id"], old["verdict"], claim["verdict"], _direction(old, claim), causes))
    return tuple(changes)


def checked(found: object, name: str) -> Mapping[str, Any]:
    """``found`` if it is an assessment document nobody altered; raises MalformedInputError naming ``name``."""
    if not isinstance(found, dict) or found.get("schema") != SCHEMA:
        raise MalformedInputError(
            f"{name} is not an assessment of this version ({SCHEMA}).",
            advice="Make one with: assay assess --format json --output FILE",
        )
    if found.get("digest") != digest(found):
        raise MalformedInputError(f"{name} was altered: its digest does not fit its content.")
    validator = jsonschema_rs.validator_for(schema("assessment"), validate_formats=True)
    if fault := next(iter(validator.iter_errors(_without_surrogates(found))), None):
        place = ".".join(str(each) for each in fault.instance_path) or "top level"
        raise MalformedInputError(
            f"{name} does not hold what an assessment holds, at {place}: {_harmless(fault.message[:200])}",
            advice="Make one with: assay assess --format json --output FILE",
        )
    return found


def _without_surrogates(found: Mapping[str, Any]) -> object:
    """Half a character, from a name in bytes of no encoding, is no text to the validator."""
    return json.loads(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"))


def _harmless(text: str) -> str:
    """Without characters that steer a terminal: a file of unknown origin may hold any."""
    return "".join(character if character.isprintable() else "�" for character in text)


def _substance(claim: Mapping[str, Any]) -> object:
    facets = [(facet["id"], facet["state"], facet["support"], facet["counter"]) for facet in claim["facets"]]
    return (
        claim["verdict"],
        claim["confidence"],
        facets,
        sorted(_seen(claim, "for")),
        sorted(_seen(claim, "against")),
    )


def _seen(claim: Mapping[str, Any], side: str) -> dict[tuple[str, str, str, str], Mapping[str, Any]]:
    return {(each["check"], each["object"], each["says"], each["strength"]): each for each in claim[side]}


def _causes(
    old: Mapping[str, Any], new: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Cause]:
    if old["reason"] != new["reason"]:
        yield Cause("profile changed", f"not applicable: {new['reason']}" if new["reason"] else "it applies again")
    for side, added, gone in (
        ("for", "evidence added", "evidence gone"),
        ("against", "contradicted", "no longer contradicted"),
    ):
        was, now = _seen(old, side), _seen(new, side)
        for key in sorted(now.keys() - was.keys()):
            yield _about(added, now[key])
        for key in sorted(was.keys() - now.keys()):
            if out_of_sight := _out_of_sight(was[key], before, after):
                yield out_of_sight
            else:
                yield _about("aged" if side == "for" and _too_old(was[key], new, after["as_of"]) else gone, was[key])
    could_not = {(each["fact"], each["reason"]) for each in old["unread"]}
    cannot = {(each["fact"], each["reason"]) for each in new["unread"]}
    for fact, reason in sorted(cannot - could_not):
        if not fact.startswith("facet "):
            yield Cause("could not look", f"{fact}: {reason}")
    for fact, reason in sorted(could_not - cannot):
        if not fact.startswith("facet "):
            yield Cause("can look again", f"{fact}: {reason}")
    stated = {facet["id"]: facet["statement"] for facet in old["facets"]}
    for facet in new["facets"]:
        if facet["statement"] != stated.get(facet["id"], ""):
            says = f"{facet['id']}: {facet['statement'] or 'no longer stated'}"
            yield Cause("statement", says, facets=(facet["id"],))


def _about(kind: str, seen: Mapping[str, Any]) -> Cause:
    says = f"{seen['check']}: {seen['says']} ({seen['strength']})"
    return Cause(kind, says, _place(seen["locations"]), tuple(seen["facets"]))


def _place(locations: Sequence[Mapping[str, Any]]) -> str:
    for each in locations:
        if each["path"]:
            return f"{each['path']}:{each['line']}" if each["line"] else str(each["path"])
    return ""


def _out_of_sight(seen: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> Cause | None:
    """Where what was seen lay in a file that can no longer be read: then nobody knows whether it is gone."""
    failed = {(each["fact"], each["reason"]) for each in before["unread"]}
    reasons = {each["fact"]: each["reason"] for each in after["unread"] if (each["fact"], each["reason"]) not in failed}
    for place in seen["locations"]:
        if reason := reasons.get(place["path"]):
            return Cause("could not look", f"{place['path']}: {reason}", place["path"])
    return None


def _too_old(seen: Mapping[str, Any], claim: Mapping[str, Any], as_of: str) -> bool:
    """Whether its check still finds it good, and only its age keeps it from counting."""
    looked = {(each["check"], each["outcome"]) for facet in claim["facets"] for each in facet["looked"]}
    if not seen["observed_at"] or (seen["check"], "good") not in looked:
        return False
    on, now = date.fromisoformat(seen["observed_at"]), date.fromisoformat(as_of)
    return aged(Strength.from_word(seen["strength"]), on, seen["stale_after"], now) is None


def _outside_causes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Cause]:
    if before["rules"]["digest"] != after["rules"]["digest"]:
        yield Cause("rules changed", f"{before['tool']} and {after['tool']} judge by different rules")
    was, now = before["profile"], after["profile"]
    if _declared(was) != _declared(now):
        yield Cause("profile changed", "role, delivery or what the owner states differs")
        return
    for kind in EXCEPTIONS:
        for old, new in zip(was[kind], now[kind], strict=True):
            if old["state"] != new["state"]:
                yield Cause("exception", f"{new.get('check') or new['claim']}: {new['state']}")


def _declared(profile: Mapping[str, Any]) -> Mapping[str, Any]:
    """The profile without what became of it."""
    bare = {kind: [{**each, "state": "", "says": ""} for each in profile[kind]] for kind in EXCEPTIONS}
    stated = [{**each, "class": "", "because": ""} for each in profile["statements"]]
    return {**profile, **bare, "statements": stated}


def _time_causes(
    old: Mapping[str, Any], new: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Cause]:
    """Why the same evidence weighs something else."""
    was, now = _seen(old, "for"), _seen(new, "for")
    grown = {key: _age(now[key], after) - _age(was[key], before) for key in sorted(now)}
    renewed = [key for key, days in grown.items() if days < 0 and _age(now[key], after) < _age(was[key], after)]
    if renewed:
        yield from (_about("evidence renewed", now[key]) for key in renewed)
    elif days := max(grown.values(), key=abs, default=0):
        yield Cause("aged", f"the same evidence is {_days(abs(days))} {'older' if days > 0 else 'younger'}")
    else:
        yield Cause("aged", "the same evidence is of another commit than the one assessed")


def _age(seen: Mapping[str, Any], found: Mapping[str, Any]) -> int:
    """Days between what was seen and the day of the assessment."""
    return (date.fromisoformat(found["as_of"]) - date.fromisoformat(seen["observed_at"] or found["as_of"])).days


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"


def is_worse(before: str, after: str) -> bool:
    """Whether the verdict ``after`` is worse than ``before``; what is not applicable is neither."""
    was, now = _ORDER.get(before), _ORDER.get(after)
    return was is not None and now is not None and now < was


def _direction(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    if is_worse(old["verdict"], new["verdict"]):
        return "worse"
    return "better" if is_worse(new["verdict"], old["verdict"]) else "other"
