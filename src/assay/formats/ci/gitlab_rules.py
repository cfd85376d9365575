"""When a GitLab job or pipeline starts: rules, only and except, read as triggers of the normalised model."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assay.facts.ci import Trigger, TriggerKind
from assay.formats.ci import conditions
from assay.formats.ci.values import items, listed, mapping, text
from assay.formats.yaml_text import Marked

CHANGE, PUSH, TAG = TriggerKind.CHANGE, TriggerKind.PUSH, TriggerKind.TAG
EVERYTHING = (CHANGE, PUSH, TAG)
"""What starts a job that no condition holds back."""
NAMES = {
    CHANGE: "merge request", PUSH: "branch", TAG: "tag", TriggerKind.SCHEDULE: "schedule", TriggerKind.MANUAL: "by hand", TriggerKind.CALLED: "another pipeline",
}  # fmt: skip
SOURCES: dict[str, tuple[TriggerKind, ...]] = {
    "push": (PUSH, TAG), "webide": (PUSH,), "merge_request_event": (CHANGE,), "external_pull_request_event": (CHANGE,), "schedule": (TriggerKind.SCHEDULE,),
    "web": (TriggerKind.MANUAL,), "api": (TriggerKind.MANUAL,), "chat": (TriggerKind.MANUAL,), "trigger": (TriggerKind.MANUAL,), "pipeline": (TriggerKind.CALLED,),
    "parent_pipeline": (TriggerKind.CALLED,),
}  # fmt: skip
REFS: dict[str, tuple[TriggerKind, ...]] = {
    "branches": (PUSH,), "tags": (TAG,), "pushes": (PUSH, TAG), "merge_requests": (CHANGE,), "external_pull_requests": (CHANGE,), "schedules": (TriggerKind.SCHEDULE,),
    "web": (TriggerKind.MANUAL,), "api": (TriggerKind.MANUAL,), "chat": (TriggerKind.MANUAL,), "triggers": (TriggerKind.MANUAL,), "pipelines": (TriggerKind.CALLED,),
}  # fmt: skip
SOURCE = re.compile(r"\$CI_PIPELINE_SOURCE\s*(==|!=|=~|!~)\s*(?:[\"']([\w-]{1,60})[\"']|/([^/\n]{1,200})/)")
NOTHING = r"\s*==\s*(?:null\b|\"\"|'')"
TAGGED = re.compile(r"\$CI_COMMIT_TAG\b")
OF_CHANGE = re.compile(r"\$CI_(?:MERGE_REQUEST|EXTERNAL_PULL_REQUEST)_\w{1,60}")
ON_BRANCH = re.compile(r"\$CI_COMMIT_BRANCH\b(?!\s*!=)")
ON_REF = re.compile(r"\$CI_COMMIT_REF_NAME\s*==|\$CI_COMMIT_REF_NAME\b\s*=~")
BRANCH = re.compile(r"\$CI_COMMIT_(?:BRANCH|REF_NAME)\s*==\s*[\"']([^\"'\n]{1,200})[\"']")
KIND_ALONE = re.compile(
    r"\s*\$(?:CI_COMMIT_TAG|CI_COMMIT_BRANCH|CI_MERGE_REQUEST_I?ID)(?:\s*[!=]=\s*(?:null|\"\"|''))?\s*"
    r"|\s*\$CI_PIPELINE_SOURCE\s*[!=]=\s*[\"'][\w-]{1,60}[\"']\s*"
)
VERSION_TAG = re.compile(r"/.*v.*\\d")


def allowed_kinds(workflow: object) -> frozenset[TriggerKind]:
    """The kinds of pipelines that the rules of the workflow let through; all where it has none."""
    if not isinstance(mapping(workflow).get("rules"), list):
        return frozenset(NAMES)
    kinds = {each.kind for each in workflow_triggers(workflow)}
    # What starts the others is seldom named there, so only those that are named often are taken away.
    return frozenset(each for each in NAMES if each in kinds or each not in EVERYTHING)


@dataclass(frozen=True, slots=True)
class When:
    """When a job runs; ``triggers`` is None where the job leaves that to its pipeline."""

    triggers: tuple[Trigger, ...] | None = None
    never: str = ""
    manual: bool = False
    failure_ignored: bool = False


def workflow_triggers(workflow: object) -> tuple[Trigger, ...]:
    """What starts the pipeline as a whole."""
    rules = mapping(workflow).get("rules")
    if not isinstance(rules, list):
        return (Trigger(PUSH, "every push"), Trigger(TAG, "every tag"))
    return tuple(trigger for trigger, _ in _triggers_of(rules))


def when(body: Marked, rules: Sequence[Any] | None, allowed: frozenset[TriggerKind]) -> When:
    """When the job of ``body`` runs; ``rules`` are its own, references resolved, ``allowed`` the kinds its pipeline can be of."""
    ignored = _ignores(body.get("allow_failure")) or body.get("when") == "on_failure"
    is_manual = body.get("when") == "manual"
    if body.get("when") == "never":
        return When((), "when: never", False, ignored)
    if rules is not None:
        found = list(_triggers_of(rules))
        if rules and not found:
            return When((), "no rule lets it run", False, ignored)
        triggers = tuple(trigger for trigger, _ in found if trigger.kind in allowed)
        given = [rule for _, rule in found]
        return When(
            triggers,
            "",
            bool(given) and all((rule.get("when") or body.get("when")) == "manual" for rule in given),
            all(_forgives(rule, body) for rule in given) if given else ignored,
        )
    if is_manual and body.get("allow_failure") is None:
        ignored = True
    if "only" in body or "except" in body:
        return When(tuple(_of_refs(body)), "", is_manual, ignored)
    return When(None, "", is_manual, ignored)


def _forgives(rule: Mapping[str, Any], body: Marked) -> bool:
    """Whether a failure of a job that this rule lets run has no effect, or the job runs only after one."""
    when = rule.get("when") or body.get("when")
    return _ignores(rule.get("allow_failure", body.get("allow_failure"))) or when == "on_failure"


def _ignores(value: object) -> bool:
    """Whether a failure is allowed: outright, or for the code nearly every tool fails with."""
    if isinstance(value, dict):
        return 1 in items(value.get("exit_codes"))
    return conditions.is_on(value)


def _triggers_of(rules: Sequence[Any]) -> Iterator[tuple[Trigger, dict[str, Any]]]:
    """The triggers of the rules in order, each with its rule: the first rule that holds decides, so a refusal takes from those below."""
    refused: set[TriggerKind] = set()
    for rule in rules:
        if not isinstance(rule, dict):
            continue
        condition = text(rule.get("if"))
        if conditions.is_never(condition):
            continue
        if rule.get("when") == "never":
            if not condition and "changes" not in rule and "exists" not in rule:
                return
            refused |= _refused(condition) if rule.keys() <= {"if", "when"} else set()
            continue
        changes = rule.get("changes")
        paths = listed(changes.get("paths") if isinstance(changes, dict) else changes)
        for trigger in _of_condition(condition, getattr(rule, "line", 0)):
            if trigger.kind not in refused:
                yield replace(trigger, paths=paths), rule


def _refused(condition: str) -> set[TriggerKind]:
    """The kinds a refusal with this condition takes away whole: none where more than the kind is asked for."""
    return set(_kinds(condition)) if KIND_ALONE.fullmatch(condition) else set()


def _of_condition(condition: str, line: int) -> Iterator[Trigger]:
    seen = set()
    for part in condition.split("||"):
        branches = tuple(BRANCH.findall(part))
        for kind in _kinds(part):
            if (kind, branches) not in seen:
                seen.add((kind, branches))
                yield Trigger(kind, NAMES[kind], line, branches if kind is PUSH else ())


def _kinds(part: str) -> tuple[TriggerKind, ...]:
    """The kinds of pipelines for which a conjunction can hold."""
    kinds = tuple(NAMES)
    asked = False
    for conjunct in part.split("&&"):
        if source := SOURCE.search(conjunct):
            named = re.findall(r"[a-z_]+", source.group(3)) if source.group(3) else [source.group(2)]
            meant = {kind for name in named for kind in SOURCES.get(name, ())}
            positive = source.group(1) in ("==", "=~")
            asked = asked or positive
            kinds = tuple(each for each in kinds if (each in meant) is positive)
            continue
        for sign, meant in ((OF_CHANGE, {CHANGE}), (TAGGED, {TAG}), (ON_BRANCH, {PUSH}), (ON_REF, {PUSH, TAG})):
            if found := sign.search(conjunct):
                positive = not re.match(NOTHING, conjunct[found.end() :])
                asked = asked or positive
                kinds = tuple(each for each in kinds if (each in meant) is positive)
    return kinds if asked else tuple(each for each in kinds if each in EVERYTHING)


def _of_refs(body: Marked) -> Iterator[Trigger]:
    """``only`` and ``except``."""
    excluded = {kind for ref in _refs(body.get("except")) for kind in REFS.get(ref, ())}
    names = tuple(ref for ref in _refs(body.get("except")) if ref not in REFS)
    line = body.line_of("only")
    changes = listed(mapping(body.get("only")).get("changes"))
    for ref in _refs(body.get("only")) or ("branches", "tags"):
        bare = ref.partition("@")[0]
        if bare in REFS:
            found = [Trigger(kind, ref, line) for kind in REFS[bare]]
        elif VERSION_TAG.match(bare):
            found = [Trigger(TAG, ref, line)]
        else:
            found = [Trigger(PUSH, ref, line, (bare,))]
        for each in found:
            if each.kind not in excluded:
                yield replace(each, paths=changes, ignored_branches=names if each.kind is PUSH else ())


def _refs(given: object) -> tuple[str, ...]:
    return listed(given.get("refs") if isinstance(given, dict) else given)
