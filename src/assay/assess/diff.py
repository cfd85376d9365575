"""Compares two assessment documents: what changed for each claim, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from assay.assess.result import SCHEMA, digest
from assay.errors import MalformedInputError
from assay.store.code_of_practice import schema

_ORDER = {"not met": 0, "no evidence": 1, "partly met": 2, "met": 3}


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason for a change: ``kind`` is evidence added, evidence gone, contradicted, no longer contradicted,
    aged, could not look, can look again, statement, rules changed or profile changed."""

    kind: str
    says: str


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
        causes = tuple(_causes(old, claim)) or tuple(_outside_causes(before, after)) or (
            Cause("aged", "the same evidence is older"),
        )  # fmt: skip
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
    if fault := next(iter(validator.iter_errors(found)), None):
        place = ".".join(str(each) for each in fault.instance_path) or "top level"
        raise MalformedInputError(
            f"{name} does not hold what an assessment holds, at {place}: {fault.message[:200]}",
            advice="Make one with: assay assess --format json --output FILE",
        )
    return found


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


def _causes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Cause]:
    for side, added, gone in (
        ("for", "evidence added", "evidence gone"),
        ("against", "contradicted", "no longer contradicted"),
    ):
        was, now = _seen(old, side), _seen(new, side)
        for key in sorted(now.keys() - was.keys()):
            yield Cause(added, f"{key[0]}: {key[2]} ({key[3]})")
        for key in sorted(was.keys() - now.keys()):
            yield Cause(gone, f"{key[0]}: {key[2]} ({key[3]})")
    could_not = {(each["fact"], each["reason"]) for each in old["unread"]}
    cannot = {(each["fact"], each["reason"]) for each in new["unread"]}
    read_failures = ("could", "cannot", "not ", "no ")
    for fact, reason in sorted(cannot - could_not):
        if not fact.startswith("facet ") and reason.startswith(read_failures):
            yield Cause("could not look", f"{fact}: {reason}")
    for fact, reason in sorted(could_not - cannot):
        if not fact.startswith("facet ") and reason.startswith(read_failures):
            yield Cause("can look again", f"{fact}: {reason}")
    stated = {facet["id"]: facet["statement"] for facet in old["facets"]}
    for facet in new["facets"]:
        if facet["statement"] != stated.get(facet["id"], ""):
            yield Cause("statement", f"{facet['id']}: {facet['statement'] or 'no longer stated'}")


def _outside_causes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Cause]:
    if before["rules"]["digest"] != after["rules"]["digest"]:
        yield Cause("rules changed", f"{before['tool']} and {after['tool']} judge by different rules")
    if before["profile"] != after["profile"]:
        yield Cause("profile changed", "role, delivery or what the owner states differs")


def _direction(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    was, now = _ORDER.get(old["verdict"]), _ORDER.get(new["verdict"])
    if was is None or now is None or was == now:
        return "other"
    return "better" if now > was else "worse"
