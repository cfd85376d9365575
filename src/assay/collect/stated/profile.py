"""The product profile: an assessor's own, or the ``assay.toml`` of the revision, or defaults that say they are assumed."""

import contextlib
import datetime
import posixpath
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs

from assay.collect.repository import Repository, Settings
from assay.collect.stated.citations import weighed
from assay.domain.evidence import AcceptedRisk, FalsePositive, Statement, Unread
from assay.errors import MalformedInputError, UnknownIdError
from assay.facts.evidence import EvidenceItems
from assay.facts.people import Backing, IndependentDocument, IndependentPerson, Person
from assay.facts.profile import FILE, NotApplicableMark, Profile
from assay.formats import duties, toml_text
from assay.formats.results import Raw, ResultError, independent_document
from assay.store import code_of_practice

NOTHING = EvidenceItems()


def collect(repository: Repository, settings: Settings, items: EvidenceItems = NOTHING) -> Profile:
    """Raises MalformedInputError, with every fault, for an assessor's profile only: a broken one in the tree is unread."""
    if settings.profile_source:
        faults, profile = read(settings.profile_text, settings.profile_source, repository, settings, items)
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
    faults, profile = read(text, FILE, repository, settings, items)
    if profile is None:
        unread = Unread(FILE, f"it is not a profile ({'; '.join(faults[:3])})", "correct it, or give --profile")
        return Profile(source="assumed", assumed=("product", "role", "delivery"), unread=(unread,))
    return profile


def fields_of(text: str) -> Mapping[str, Any]:
    """What a profile holds, for those who need only a part of it; nothing for one that is not right."""
    faults, found = _parsed(text)
    return {} if faults else found


def faults_of(text: str) -> list[str]:
    """What keeps a text from being a profile, each with its place; empty for one that is right."""
    return _parsed(text)[0]


def read(
    text: str, source: str, repository: Repository, settings: Settings, items: EvidenceItems
) -> tuple[list[str], Profile | None]:
    """The profile in ``text``, or its faults."""
    faults, found = _parsed(text)
    return (faults, None) if faults else ([], _profile(found, source, repository, settings, items))


def _parsed(text: str) -> tuple[list[str], dict[str, Any]]:
    try:
        found = _plain(toml_text.read(text))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return [str(error)], {}
    validator = jsonschema_rs.validator_for(code_of_practice.schema("profile"), validate_formats=True)
    faults = [f"{_place(each.instance_path)}: {each.message}" for each in validator.iter_errors(found)]
    return faults or _unknown_ids(found), found


def _profile(
    found: Mapping[str, Any], source: str, repository: Repository, settings: Settings, items: EvidenceItems
) -> Profile:
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
    people = tuple(_person(each) for each in found.get("people", ()))
    backing = Backing(
        declared["organisation"],
        people,
        tuple(
            IndependentPerson(each["name"], each["organisation"], tuple(each["about"]))
            for each in found.get("independent_people", ())
            if settings.profile_source
        ),
        tuple(_independent_documents(items)),
    )
    statements, citations = weighed(stated, repository, settings, repositories, backing)
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
        people=people,
        records=found.get("records", {}),
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
        valid_days=_valid_days(each),
        says=each["says"],
        document=each.get("document", ""),
        sha256=each.get("sha256", ""),
        quote=each.get("quote", ""),
        argument=each.get("argument", ""),
        assumptions=tuple(each.get("assumptions", ())),
        scope=each.get("scope", ""),
        second_person=each.get("second_person", ""),
        second_role=each.get("second_role", ""),
    )


def _valid_days(each: Mapping[str, Any]) -> int:
    """As long as the claim says; its author may let it end sooner, never later."""
    most = code_of_practice.load().claim(each["facet"].partition("/")[0]).answer_valid_days
    if "valid_until" not in each:
        return most
    return max(-1, min(most, (_day(each["valid_until"]) - _day(each["date"])).days))


def _person(each: Mapping[str, Any]) -> Person:
    also = each.get("also", ())
    return Person(
        names=(each["name"], *(other for other in also if "@" not in other)),
        emails=tuple(other.strip().casefold() for other in also if "@" in other),
        external=each.get("external", False),
        left_on=_day(each["left"]) if "left" in each else None,
    )


def _independent_documents(items: EvidenceItems) -> Iterator[IndependentDocument]:
    """Notes that cannot be read are named where evidence is taken in; here they back nothing."""
    for item in items.of("independent_document"):
        with contextlib.suppress(ResultError):
            yield from independent_document.read(Raw(item.name, item.data))


def _unknown_ids(found: Mapping[str, Any]) -> list[str]:
    code = code_of_practice.load()
    faults = []
    for name, key in (("statements", "facet"), ("not_applicable", "claim")):
        for number, each in enumerate(found.get(name, ())):
            try:
                code.facet(each[key]) if "/" in each[key] else code.claim(each[key])
            except UnknownIdError as error:
                faults.append(f"{name}[{number}].{key}: {error.problem}")
    strange = [each for each in found.get("records", {}) if each not in duties.load()]
    return faults + [f"records.{each}: there is no duty of that name ({', '.join(duties.load())})" for each in strange]


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
