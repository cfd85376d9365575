"""The product profile: an assessor's own, or the ``assay.toml`` of the revision, or defaults that say they are assumed."""

import datetime
import posixpath
import tomllib
from collections.abc import Mapping
from typing import Any

import jsonschema_rs

from assay.collect.repository import Repository, Settings
from assay.collect.stated.citations import weighed
from assay.domain.evidence import AcceptedRisk, FalsePositive, Statement, Unread
from assay.errors import MalformedInputError, UnknownIdError
from assay.facts.profile import FILE, NotApplicableMark, Profile
from assay.formats import toml_text
from assay.store import code_of_practice


def collect(repository: Repository, settings: Settings) -> Profile:
    """Raises MalformedInputError, with every fault, for an assessor's profile only: a broken one in the tree is unread."""
    if settings.profile_source:
        faults, profile = _read(settings.profile_text, settings.profile_source, repository, settings)
        if profile is None:
            raise MalformedInputError(
                f"{settings.profile_source} is not a profile:\n  " + "\n  ".join(faults),
                advice="assay init writes a profile that is right; docs/reference/profile.md lists every field.",
            )
        return profile
    text = repository.text(FILE)
    if text is None:
        there = Unread(FILE, "it is a link, larger than 1 MB, or absent from this clone", "a plain file, or --profile")
        return Profile(
            source="assumed",
            assumed=("organisation", "senior_responsible_owner", "product", "role", "delivery"),
            unread=(there,) if repository.tree.has(FILE) else (),
        )
    faults, profile = _read(text, FILE, repository, settings)
    if profile is None:
        unread = Unread(FILE, f"it is not a profile ({'; '.join(faults[:3])})", "correct it, or give --profile")
        return Profile(source="assumed", assumed=("product", "role", "delivery"), unread=(unread,))
    return profile


def _read(text: str, source: str, repository: Repository, settings: Settings) -> tuple[list[str], Profile | None]:
    try:
        found = _plain(toml_text.read(text))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return [str(error)], None
    validator = jsonschema_rs.validator_for(code_of_practice.schema("profile"), validate_formats=True)
    faults = [f"{_place(each.instance_path)}: {each.message}" for each in validator.iter_errors(found)]
    faults += [] if faults else _unknown_ids(found)
    return (faults, None) if faults else ([], _profile(found, source, repository, settings))


def _profile(found: Mapping[str, Any], source: str, repository: Repository, settings: Settings) -> Profile:
    organisation, product = found.get("organisation", {}), found.get("product", {})
    declared = {
        "organisation": organisation.get("name", ""),
        "senior_responsible_owner": organisation.get("senior_responsible_owner", ""),
        "product": product.get("name", ""),
        "role": product.get("role", ""),
        "delivery": product.get("delivery", ()),
    }
    default = Profile(source)
    repositories = tuple(each["path"] for each in found.get("repositories", ()))
    stated = [_statement(each) for each in found.get("statements", ())]
    statements, citations = weighed(stated, repository, settings, repositories)
    return Profile(
        source=source,
        by_assessor=bool(settings.profile_source),
        organisation=declared["organisation"],
        senior_responsible_owner=declared["senior_responsible_owner"],
        product=declared["product"],
        role=declared["role"] or default.role,
        delivery=tuple(declared["delivery"]) or default.delivery,
        repositories=repositories,
        roots=tuple(each.strip("/") for each in product.get("roots", ())),
        links=found.get("links", {}),
        statements=statements,
        citations=citations,
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
        false_positives=tuple(
            FalsePositive(
                each["check"], each["object"], each["digest"], each["person"], each["reason"], _day(each["date"])
            )
            for each in found.get("false_positives", ())
        ),
        assumed=tuple(name for name, value in declared.items() if not value),
        unread=(
            *_elsewhere(repositories),
            *dict.fromkeys(unread for citation in citations for unread in citation.unread),
        ),
    )


def _statement(each: Mapping[str, Any]) -> Statement:
    """As stated; what it earns is decided where its citation is looked up."""
    return Statement(
        facet=each["facet"],
        statement_class=None,
        person=each["person"],
        role=each["role"],
        stated_on=_day(each["date"]),
        valid_days=code_of_practice.load().claim(each["facet"].partition("/")[0]).answer_valid_days,
        says=each["says"],
        document=each.get("document", ""),
        sha256=each.get("sha256", ""),
        quote=each.get("quote", ""),
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


def _elsewhere(repositories: tuple[str, ...]) -> list[Unread]:
    """The other repositories of the product: one assessment reads one, and the worst of them counts."""
    return [
        Unread(f"repository {each}", "it is part of the product and was not assessed here", "assess it as well")
        for each in repositories
        if posixpath.normpath(each) != "."
    ]
