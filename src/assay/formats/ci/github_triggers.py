"""What starts a workflow of GitHub Actions."""

from typing import Any

from assay.facts.ci import Trigger, TriggerKind
from assay.formats.ci import conditions
from assay.formats.ci.values import items, listed, mapping, text
from assay.formats.yaml_text import Marked

KINDS = {
    "pull_request": TriggerKind.CHANGE, "merge_group": TriggerKind.CHANGE, "pull_request_review": TriggerKind.OTHER,
    "release": TriggerKind.RELEASE, "schedule": TriggerKind.SCHEDULE, "workflow_dispatch": TriggerKind.MANUAL,
    "repository_dispatch": TriggerKind.MANUAL, "workflow_call": TriggerKind.CALLED, "workflow_run": TriggerKind.AFTER,
    "create": TriggerKind.TAG, "pull_request_target": TriggerKind.FOREIGN, "issue_comment": TriggerKind.FOREIGN, "issues": TriggerKind.FOREIGN,
    "discussion": TriggerKind.FOREIGN, "discussion_comment": TriggerKind.FOREIGN, "fork": TriggerKind.FOREIGN, "pull_request_review_comment": TriggerKind.FOREIGN, "watch": TriggerKind.FOREIGN,
}  # fmt: skip
PROPOSING = frozenset({"opened", "synchronize", "reopened", "ready_for_review"})
"""Kinds of events of a pull request that come with new code."""


def triggers_of(on: Any, line: int) -> tuple[Trigger, ...]:
    """The triggers that ``on`` names; a push is told apart into branches and tags."""
    events = on if isinstance(on, dict) else dict.fromkeys(listed(on))
    made = []
    for event, details in events.items():
        at = on.line_of(event) if isinstance(on, Marked) else line
        body = mapping(details)
        branches, tags, paths = (listed(body.get(each)) for each in ("branches", "tags", "paths"))
        ignored = {
            "ignored_branches": listed(body.get("branches-ignore")),
            "ignored_paths": listed(body.get("paths-ignore")),
        }
        if event == "push":
            # Filters for branches alone leave out tags, and the other way round.
            for_branches, for_tags = ({each, f"{each}-ignore"} & body.keys() for each in ("branches", "tags"))
            if for_branches or not for_tags:
                made.append(Trigger(TriggerKind.PUSH, event, at, branches, paths, **ignored))
            if for_tags or not for_branches:
                made.append(Trigger(TriggerKind.TAG, event, at, tags))
        elif event != "schedule" or any(conditions.fires(text(mapping(each).get("cron"))) for each in items(details)):
            kind = KINDS.get(event, TriggerKind.OTHER)
            types = set(listed(body.get("types")))
            if event == "pull_request" and types and not types & PROPOSING:
                kind = TriggerKind.OTHER
            made.append(Trigger(kind, event, at, branches, paths, listed(body.get("workflows")), **ignored))
    return tuple(made)
