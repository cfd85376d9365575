"""Holds one answer of a form against what was observed: a pure comparison that trusts neither the form nor a statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assay.assess.challenge.cited import Cited, CitedState
from assay.assess.challenge.outcomes import ChallengeOutcome
from assay.assess.form_faults.fault import quoted
from assay.assess.form_faults.hedges import only_planned, taken_back
from assay.domain.catalogue import Catalogue, Claim, Facet, Knower
from assay.domain.strength import Strength
from assay.domain.verdict import FacetState, Verdict
from assay.facts.forms import Answer, CompletedForm, FormRow, RowKind

Judged = Mapping[str, Any]
"""One claim of an assessment document."""
COUNTS = ("strong", "medium")
"""Strengths that decide; weak ones only warn."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the form says of a claim. ``meant`` is what that comes to, read with its text."""

    row: FormRow | None
    meant: Answer
    because: str = ""
    """Why it is read so, where it is not what is printed."""


@dataclass(frozen=True, slots=True)
class Held:
    """One claim: what was said, what was seen, and what comes of it."""

    claim: Claim
    said: Said
    outcome: ChallengeOutcome
    because: str
    supporting: tuple[Judged, ...]
    opposing: tuple[Judged, ...]
    cited: tuple[Cited, ...]
    open_facets: tuple[Facet, ...]
    """Mandatory parts that no observation shows, those decided against first."""


def said(form: CompletedForm, claim: Claim, code: Catalogue) -> Said:
    """The answer for a claim: of its own rows the one that claims most, else that of its principle."""
    order = (Answer.MET, Answer.TEXT_ONLY, Answer.PARTLY, Answer.NOT_MET, Answer.NOT_APPLICABLE, Answer.UNCLEAR)
    rows = [row for row in form.of(claim.id) if row.answer in order]
    rows.sort(key=lambda row: order.index(row.answer))
    if rows:
        return _read(rows[0])
    if not form.of(claim.id):
        above = [
            row
            for row in form.rows
            if row.kind is RowKind.PRINCIPLE and row.id == claim.principle and row.answer in order
        ]
        if above:
            read = _read(above[0])
            return Said(read.row, read.meant, f"it is answered by principle only: {code.principle(claim.principle).id}")
    if not form.of(claim.id) and form.edition and not claim.numbers.get(form.edition):
        return Said(None, Answer.UNANSWERED, "this edition of the form does not ask for it")
    return Said(next(iter(form.of(claim.id)), None), Answer.UNANSWERED)


def _read(row: FormRow) -> Said:
    if row.answer is Answer.UNCLEAR:
        return Said(row, Answer.UNANSWERED, f"its answer, {row.printed!r}, cannot be told")
    if row.answer is not Answer.TEXT_ONLY:
        limit = taken_back(row.text) if row.answer is Answer.MET else ""
        return Said(row, row.answer, f'it says met, and its own text limits that: "{quoted(limit)}"' if limit else "")
    if only_planned(row.text):
        return Said(row, Answer.NOT_MET, "its text only plans or denies")
    if taken_back(row.text):
        return Said(row, Answer.PARTLY, "it gives a text without an answer, and the text limits itself")
    return Said(row, Answer.MET)


def hold(claim: Claim, answer: Said, judged: Judged, cited: Sequence[Cited], code: Catalogue, *, vouched: bool) -> Held:
    """What becomes of one answer. ``vouched``: a named person stands for the form, as parts that need one ask for."""
    against = [each for each in judged["against"] if each["strength"] in COUNTS]
    states = {each["id"]: each for each in judged["facets"]}
    unshown = sorted(
        (
            facet
            for facet in claim.facets
            if facet.mandatory and not _observed(facet, states[facet.id], vouched=vouched)
        ),
        key=lambda facet: states[facet.id]["state"] != FacetState.FAILED.value,
    )
    outcome, because = _outcome(claim, answer, judged, against, cited, [states[each.id] for each in unshown], code)
    return Held(
        claim=claim,
        said=answer,
        outcome=outcome,
        because=because,
        supporting=tuple(judged["for"]),
        opposing=tuple(judged["against"]),
        cited=tuple(cited),
        open_facets=tuple(unshown),
    )


def _outcome(
    claim: Claim,
    answer: Said,
    judged: Judged,
    against: Sequence[Judged],
    cited: Sequence[Cited],
    unshown: Sequence[Judged],
    code: Catalogue,
) -> tuple[ChallengeOutcome, str]:
    shown = bool(judged["for"])
    whole = shown and not unshown and not against
    missing = [each for each in cited if each.state is CitedState.MISSING]
    if answer.meant is Answer.UNANSWERED:
        return ChallengeOutcome.UNANSWERED, answer.because or "the form says nothing on it"
    if answer.meant is Answer.NOT_APPLICABLE:
        return ChallengeOutcome.SET_ASIDE, _set_aside(claim, code)
    if answer.meant is Answer.NOT_MET:
        if whole or (shown and not against and any(each["strength"] in COUNTS for each in judged["for"])):
            return ChallengeOutcome.UNDERSTATED, f"the repository shows {'it' if whole else 'part of it'}"
        return ChallengeOutcome.ADMITTED, answer.because or "the form says so itself"
    if answer.meant is Answer.MET and against:
        return ChallengeOutcome.CONTRADICTED, "something seen speaks against it"
    if answer.meant is Answer.PARTLY and judged["verdict"] == Verdict.NOT_MET.value:
        return ChallengeOutcome.CONTRADICTED, "what was seen leaves not even a part of it standing"
    if answer.meant is Answer.MET and whole:
        return ChallengeOutcome.CONFIRMED, "what it asks for was observed"
    if answer.meant is Answer.PARTLY and shown:
        if whole:
            return ChallengeOutcome.UNDERSTATED, "the repository shows all of it"
        return ChallengeOutcome.CONFIRMED, "part of it was observed, and no more is claimed"
    if missing and not shown:
        return ChallengeOutcome.CONTRADICTED, "what it cites is not there, and nothing else shows it"
    if _looked_for(claim, unshown):
        return (
            ChallengeOutcome.UNSUPPORTED,
            "it was looked for, and nothing shows it" if not shown else "only part of it is shown",
        )
    return ChallengeOutcome.NOT_ANSWERABLE, _who_can(claim, unshown, shown)


def _observed(facet: Facet, state: Judged, *, vouched: bool) -> bool:
    """Whether an observation carries the facet, with no more than the word of the form where a person must confirm it."""
    if state["state"] == FacetState.NOT_APPLICABLE.value:
        return True
    enough = bool(state["support"]) and Strength.from_word(state["support"]) >= facet.needs
    if not enough or state["counter"] in COUNTS:
        return False
    if facet.who_can_know is Knower.SHARED:
        return vouched and state["state"] in (FacetState.SUPPORTED.value, FacetState.PARTLY.value)
    return facet.who_can_know is Knower.MACHINE and state["state"] == FacetState.SUPPORTED.value


def _looked_for(claim: Claim, unshown: Sequence[Judged]) -> bool:
    """Whether a part that files can show was looked for in full, and everything stayed silent."""
    if claim.ceiling.repository_and_ingested_files == Verdict.NO_EVIDENCE.value:
        return False
    knower = {facet.id: facet.who_can_know for facet in claim.facets}
    return any(
        each["state"] in (FacetState.NONE.value, FacetState.FAILED.value)
        and knower[each["id"]] is not Knower.HUMAN
        and {look["outcome"] for look in each["looked"]} & {"silent", "bad"}
        and not {look["outcome"] for look in each["looked"]} & {"unknown", "good"}
        for each in unshown
    )


def _who_can(claim: Claim, unshown: Sequence[Judged], shown: bool) -> str:
    knower = {facet.id: facet.who_can_know for facet in claim.facets}
    only_people = all(knower[each["id"]] is Knower.HUMAN for each in unshown)
    who = (
        "only a person, or the record of an act, can show"
        if only_people
        else "a platform, a release or a person would have to show"
    )
    return f"{who} {'the rest of it' if shown else 'it'}"


def _set_aside(claim: Claim, code: Catalogue) -> str:
    reasons = [each.reason for each in code.not_applicable if each.id.partition("/")[0] == claim.id]
    if reasons:
        return f"the Code knows one reason for this: {_lower(reasons[0].rstrip('.'))}"
    return "the Code knows no reason to set this claim aside, but for a theme outside the vendor's role"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
