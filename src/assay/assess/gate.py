"""Holds a revision against an agreed assessment: which claims got worse by what was changed, and which by age alone.

The revision is judged on the day of the baseline, so that a change is not blamed for the calendar, and again today. A claim
got worse where both days say so: what was only renewed since the baseline counts today.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from assay.assess.diff import IN_FAVOUR, Cause, Change, compare, is_worse
from assay.assess.gather import Facts
from assay.assess.result import document
from assay.assess.run import judged, looking, rules_digest
from assay.collect.repository import Repository, Settings
from assay.domain.strength import Strength
from assay.errors import AssayError, MalformedInputError
from assay.store.memory import Memory

SCHEMA = "assay-gate/1"
AGREE = "Agree a new baseline: docs/how-to/keep-it-from-slipping.md says how."
TELLING = ("contradicted", "evidence gone", "statement", "exception", "could not look")
"""Kinds of causes, the most telling first; others follow."""
ORDER = ("failed", "none", "partly", "supported")
"""The states of a facet, the worst first."""

Document = Mapping[str, Any]
Place = tuple[str, int | None]
"""A path and a line of the baseline's commit."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why a claim is worse. ``kind`` is changed, not readable, weaker, set aside or aged."""

    kind: str
    claim: str
    before: str
    after: str
    cause: Cause


@dataclass(frozen=True, slots=True)
class Gate:
    """``worse`` are reasons to stop; ``unsure`` are reported, and stop a strict gate only; ``notes`` never stop anything."""

    baseline: Document
    now: Document
    worse: tuple[Reason, ...]
    unsure: tuple[Reason, ...]
    aged: tuple[Reason, ...]
    notes: tuple[str, ...]

    def stops(self, *, strict: bool) -> bool:
        """Whether the gate is shut."""
        return bool(self.worse or (strict and self.unsure))


def gate(
    path: Path,
    ref: str,
    settings: Settings,
    baseline: Document,
    memory: Memory | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Gate:
    """Assess ``path`` and compare. Raises MalformedInputError where the baseline cannot be compared with it."""
    agreed_on, today = date.fromisoformat(baseline["as_of"]), settings.as_of
    notes = list(_notes_on_days(agreed_on, today))
    _check_what_is_given(baseline, settings)
    on_that_day = replace(settings, as_of=agreed_on)
    with looking(path, ref, on_that_day, memory, progress) as facts:
        then = document(judged(facts))
        _check_whole(baseline, then)
        notes += _checked_product(baseline, then, facts)
        agreed = baseline
        if baseline["rules"]["digest"] != rules_digest():
            if not _known_here(facts, baseline["subject"]["commit"]):
                raise MalformedInputError(
                    f"The baseline was judged by other rules ({baseline['tool']}), and its commit is not in this clone, "
                    "so that it cannot be judged anew.",
                    advice=f"Give the whole history. {AGREE}",
                )
            with looking(path, baseline["subject"]["commit"], on_that_day, memory, progress) as before:
                agreed = document(judged(before))
            notes += _notes_on_rules(baseline, agreed)
        taken_away = _taken_away(agreed, then, facts)
        now = document(judged(facts.on(today))) if today > agreed_on else then
    return _compared(baseline, agreed, then, now, taken_away, notes)


def _compared(
    baseline: Document, agreed: Document, then: Document, now: Document, taken_away: frozenset[Place], notes: list[str]
) -> Gate:
    worse: list[Reason] = []
    unsure: list[Reason] = []
    aged: list[Reason] = []
    source = next(
        (each["profile"]["source"] for each in (then, baseline) if each["profile"]["source"] != "assumed"), ""
    )
    agreed_claims, then_claims, now_claims = _claims(agreed), _claims(then), _claims(now)
    changes = {each.claim: each for each in compare(agreed, then)}
    ageing = {each.claim: each for each in compare(then, now)}
    for claim, was in agreed_claims.items():
        if claim not in now_claims:
            continue  # of a claim taken out of the Code nothing can be said
        mid, last = then_claims[claim], now_claims[claim]
        change = changes.get(claim)
        if change and is_worse(was["verdict"], mid["verdict"]) and is_worse(was["verdict"], last["verdict"]):
            unreadable = _only_unreadable(was, mid, taken_away)
            kind = "not readable" if unreadable else "changed"
            (unsure if unreadable else worse).extend(_reasons(kind, change, last["verdict"], was, mid, source))
        elif change and _is_weaker(was, mid) and _is_weaker(was, last):
            kind = "not readable" if _only_unreadable(was, mid, taken_away) else "weaker"
            unsure += _reasons(kind, change, last["verdict"], was, mid, source)
        if change and was["verdict"] != "not applicable" and mid["verdict"] == "not applicable":
            unsure.append(Reason("set aside", claim, was["verdict"], mid["verdict"], Cause("set aside", mid["reason"])))
        if claim in ageing and is_worse(mid["verdict"], last["verdict"]):
            aged += _reasons("aged", ageing[claim], last["verdict"], mid, last, source)
    return Gate(baseline, now, tuple(worse), tuple(unsure), tuple(aged), tuple(notes))


def _claims(found: Document) -> dict[str, Document]:
    return {claim["id"]: claim for claim in found["claims"]}


def _reasons(kind: str, change: Change, after: str, old: Document, new: Document, source: str) -> Iterator[Reason]:
    """The causes that bear on what fell, the most telling first; at least one. ``source`` is where people state things."""
    fallen = _fallen(old, new)
    causes = [
        each for each in change.causes if each.kind not in IN_FAVOUR and not _is_told_already(each, change.causes)
    ]
    telling = [each for each in causes if not each.facets or fallen & set(each.facets)] or causes or list(change.causes)
    blind = [each for each in telling if each.kind == "could not look"]
    if kind == "not readable" and blind:
        place = next((each.place for each in telling if each.place), "")
        telling = [replace(each, place=each.place or place) for each in blind]
    elif len(blind) < len(telling):
        telling = [each for each in telling if each not in blind]
    for each in sorted(telling, key=_telling):
        stated = each.kind in ("statement", "exception", "profile changed") and not each.place
        yield Reason(kind, change.claim, change.before, after, replace(each, place=source) if stated else each)


def _telling(cause: Cause) -> int:
    return TELLING.index(cause.kind) if cause.kind in TELLING else len(TELLING)


def _is_told_already(cause: Cause, causes: Iterable[Cause]) -> bool:
    """Whether what is gone is there in other words, as strongly as before, or the same check now speaks against it."""
    if cause.kind != "evidence gone":
        return False
    check, strength = cause.says.partition(": ")[0], cause.says.rpartition(" (")[2]
    return any(
        each.says.startswith(f"{check}: ")
        and (
            (each.kind == "contradicted" and set(each.facets) & set(cause.facets))
            or (
                each.kind == "evidence added"
                and each.says.rpartition(" (")[2] == strength
                and each.facets == cause.facets
            )
        )
        for each in causes
    )


def _fallen(old: Document, new: Document) -> set[str]:
    """The facets whose state is worse."""
    was = {facet["id"]: facet["state"] for facet in old["facets"]}
    return {
        facet["id"]
        for facet in new["facets"]
        if facet["state"] in ORDER
        and was.get(facet["id"]) in ORDER
        and ORDER.index(facet["state"]) < ORDER.index(was[facet["id"]])
    }


def _is_weaker(old: Document, new: Document) -> bool:
    return old["verdict"] == new["verdict"] and bool(_fallen(old, new))


def _only_unreadable(old: Document, new: Document, taken_away: frozenset[Place]) -> bool:
    """Whether all that fell did so because checks can no longer look, at things the change did not take away."""
    fallen = _fallen(old, new)
    statements = {facet["id"]: facet["statement"] for facet in old["facets"]}
    return bool(fallen) and all(
        facet["state"] != "failed"
        and facet["statement"] == statements.get(facet["id"])
        and _is_blind(facet, old, new, taken_away)
        for facet in new["facets"]
        if facet["id"] in fallen
    )


def _is_blind(facet: Document, old: Document, new: Document, taken_away: frozenset[Place]) -> bool:
    """Whether each check that spoke for the facet, and no longer does so as strongly, now says that it could not look."""
    blind = {look["check"] for look in facet["looked"] if look["outcome"] == "unknown"}
    was, now = _spoke_for(facet["id"], old), _spoke_for(facet["id"], new)
    lost = [seen for check, seen in was.items() if check not in now or _strength(now[check]) < _strength(seen)]
    places = {(place["path"], place["line"]) for seen in lost for place in seen["locations"]}
    return bool(lost) and {seen["check"] for seen in lost} <= blind and not places & taken_away


def _spoke_for(facet: str, claim: Document) -> dict[str, Document]:
    """Check → the strongest thing it said for the facet."""
    found: dict[str, Document] = {}
    for seen in claim["for"]:
        if facet in seen["facets"]:
            known = found.get(seen["check"])
            found[seen["check"]] = seen if known is None or _strength(seen) > _strength(known) else known
    return found


def _strength(seen: Document) -> int:
    return int(Strength.from_word(seen["strength"]))


def _taken_away(agreed: Document, then: Document, facts: Facts) -> frozenset[Place]:
    """The places the baseline's evidence pointed at that are no longer there: the file, or the line in any place of it.

    A file that went away is no longer to be read either, but that is no lack of sight: the change took it away.
    """
    after = {(seen["check"], seen["says"]) for claim in then["claims"] for seen in claim["for"]}
    places = {
        (place["path"], place["line"])
        for claim in agreed["claims"]
        for seen in claim["for"]
        if (seen["check"], seen["says"]) not in after
        for place in seen["locations"]
        if place["path"] and not place["path"].startswith("evidence:")
    }
    repository = facts.get(Repository)
    commit = agreed["subject"]["commit"] if _known_here(facts, agreed["subject"]["commit"]) else ""
    return frozenset((path, line) for path, line in places if _is_gone(repository, commit, path, line))


def _is_gone(repository: Repository, commit: str, path: str, line: int | None) -> bool:
    if not repository.tree.has(path):
        return True
    if not commit or line is None:
        return False
    before, after = _lines(repository, commit, path), _lines(repository, repository.commit, path)
    return line <= len(before) and before[line - 1] not in after


def _lines(repository: Repository, commit: str, path: str) -> list[bytes]:
    try:
        return [each.strip() for each in repository.git.run("cat-file", "blob", f"{commit}:{path}").splitlines()]
    except AssayError:
        return []


def _notes_on_days(agreed_on: date, today: date) -> Iterator[str]:
    if today < agreed_on:
        yield f"the baseline is of {agreed_on}, later than {today}: compared as of {agreed_on}"


def _notes_on_rules(baseline: Document, agreed: Document) -> Iterator[str]:
    yield f"the baseline was judged by other rules ({baseline['tool']}); its commit was judged anew for the comparison"
    was = _claims(baseline)
    for claim in agreed["claims"]:
        before = was.get(claim["id"], {}).get("verdict", "")
        if is_worse(before, claim["verdict"]):
            yield f"by the rules of today {claim['id']} of the baseline is {claim['verdict']}, not {before}"


def _check_what_is_given(baseline: Document, settings: Settings) -> None:
    """Both assessments must rest on the same kinds of sources, or what differs is blamed on the change."""
    if baseline["evidence"] and settings.evidence is None:
        raise MalformedInputError(
            "The baseline rests on evidence that was handed over, and none is given now.",
            advice=f"Give --evidence FOLDER, or agree a baseline made without it. {AGREE}",
        )
    if (baseline["profile"]["by"] == "assessor") != bool(settings.profile_source):
        made = "with --profile" if baseline["profile"]["by"] == "assessor" else "without --profile"
        raise MalformedInputError(
            f"The baseline was made {made}, and this was not.", advice=f"Give both the same profile. {AGREE}"
        )


def _check_whole(baseline: Document, then: Document) -> None:
    """A claim the baseline leaves out could get worse unseen."""
    missing = sorted(_claims(then).keys() - _claims(baseline).keys())
    if missing:
        raise MalformedInputError(f"The baseline does not answer {', '.join(missing[:5])}.", advice=AGREE)


def _checked_product(baseline: Document, then: Document, facts: Facts) -> Iterator[str]:
    """Notes on doubts whether it is one product; raises MalformedInputError where it is another."""
    commit = baseline["subject"]["commit"]
    names = baseline["profile"]["product"], then["profile"]["product"]
    known = _known_here(facts, commit)
    if all(names) and names[0].casefold() != names[1].casefold():
        if not known:
            raise MalformedInputError(f"The baseline is of {names[0]!r}, and this is {names[1]!r}.", advice=AGREE)
        yield f"the product was called {names[0]!r} in the baseline and is called {names[1]!r} now"
    elif not known:
        if not all(names) and not then["subject"]["shallow"]:
            raise MalformedInputError(
                f"The baseline is of commit {commit[:12] or '(none)'}, which is not in this repository: another product, "
                "or a commit no branch leads to.",
                advice=AGREE,
            )
        why = "the clone is shallow" if then["subject"]["shallow"] else "no branch leads to it"
        yield f"the commit of the baseline, {commit[:12] or '(none)'}, is not here ({why})"
    if baseline["profile"]["by"] == "owner" and then["profile"]["by"] == "nobody":
        yield f"{baseline['profile']['source']}, on which the baseline rests, is gone or cannot be read"


def _known_here(facts: Facts, commit: str) -> bool:
    """Whether the clone has the commit."""
    repository = facts.get(Repository)
    if not commit:
        return not repository.commit
    try:
        repository.git.run("cat-file", "-e", f"{commit}^{{commit}}")
    except AssayError:
        return False
    return True


def gate_document(found: Gate, *, strict: bool) -> dict[str, Any]:
    """The published JSON document (schema ``gate``)."""
    return {
        "schema": SCHEMA,
        "tool": found.now["tool"],
        "passed": not found.stops(strict=strict),
        "strict": strict,
        "baseline": _side(found.baseline),
        "now": _side(found.now),
        "worse": [_reason(each) for each in found.worse],
        "unsure": [_reason(each) for each in found.unsure],
        "aged": [_reason(each) for each in found.aged],
        "notes": list(found.notes),
    }


def _side(found: Document) -> dict[str, Any]:
    return {
        "commit": found["subject"]["commit"],
        "as_of": found["as_of"],
        "tool": found["tool"],
        "digest": found["digest"],
    }


def _reason(each: Reason) -> dict[str, Any]:
    return {
        "claim": each.claim,
        "from": each.before,
        "to": each.after,
        "kind": each.kind,
        "cause": each.cause.kind,
        "says": each.cause.says,
        "place": each.cause.place,
    }
