"""The owner answers every claim that only a person can settle.

Why: A principle cannot be met while one of its claims is left out, and a claim left out is easily overlooked.

Good: each claim in the part of the Code that concerns the role, where a mandatory facet needs a person, has a statement that
carries weight and is in date, or is set aside for an allowed reason. Statements are tied to claims by their id, never by the
number an edition of the form gives them.

Bad: some of these claims are answered and some are not. It touches no facet: a claim without answer is without evidence, which
is not the same as evidence against it.

Unknown: nothing is stated at all.

Known false positives: claims that do not concern the role; a claim set aside; claims a machine settles alone.
"""

from collections.abc import Iterator
from datetime import date

from assay.checks.contract import Example, Finding, Strength, at, bad, good, unknown
from assay.domain.catalogue import Catalogue, Claim, Knower
from assay.domain.evidence import Outcome, Unread
from assay.domain.exceptions import names_person
from assay.facts.profile import FILE, Profile
from assay.facts.subject import Subject

SUPPORTS: dict[str, Strength] = {}
COUNTERS: dict[str, Strength] = {}
BECAUSE = "a missing answer leaves a claim without evidence and speaks neither for nor against it"
STALE_AFTER_DAYS = 365
FIX = "State an answer for each claim named, or ask who can."


def check(profile: Profile, code: Catalogue, subject: Subject) -> Iterator[Finding]:
    if not profile.statements:
        reason = "nothing is stated" if not profile.unread else profile.unread[0].reason
        yield unknown(Unread("statements", reason, "state answers in assay.toml: assay init shows how"))
        return
    asked = [claim for claim in code.claims if _needs_answer(claim, code, profile.role)]
    answered = _answered(profile, code, subject.as_of)
    missing = [claim.id for claim in asked if claim.id not in answered]
    source = () if profile.by_assessor else (at(FILE),)
    if missing:
        yield bad(
            "answers",
            f"{len(missing)} of {len(asked)} claims that need a person's answer have none: {', '.join(missing)}",
            *source,
            fix=f"Answer {', '.join(missing)}; assay explain {missing[0]} says what to state.",
        )
    elif asked:
        yield good("answers", f"all {len(asked)} claims that need a person's answer have one", *source)


def _needs_answer(claim: Claim, code: Catalogue, role_id: str) -> bool:
    """Whether it is one of the 45, concerns the role, and cannot be settled without a person."""
    theme = code.principle(claim.principle).theme
    return (
        claim.counted
        and theme in code.role(role_id).themes
        and any(facet.mandatory and facet.who_can_know is not Knower.MACHINE for facet in claim.facets)
    )


def _answered(profile: Profile, code: Catalogue, as_of: date) -> set[str]:
    allowed = {each.id for each in code.not_applicable}
    stated = {
        each.facet.partition("/")[0]
        for each in profile.statements
        if each.statement_class and (as_of - each.stated_on).days <= each.valid_days
    }
    return stated | {
        each.claim for each in profile.not_applicable if each.claim in allowed and names_person(each.person)
    }


def _answers(role: str, *claims: str, says: str = "It is done as the Code asks.", more: str = "") -> str:
    head = f'schema = 1\n[product]\nrole = "{role}"\n{more}'
    return head + "".join(
        f'[[statements]]\nfacet = "{claim}/a"\nsays = "{says}"\nperson = "Ada Builder"\nrole = "Director"\ndate = 2026-09-20\n'
        for claim in claims
    )


_THEMES_3_AND_4 = ("3.3.1", "3.3.2", "3.4.1", "3.4.2", "3.5.1", "3.5.2", *"4.1.1 4.1.2 4.1.3 4.2.1 4.3.1 4.3.2".split())
_MAKER = "1.1.1 1.1.2 1.1.3 1.1.4 1.1.5 1.1.6 1.2.1 1.2.3 1.3.1 1.3.3 1.4.1 1.4.3 1.4.4 1.4.5 2.1.1 2.1.2 2.1.3 2.1.4 2.1.5 2.1.6 2.2.1 2.2.2 2.2.3 2.2.4".split()
_SET_ASIDE = '[[not_applicable]]\nclaim = "1.4.2"\nreason = "There are no accounts in it."\nperson = "Ada Builder"\n'

EXAMPLES = (
    Example(
        "a reseller answers themes 3 and 4",
        Outcome.GOOD,
        {"assay.toml": _answers("reseller", *_THEMES_3_AND_4)},
        false_positive="claims that do not concern the role",
    ),
    Example("one claim is answered", Outcome.BAD, {"assay.toml": _answers("reseller", "4.3.2")}),
    Example(
        "everything is only promised",
        Outcome.BAD,
        {"assay.toml": _answers("reseller", *_THEMES_3_AND_4, says="We will do it next year.")},
    ),
    Example(
        "no theme is required of a maintainer",
        Outcome.SILENT,
        {"assay.toml": _answers("open-source-maintainer", "4.3.2")},
    ),
    Example("nothing is stated", Outcome.UNKNOWN, {"a": "x"}),
    Example(
        "a claim that was set aside is answered",
        Outcome.GOOD,
        {"assay.toml": _answers("developer-distributor", *_MAKER, *_THEMES_3_AND_4, more=_SET_ASIDE)},
        false_positive="a claim set aside",
    ),
    Example(
        "what a machine settles needs no answer",
        Outcome.GOOD,
        {"assay.toml": _answers("reseller", *(each for each in _THEMES_3_AND_4 if each != "3.3.1"))},
        false_positive="claims a machine settles alone",
    ),
)
