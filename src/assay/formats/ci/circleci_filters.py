"""What starts a job of CircleCI: its filters, and whether only a schedule does."""

from typing import Any

from assay.facts.ci import Trigger, TriggerKind
from assay.formats.ci.values import items, listed, mapping, marked
from assay.formats.yaml_text import Marked

EVERY_BRANCH = ("/.*/", "/^.*$/", "/^.*/")


def filters(options: Marked) -> tuple[Trigger, ...]:
    """The triggers that the filters of a job leave."""
    filters = marked(options.get("filters"))
    branches, tags = mapping(filters.get("branches")), mapping(filters.get("tags"))
    line = filters.line
    named, ignored = listed(branches.get("only")), listed(branches.get("ignore"))
    named = () if any(each in EVERY_BRANCH for each in named) else named
    found = []
    if not any(each in EVERY_BRANCH for each in ignored):
        found.append(Trigger(TriggerKind.PUSH, "push", line, named, ignored_branches=ignored))
        if not named:
            found.append(Trigger(TriggerKind.CHANGE, "push", line, ignored_branches=ignored))
    if tags.get("only"):
        found.append(Trigger(TriggerKind.TAG, "tag", line, listed(tags["only"])))
    return tuple(found)


def asks_for_schedule(given: Any) -> bool:
    """Whether a condition holds for nothing but scheduled pipelines."""
    key, inner = next(iter(mapping(given).items()), ("", None))
    if key == "equal":
        return "scheduled_pipeline" in listed(inner)
    asked = [asks_for_schedule(each) for each in items(inner)]
    return any(asked) if key == "and" else key == "or" and bool(asked) and all(asked)
