"""What a person may set against a finding: accepted risks, false-positive marks; and when each of them no longer holds.

Both need a named person, a reason and a time limit. A mark is bound to the very file the finding points at.
"""

import re
from collections.abc import Mapping
from datetime import date

from assay.domain.evidence import AcceptedRisk, FalsePositive, Observation

ACCEPTED_RISK_VALID_DAYS = 180
FALSE_POSITIVE_VALID_DAYS = 365

_NOBODY = re.compile(
    r"(the |your |full |first |last )*(name|names|person|role|title|job title|position|owner|author|nobody|no one|somebody|someone|anyone"
    r"|anonymous|unknown|none|nil|null|n/?a|tb[acd]|todo|to be (confirmed|decided|named)|x+|john doe|jane doe|everyone|all)",
    re.IGNORECASE,
)
_COLLECTIVE = re.compile(r"\b(team|department|group|staff|we|us|management|company|committee)\b", re.IGNORECASE)


def names_person(text: str) -> bool:
    """Whether ``text`` can be the name of one person: neither empty, nor a filler, nor a whole team."""
    return names_role(text) and not _COLLECTIVE.search(text)


def names_role(text: str) -> bool:
    """Whether ``text`` says something at all where a name or a role is asked for."""
    bare = text.strip(" .,:;-_[]<>(){}?\"'")
    return sum(character.isalpha() for character in bare) >= 2 and not _NOBODY.fullmatch(bare)


def risk_lapsed(risk: AcceptedRisk, as_of: date) -> str:
    """Why the decision to live with a risk does not hold on ``as_of``; empty while it does."""
    if not names_person(risk.owner) or not risk.reason.strip():
        return "it names no owner or no reason"
    if (risk.expires_on - risk.accepted_on).days > ACCEPTED_RISK_VALID_DAYS:
        return f"it runs longer than {ACCEPTED_RISK_VALID_DAYS} days"
    if risk.accepted_on > as_of:
        return f"it begins on {risk.accepted_on}"
    return f"it ended on {risk.expires_on}" if risk.expires_on < as_of else ""


def accepts(risk: AcceptedRisk, observation: Observation) -> bool:
    """Whether the risk is the one this observation is about; one without an object is about all of the check."""
    return risk.check == observation.check and risk.subject_object in ("", observation.subject_object)


def mark_lapsed(mark: FalsePositive, as_of: date) -> str:
    """Why nobody may rely on the mark on ``as_of``; empty while one may."""
    if not names_person(mark.person) or not mark.reason.strip():
        return "it names no person or no reason"
    if mark.marked_on > as_of:
        return "its date lies in the future"
    if (as_of - mark.marked_on).days > FALSE_POSITIVE_VALID_DAYS:
        return f"it is older than {FALSE_POSITIVE_VALID_DAYS} days"
    return ""


def marks(mark: FalsePositive, observation: Observation) -> bool:
    """Whether the mark names this observation, whatever became of its file since."""
    return (mark.check, mark.subject_object) == (observation.check, observation.subject_object)


def still_same(mark: FalsePositive, observation: Observation, object_ids: Mapping[str, str]) -> bool:
    """Whether the file the observation points at is the very one that was marked."""
    place = next(iter(observation.locations), None)
    return place is not None and object_ids.get(place.path) == mark.digest
