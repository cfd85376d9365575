"""What speaks against the claims as SARIF 2.1.0, for the views of code hosts and editors.

One result per finding, however many claims it touches. Nothing is marked as suppressed: an accepted or disputed finding
stays, and the assessment says what became of it. A claim is no result; the verdicts stand among the run's properties.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from assay.domain.catalogue import Catalogue
from assay.reports.exports.steady import as_json, identity, moment, place, product, reference

LEVELS = {"strong": "error", "medium": "warning", "weak": "note"}
ORDER = tuple(LEVELS)
ROOT = "SRCROOT"
NO_ADDRESS = "about:blank"
"""The format wants an address beside a commit. Where the profile declares none, this one claims nothing."""
ADDRESS = re.compile(r"(?:https?|ssh|git)://[\w.~:/?#@!$&*+,;=%-]+", re.ASCII)

Seen = Mapping[str, Any]


def render(found: Mapping[str, Any], code: Catalogue) -> str:
    """A log of one run; what it says about the Code is only numbers, so ``code`` is not read."""
    del code
    run = {
        "tool": {"driver": _driver(found)},
        "automationDetails": {"guid": identity("sarif", found["digest"])},
        "invocations": [_invocation(found)],
        **_provenance(found["subject"], found["profile"]["repositories"]),
        "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": [*_results(found), *_apart(found)],
        "properties": {
            "product": product(found),
            "asOf": found["as_of"],
            "rulesDigest": found["rules"]["digest"],
            "assessmentDigest": found["digest"],
            "verdicts": {claim["id"]: claim["verdict"] for claim in found["claims"]},
        },
    }
    schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    return as_json({"$schema": schema, "version": "2.1.0", "runs": [run]})


def _driver(found: Mapping[str, Any]) -> dict[str, Any]:
    named = {each["id"] for each in found["checks"]} | {each["check"] for _, each in _against(found)}
    rules = [{"id": check, "shortDescription": {"text": f"Read: assay explain {check}"}} for check in sorted(named)]
    return {"name": "Assay", "semanticVersion": found["rules"]["version"], "rules": rules}


def _invocation(found: Mapping[str, Any]) -> dict[str, Any]:
    """That it looked, on which day, and what it could not see: silence about a place is no pass."""
    unseen = [*found["unread"], *(each for claim in found["claims"] for each in claim["unread"])]
    texts = dict.fromkeys(
        f"Could not be seen: {each['fact']}: {each['reason']}. To see it: {each['would_show']}" for each in unseen
    )
    return {
        "executionSuccessful": True,
        "endTimeUtc": moment(found["as_of"]),
        "toolExecutionNotifications": [{"level": "note", "message": _message(text)} for text in texts],
    }


def _provenance(subject: Mapping[str, Any], repositories: list[str]) -> dict[str, Any]:
    if not subject["commit"]:
        return {}
    address = next((each for each in repositories if ADDRESS.fullmatch(each)), NO_ADDRESS)
    where = {"repositoryUri": address, "revisionId": subject["commit"], "mappedTo": {"uriBaseId": ROOT}}
    return {"versionControlProvenance": [where]}


def _against(found: Mapping[str, Any]) -> Iterator[tuple[str, Seen]]:
    for claim in found["claims"]:
        for seen in claim["against"]:
            yield claim["id"], seen


def _results(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each finding once; the strength is its strongest on any claim."""
    touched: dict[str, list[tuple[str, Seen]]] = {}
    for claim, seen in _against(found):
        touched.setdefault(json.dumps([seen["check"], seen["object"], seen["says"], seen["locations"]]), []).append(
            (claim, seen)
        )
    return [_result(rows, found["subject"]["commit"]) for rows in touched.values()]


def _result(rows: list[tuple[str, Seen]], commit: str) -> dict[str, Any]:
    _, seen = min(rows, key=lambda row: ORDER.index(row[1]["strength"]))
    places = [each for number, each in enumerate(seen["locations"]) if each not in seen["locations"][:number]]
    here = [each for each in places if each["path"] and each.get("commit", commit) == commit]
    elsewhere = [each for each in places if each not in here]
    made: dict[str, Any] = {
        "ruleId": seen["check"],
        "level": LEVELS[seen["strength"]],
        "message": _message(seen["says"]),
        "locations": [_location(each) for each in here],
        "partialFingerprints": {"assayFinding/v1": _fingerprint(seen)},
        "properties": {
            "claims": list(dict.fromkeys(claim for claim, _ in rows)),
            "facets": list(dict.fromkeys(facet for _, each in rows for facet in each["facets"])),
            "object": seen["object"],
            "strength": seen["strength"],
            "because": seen["because"],
            "fix": seen["fix"],
            **({"goodOfAll": seen["share"]} if seen["share"] else {}),
        },
    }
    if elsewhere:
        made["relatedLocations"] = [{"message": _message(place(each))} for each in elsewhere]
    return made


def _apart(found: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What was found wrong that touches no claim: said, without a level."""
    for check in found["checks"]:
        for text in check.get("says", ()):
            yield {"ruleId": check["id"], "kind": "informational", "level": "none", "message": _message(text)}


def _location(each: Mapping[str, Any]) -> dict[str, Any]:
    artefact = {"uri": reference(each["path"]), "uriBaseId": ROOT}
    region = {"region": {"startLine": each["line"]}} if each["line"] else {}
    return {"physicalLocation": {"artifactLocation": artefact, **region}}


def _fingerprint(seen: Seen) -> str:
    """The same while check, object and words are: it survives lines that move."""
    return hashlib.sha256(json.dumps([seen["check"], seen["object"], seen["says"]]).encode()).hexdigest()


def _message(text: str) -> dict[str, str]:
    """Even plain messages of SARIF may hold links, written as in Markdown; nothing quoted becomes one."""
    return {"text": text.replace("](", "\\](")}
