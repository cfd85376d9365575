"""Text from elsewhere inside Markdown: it can break out of nothing, call nobody and become no link."""

import re

from assay.reports.columns import printable

BREAK = "<!-- -->"
"""Seen by nobody; without it a name would call a person, a number another issue, an address become a link."""

_CALLS = r"[@#]|:(?=//)|(?<=www)\.|(?<=\bgh)-(?=\d)"
"""After these a name, a number or an address would begin."""


def inline(text: str) -> str:
    """``text`` on one line, letter by letter."""
    return escaped(printable(" ".join(text.split())))


def escaped(text: str) -> str:
    """The same for text that was made legible already."""
    safe = " ".join(text.split())
    safe = safe.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    safe = re.sub(r"([\\|`\[\]*_~!$])", r"\\\1", safe)
    return re.sub(_CALLS, lambda match: match.group() + BREAK, safe, flags=re.IGNORECASE)
