"""Life cycles as endoflife.date publishes them: answers of its API (version 1, and the older lists) and pages of its repository."""

import re
from datetime import date
from typing import Any

from assay.facts.life_cycles import CyclesHandedOver
from assay.formats import yaml_text
from assay.formats.results.raw import Raw, ResultError, listed, mapped, texts

TITLE = "life cycles of endoflife.date"
PAGE = re.compile(rb"\A---\r?\n(.*?)\r?\n---(\r?\n|\Z)", re.DOTALL)


def recognises(raw: Raw) -> bool:
    """A product with releases (API 1), a list of cycles with an end (older API), or a page with releases in its front matter."""
    answer = mapped(raw.fields.get("result"))
    if answer:
        return isinstance(answer.get("releases"), list) and "name" in answer
    if isinstance(raw.json, list):
        return bool(raw.json) and all("cycle" in mapped(each) and "eol" in mapped(each) for each in raw.json)
    return bool(PAGE.match(raw.data)) and b"releaseCycle:" in raw.data


def read(raw: Raw) -> tuple[CyclesHandedOver, ...]:
    """One product. Raises ResultError where no cycle has an end or is open."""
    if answer := mapped(raw.fields.get("result")):
        name, rows = texts(answer.get("name")), [(each.get("name"), each.get("eolFrom", each.get("isEol"))) for each in map(mapped, listed(answer.get("releases")))]  # fmt: skip
    elif isinstance(raw.json, list):
        name, rows = raw.name.partition(".")[0].lower(), [(mapped(each).get("cycle"), mapped(each).get("eol")) for each in raw.json]  # fmt: skip
    else:
        name, rows = _page(raw)
    ends, still_open = {}, []
    for cycle, end in rows:
        day = _day(end)
        if day:
            ends[str(cycle)] = day
        elif end is False or end is None:
            still_open.append(str(cycle))
    if not ends and not still_open:
        raise ResultError("no cycle has an end, and none is open")
    return (CyclesHandedOver(name, ends, tuple(still_open)),)


def _page(raw: Raw) -> tuple[str, list[tuple[Any, Any]]]:
    found = PAGE.match(raw.data)
    try:
        front = mapped(yaml_text.read(found.group(1).decode("utf-8", "replace") if found else ""))
    except yaml_text.YamlError as fault:
        raise ResultError(f"front matter: {fault}") from None
    name = texts(front.get("permalink")).strip("/") or raw.name.partition(".")[0].lower()
    return name, [(each.get("releaseCycle"), each.get("eol")) for each in map(mapped, listed(front.get("releases")))]


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(texts(value)[:10])
    except ValueError:
        return None
