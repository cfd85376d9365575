"""Reads a GitHub Actions workflow into the normalised model."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from assay.domain.evidence import Unread
from assay.facts.ci import Command, Does, Job, Part, Permissions, Pipeline, Provider, Step
from assay.formats.ci import conditions, parts
from assay.formats.ci.github_matrix import FROM_MATRIX, from_matrix, is_computed, of_matrix
from assay.formats.ci.github_triggers import triggers_of
from assay.formats.ci.places import join
from assay.formats.ci.steps import Reader, left_out, of_commands, read_commands, script_step
from assay.formats.ci.values import items, listed, mapping, marked, text, texts
from assay.formats.yaml_text import Marked, YamlError
from assay.formats.yaml_text import read as read_yaml

HOSTED = re.compile(r"(ubuntu|windows|macos)-[\w.-]{1,40}", re.IGNORECASE)
SECRET = re.compile(r"secrets(?:\.([A-Za-z_][\w-]{0,100})|\[\s*'([\w-]{1,100})'\s*\])")
ALWAYS = re.compile(r"\b(always|failure)\s*\(\s*\)|!\s*cancelled\s*\(\s*\)")
EVERY_SECRET = re.compile(r"\btojson\s*\(\s*secrets\s*\)|\bsecrets\s*\[\s*[^'\s\]]", re.IGNORECASE)
DEEPEST = 4
MOST_VALUES = 40
"""Values of one axis of a matrix."""
MOST_STEPS = 3000
"""Steps of one job, those of actions of the same repository counted."""


def read(definition: str, path: str, read_file: Reader) -> Pipeline:
    """The pipeline of one workflow file; raises YamlError."""
    found = read_yaml(definition)
    if not isinstance(found, Marked):
        raise YamlError("it holds no workflow")
    jobs = found.get("jobs")
    if not isinstance(jobs, Marked):
        raise YamlError("it holds no jobs")
    triggers = triggers_of(found.get("on"), found.line_of("on"))
    permissions = _permissions(found, "permissions")
    reader = _Workflow(definition, path, read_file, found, permissions)
    made = tuple(reader.job(name, body, jobs.line_of(name)) for name, body in jobs.items() if isinstance(body, Marked))
    made = conditions.without_blocked(made)
    if not triggers:
        made = tuple(replace(job, never_runs="nothing starts the workflow") for job in made)
    return Pipeline(
        provider=Provider.GITHUB,
        path=path,
        name=text(found.get("name")) or path.rpartition("/")[2],
        triggers=triggers,
        jobs=made,
        permissions=permissions,
        env=texts(found.get("env")),
    )


class _Workflow:
    def __init__(
        self, definition: str, path: str, read_file: Reader, whole: Marked, rights: Permissions | None
    ) -> None:
        self.lines = {path: definition.splitlines()}
        self.path = path
        self.read_file = read_file
        self.defaults = _defaults(whole)
        self.rights = rights
        self.shared_secrets = _secrets(whole.get("env"))
        self.env = texts(whole.get("env"))
        self.said: set[str] = set()
        self.actions: dict[str, Marked] = {}

    def job(self, name: str, body: Marked, line: int) -> Job:
        unread: list[Unread] = []
        rights = _permissions(body, "permissions")
        on = body.get("runs-on")
        matrix = mapping(body.get("strategy")).get("matrix")
        runner = from_matrix(listed(on.get("labels") if isinstance(on, dict) else on), matrix)
        condition = text(body.get("if"))
        environment = body.get("environment")
        environment = text(environment.get("name") if isinstance(environment, dict) else environment)
        env = {**self.env, **texts(body.get("env"))}
        scope = _Scope(self.path, {**self.defaults, **_defaults(body)}, env, matrix)
        steps: list[Step] = []
        for each in items(body.get("steps")):
            if isinstance(each, Marked):
                steps += self.step(each, scope, unread)
                if len(steps) > MOST_STEPS:
                    unread.append(Unread(self.path, f"job {name} has more than {MOST_STEPS} steps", "a smaller job"))
                    break
        if is_computed(matrix):
            unread.append(
                Unread(
                    self.path,
                    f"the matrix of job {name} is computed while it runs",
                    "write the matrix out, or show a run's log",
                )
            )
        unread += left_out(steps, self.said)
        line_of_uses = body.line_of("uses")
        used = text(body.get("uses"))
        calls = parts.uses(used, self.path, line_of_uses, self.comment(self.path, line_of_uses)) if used else None
        if calls and not calls.own:
            unread.append(
                Unread(
                    f"{self.path}:{line_of_uses}", f"the workflow {used} lives elsewhere", "assess that repository too"
                )
            )
        effective = rights or self.rights
        return Job(
            id=name,
            path=self.path,
            line=line,
            name=name if "${{" in text(body.get("name")) else text(body.get("name")) or name,
            computed_name=text(body.get("name")) if "${{" in text(body.get("name")) else "",
            steps=tuple(steps),
            needs=listed(body.get("needs")),
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
            self_hosted=None if calls else _self_hosted(runner),
            calls=calls,
            images=tuple(self.images(body)),
            env=texts(body.get("env")),
            unread=tuple(unread),
        )

    def step(self, body: Marked, scope: "_Scope", unread: list[Unread]) -> list[Step]:
        condition = text(body.get("if"))
        if conditions.is_never(condition):
            return []
        common = Step(
            name=text(body.get("name")),
            path=scope.path,
            line=body.line_of("uses" if isinstance(body.get("uses"), str) else "run"),
            env=texts(body.get("env")),
            condition=condition,
            failure_ignored=conditions.is_on(body.get("continue-on-error")) or conditions.is_after_failure(condition),
            runs_always=bool(ALWAYS.search(condition)),
        )
        if isinstance(body.get("uses"), str):
            return self.used(body, common, scope, unread)
        if not isinstance(body.get("run"), str):
            return []
        lines = self.lines[scope.path]
        block = common.line <= len(lines) and re.search(r"run:\s*[|>]", lines[common.line - 1])
        folder = text(body.get("working-directory")) or text(scope.defaults.get("working-directory"))
        folder = join("", folder) if "$" not in join("", folder) else ""
        made = script_step(
            body["run"],
            scope.path,
            common.line + 1 if block else common.line,
            self.read_file,
            name=common.name,
            folder=folder,
            shell=text(body.get("shell")) or text(scope.defaults.get("shell")),
            env=common.env,
            outer_env=scope.env,
            failure_ignored=common.failure_ignored,
            runs_always=common.runs_always,
            condition=condition,
            step_line=common.line,
        )
        return [self.with_matrix(made, scope, folder)]

    def with_matrix(self, step: Step, scope: "_Scope", folder: str) -> Step:
        """The step with all it runs where a matrix that is written out names the command."""
        named = (FROM_MATRIX.fullmatch(each.argv[0]) for each in step.commands if not each.via)
        name = next((each.group(1) for each in named if each), "")
        values = of_matrix(name, scope.matrix)[:MOST_VALUES] if name else ()
        found: list[Command] = []
        around = re.split(rf"\$\{{\{{\s*matrix\.{re.escape(name)}\s*\}}\}}", step.script)
        known = {**scope.env, **step.env}
        for value in values:
            script = value.join(around)
            found += read_commands(script, step.path, step.script_line, self.read_file, folder, known)
        return of_commands(tuple(dict.fromkeys(found)), step) if found else step

    def used(self, body: Marked, common: Step, scope: "_Scope", unread: list[Unread]) -> list[Step]:
        part = parts.uses(body["uses"], scope.path, common.line, self.comment(scope.path, common.line))
        inputs = texts(body.get("with"))
        does, publishes = parts.does_of_action(part.name, inputs)
        install = parts.install_of_action(part.name, inputs)
        made = replace(common, part=part, inputs=inputs, does=does, publishes=publishes)
        if install:
            command = Command((part.name,), scope.path, common.line, frozenset({Does.INSTALL}), install)
            made = replace(made, commands=(command,), does=does | {Does.INSTALL})
        if not part.own:
            return [made]
        inside = self.inside(part, scope, {**scope.env, **common.env}, unread)
        return [
            made,
            *(replace(each, failure_ignored=each.failure_ignored or common.failure_ignored) for each in inside),
        ]

    def inside(self, part: Part, scope: "_Scope", env: Mapping[str, str], unread: list[Unread]) -> list[Step]:
        """The steps of an action of this repository."""
        for ending in ("action.yml", "action.yaml"):
            path = join(part.name, ending)
            definition = self.read_file(path)
            if definition is None:
                continue
            if path in scope.within or len(scope.within) >= DEEPEST:
                return []
            if path not in self.actions:
                self.lines[path] = definition.splitlines()
                self.actions[path] = marked(None)
                try:
                    self.actions[path] = marked(mapping(read_yaml(definition)).get("runs"))
                except YamlError as error:
                    unread.append(Unread(path, f"it is not YAML ({error})", "correct the file"))
            runs = self.actions[path]
            image = text(runs.get("image"))
            if image.startswith("docker://"):
                return [Step(image, path, runs.line_of("image"), parts.uses(image, path, runs.line_of("image")))]
            found: list[Step] = []
            for each in items(runs.get("steps")):
                if isinstance(each, Marked) and len(found) <= MOST_STEPS:
                    found += self.step(each, _Scope(path, {}, env, within=(*scope.within, path)), unread)
            return found
        unread.append(Unread(part.text, "the local action is not in the tree", "commit it, or generate it before"))
        return []

    def images(self, body: Marked) -> list[Part]:
        found = []
        container = body.get("container")
        if isinstance(container, str):
            found.append(parts.image(container, self.path, body.line_of("container")))
        for each in (container, *mapping(body.get("services")).values()):
            if isinstance(each, Marked) and isinstance(each.get("image"), str):
                found.append(parts.image(each["image"], self.path, each.line_of("image")))
        return [each for each in found if each.text]

    def comment(self, path: str, line: int) -> str:
        """What is written behind the code of a line."""
        lines = self.lines.get(path, [])
        return lines[line - 1].partition(" #")[2].strip() if 0 < line <= len(lines) else ""


class _Scope(NamedTuple):
    """What a step has from around it: its file, defaults of run, variables, matrix, and the actions it stands in."""

    path: str
    defaults: Mapping[str, Any]
    env: Mapping[str, str]
    matrix: Any = None
    within: tuple[str, ...] = ()


def _defaults(body: Marked) -> Mapping[str, Any]:
    return mapping(mapping(body.get("defaults")).get("run"))


def _permissions(body: Marked, key: str) -> Permissions | None:
    if key not in body:
        return None
    value = body[key]
    if isinstance(value, str):
        return Permissions({}, value, body.line_of(key))
    return Permissions(texts(value), "", body.line_of(key))


def _self_hosted(runner: tuple[str, ...]) -> bool | None:
    if not runner or any("${{" in each for each in runner):
        return None
    if "self-hosted" in runner:
        return True
    return False if all(HOSTED.fullmatch(each) for each in runner) else None


def _secrets(value: Any) -> set[str]:
    found: set[str] = set()
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            found |= {a or b for a, b in SECRET.findall(each)}
            found |= {"(any)"} if EVERY_SECRET.search(each) else set()
        elif isinstance(each, dict):
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
    return found - {"GITHUB_TOKEN", "github_token"}
