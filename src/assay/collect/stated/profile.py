"""The product profile: an assessor's own, or the ``assay.toml`` of the revision, or defaults that say they are assumed."""

import datetime
import tomllib
from collections.abc import Mapping
from typing import Any

import jsonschema_rs

from assay.collect.repository import Repository, Settings
from assay.domain.evidence import AcceptedRisk, Statement, StatementClass, Unread
from assay.errors import MalformedInputError, UnknownIdError
from assay.facts.profile import NotApplicableMark, Profile
from assay.store import code_of_practice

FILE = "assay.toml"
FEWEST_WORDS = 30
"""A document with fewer words of its own shows nothing."""
FILLERS = ("lorem ipsum", "[tbd]", "tbd:", "[date]", "[name]", "<name>", "to be written", "todo:", "xx/xx")


def collect(repository: Repository, settings: Settings) -> Profile:
    """Raises MalformedInputError, with every fault, for an assessor's profile only: a broken one in the tree is unread."""
    if settings.profile_source:
        faults, profile = _read(settings.profile_text, settings.profile_source, repository)
        if profile is None:
            raise MalformedInputError(
                f"{settings.profile_source} is not a profile:\n  " + "\n  ".join(faults),
                advice="assay init writes a profile that is right; docs/reference/profile.md lists every field.",
            )
        return profile
    text = repository.text(FILE)
    if text is None:
        return Profile(
            source="assumed",
            assumed=("organisation", "senior_responsible_owner", "product", "role", "delivery"),
        )
    faults, profile = _read(text, FILE, repository)
    if profile is None:
        unread = Unread(FILE, f"it is not a profile ({'; '.join(faults[:3])})", "correct it, or give --profile")
        return Profile(source="assumed", assumed=("product", "role", "delivery"), unread=(unread,))
    return profile


def _read(text: str, source: str, repository: Repository) -> tuple[list[str], Profile | None]:
    try:
        found = _plain(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return [str(error)], None
    validator = jsonschema_rs.validator_for(code_of_practice.schema("profile"), validate_formats=True)
    faults = [f"{_place(each.instance_path)}: {each.message}" for each in validator.iter_errors(found)]
    faults += [] if faults else _unknown_ids(found)
    return (faults, None) if faults else ([], _profile(found, source, repository))


def _profile(found: Mapping[str, Any], source: str, repository: Repository) -> Profile:
    organisation, product = found.get("organisation", {}), found.get("product", {})
    declared = {
        "organisation": organisation.get("name", ""),
        "senior_responsible_owner": organisation.get("senior_responsible_owner", ""),
        "product": product.get("name", ""),
        "role": product.get("role", ""),
        "delivery": product.get("delivery", ()),
    }
    default = Profile(source)
    return Profile(
        source=source,
        organisation=declared["organisation"],
        senior_responsible_owner=declared["senior_responsible_owner"],
        product=declared["product"],
        role=declared["role"] or default.role,
        delivery=tuple(declared["delivery"]) or default.delivery,
        repositories=tuple(each["path"] for each in found.get("repositories", ())),
        roots=tuple(each.strip("/") for each in product.get("roots", ())),
        links=found.get("links", {}),
        statements=tuple(_statement(each, repository) for each in found.get("statements", ())),
        not_applicable=tuple(NotApplicableMark(**each) for each in found.get("not_applicable", ())),
        accepted_risks=tuple(
            AcceptedRisk(
                each["check"],
                each["object"],
                each["owner"],
                each["reason"],
                _day(each["accepted"]),
                _day(each["expires"]),
            )
            for each in found.get("accepted_risks", ())
        ),
        assumed=tuple(name for name, value in declared.items() if not value),
    )


def _statement(each: Mapping[str, Any], repository: Repository) -> Statement:
    claim = code_of_practice.load().claim(each["facet"].partition("/")[0])
    backed = _bears_out(repository.text(each["document"]), claim.subject_terms) if "document" in each else False
    return Statement(
        facet=each["facet"],
        statement_class=StatementClass.WITH_ARTEFACT if backed else StatementClass.BARE,
        person=each["person"],
        role=each["role"],
        stated_on=_day(each["date"]),
        valid_days=claim.answer_valid_days,
        says=each["says"],
    )


def _bears_out(text: str | None, subject: tuple[tuple[str, ...], ...]) -> bool:
    """Whether a cited text of the revision has substance and speaks of the claim's subject."""
    if text is None or "\0" in text:
        return False
    low = text.casefold()
    return (
        len(low.split()) >= FEWEST_WORDS
        and not any(filler in low for filler in FILLERS)
        and all(any(term.casefold() in low for term in group) for group in subject)
    )


def _unknown_ids(found: Mapping[str, Any]) -> list[str]:
    code = code_of_practice.load()
    faults = []
    for name, key in (("statements", "facet"), ("not_applicable", "claim")):
        for number, each in enumerate(found.get(name, ())):
            try:
                code.facet(each[key]) if "/" in each[key] else code.claim(each[key])
            except UnknownIdError as error:
                faults.append(f"{name}[{number}].{key}: {error.problem}")
    return faults


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else value


def _place(path: list[str | int]) -> str:
    return ".".join(str(each) for each in path) or "top level"


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)
