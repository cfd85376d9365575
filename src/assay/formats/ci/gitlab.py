"""Reads a GitLab CI definition, with its local includes merged, into the normalised model."""

import re
from dataclasses import replace
from typing import Any

from assay.domain.evidence import Unread
from assay.facts.ci import Does, Job, Part, PartKind, Pipeline, Provider, Step, Trigger, TriggerKind
from assay.formats.ci import conditions, parts
from assay.formats.ci.steps import Reader, script_step
from assay.formats.yaml_text import Marked, YamlError, read_all

RESERVED = frozenset(
    "stages variables default include workflow image services before_script after_script cache spec pages:deploy".split()
)
DEFAULT_STAGES = (".pre", "build", "test", "deploy", ".post")
MOST_INCLUDES = 60
HEX = re.compile(r"[0-9a-f]{40}")
BRANCH = re.compile(r"CI_COMMIT_(?:BRANCH|REF_NAME)\s*==\s*[\"']([^\"'\n]{1,200})[\"']")
SECURITY_TEMPLATES = {
    "SAST": Does.STATIC_ANALYSIS, "Secret-Detection": Does.SECRET_SCAN, "Dependency-Scanning": Does.VULNERABILITY_MATCH,
    "Container-Scanning": Does.VULNERABILITY_MATCH, "DAST": Does.DYNAMIC_TEST,
}  # fmt: skip


def read(text: str, path: str, read_file: Reader) -> Pipeline:
    """The one merged pipeline; raises YamlError."""
    unread: list[Unread] = []
    outside: list[Part] = []
    origin: dict[str, tuple[str, int]] = {}
    whole = _merged(text, path, read_file, unread, outside, origin, 0)
    default = _map(whole.get("default"))
    stages = tuple(str(each) for each in whole.get("stages") or DEFAULT_STAGES)
    stages = (".pre", *[each for each in stages if each not in (".pre", ".post")], ".post")
    general = _workflow_triggers(_map(whole.get("workflow")))
    bodies = {
        name: _extended(name, whole, 0)
        for name, body in whole.items()
        if isinstance(body, dict) and name not in RESERVED and not name.startswith(".")
    }
    bodies = {
        name: body
        for name, body in bodies.items()
        if any(key in body for key in ("script", "trigger", "run", "release"))
    }
    jobs = tuple(
        _job(name, body, whole, default, stages, bodies, origin, path, read_file) for name, body in bodies.items()
    )
    jobs += tuple(
        Job(
            f"template:{each.name}",
            path,
            each.line,
            each.name,
            steps=(Step(each.name, path, each.line, each, does=frozenset({SECURITY_TEMPLATES[kind]})),),
        )
        for each in outside
        for kind in SECURITY_TEMPLATES
        if f"{kind}." in each.name or f"/{kind.lower()}" in each.name.lower()
    )
    if not general:
        jobs = tuple(replace(job, never_runs="the rules of the workflow refuse every pipeline") for job in jobs)
    image = _image(default.get("image") or whole.get("image"), path, whole.line_of("image") or 1)
    return Pipeline(
        Provider.GITLAB,
        path,
        path,
        general,
        conditions.without_blocked(jobs),
        parts=(*outside, *image),
        unread=tuple(unread),
    )


def _merged(
    text: str,
    path: str,
    read_file: Reader,
    unread: list[Unread],
    outside: list[Part],
    origin: dict[str, tuple[str, int]],
    depth: int,
) -> Marked:
    documents = [each for each in read_all(text) if isinstance(each, Marked)]
    if not documents:
        raise YamlError("it holds no pipeline")
    whole = documents[-1]
    result = Marked()
    result.line, result.lines = whole.line, {}
    includes = whole.get("include") or []
    for each in includes if isinstance(includes, list) else [includes]:
        line = getattr(each, "line", 0) or whole.line_of("include")
        entry = (
            {"local": each}
            if isinstance(each, str) and not each.startswith("http")
            else {"remote": each}
            if isinstance(each, str)
            else each
        )
        if not isinstance(entry, dict):
            continue
        if "local" in entry:
            target = str(entry["local"]).lstrip("/")
            inner = read_file(target) if "*" not in target else None
            if inner is None or depth > 4 or len(origin) > 5000:
                unread.append(
                    Unread(path, f"the include {target} cannot be followed", "commit the file under this name")
                )
                continue
            try:
                _take(result, _merged(inner, target, read_file, unread, outside, origin, depth + 1))
            except YamlError as error:
                unread.append(Unread(target, f"it is not YAML ({error})", "correct the file"))
        else:
            outside.append(_include(entry, path, line))
            unread.append(Unread(path, f"the include {outside[-1].text} lives elsewhere", "assess that repository too"))
    for name, body in whole.items():
        if isinstance(body, dict):
            origin[name] = (path, whole.line_of(name))
    _take(result, whole)
    return result


def _include(entry: dict[str, Any], path: str, line: int) -> Part:
    if "project" in entry:
        ref = str(entry.get("ref") or "")
        return Part(
            PartKind.INCLUDE,
            f"{entry['project']}@{ref or '(default branch)'}",
            str(entry["project"]),
            ref,
            False,
            bool(HEX.fullmatch(ref)),
            path,
            line,
        )
    if "component" in entry:
        name, _, version = str(entry["component"]).partition("@")
        return Part(
            PartKind.INCLUDE, str(entry["component"]), name, version, False, bool(HEX.fullmatch(version)), path, line
        )
    if "template" in entry:
        return Part(
            PartKind.TEMPLATE,
            str(entry["template"]),
            str(entry["template"]),
            "",
            False,
            True,
            path,
            line,
            platform=True,
        )
    remote = str(entry.get("remote") or next(iter(entry.values()), ""))
    return Part(PartKind.INCLUDE, remote, remote, "", False, "integrity" in entry, path, line)


def _take(into: Marked, other: Marked) -> None:
    for key, value in other.items():
        if key == "include":
            continue
        old = into.get(key)
        into[key] = _deep(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
        into.lines[key] = other.line_of(key)


def _deep(old: Any, new: Any) -> Marked:
    made = Marked(old)
    made.line = getattr(new, "line", 0)
    made.lines = {**getattr(old, "lines", {}), **getattr(new, "lines", {})}
    for key, value in new.items():
        made[key] = _deep(made[key], value) if isinstance(made.get(key), dict) and isinstance(value, dict) else value
    return made


def _extended(name: str, whole: Marked, depth: int) -> Marked:
    body = whole.get(name)
    if not isinstance(body, Marked):
        return Marked()
    above = body.get("extends")
    if not above or depth > 10:
        return body
    made = Marked()
    made.line, made.lines = body.line, {}
    for each in above if isinstance(above, list) else [above]:
        made = _deep(made, _extended(str(each), whole, depth + 1))
    return _deep(made, body)


def _job(
    name: str,
    body: Marked,
    whole: Marked,
    default: Any,
    stages: tuple[str, ...],
    bodies: dict[str, Marked],
    origin: dict[str, tuple[str, int]],
    top: str,
    read_file: Reader,
) -> Job:
    path, line = origin.get(name, (top, body.line))
    steps: list[Step] = []
    for key in ("before_script", "script", "after_script"):
        given = body.get(key, default.get(key, whole.get(key)) if key != "script" else None)
        for text, at in _lines(given, whole):
            steps.append(
                script_step(
                    text,
                    path,
                    at or body.line_of(key),
                    read_file,
                    name=key,
                    runs_always=key == "after_script",
                    failure_ignored=key == "after_script",
                )
            )
    if isinstance(body.get("release"), dict):
        steps.append(
            Step("release", path, body.line_of("release"), does=frozenset({Does.PUBLISH}), publishes="release keyword")
        )
    triggers, never, manual, ignored = _when(body)
    stage = str(body.get("stage") or "test")
    needs = body.get("needs")
    if needs is None:
        at = stages.index(stage) if stage in stages else 2
        before = tuple(
            other for other, each in bodies.items()
            if other != name and str(each.get("stage") or "test") in stages[:at] and not (each.get("when") == "manual" and each.get("allow_failure") is not False)
        )  # fmt: skip
    else:
        before = tuple(
            str(each.get("job", "")) if isinstance(each, dict) else str(each)
            for each in needs
            if not (isinstance(each, dict) and each.get("pipeline"))
        )
    environment = body.get("environment")
    return Job(
        id=name,
        path=path,
        line=line,
        name=name,
        steps=tuple(steps),
        needs=before,
        condition=str(body.get("only") or ""),
        triggers=triggers,
        failure_ignored=ignored,
        runs_always=body.get("when") in ("always", "on_failure"),
        never_runs=never,
        manual=manual,
        environment=str(environment.get("name", "")) if isinstance(environment, dict) else str(environment or ""),
        identity="id_tokens" in body,
        secrets=tuple(sorted(_map(body.get("secrets")))),
        runner=tuple(str(each) for each in body.get("tags") or ()),
        self_hosted=None,
        images=_image(
            body.get("image") or default.get("image") or whole.get("image"),
            path,
            body.line_of("image") if "image" in body else line,
        ),
        env={key: str(value) for key, value in _map(body.get("variables")).items()},
    )


def _lines(given: Any, whole: Marked, depth: int = 0) -> list[tuple[str, int]]:
    if isinstance(given, str):
        return [(given, 0)]
    found: list[tuple[str, int]] = []
    if not isinstance(given, list) or depth > 5:
        return found
    if (
        len(given) >= 2
        and all(isinstance(each, str) for each in given)
        and isinstance(whole.get(given[0]), dict)
        and given[1] in whole[given[0]]
    ):
        return _lines(whole[given[0]][given[1]], whole, depth + 1)
    lines = getattr(given, "lines", [0] * len(given))
    for each, line in zip(given, lines, strict=False):
        if isinstance(each, str):
            found.append((each, line + 1 if "\n" in each else line))
        elif isinstance(each, list):
            found += _lines(each, whole, depth + 1)
    return found


def _when(body: Marked) -> tuple[tuple[Trigger, ...] | None, str, bool, bool]:
    """(own triggers or None, why it never runs, manual, failure ignored)."""
    ignored = body.get("allow_failure")
    ignoring = ignored is True
    manual = body.get("when") == "manual"
    if body.get("when") == "never":
        return (), "when: never", False, ignoring
    rules = body.get("rules")
    if isinstance(rules, list):
        found: list[Trigger] = []
        each_never = []
        for rule in rules:
            if not isinstance(rule, dict):
                continue
            each_never.append(rule.get("when") == "never")
            if rule.get("when") == "never":
                continue
            manual = manual or rule.get("when") == "manual"
            ignoring = ignoring or (rule.get("allow_failure") is True)
            condition = str(rule.get("if") or "")
            if re.fullmatch(r"\s*[\"']?(false|0)[\"']?\s*", condition, re.I):
                each_never[-1] = True
                continue
            found += _of_condition(condition, getattr(rule, "line", 0))
        if each_never and all(each_never):
            return (), "every rule says never", False, ignoring
        return tuple(found) or None, "", manual, ignoring
    only = body.get("only")
    if only:
        refs = only.get("refs", []) if isinstance(only, dict) else only
        found = []
        for ref in refs if isinstance(refs, list) else [refs]:
            found += _of_ref(str(ref), body.line_of("only"))
        return tuple(found) or None, "", manual, ignoring
    return None, "", manual, ignoring


def _of_condition(condition: str, line: int) -> list[Trigger]:
    found = []
    if "merge_request" in condition or "MERGE_REQUEST" in condition:
        found.append(Trigger(TriggerKind.CHANGE, "merge request", line))
    if re.search(r"CI_COMMIT_TAG(?!\s*==\s*null)", condition):
        found.append(Trigger(TriggerKind.TAG, "tag", line))
    if "schedule" in condition:
        found.append(Trigger(TriggerKind.SCHEDULE, "schedule", line))
    if "CI_COMMIT_BRANCH" in condition or "CI_DEFAULT_BRANCH" in condition or "CI_COMMIT_REF_NAME" in condition:
        only = BRANCH.findall(condition) if "||" not in condition and "DEFAULT_BRANCH" not in condition else []
        found.append(Trigger(TriggerKind.PUSH, "branch", line, tuple(only)))
    return found or [Trigger(TriggerKind.PUSH, "branch", line), Trigger(TriggerKind.CHANGE, "merge request", line)]


def _of_ref(ref: str, line: int) -> list[Trigger]:
    kinds = {
        "tags": TriggerKind.TAG,
        "merge_requests": TriggerKind.CHANGE,
        "schedules": TriggerKind.SCHEDULE,
        "web": TriggerKind.MANUAL,
        "api": TriggerKind.MANUAL,
        "triggers": TriggerKind.MANUAL,
    }
    if ref.startswith("/") and "v" in ref and r"\d" in ref:
        return [Trigger(TriggerKind.TAG, ref, line)]
    return [Trigger(kinds.get(ref, TriggerKind.PUSH), ref, line, () if ref in kinds or ref == "branches" else (ref,))]


def _workflow_triggers(workflow: Any) -> tuple[Trigger, ...]:
    rules = workflow.get("rules")
    if not isinstance(rules, list):
        return (Trigger(TriggerKind.PUSH, "every push"), Trigger(TriggerKind.TAG, "every tag"))
    found: list[Trigger] = []
    for rule in rules:
        if isinstance(rule, dict) and rule.get("when") != "never":
            found += _of_condition(str(rule.get("if") or ""), getattr(rule, "line", 0))
    return tuple(found)


def _image(given: Any, path: str, line: int) -> tuple[Part, ...]:
    name = given.get("name") if isinstance(given, dict) else given
    return (parts.image(name, path, line),) if isinstance(name, str) and name else ()


def _map(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
