"""Small snapshots for the examples of checks: what is not given was not read."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from assay.facts.platform import Missing, Owner, Rule, Section, Sections, Snapshot
from assay.formats.snapshots.file import NAME, written

SNAPSHOT = Snapshot(
    schema=NAME,
    tool="assay",
    platform="github",
    server="https://api.github.com",
    project="gantry/gantry",
    owner=Owner("gantry", "organisation"),
    taken_at=datetime(2026, 9, 30, 18, tzinfo=UTC),
    branch="main",
    commit="{commit}",
)
FULL = Rule(
    "main",
    change_request=True,
    approvals=1,
    dismisses_stale=True,
    checks=("test",),
    blocks_force_push=True,
    blocks_deletion=True,
    bypass=Section(()),
)
"""A rule that leaves nothing to wish for."""
REFUSED = Missing("the token may not see it (403)", "Administration: read")


def example(given: Snapshot = SNAPSHOT, **sections: Any) -> str:
    """The text of a snapshot with these sections: a ``Missing`` is one that was not read, a ``Section`` stands as it is."""
    return written(replace(given, sections=Sections(**{name: _section(each) for name, each in sections.items()})))


def _section(value: Any) -> Section[Any]:
    if isinstance(value, Section):
        return value
    return Section(unread=value) if isinstance(value, Missing) else Section(value)
