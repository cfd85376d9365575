"""The page on facts: what can be known, who collects it, and which checks need it."""

import dataclasses
import importlib
import re
from collections.abc import Iterator

from assay.assess.discovery import Check, collectors
from assay.testing.reference.words import first_line, prose, to_checks, to_source


def page(everything: tuple[Check, ...]) -> str:
    """Every fact by name."""
    lines = [
        "# Facts and collectors",
        "",
        "What belongs to a fact and could not be read stands in its `unread`, with what would show it.",
    ]
    for fact, collector in sorted(collectors().items(), key=lambda each: each[0].__name__):
        module = collector.run.__module__
        needing = to_checks((check for check in everything if fact in check.needs), "checks/")
        collected = first_line(importlib.import_module(module))
        lines += ["", f"## {fact.__name__}", "", prose(fact.__doc__ or "")]
        lines += ["", f"Collected by [{module}]({to_source(module)}): {collected}"]
        lines += ["", f"Needed by: {needing or 'no check directly; other collectors build on it'}."]
        lines += ["", *(f"- `{name}`: `{kind}`" for name, kind in _fields(fact))]
    return "\n".join(lines) + "\n"


def _fields(fact: type) -> Iterator[tuple[str, str]]:
    if dataclasses.is_dataclass(fact):
        for field in dataclasses.fields(fact):
            plain = type(field.type) is type
            kind = field.type.__name__ if isinstance(field.type, type) and plain else str(field.type)
            yield field.name, re.sub(r"(?:[a-z_]+[.])+([A-Za-z]+)", r"\1", kind)
