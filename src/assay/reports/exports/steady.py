"""What all exports share: the same bytes for the same content, names made from what they name, and no invented moment."""

import json
import uuid
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

SPACE = uuid.UUID("6f0b3b5e-5d0a-5f0c-9d57-2b8f4f1c7a10")
"""Under this every identifier of an export is made, so that a later export of the same content has the same ones."""
NAMESPACE = f"urn:uuid:{uuid.uuid5(SPACE, 'properties')}"
"""Names the vocabulary of Assay's own properties where a standard asks for one. It is no address."""
CODE_NAME = "Software Security Code of Practice"
OWN_WORDS = (
    "The claims of the Code in the words of Assay, not the official wording. The numbers are those of the published "
    "list of assurance claims, version 1.0; 1.2.S is the one leaf only the claim trees hold."
)


def identity(*parts: object) -> str:
    """A UUID made from what it stands for."""
    return str(uuid.uuid5(SPACE, json.dumps(parts, sort_keys=True)))


def moment(day: str) -> str:
    """A day of the document as the moment a format wants: its beginning, UTC."""
    return f"{day}T00:00:00Z"


def expiry(seen: Mapping[str, Any], as_of: str) -> str | None:
    """The moment after which an observation is stale, where it can be."""
    if seen["stale_after"] is None:
        return None
    try:
        return moment((date.fromisoformat(seen["observed_at"] or as_of) + timedelta(seen["stale_after"])).isoformat())
    except OverflowError:
        return None


def whole(text: str) -> str:
    """``text`` without lone halves of characters, which no strict reader takes: they are spelled out instead."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def reference(path: str) -> str:
    """A path inside the repository as a relative reference: nothing in it can become a scheme, a host or a query."""
    return quote(path.encode("utf-8", "surrogateescape"), safe="/")


def place(location: Mapping[str, Any]) -> str:
    """Where, as people write it."""
    path, line = location["path"] or "the whole repository", location["line"]
    where = f"{path}:{line}" if line else path
    return f"{where} at commit {location['commit']}" if location.get("commit") else where


def observations(claim: Mapping[str, Any]) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    """All that was seen for and against a claim: direction, number, observation."""
    for direction in ("for", "against"):
        for number, seen in enumerate(claim[direction], 1):
            yield direction, number, seen


def statements(found: Mapping[str, Any], claim: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What named persons stated about the facets of a claim, whatever it weighs."""
    return [each for each in found["profile"]["statements"] if each["facet"].partition("/")[0] == claim["id"]]


def product(found: Mapping[str, Any]) -> str:
    """The product by the name it was declared under, else the folder that was assessed."""
    return str(found["profile"]["product"] or found["subject"]["path"])


def as_json(made: Mapping[str, Any]) -> str:
    """The document as ASCII text: nothing in it steers a terminal, and every reader takes it."""
    text = json.dumps(spelled_out(made), indent=2, ensure_ascii=True) + "\n"
    return text.replace("\x7f", "\\u007f")


def spelled_out(value: Any) -> Any:
    """Nested data with every text made whole."""
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, Mapping):
        return {key: spelled_out(each) for key, each in value.items()}
    return [spelled_out(each) for each in value] if isinstance(value, list | tuple) else value
