"""The snapshot file: one shape for writing, reading and the published schema, all made from the classes of ``facts.platform``."""

import json
import re
from typing import Any, Final

import msgspec

from assay.facts.platform import Snapshot

NAME: Final = "assay-snapshot/1"
_NOT_ASKED = {"reason": "it was not asked for", "right": ""}
_LONG_NAME = re.compile(r"Section_tuple_assay\.facts\.platform\.(\w+?)__\.\.\.__")
_COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")
_SECTION = {"read", "unread", "cut"}


class ShapeError(Exception):
    """A snapshot that has not the shape of one; the text names the place."""


def written(snapshot: Snapshot) -> str:
    """The text of the file: sorted and indented, so that a person can review it and two can be compared."""
    return json.dumps(plain(snapshot), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def plain(snapshot: Snapshot) -> dict[str, Any]:
    """The file as plain values."""
    found: dict[str, Any] = _tidy(msgspec.to_builtins(snapshot))
    return found


def read(fields: dict[str, Any]) -> Snapshot:
    """The snapshot in a parsed file. Raises ShapeError naming the place."""
    if fields.get("schema") != NAME:
        raise ShapeError(f"$.schema: {fields.get('schema')!r} is not read here, only {NAME}")
    try:
        snapshot = msgspec.convert(fields, Snapshot)
    except msgspec.ValidationError as fault:
        what, _, place = str(fault).partition(" - at `")
        raise ShapeError(f"{place.rstrip('`') or '$'}: {what}") from None
    if strange := _strange(fields, msgspec.to_builtins(snapshot), "$"):
        raise ShapeError(strange)
    if snapshot.taken_at.tzinfo is None:
        raise ShapeError("$.taken_at: it has no time zone")
    if not _COMMIT.fullmatch(snapshot.commit):
        raise ShapeError("$.commit: it is no full commit id")
    return snapshot


def schema() -> dict[str, Any]:
    """The JSON schema of the file."""
    found: dict[str, Any] = msgspec.json.schema(Snapshot)
    for shape in found["$defs"].values():
        shape["additionalProperties"] = False
        if shape.get("properties", {}).keys() == _SECTION:
            shape["oneOf"] = [{"required": ["read"]}, {"required": ["unread"]}]
            shape["properties"]["read"] = _without_null(shape["properties"]["read"])
            shape["properties"]["unread"] = _without_null(shape["properties"]["unread"])
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Assay snapshot of a platform",
        "description": "What a platform said of one project when somebody asked, and what that person had no right to see.",
    }
    tidied: dict[str, Any] = json.loads(_LONG_NAME.sub(r"Section_of_\1", json.dumps(head | found)))
    tidied["$defs"]["Snapshot"]["properties"]["taken_at"]["format"] = "date-time"
    return tidied


def _tidy(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_tidy(each) for each in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == _SECTION:
        kept = {"unread": value["unread"] or _NOT_ASKED} if value["read"] is None else {"read": _tidy(value["read"])}
        return {**kept, "cut": value["cut"]} if value["cut"] else kept
    return {name: _tidy(each) for name, each in value.items()}


def _strange(given: Any, known: Any, place: str) -> str:
    """What the file holds that no snapshot does: a misspelt field is refused, not taken for an empty one."""
    if isinstance(given, list) and isinstance(known, (list, tuple)):
        pairs = [(f"{place}[{number}]", *pair) for number, pair in enumerate(zip(given, known, strict=True))]
    elif isinstance(given, dict) and isinstance(known, dict):
        if extra := sorted(given.keys() - known.keys()):
            return f"{place}: there is no field {extra[0]!r}"
        if known.keys() == _SECTION and (known["read"] is None) == (known["unread"] is None):
            return f"{place}: a section holds either read or unread"
        pairs = [(f"{place}.{name}", each, known[name]) for name, each in given.items()]
    else:
        return ""
    return next((fault for where, one, other in pairs if (fault := _strange(one, other, where))), "")


def _without_null(shape: dict[str, Any]) -> dict[str, Any]:
    kept = [each for each in shape.get("anyOf", ()) if each != {"type": "null"}]
    if not kept:
        return {name: each for name, each in shape.items() if name != "default"}
    return kept[0] if len(kept) == 1 else {"anyOf": kept}
