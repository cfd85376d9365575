"""Attestations as CycloneDX 1.6: the Code as a standard, each verdict as a claim about it, with evidence both ways.

The format has a number from 0 to 1 for conformance and for confidence. Both are optional and neither is written: Assay
judges in words, and the words stand where the format has room for reasons. There is no affirmation and no signature:
nobody has signed. A requirement without evidence, or one that does not apply, is mapped to no claim either way.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from assay.domain.catalogue import Catalogue, Claim
from assay.reports.exports.steady import (
    CODE_NAME,
    OWN_WORDS,
    as_json,
    expiry,
    identity,
    moment,
    observations,
    place,
    product,
    reference,
    spelled_out,
    statements,
)

TARGET, ASSESSOR = "target", "assessor"
BORNE_OUT, CONTRADICTED = ("met", "partly met"), ("not met",)

Seen = Mapping[str, Any]


def catalogue(code: Catalogue, day: date) -> str:
    """The Code alone as of a day, as a standard others can attest to."""
    standard = _standard(code)
    made = {"metadata": {"timestamp": moment(day.isoformat())}, "definitions": {"standards": [standard]}}
    return as_json(_bill(identity("cyclonedx", standard, day.isoformat()), made))


def render(found: Mapping[str, Any], code: Catalogue) -> str:
    """The assessment with the Code it is about; files that were handed over are components with their digests."""
    made = {
        "metadata": {
            "timestamp": moment(found["as_of"]),
            "tools": {
                "components": [{"type": "application", "name": "Assay", "version": found["rules"]["version"]}],
            },
            "properties": [
                {"name": "assay:assessment-digest", "value": found["digest"]},
                {"name": "assay:rules-digest", "value": found["rules"]["digest"]},
            ],
        },
        "components": [_file(number, each) for number, each in enumerate(found["evidence"], 1)],
        "declarations": {
            "assessors": [_assessor(found)],
            "attestations": [
                {
                    "summary": _summary(found),
                    "assessor": ASSESSOR,
                    "map": [_mapped(claim) for claim in found["claims"]],
                }
            ],
            "claims": [_claim(found, claim, code.claim(claim["id"])) for claim in found["claims"]],
            "evidence": [each for claim in found["claims"] for each in _evidence(found, claim)],
            "targets": {"components": [_target(found)]},
        },
        "definitions": {"standards": [_standard(code)]},
    }
    return as_json(_bill(identity("cyclonedx", found["digest"]), made))


def _bill(serial: str, rest: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        **{key: value for key, value in rest.items() if value},
    }


def _standard(code: Catalogue) -> dict[str, Any]:
    return {
        "bom-ref": "code",
        "name": CODE_NAME,
        "version": "1.0",
        "description": OWN_WORDS,
        "requirements": list(_requirements(code)),
    }


def _requirements(code: Catalogue) -> Iterator[dict[str, Any]]:
    """Themes, principles, claims and their parts, each below the one it belongs to."""
    for theme in code.themes:
        yield {"bom-ref": f"code:{theme.id}", "identifier": theme.id, "title": theme.title}
    for each in code.principles:
        yield {
            "bom-ref": f"code:{each.id}",
            "identifier": each.id,
            "title": each.title,
            "descriptions": [f"While it is not met: {each.risk}"],
            "parent": f"code:{each.theme}",
        }
    for claim in code.claims:
        yield {
            "bom-ref": f"code:{claim.id}",
            "identifier": claim.id,
            "title": claim.title,
            "text": claim.says,
            "descriptions": [f"Whom it concerns: {claim.applies}", f"While it is not met: {claim.if_not_met}"],
            "parent": f"code:{claim.principle}",
        }
        for facet in claim.facets:
            yield {
                "bom-ref": f"code:{facet.id}",
                "identifier": facet.id,
                "text": facet.says,
                "descriptions": [f"Shown by: {facet.shown_by}"],
                "parent": f"code:{claim.id}",
            }


def _assessor(found: Mapping[str, Any]) -> dict[str, Any]:
    """Whether whoever ran Assay belongs to the maker is not known, so the format's flag for it is left out."""
    return {"bom-ref": ASSESSOR, "organization": {"name": f"Whoever ran {found['tool']}; nobody has signed"}}


def _target(found: Mapping[str, Any]) -> dict[str, Any]:
    version = {"version": found["subject"]["commit"]} if found["subject"]["commit"] else {}
    maker = found["profile"]["organisation"]
    return {
        "bom-ref": TARGET,
        "type": "application",
        "name": product(found),
        **version,
        **({"manufacturer": {"name": maker}} if maker else {}),
    }


def _summary(found: Mapping[str, Any]) -> str:
    counted = ", ".join(f"{count} {word}" for word, count in found["counts"].items())
    return (
        f"{CODE_NAME}, judged by {found['tool']} as of {found['as_of']}. Claims: {counted}. "
        "Verdicts are words, never numbers. Nobody has signed this."
    )


def _mapped(claim: Mapping[str, Any]) -> dict[str, Any]:
    name = [f"claim:{claim['id']}"]
    sure = {"confidence": {"rationale": claim["confidence"]}} if claim["confidence"] else {}
    return {
        "requirement": f"code:{claim['id']}",
        **({"claims": name} if claim["verdict"] in BORNE_OUT else {}),
        **({"counterClaims": name} if claim["verdict"] in CONTRADICTED else {}),
        "conformance": {"rationale": ": ".join(filter(None, (claim["verdict"], claim["reason"])))},
        **sure,
    }


def _claim(found: Mapping[str, Any], claim: Mapping[str, Any], known: Claim) -> dict[str, Any]:
    supporting = [f"for:{claim['id']}:{number}" for number, _ in enumerate(claim["for"], 1)]
    stated = [f"stated:{claim['id']}:{number}" for number, each in _weighing(found, claim)]
    opposing = [f"against:{claim['id']}:{number}" for number, _ in enumerate(claim["against"], 1)]
    return {
        "bom-ref": f"claim:{claim['id']}",
        "target": TARGET,
        "predicate": f"{known.title} ({CODE_NAME}, claim {claim['id']}): {claim['verdict']}.",
        "reasoning": "\n".join(_reasons(found, claim)),
        **({"evidence": [*supporting, *stated]} if supporting or stated else {}),
        **({"counterEvidence": opposing} if opposing else {}),
    }


def _reasons(found: Mapping[str, Any], claim: Mapping[str, Any]) -> Iterator[str]:
    if claim["reason"]:
        yield claim["reason"]
    for facet in claim["facets"]:
        yield ": ".join(filter(None, (f"Part {facet['id']}", facet["state"], facet["reason"])))
    for each in statements(found, claim):
        if each["class"] == "none":
            yield f"A statement of {each['person']} about {each['facet']} weighs nothing: {each['because']}"
    for each in claim["unread"]:
        yield f"Could not be seen: {each['fact']}: {each['reason']}"


def _weighing(found: Mapping[str, Any], claim: Mapping[str, Any]) -> list[tuple[int, Mapping[str, Any]]]:
    """Statements that count for something, numbered among all about the claim."""
    return [(number, each) for number, each in enumerate(statements(found, claim), 1) if each["class"] != "none"]


def _evidence(found: Mapping[str, Any], claim: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for direction, number, seen in observations(claim):
        yield _observed(f"{direction}:{claim['id']}:{number}", seen, found["as_of"])
    for number, each in _weighing(found, claim):
        yield {
            "bom-ref": f"stated:{claim['id']}:{number}",
            "propertyName": "assay:statement",
            "description": each["says"],
            "data": [
                _details({key: each[key] for key in ("facet", "class", "because", "document", "sha256", "quote")})
            ],
            "created": moment(each["stated_on"]),
            "author": {"name": f"{each['person']} ({each['role']})"},
        }


def _observed(name: str, seen: Seen, as_of: str) -> dict[str, Any]:
    details = ("outcome", "strength", "because", "facets", "object", "share", "fix")
    until = expiry(seen, as_of)
    return {
        "bom-ref": name,
        "propertyName": f"assay:check:{seen['check']}",
        "description": seen["says"],
        "data": [_details({key: seen[key] for key in details}), *map(_where, seen["locations"])],
        "created": moment(seen["observed_at"] or as_of),
        **({"expires": until} if until else {}),
    }


def _details(fields: Mapping[str, Any]) -> dict[str, Any]:
    content = json.dumps(spelled_out(fields), sort_keys=True)
    return {"name": "details", "contents": {"attachment": {"contentType": "application/json", "content": content}}}


def _where(location: Mapping[str, Any]) -> dict[str, Any]:
    if not location["path"]:
        return {"name": place(location)}
    line = f"#L{location['line']}" if location["line"] else ""
    return {"name": place(location), "contents": {"url": f"./{reference(location['path'])}{line}"}}


def _file(number: int, each: Mapping[str, Any]) -> dict[str, Any]:
    said = {"kind": each["kind"], "taken-on": each["taken_on"], "commit": each["commit"], "release": each["release"]}
    return {
        "type": "file",
        "bom-ref": f"file:{number}",
        "name": each["name"],
        "hashes": [{"alg": "SHA-256", "content": each["sha256"]}],
        "properties": [{"name": f"assay:{name}", "value": value} for name, value in said.items() if value],
    }
