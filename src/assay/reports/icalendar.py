"""What falls due, as a calendar other programs can subscribe to (RFC 5545): one all-day event for each item."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from assay.reports.columns import printable

LONGEST_LINE = 75
"""Octets, the line break not counted."""
IDENTITY = "-//Assay//assay due//EN"


def render(found: Mapping[str, Any]) -> str:
    """The document of ``assay due`` as text with CRLF; the same document always gives the same bytes."""
    stamp = found["as_of"].replace("-", "") + "T000000Z"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{IDENTITY}", "CALSCALE:GREGORIAN"]
    seen: dict[str, int] = {}
    for item in found["items"]:
        key = hashlib.sha256(
            "\0".join((_name(found), item["kind"], item["on"], item["says"])).encode("utf-8", "replace")
        )
        number = seen[key.hexdigest()] = seen.get(key.hexdigest(), 0) + 1
        lines += _event(found, item, f"{key.hexdigest()[:32]}-{number}@assay.invalid", stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def _event(found: Mapping[str, Any], item: Mapping[str, Any], uid: str, stamp: str) -> Iterator[str]:
    on = date.fromisoformat(item["on"])
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{on + timedelta(days=1):%Y%m%d}"
    yield "SUMMARY:" + escaped(f"{_name(found)}: {item['kind']}, {item['says']}")
    yield f"DESCRIPTION:{escaped(_description(item))}"
    yield f"CATEGORIES:{escaped(item['kind'])}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _description(item: Mapping[str, Any]) -> str:
    falls = "; ".join(f"{fall['claim']} falls from {fall['from']} to {fall['to']}" for fall in item["falls"])
    rows = (
        ("Do", item["do"]),
        ("Owner", item["owner"]),
        ("Claims", ", ".join(item["claims"])),
        ("At", ", ".join(item["places"])),
        ("If nobody acts", falls),
    )
    return "\n".join(f"{word}: {text}" for word, text in rows if text)


def _name(found: Mapping[str, Any]) -> str:
    return str(found["product"] or found["subject"]["path"])


def escaped(text: str) -> str:
    """``text`` as a value of type TEXT: no control character but the line break, which is written as two letters."""
    safe = "\n".join(printable(line) for line in text.splitlines())
    for character, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        safe = safe.replace(character, written)
    return safe


def folded(line: str) -> Iterator[str]:
    """The line in parts of at most 75 octets, a continuation led by a space; no character is cut in two."""
    part, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > LONGEST_LINE:
            yield part
            part, size = " ", 1
        part += character
        size += octets
    yield part
