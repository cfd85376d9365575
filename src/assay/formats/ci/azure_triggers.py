"""What starts a pipeline of Azure."""

from typing import Any

from assay.facts.ci import Trigger, TriggerKind
from assay.formats.ci import conditions
from assay.formats.ci.values import items, listed, mapping, text
from assay.formats.yaml_text import Marked


def triggers_of(whole: Marked) -> tuple[Trigger, ...]:
    """The triggers a definition names; what it leaves out starts with every push and change."""
    found = []
    trigger = whole.get("trigger")
    line = whole.line_of("trigger")
    if "trigger" not in whole or not _is_off(trigger):
        given = mapping(trigger)
        tags = given.get("tags")
        if tags:
            found.append(Trigger(TriggerKind.TAG, "trigger.tags", line, _included(tags)))
        if not tags or given.get("branches"):
            branches = given.get("branches") if given else trigger
            found.append(_filtered(TriggerKind.PUSH, "trigger", line, branches, given.get("paths")))
    if not _is_off(whole.get("pr", "every")):
        given = mapping(whole.get("pr"))
        branches = given.get("branches") if given else whole.get("pr")
        found.append(_filtered(TriggerKind.CHANGE, "pr", whole.line_of("pr"), branches, given.get("paths")))
    if any(conditions.fires(text(each.get("cron"))) for each in mappings(whole.get("schedules"))):
        found.append(Trigger(TriggerKind.SCHEDULE, "schedules", whole.line_of("schedules")))
    resources = mapping(whole.get("resources"))
    if any(each.get("trigger") not in (None, False, "none") for each in mappings(resources.get("pipelines"))):
        names = tuple(text(each.get("source")) for each in mappings(resources.get("pipelines")))
        found.append(Trigger(TriggerKind.AFTER, "resources.pipelines", whole.line_of("resources"), other_pipelines=names))  # fmt: skip
    return tuple(found) or (Trigger(TriggerKind.MANUAL, "manual"),)


def _is_off(trigger: Any) -> bool:
    return trigger in ("none", False) or trigger == [] or trigger == {}


def _filtered(kind: TriggerKind, event: str, line: int, branches: Any, paths: Any) -> Trigger:
    return Trigger(
        kind,
        event,
        line,
        _included(branches),
        _included(paths),
        ignored_branches=listed(mapping(branches).get("exclude")),
        ignored_paths=listed(mapping(paths).get("exclude")),
    )


def _included(given: Any) -> tuple[str, ...]:
    return listed(given.get("include") if isinstance(given, dict) else given)


def mappings(given: Any) -> list[Marked]:
    """The mappings of a list."""
    return [each for each in items(given) if isinstance(each, Marked)]
