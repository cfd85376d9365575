"""Reads a GitHub Actions workflow into the normalised model."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assay.domain.evidence import Unread
from assay.facts.ci import (
    Command,
    Does,
    Job,
    Part,
    PartKind,
    Permissions,
    Pipeline,
    Provider,
    Step,
    Trigger,
    TriggerKind,
)
from assay.formats.ci import conditions, parts
from assay.formats.ci.steps import Reader, is_variable, script_step
from assay.formats.yaml_text import Marked, MarkedList, YamlError
from assay.formats.yaml_text import read as read_yaml

KINDS = {
    "pull_request": TriggerKind.CHANGE, "merge_group": TriggerKind.CHANGE, "pull_request_review": TriggerKind.OTHER,
    "release": TriggerKind.RELEASE, "schedule": TriggerKind.SCHEDULE, "workflow_dispatch": TriggerKind.MANUAL,
    "repository_dispatch": TriggerKind.MANUAL, "workflow_call": TriggerKind.CALLED, "workflow_run": TriggerKind.AFTER,
    "create": TriggerKind.TAG, "pull_request_target": TriggerKind.FOREIGN, "issue_comment": TriggerKind.FOREIGN, "issues": TriggerKind.FOREIGN,
    "discussion": TriggerKind.FOREIGN, "discussion_comment": TriggerKind.FOREIGN, "fork": TriggerKind.FOREIGN, "pull_request_review_comment": TriggerKind.FOREIGN, "watch": TriggerKind.FOREIGN,
}  # fmt: skip
HOSTED = re.compile(r"(ubuntu|windows|macos|macOS)-[\w.-]{1,40}$")
SECRET = re.compile(r"secrets(?:\.([A-Za-z_][\w-]{0,100})|\[\s*'([\w-]{1,100})'\s*\])")
ALWAYS = re.compile(r"\b(always|failure)\s*\(\s*\)|!\s*cancelled\s*\(\s*\)")
DEEPEST = 4


def read(text: str, path: str, read_file: Reader) -> Pipeline:
    """The pipeline of one workflow file; raises YamlError."""
    found = read_yaml(text)
    if not isinstance(found, Marked):
        raise YamlError("it holds no workflow")
    triggers = _triggers(found.get("on"), found.line_of("on"))
    permissions = _permissions(found, "permissions")
    defaults = _mapping(_mapping(found.get("defaults")).get("run"))
    jobs = found.get("jobs")
    if not isinstance(jobs, Marked):
        raise YamlError("it holds no jobs")
    reader = _Workflow(text, path, read_file, found, defaults, permissions)
    made = tuple(reader.job(name, body, jobs.line_of(name)) for name, body in jobs.items() if isinstance(body, Marked))
    made = conditions.without_blocked(made)
    if not triggers:
        made = tuple(replace(job, never_runs="nothing starts the workflow") for job in made)
    return Pipeline(
        provider=Provider.GITHUB,
        path=path,
        name=str(found.get("name") or path.rpartition("/")[2]),
        triggers=triggers,
        jobs=made,
        permissions=permissions,
        env=_texts(found.get("env")),
    )


class _Workflow:
    def __init__(
        self,
        text: str,
        path: str,
        read_file: Reader,
        whole: Marked,
        defaults: Mapping[str, Any],
        rights: Permissions | None,
    ) -> None:
        self.lines = text.splitlines()
        self.path = path
        self.read_file = read_file
        self.defaults = defaults
        self.rights = rights
        self.shared_secrets = _secrets(whole.get("env"))
        self.env = _texts(whole.get("env"))

    def job(self, name: str, body: Marked, line: int) -> Job:
        unread: list[Unread] = []
        rights = _permissions(body, "permissions")
        runner = (
            _listed(body.get("runs-on"))
            if not isinstance(body.get("runs-on"), Marked)
            else _listed(body["runs-on"].get("labels"))
        )
        condition = str(body.get("if") if body.get("if") is not None else "")
        environment = body.get("environment")
        environment = str(environment.get("name", "")) if isinstance(environment, Marked) else str(environment or "")
        env = {**self.env, **_texts(body.get("env"))}
        steps: list[Step] = []
        for each in body.get("steps") or ():
            if isinstance(each, Marked):
                steps += self.step(each, self.path, _mapping(_mapping(body.get("defaults")).get("run")), unread, 0, env)
        matrix = _mapping(body.get("strategy")).get("matrix")
        if isinstance(matrix, str):
            unread.append(
                Unread(
                    self.path,
                    f"the matrix of job {name} is computed while it runs",
                    "write the matrix out, or show a run's log",
                )
            )
        calls = body.get("uses")
        effective = rights or self.rights
        return Job(
            id=name,
            path=self.path,
            line=line,
            name=str(body.get("name") or name),
            steps=tuple(steps),
            needs=_listed(body.get("needs")),
            condition=condition,
            failure_ignored=conditions.is_on(body.get("continue-on-error")),
            runs_always=bool(ALWAYS.search(condition)),
            never_runs="its condition is never true" if conditions.is_never(condition) else "",
            approval=environment,
            environment=environment,
            permissions=rights,
            secrets=tuple(sorted({*self.shared_secrets, *_secrets(body)})),
            inherits_secrets=body.get("secrets") == "inherit",
            identity=bool(
                effective and (effective.scopes.get("id-token") == "write" or effective.everything == "write-all")
            ),
            runner=runner,
            self_hosted=_self_hosted(runner) if not calls else None,
            calls=parts.uses(str(calls), self.path, body.line_of("uses"), self.comment(body.line_of("uses")))
            if calls
            else None,
            images=tuple(self.images(body)),
            env=_texts(body.get("env")),
            unread=tuple(unread),
        )

    def step(
        self,
        body: Marked,
        path: str,
        defaults: Mapping[str, Any],
        unread: list[Unread],
        depth: int,
        outer_env: Mapping[str, str],
    ) -> list[Step]:
        condition = str(body.get("if") if body.get("if") is not None else "")
        if conditions.is_never(condition):
            return []
        ignored = conditions.is_on(body.get("continue-on-error")) or conditions.is_after_failure(condition)
        always = bool(ALWAYS.search(condition))
        name = str(body.get("name") or "")
        if isinstance(body.get("uses"), str):
            return self.used(body, path, name, condition, ignored, always, unread, depth)
        if not isinstance(body.get("run"), str):
            return []
        line = body.line_of("run")
        block = path == self.path and line <= len(self.lines) and re.search(r"run:\s*[|>]", self.lines[line - 1])
        folder = str(
            body.get("working-directory")
            or defaults.get("working-directory")
            or self.defaults.get("working-directory")
            or ""
        )
        made = script_step(
            body["run"],
            path,
            line + 1 if block else line,
            self.read_file,
            name=name,
            folder="" if "$" in folder else folder,
            shell=str(body.get("shell") or defaults.get("shell") or self.defaults.get("shell") or ""),
            env=_texts(body.get("env")),
            outer_env=outer_env,
            failure_ignored=ignored,
            runs_always=always,
            condition=condition,
            step_line=line,
        )
        variable = [each for each in made.commands if is_variable(each)]
        if variable and not any(each.source.startswith(f"{path}:") for each in unread):
            first = variable[0]
            unread.append(
                Unread(
                    f"{path}:{first.line}",
                    f"what runs there is named by a variable ({first.argv[0]})",
                    "write the command out",
                )
            )
        return [made]

    def used(
        self,
        body: Marked,
        path: str,
        name: str,
        condition: str,
        ignored: bool,
        always: bool,
        unread: list[Unread],
        depth: int,
    ) -> list[Step]:
        line = body.line_of("uses")
        part = parts.uses(body["uses"], path, line, self.comment(line) if path == self.path else "")
        inputs = dict(_texts(body.get("with")))
        does, publishes = parts.does_of_action(part.name, inputs)
        install = parts.install_of_action(part.name, inputs)
        made = Step(
            name,
            path,
            line,
            part,
            inputs,
            (),
            "",
            0,
            _texts(body.get("env")),
            condition,
            ignored,
            always,
            does,
            publishes,
        )
        if install:
            made = replace(
                made,
                commands=(Command((part.name,), path, line, frozenset({Does.INSTALL}), install),),
                does=does | {Does.INSTALL},
            )
        if not part.own or depth >= DEEPEST:
            return [made]
        return [
            made,
            *(
                replace(each, failure_ignored=each.failure_ignored or ignored)
                for each in self.inside(part, unread, depth)
            ),
        ]

    def inside(self, part: Part, unread: list[Unread], depth: int) -> list[Step]:
        """The steps of a composite action of this repository."""
        for ending in ("action.yml", "action.yaml"):
            path = f"{part.name.strip('/')}/{ending}".lstrip("/")
            text = self.read_file(path)
            if text is None:
                continue
            try:
                runs = _mapping(_mapping(read_yaml(text)).get("runs"))
            except YamlError as error:
                unread.append(Unread(path, f"it is not YAML ({error})", "correct the file"))
                return []
            found: list[Step] = []
            for each in runs.get("steps") or ():
                if isinstance(each, Marked):
                    found += self.step(each, path, {}, unread, depth + 1, self.env)
            return found
        unread.append(Unread(part.text, "the local action is not in the tree", "commit it, or generate it before"))
        return []

    def images(self, body: Marked) -> list[Part]:
        found = []
        container = body.get("container")
        if isinstance(container, Marked) and isinstance(container.get("image"), str):
            found.append(parts.image(container["image"], self.path, container.line_of("image")))
        elif isinstance(container, str):
            found.append(parts.image(container, self.path, body.line_of("container")))
        for service in _mapping(body.get("services")).values():
            if isinstance(service, Marked) and isinstance(service.get("image"), str):
                found.append(parts.image(service["image"], self.path, service.line_of("image")))
        return [each for each in found if each.kind is PartKind.IMAGE and each.text]

    def comment(self, line: int) -> str:
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return text.partition(" #")[2].strip()


def _triggers(on: Any, line: int) -> tuple[Trigger, ...]:
    if isinstance(on, str):
        on = MarkedList([on])
    events: dict[str, Any] = (
        {str(each): None for each in on} if isinstance(on, list) else dict(on) if isinstance(on, dict) else {}
    )
    made = []
    for event, details in events.items():
        at = on.line_of(event) if isinstance(on, Marked) else line
        body = _mapping(details)
        branches, tags = _listed(body.get("branches")), _listed(body.get("tags"))
        ignored = {
            "ignored_branches": _listed(body.get("branches-ignore")),
            "ignored_paths": _listed(body.get("paths-ignore")),
        }
        paths = _listed(body.get("paths"))
        if event == "push":
            if branches or not tags or "branches-ignore" in body:
                made.append(Trigger(TriggerKind.PUSH, event, at, branches, paths, **ignored))
            if tags or (not branches and "branches-ignore" not in body and "tags-ignore" not in body):
                made.append(Trigger(TriggerKind.TAG, event, at, tags, paths))
        elif event != "schedule" or any(conditions.fires(each) for each in _schedules(details)):
            kind = KINDS.get(event, TriggerKind.OTHER)
            made.append(Trigger(kind, event, at, branches, paths, _listed(body.get("workflows")), **ignored))
    return tuple(made)


def _schedules(details: Any) -> list[str]:
    listed = details if isinstance(details, list) else [details]
    return [str(_mapping(each).get("cron", "")) for each in listed]


def _permissions(body: Marked, key: str) -> Permissions | None:
    if key not in body:
        return None
    value = body[key]
    if isinstance(value, str):
        return Permissions({}, value, body.line_of(key))
    return Permissions(_texts(value), "", body.line_of(key))


def _self_hosted(runner: tuple[str, ...]) -> bool | None:
    if not runner or any("${{" in each for each in runner):
        return None
    if "self-hosted" in runner:
        return True
    return False if all(HOSTED.match(each) for each in runner) else None


def _secrets(value: Any) -> set[str]:
    found: set[str] = set()
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            found |= {a or b for a, b in SECRET.findall(each)}
        elif isinstance(each, dict):
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
    return found - {"GITHUB_TOKEN", "github_token"}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _texts(value: Any) -> dict[str, str]:
    return {key: _text(each) for key, each in _mapping(value).items()}


def _text(value: Any) -> str:
    return "true" if value is True else "false" if value is False else "" if value is None else str(value)


def _listed(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(_text(each) for each in value) if isinstance(value, list) else (_text(value),)
