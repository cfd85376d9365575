"""What falls due, for a terminal: by day, what is overdue first."""

from collections.abc import Mapping, Sequence
from typing import Any

from assay.reports.columns import wrapped

MOST_UNREAD = 6
INDENT = "    "


def render(found: Mapping[str, Any]) -> str:
    """The document of ``assay due`` as lines of at most 80 columns."""
    subject = found["subject"]
    name = found["product"] or subject["path"]
    commit = subject["commit"][:12] or "no commit"
    lines = wrapped(f"What falls due for {name} at {commit}, from {found['as_of']} to {found['until']}")
    overdue = [each for each in found["items"] if each["days"] < 0]
    ahead = [each for each in found["items"] if each["days"] >= 0]
    if not found["items"]:
        lines += ["", *wrapped("Nothing is overdue, and nothing that could be read falls due in this time.")]
    lines += _part("Overdue", overdue)
    lines += _part("Ahead", ahead)
    lines += _unread(found["unread"])
    return "\n".join(lines) + "\n"


def _part(title: str, items: Sequence[Mapping[str, Any]]) -> list[str]:
    lines = ["", f"{title} ({len(items)})"] if items else []
    for each in items:
        lines += ["", *wrapped(f"{each['on']}, {_when(each['days'])}: {each['kind']}", "  ")]
        lines += wrapped(each["says"], INDENT)
        where = ", ".join(each["places"])
        rows = (
            ("at", where),
            ("owner", each["owner"] or "nobody is named"),
            ("claims", ", ".join(each["claims"]) or "none directly"),
            ("do", each["do"]),
            ("else", _falls(each)),
        )
        for word, text in rows:
            if text:
                lines += wrapped(text, " " * 12, f"{INDENT}{word:7} ")
    return lines


def _when(days: int) -> str:
    if days == 0:
        return "today"
    count = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    return f"in {count}" if days > 0 else f"{count} ago"


def _falls(item: Mapping[str, Any]) -> str:
    if item["falls"]:
        return "; ".join(f"{fall['claim']} falls from {fall['from']} to {fall['to']}" for fall in item["falls"])
    return "no verdict falls by that alone" if item["days"] >= 0 and item["claims"] else ""


def _unread(unread: Sequence[Mapping[str, str]]) -> list[str]:
    if not unread:
        return []
    lines = ["", *wrapped("Could not be read, so days in it are not known:")]
    for each in unread[:MOST_UNREAD]:
        lines += wrapped(f"{each['fact']}: {each['reason']}; {each['would_show']}", INDENT, "  - ")
    rest = len(unread) - MOST_UNREAD
    return [*lines, f"  - and {rest} more (--format json lists them)"] if rest > 0 else lines
