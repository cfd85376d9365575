"""OSCAL 1.1.3: the Code as a catalog, an assessment as assessment results or as a plan of what is left to do.

OSCAL knows two states, satisfied and not satisfied. A claim without evidence is neither, and one that does not apply is
neither: these two get no finding but an observation that says so. Partly met is not satisfied, for a reason other than a
failure. The word of the verdict stands beside every state.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from assay.domain.catalogue import Catalogue, Claim
from assay.errors import NothingToAssessError
from assay.reports.exports.steady import (
    CODE_NAME,
    NAMESPACE,
    OWN_WORDS,
    as_json,
    expiry,
    identity,
    moment,
    observations,
    place,
    product,
    reference,
    statements,
    whole,
)

VERSION = "1.1.3"
STATES = {"met": ("satisfied", "pass"), "partly met": ("not-satisfied", "other"), "not met": ("not-satisfied", "fail")}
"""The verdicts OSCAL has a state for, with the reason it has for that state."""
LEFT = ("partly met", "not met", "no evidence")
"""The verdicts that leave something to do."""
TOOL, PLATFORM, PLAN = identity("oscal", "tool"), identity("oscal", "platform"), identity("oscal", "how Assay judges")
MARKUP = re.compile(r"[\\`*_\[\]<>&~^$]")
UNSEEN = re.compile("[\ufeff\u200b]")

Seen = Mapping[str, Any]


def catalogue(code: Catalogue, day: date) -> str:
    """The Code: a group for each theme and principle, a control for each claim, a part for each facet."""
    groups = [
        {
            "id": f"theme-{theme.id}",
            "title": theme.title,
            "groups": [
                {
                    "id": f"principle-{each.id}",
                    "title": each.title,
                    "parts": [{"id": f"principle-{each.id}_risk", "name": "overview", "prose": each.risk}],
                    "controls": [_control(claim) for claim in code.claims_of(each.id)],
                }
                for each in code.principles_of(theme.id)
            ],
        }
        for theme in code.themes
    ]
    metadata = _metadata(f"{CODE_NAME}, in the words of Assay", day.isoformat(), "1.0", OWN_WORDS)
    return as_json(
        {"catalog": {"uuid": identity("oscal", groups, day.isoformat()), "metadata": metadata, "groups": groups}}
    )


def render(found: Mapping[str, Any], code: Catalogue) -> str:
    """The assessment; control and statement ids are those of the catalog."""
    made = {
        "uuid": identity("oscal", found["digest"]),
        "metadata": _about_the_assessment(found),
        "import-ap": {"href": f"#{PLAN}"},
        "results": [_result(found, code)],
        "back-matter": {"resources": [_plan(), *_handed_over(found), *_files(found)]},
    }
    return as_json({"assessment-results": made})


def plan(found: Mapping[str, Any], code: Catalogue) -> str:
    """A plan of action: an item for each claim with a step left, owners and days still open.

    Raises NothingToAssessError where no step is left, since the format knows no plan without an item.
    """
    left = {**found, "claims": [each for each in found["claims"] if each["next"] and each["verdict"] in LEFT]}
    if not left["claims"]:
        raise NothingToAssessError("No claim has a step left, and OSCAL knows no plan without one.")
    findings = [_finding(found, each, code) for each in left["claims"] if each["verdict"] in STATES]
    seen = [each for claim in left["claims"] for each in _seen(found, claim)]
    resources = list(_files(left))
    made = {
        "uuid": identity("oscal", found["digest"], "plan"),
        "metadata": _about_the_assessment(found),
        "system-id": {"identifier-type": "https://ietf.org/rfc/rfc4122", "id": _product_id(found)},
        "local-definitions": _definitions(found),
        **({"observations": seen} if seen else {}),
        **({"findings": findings} if findings else {}),
        "poam-items": [_item(found, claim) for claim in left["claims"]],
        **({"back-matter": {"resources": resources}} if resources else {}),
    }
    return as_json({"plan-of-action-and-milestones": made})


def _item(found: Mapping[str, Any], claim: Mapping[str, Any]) -> dict[str, Any]:
    related = [{"observation-uuid": each["uuid"]} for each in _seen(found, claim)]
    judged = [{"finding-uuid": _about(found, claim["id"], "finding", 0)}] if claim["verdict"] in STATES else []
    return {
        "uuid": _about(found, claim["id"], "item", 0),
        "title": f"Claim {claim['id']}: {claim['verdict']}",
        "description": _lines((claim["next"]["says"], f"Because: {claim['next']['because']}")),
        "props": _props({"claim": claim["id"], "verdict": claim["verdict"]}),
        **({"related-findings": judged} if judged else {}),
        **({"related-observations": related} if related else {}),
        "remarks": "Proposed by Assay. Nobody has taken it on, and no day is set.",
    }


def _about_the_assessment(found: Mapping[str, Any]) -> dict[str, Any]:
    parties = _parties(found)
    return {
        **_metadata(f"{CODE_NAME}: {product(found)}", found["as_of"], found["digest"]),
        "props": _props({"rules-digest": found["rules"]["digest"], "tool": found["tool"]}),
        **({"parties": parties} if parties else {}),
    }


def _metadata(title: str, day: str, version: str, remarks: str = "") -> dict[str, Any]:
    return {
        "title": _markup(title),
        "last-modified": moment(day),
        "version": version,
        "oscal-version": VERSION,
        **({"remarks": remarks} if remarks else {}),
    }


def _control(claim: Claim) -> dict[str, Any]:
    items = [
        {"id": _statement_id(facet.id), "name": "item", "title": facet.id, "prose": facet.says}
        for facet in claim.facets
    ]
    return {
        "id": _control_id(claim.id),
        "class": "claim",
        "title": claim.title,
        "props": [{"name": "label", "value": claim.id}, *_props({"who-can-know": claim.who_can_know.value})],
        "parts": [
            {"id": _statement_id(claim.id), "name": "statement", "prose": claim.says, "parts": items},
            {"id": f"{_control_id(claim.id)}_gdn", "name": "guidance", "prose": f"{claim.applies} {claim.if_not_met}"},
        ],
    }


def _control_id(claim: str) -> str:
    return f"claim-{claim}"


def _statement_id(name: str) -> str:
    claim, _, facet = name.partition("/")
    return f"claim-{claim}_smt" + (f".{facet}" if facet else "")


def _result(found: Mapping[str, Any], code: Catalogue) -> dict[str, Any]:
    seen = [each for claim in found["claims"] for each in _seen(found, claim)]
    findings = [_finding(found, each, code) for each in found["claims"] if each["verdict"] in STATES]
    files = [{"href": f"#{_file_id(each)}", "rel": "evidence"} for each in found["evidence"]]
    return {
        "uuid": identity("oscal", found["digest"], "result"),
        "title": f"As of {found['as_of']}",
        "description": "What was found for and against each claim. Verdicts are words; nothing was counted into a mark.",
        "start": moment(found["as_of"]),
        "end": moment(found["as_of"]),
        **({"links": files} if files else {}),
        "local-definitions": _definitions(found),
        "reviewed-controls": {
            "control-selections": [
                {"include-controls": [{"control-id": _control_id(c["id"])} for c in found["claims"]]}
            ]
        },
        **({"observations": seen} if seen else {}),
        **({"findings": findings} if findings else {}),
        **({"remarks": _lines(_unread(each) for each in found["unread"])} if found["unread"] else {}),
    }


def _definitions(found: Mapping[str, Any]) -> dict[str, Any]:
    """The product, and Assay as what looked at it."""
    subject = found["subject"]
    stands = _component(
        _product_id(found), product(found), f"Revision {subject['commit'] or 'before the first commit'}.", "other"
    )
    tool = _component(TOOL, found["tool"], "Reads a repository and judges by fixed rules.", "operational")
    platform = {"uuid": PLATFORM, "uses-components": [{"component-uuid": TOOL}]}
    return {
        "components": [stands],
        "assessment-assets": {"components": [tool], "assessment-platforms": [platform]},
    }


def _component(name: str, title: str, says: str, state: str) -> dict[str, Any]:
    remarks = {"remarks": "How far the product is in use was not asked."} if state == "other" else {}
    return {
        "uuid": name,
        "type": "software",
        "title": _markup(title),
        "description": says,
        "status": {"state": state, **remarks},
    }


def _seen(found: Mapping[str, Any], claim: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for direction, number, each in observations(claim):
        yield _observation(found, claim, direction, number, each)
    for number, each in enumerate(statements(found, claim), 1):
        yield _stated(found, claim, number, each)
    if claim["verdict"] not in STATES:
        yield {
            "uuid": _about(found, claim["id"], "verdict", 0),
            "title": f"Claim {claim['id']}: {claim['verdict']}",
            "description": _markup(claim["reason"]) or f"Neither satisfied nor not satisfied: {claim['verdict']}.",
            "props": _props({"claim": claim["id"], "verdict": claim["verdict"]}),
            "methods": ["EXAMINE"],
            "types": ["no-finding"],
            "subjects": _subjects(found),
            "collected": moment(found["as_of"]),
            "remarks": _remarks(claim),
        }


def _observation(found: Mapping[str, Any], claim: Seen, direction: str, number: int, seen: Seen) -> dict[str, Any]:
    until = expiry(seen, found["as_of"])
    said = {"claim": claim["id"], "direction": direction, "outcome": seen["outcome"], "strength": seen["strength"]}
    more = {"object": seen["object"], "good-of-all": "{} of {}".format(*seen["share"]) if seen["share"] else ""}
    facets = [prop for facet in seen["facets"] for prop in _props({"facet": facet})]
    evidence = [_evidence(each) for each in seen["locations"]]
    remarks = _lines(
        (f"Why this strength: {seen['because']}", f"What would help: {seen['fix']}" if seen["fix"] else "")
    )
    return {
        "uuid": _about(found, claim["id"], direction, number),
        "title": seen["check"],
        "description": _markup(seen["says"]),
        "props": [*_props({**said, **more}), *facets],
        "methods": ["EXAMINE"],
        "types": ["finding"],
        "origins": [{"actors": [{"type": "tool", "actor-uuid": TOOL}]}],
        "subjects": _subjects(found),
        **({"relevant-evidence": evidence} if evidence else {}),
        "collected": moment(seen["observed_at"] or found["as_of"]),
        **({"expires": until} if until else {}),
        "remarks": remarks,
    }


def _stated(found: Mapping[str, Any], claim: Seen, number: int, each: Seen) -> dict[str, Any]:
    said = {"claim": claim["id"], "facet": each["facet"], "weighs": each["class"], "document": each["document"]}
    return {
        "uuid": _about(found, claim["id"], "stated", number),
        "title": f"Statement about {each['facet']}",
        "description": _markup(each["says"]),
        "props": _props({**said, "document-sha256": each["sha256"], "because": each["because"]}),
        "methods": ["INTERVIEW"],
        "types": ["statement"],
        "origins": [{"actors": [{"type": "party", "actor-uuid": _person_id(each)}]}],
        "subjects": _subjects(found),
        "collected": moment(each["stated_on"]),
    }


def _finding(found: Mapping[str, Any], claim: Mapping[str, Any], code: Catalogue) -> dict[str, Any]:
    state, reason = STATES[claim["verdict"]]
    related = [{"observation-uuid": each["uuid"]} for each in _seen(found, claim)]
    said = {"claim": claim["id"], "verdict": claim["verdict"], "confidence": claim["confidence"] or ""}
    return {
        "uuid": _about(found, claim["id"], "finding", 0),
        "title": f"Claim {claim['id']}: {claim['verdict']}",
        "description": _lines((code.claim(claim["id"]).title, claim["reason"])),
        "props": _props(said),
        "target": {
            "type": "statement-id",
            "target-id": _statement_id(claim["id"]),
            "status": {"state": state, "reason": reason, "remarks": claim["verdict"]},
        },
        **({"related-observations": related} if related else {}),
        "remarks": _remarks(claim),
    }


def _remarks(claim: Mapping[str, Any]) -> str:
    parts = (": ".join(filter(None, (each["id"], each["state"], each["reason"]))) for each in claim["facets"])
    step = [f"Next: {claim['next']['says']}"] if claim["next"] else []
    return _lines((*parts, *map(_unread, claim["unread"]), f"To ask: {claim['ask']}", *step))


def _unread(each: Mapping[str, Any]) -> str:
    return f"Could not be seen: {each['fact']}: {each['reason']}. To see it: {each['would_show']}"


def _evidence(location: Mapping[str, Any]) -> dict[str, Any]:
    """A place in a file, which stands in the back matter, or in the history, which stands nowhere."""
    link = {"href": f"#{_path_id(location['path'])}"} if location["path"] else {}
    return {**link, "description": _markup(place(location))}


def _subjects(found: Mapping[str, Any]) -> list[dict[str, str]]:
    return [{"subject-uuid": _product_id(found), "type": "component"}]


def _plan() -> dict[str, Any]:
    says = "There is no plan of this assessment. How Assay judges is fixed by its rules, whose digest stands above."
    return {"uuid": PLAN, "title": "How Assay judges", "description": says}


def _handed_over(found: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    given = {_file_id(each): each for each in found["evidence"]}
    for name, each in given.items():
        said = {
            "kind": each["kind"],
            "taken-on": each["taken_on"],
            "commit": each["commit"],
            "release": each["release"],
        }
        link = {
            "href": f"./{reference(each['name'])}",
            "hashes": [{"algorithm": "SHA-256", "value": each["sha256"]}],
        }
        yield {"uuid": name, "title": _markup(each["name"]), "props": _props(said), "rlinks": [link]}


def _files(found: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    seen = (seen for claim in found["claims"] for _, _, seen in observations(claim))
    for path in sorted({where["path"] for each in seen for where in each["locations"] if where["path"]}):
        yield {"uuid": _path_id(path), "title": _markup(path), "rlinks": [{"href": f"./{reference(path)}"}]}


def _parties(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The maker, and everybody whose word was taken down."""
    maker = _one_line(found["profile"]["organisation"])
    made = {}
    if maker:
        made[identity("oscal", "maker", maker)] = {
            "type": "organization",
            "name": maker,
            "remarks": "Makes the product.",
        }
    for each in found["profile"]["statements"]:
        made[_person_id(each)] = {
            "type": "person",
            "name": _one_line(each["person"]) or "not named",
            **({"remarks": _markup(each["role"])} if each["role"] else {}),
        }
    return [{"uuid": name, **each} for name, each in made.items()]


def _about(found: Mapping[str, Any], claim: str, kind: str, number: int) -> str:
    return identity("oscal", found["digest"], claim, kind, number)


def _product_id(found: Mapping[str, Any]) -> str:
    return identity("oscal", "product", product(found), found["subject"]["commit"])


def _person_id(each: Mapping[str, Any]) -> str:
    return identity("oscal", "person", each["person"], each["role"])


def _file_id(each: Mapping[str, Any]) -> str:
    return identity("oscal", "file", each["name"], each["sha256"])


def _path_id(path: str) -> str:
    return identity("oscal", "path", path)


def _props(said: Mapping[str, str]) -> list[dict[str, str]]:
    """Assay's own properties; the format allows no empty value."""
    lines = ((name, _one_line(value)) for name, value in said.items())
    return [{"name": name, "ns": NAMESPACE, "value": value} for name, value in lines if value]


def _one_line(text: str) -> str:
    return " ".join(UNSEEN.sub(" ", whole(text)).split())


def _markup(text: str) -> str:
    """Text that is shown letter by letter where the format allows markup."""
    return MARKUP.sub(r"\\\g<0>", " ".join(whole(text).split()))


def _lines(texts: Iterable[str]) -> str:
    """Paragraphs."""
    return "\n\n".join(_markup(each) for each in texts if each)
