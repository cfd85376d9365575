"""What became of verifying a pack, for people: what it is, then everything that was looked at, a line each."""

from collections.abc import Mapping
from typing import Any

from assay.reports.columns import printable, wrapped


def render(found: Mapping[str, Any], name: str) -> str:
    """The document of ``assay verify``; the word "verified" stands in it only where it is."""
    by = f" by {found['organisation']}" if found["organisation"] else ""
    counts = ", ".join(f"{number} {verdict}" for verdict, number in found["counts"].items() if number)
    lines = [
        *wrapped(f"{found['product']}{by}, commit {found['commit'][:12] or 'none'}"),
        *wrapped(f"As on {found['as_of']}, by {found['tool']}, sealed on {found['sealed_on']}: {counts}."),
        "",
    ]
    for each in found["findings"]:
        lines += wrapped(f"{each['about']}: {each['says']}", " " * 13, f"{each['state']:12}")
    if found["verified"]:
        lines += ["", f"Verified: {printable(name)}"]
    return "\n".join(lines) + "\n"
