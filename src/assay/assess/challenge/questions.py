"""What a buyer can ask a vendor about one claim: plain, polite, and with what would settle it."""

from collections.abc import Sequence

from assay.assess.challenge.cited import CitedState
from assay.assess.challenge.held import COUNTS, Held
from assay.assess.challenge.outcomes import ChallengeOutcome
from assay.assess.form_faults.fault import quoted
from assay.facts.forms import Answer

MOST_SETTLING = 3
SAID = {
    Answer.MET: "met",
    Answer.PARTLY: "partly met",
    Answer.NOT_MET: "not met",
    Answer.NOT_APPLICABLE: "not applicable",
}


def question(held: Held) -> str:
    """The question; empty where nothing needs asking."""
    if held.outcome is ChallengeOutcome.CONTRADICTED:
        return _contradicted(held)
    if held.outcome is ChallengeOutcome.UNSUPPORTED:
        asks = "May we see it?" if _kept_elsewhere(held) else "What does show it, and where can we read it?"
        return f"{_opens(held)} {_looked(held)} {asks}{_gone(held)}"
    if held.outcome is ChallengeOutcome.NOT_ANSWERABLE:
        seen = " We could see part of this in the repository." if held.supporting else ""
        return f"{_opens(held)}{seen} {_capital(held.claim.ask)}{_gone(held)}"
    if held.outcome is ChallengeOutcome.UNANSWERED:
        return f"{_unanswered(held)} Would you say it is met, partly met or not met? {_capital(held.claim.ask)}"
    if held.outcome is ChallengeOutcome.SET_ASIDE:
        row = held.said.row
        reason = f' The reason it gives: "{quoted(row.text)}".' if row and row.text else ""
        asks = "who decided this" if reason else "who decided this, and on what ground"
        return f"{_opens(held)}{reason} As we read it, {held.because}. Could you tell us {asks}?"
    if held.outcome is ChallengeOutcome.UNDERSTATED:
        return f"{_opens(held)} In the repository we see more than that. Is the answer out of date, or is something still open?"
    if held.outcome is ChallengeOutcome.ADMITTED:
        return f"{_opens(held)} By when do you intend to meet it, and what protects customers until then?"
    faults = [each for each in held.cited if each.state in (CitedState.MISSING, CitedState.WEAK)]
    if faults:
        return f"What we saw bears your answer out. One thing you cite does not: {faults[0].says}. Could you correct that reference?"
    return ""


def settling(held: Held) -> tuple[str, ...]:
    """What would settle the question, most telling first."""
    if held.outcome in (ChallengeOutcome.CONFIRMED, ChallengeOutcome.ADMITTED):
        return ()
    if held.outcome is ChallengeOutcome.SET_ASIDE:
        return ("The reason in one sentence, with the name and role of whoever decided it",)
    if held.outcome is ChallengeOutcome.UNDERSTATED:
        return ("The answer as of today, with the version it is about",)
    corrections = [each["fix"] for each in held.opposing if each["strength"] in COUNTS and each["fix"]]
    if held.outcome is ChallengeOutcome.CONTRADICTED and corrections:
        return tuple(dict.fromkeys(each.rstrip(".") for each in corrections))[:MOST_SETTLING]
    return tuple(facet.shown_by for facet in held.open_facets)[:MOST_SETTLING]


def _looked(held: Held) -> str:
    if any(each.state is CitedState.HOLDS for each in held.cited):
        return "What you cite is there and speaks of it; it does not show all that the claim asks, and we found nothing else that does."
    part = "We could see part of this. For the rest we" if held.supporting else "We"
    elsewhere = "; what you name seems to be kept elsewhere" if _kept_elsewhere(held) else ""
    return f"{part} looked in the repository and found nothing that shows it{elsewhere}."


def _kept_elsewhere(held: Held) -> bool:
    """Whether the form names something dated or filed that is not here: to be asked for, and not to be doubted."""
    states = {each.state for each in held.cited}
    if states & {CitedState.HOLDS, CitedState.MISSING, CitedState.WEAK}:
        return False
    return bool(held.said.row and held.said.row.dates) or bool(states & {CitedState.ELSEWHERE, CitedState.NOT_FETCHED})


def _gone(held: Held) -> str:
    missing = [each.target for each in held.cited if each.state is CitedState.MISSING]
    return f" We did not find {_listed(missing)} at this revision: where is it now?" if missing else ""


def _unanswered(held: Held) -> str:
    row, because = held.said.row, f": {held.said.because}" if held.said.because else ""
    if row is None:
        return f"We found no answer on this claim in your form{because}."
    return (
        f"We could not take an answer from your form ({row.place}){because}."
        if because
        else f"Your form leaves this claim blank ({row.place})."
    )


def _opens(held: Held) -> str:
    row = held.said.row
    where = f" ({row.place})" if row else ""
    meant = SAID[held.said.meant]
    if row and row.answer is Answer.TEXT_ONLY:
        return f"Your form gives a text and no answer here{where}; we read it as {meant}."
    if row and row.printed and row.printed.casefold() != meant:
        return f'Your form answers "{row.printed}"{where}, which we read as {meant}.'
    return f"Your form says {meant}{where}."


def _contradicted(held: Held) -> str:
    against = [each for each in held.opposing if each["strength"] in COUNTS]
    missing = [each for each in held.cited if each.state is CitedState.MISSING]
    if against:
        things = "this" if len(against) == 1 else f"{len(against)} things that speak"
        seen = f"In the repository we see {'something that speaks' if things == 'this' else things} against it (below)."
        return f"{_opens(held)} {seen} Is this no longer so, is there a reason we cannot see, or should the answer be corrected?"
    return f"{_opens(held)} It cites {_listed([each.target for each in missing])}, which we do not find in the repository at this revision. Where is it, and in which version?"


def _listed(things: Sequence[str]) -> str:
    return things[0] if len(things) == 1 else f"{', '.join(things[:-1])} and {things[-1]}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
