"""Loads the Code from the reviewed files in ``data/``: refuses whatever does not fit its shape."""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

from assay.domain.catalogue import (
    Catalogue,
    Ceiling,
    Claim,
    DeliveryModel,
    Edition,
    Facet,
    Framework,
    Knower,
    Link,
    NotApplicable,
    Principle,
    Role,
    Theme,
)
from assay.domain.guidance import Guidance, Reading, Route, Tool
from assay.domain.strength import Strength
from assay.store.code_files import claim_files, code_file, guidance_file, guidance_files, schema

__all__ = ["claim_files", "code_file", "guidance", "guidance_files", "load", "schema"]

Made = TypeVar("Made")


@cache
def load() -> Catalogue:
    """The whole Code, in the order of its numbers."""
    code = code_file()
    return Catalogue(
        themes=_each(Theme, code["themes"]),
        principles=_each(Principle, code["principles"]),
        claims=tuple(map(_claim, claim_files().values())),
        roles=_each(Role, code["roles"]),
        delivery_models=_each(DeliveryModel, code["delivery_models"]),
        not_applicable=_each(NotApplicable, code["not_applicable"]),
        editions=_each(Edition, code["editions"]),
        frameworks=_each(Framework, code["frameworks"]),
    )


def guidance(claim_id: str) -> Guidance:
    """How to get to a claim; raises UnknownIdError for an unknown claim."""
    load().claim(claim_id)
    found = guidance_file(claim_id)
    return Guidance(
        claim=found["claim"],
        counts=found["counts"].strip(),
        does_not_count=found["does_not_count"].strip(),
        routes=tuple(
            Route(**{**route, "steps": tuple(route["steps"]), "tools": _each(Tool, route["tools"])})
            for route in found["routes"]
        ),
        reading=_each(Reading, found["reading"]),
    )


def _claim(found: Mapping[str, Any]) -> Claim:
    facets = tuple(
        Facet(
            **{
                **each,
                "who_can_know": Knower(each["who_can_know"]),
                "needs": Strength.from_word(each["needs"]),
            }
        )
        for each in found["facets"]
    )
    return Claim(
        **{
            **_trimmed(found),
            "who_can_know": Knower(found["who_can_know"]),
            "subject_terms": tuple(tuple(group) for group in found["subject_terms"]),
            "ceiling": Ceiling(**_trimmed(found["ceiling"])),
            "facets": facets,
            "links": tuple(Link(each["framework"], tuple(each["ids"])) for each in found.get("links", ())),
        }
    )


def _each(kind: type[Made], rows: list[dict[str, Any]]) -> tuple[Made, ...]:
    return tuple(
        kind(**{key: tuple(value) if isinstance(value, list) else value for key, value in _trimmed(row).items()})
        for row in rows
    )


def _trimmed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value.strip() if isinstance(value, str) else value for key, value in row.items()}
