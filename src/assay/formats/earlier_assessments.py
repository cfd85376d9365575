"""Reads the JSON documents of earlier assessments, as far as they record commits."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from assay.facts.earlier_assessments import EarlierAssessment

SCHEMA = re.compile(r"assay-assessment/\d+")
OBJECT_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
MOST_CITED = 50


class EarlierAssessmentError(ValueError):
    """It calls itself an assessment, and is not what was written then."""


def read(path: str, text: str) -> EarlierAssessment | None:
    """The assessment in a file; None where the file is something else. Raises EarlierAssessmentError."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not SCHEMA.fullmatch(str(found.get("schema", ""))):
        return None
    if found.get("digest") != digest(found):
        raise EarlierAssessmentError("its digest does not fit what it says")
    subject, profile = _mapping(found.get("subject")), _mapping(found.get("profile"))
    commit = str(subject.get("commit") or "")
    cited = dict.fromkeys(each for each in _commits(found.get("claims")) if each != commit)
    try:
        as_of = date.fromisoformat(str(found.get("as_of")))
    except ValueError:
        raise EarlierAssessmentError("it bears no day") from None
    return EarlierAssessment(
        path,
        as_of,
        str(profile.get("product") or ""),
        str(subject.get("ref") or ""),
        commit if OBJECT_ID.fullmatch(commit) else "",
        tuple(cited)[:MOST_CITED],
    )


def digest(found: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical bytes of an assessment document, its own ``digest`` left out."""
    rest = {key: value for key, value in found.items() if key != "digest"}
    return hashlib.sha256(
        json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()
    ).hexdigest()


def _commits(value: Any) -> Iterator[str]:
    """Every commit a location names, without recursion that a document could exhaust."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            commit = each.get("commit")
            if isinstance(commit, str) and OBJECT_ID.fullmatch(commit):
                yield commit
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
