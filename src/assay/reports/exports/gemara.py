"""Gemara 1.4: the Code as a control catalogue, an assessment as an evaluation log, in JSON that is YAML as well.

A claim is a control and a part of it an assessment requirement. Gemara wants one result over everything; Assay has none,
so the worst result of any claim stands there, and unknown is worse than passed.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from assay.domain.catalogue import Catalogue, Claim
from assay.reports.exports.steady import (
    CODE_NAME,
    OWN_WORDS,
    identity,
    moment,
    observations,
    place,
    product,
    spelled_out,
    statements,
)

VERSION = "1.4.1"
CODE_ID, REPOSITORY_ID, HANDED_OVER_ID = "software-security-code-of-practice", "repository", "handed-over"
CLAIM = {
    "met": "Passed", "partly met": "Needs Review", "not met": "Failed", "no evidence": "Unknown",
    "not applicable": "Not Applicable",
}  # fmt: skip
FACET = {
    "supported": "Passed", "partly": "Needs Review", "failed": "Failed", "none": "Unknown",
    "not applicable": "Not Applicable",
}  # fmt: skip
ESCAPED = re.compile("[\x7f-\uffff]")
WORST_FIRST = ("Failed", "Needs Review", "Unknown", "Passed", "Not Applicable")


def catalogue(code: Catalogue, day: date) -> str:
    """The Code as of a day; what applies to whom is said by role."""
    return _text(
        {
            "title": CODE_NAME,
            "metadata": {
                **_metadata(CODE_ID, "ControlCatalog", day.isoformat(), OWN_WORDS, {"id": "assay", "name": "Assay"}),
                "version": "1.0",
                "applicability-groups": [
                    {"id": role.id, "title": role.title, "description": role.note} for role in code.roles if role.themes
                ],
            },
            "groups": [{"id": each.id, "title": each.title, "description": each.risk} for each in code.principles],
            "controls": [_control(claim, code) for claim in code.claims],
        }
    )


def render(found: Mapping[str, Any], code: Catalogue) -> str:
    """The assessment: an evaluation for each claim, a log for each part of it."""
    results = {CLAIM[claim["verdict"]] for claim in found["claims"]}
    author = {"id": "assay", "name": "Assay", "version": found["rules"]["version"]}
    says = (
        f"What can be shown of the {CODE_NAME}, judged by {found['tool']} as of {found['as_of']}. The word of each verdict "
        f"begins the message of its evaluation. Digest of the assessment: {found['digest']}."
    )
    return _text(
        {
            "metadata": {
                **_metadata(identity("gemara", found["digest"]), "EvaluationLog", found["as_of"], says, author),
                "mapping-references": list(_sources(found)),
            },
            "target": _target(found),
            "result": next(each for each in WORST_FIRST if each in results),
            "evaluations": [_evaluation(found, claim, code) for claim in found["claims"]],
        }
    )


def _metadata(name: str, kind: str, day: str, says: str, author: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": name,
        "type": kind,
        "gemara-version": VERSION,
        "date": moment(day),
        "description": says,
        "author": {**author, "type": "Software"},
    }


def _applicability(claim: Claim, code: Catalogue) -> list[str]:
    theme = claim.id.partition(".")[0]
    return [role.id for role in code.roles if theme in role.themes]


def _control(claim: Claim, code: Catalogue) -> dict[str, Any]:
    return {
        "id": claim.id,
        "title": claim.title,
        "objective": claim.says,
        "group": claim.principle,
        "state": "Active",
        "assessment-requirements": [
            {
                "id": facet.id,
                "text": facet.says,
                "applicability": _applicability(claim, code),
                "recommendation": f"Shown by: {facet.shown_by}",
                "state": "Active",
            }
            for facet in claim.facets
        ],
    }


def _sources(found: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """The Code, the revision, and each file that was handed over."""
    revision = found["subject"]["commit"] or "before the first commit"
    yield {"id": CODE_ID, "title": CODE_NAME, "version": "1.0", "description": OWN_WORDS}
    yield {"id": REPOSITORY_ID, "title": f"Repository of {product(found)}", "version": revision}
    for number, each in enumerate(found["evidence"], 1):
        says = f"{each['kind']}, taken in on {each['taken_on']}, SHA-256 {each['sha256']}"
        version = each["release"] or each["commit"] or each["taken_on"]
        yield {
            "id": f"{HANDED_OVER_ID}-{number}",
            "title": each["name"],
            "version": version,
            "description": says,
        }


def _target(found: Mapping[str, Any]) -> dict[str, Any]:
    owner, maker = found["profile"]["senior_responsible_owner"], found["profile"]["organisation"]
    contact = {"name": owner or maker, **({"affiliation": maker} if maker else {})}
    return {
        "id": identity("gemara", "product", product(found)),
        "name": product(found),
        "type": "Software",
        **({"version": found["subject"]["commit"]} if found["subject"]["commit"] else {}),
        **({"owner": contact} if contact["name"] else {}),
    }


def _evaluation(found: Mapping[str, Any], claim: Mapping[str, Any], code: Catalogue) -> dict[str, Any]:
    known = code.claim(claim["id"])
    unread = [f"Could not be seen: {each['fact']}: {each['reason']}." for each in claim["unread"]]
    said = ": ".join(filter(None, (claim["verdict"], claim["reason"])))
    return {
        "name": known.title,
        "result": CLAIM[claim["verdict"]],
        "message": "\n".join([said, *unread]),
        "control": {"reference-id": CODE_ID, "entry-id": claim["id"]},
        "assessment-logs": [_log(found, claim, facet, known, code) for facet in claim["facets"]],
    }


def _log(
    found: Mapping[str, Any], claim: Mapping[str, Any], facet: Mapping[str, Any], known: Claim, code: Catalogue
) -> dict[str, Any]:
    """A part of a claim: which checks looked, or that only a person can be asked."""
    checks = list(dict.fromkeys(each["check"] for each in facet["looked"]))
    evidence = list(_evidence(found, claim, facet["id"]))
    step = claim["next"]
    helps = {"recommendation": step["says"]} if step and facet["id"] in step["facets"] else {}
    return {
        "requirement": {"reference-id": CODE_ID, "entry-id": facet["id"]},
        "description": next((each.says for each in known.facets if each.id == facet["id"]), known.says),
        "result": FACET[facet["state"]] if facet["state"] != "none" or checks else "Not Run",
        "message": ": ".join(filter(None, (facet["state"], facet["reason"]))),
        "applicability": _applicability(known, code),
        "steps": [f"assay check {check}" for check in checks] or [f"To ask a person: {claim['ask']}"],
        "steps-executed": len(checks),
        "start": moment(found["as_of"]),
        **helps,
        **({"evidence": evidence} if evidence else {}),
    }


def _evidence(found: Mapping[str, Any], claim: Mapping[str, Any], facet: str) -> Iterator[dict[str, Any]]:
    """What was seen for and against a part, and what a person stated about it."""
    fields = ("check", "outcome", "strength", "because", "object", "share", "fix")
    for direction, number, seen in observations(claim):
        if facet in seen["facets"]:
            where = "; ".join(place(each) for each in seen["locations"])
            yield {
                "id": f"{facet}:{direction}:{number}",
                "type": f"observation {direction} the claim",
                "collected-at": moment(seen["observed_at"] or found["as_of"]),
                "source": {"reference-id": REPOSITORY_ID, **({"coordinate": where} if where else {})},
                "description": seen["says"],
                "payload": {field: seen[field] for field in fields},
            }
    for number, each in enumerate(statements(found, claim), 1):
        if each["facet"] == facet:
            yield {
                "id": f"{facet}:stated:{number}",
                "type": "statement of a person",
                "collected-at": moment(each["stated_on"]),
                "description": each["says"],
                "payload": {
                    name: each[name] for name in ("person", "role", "class", "because", "document", "sha256", "quote")
                },
            }


def _text(made: Mapping[str, Any]) -> str:
    """YAML does not know the pairs JSON escapes the highest characters with, so these alone stand as they are."""
    text = json.dumps(spelled_out(made), indent=2, ensure_ascii=False) + "\n"
    return ESCAPED.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
