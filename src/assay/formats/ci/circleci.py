"""Reads a CircleCI configuration into the normalised model."""

import re
from typing import Any

from assay.domain.evidence import Unread
from assay.facts.ci import Does, Job, Part, PartKind, Pipeline, Provider, Step, Trigger, TriggerKind
from assay.formats.ci import parts
from assay.formats.ci.steps import Reader, script_step
from assay.formats.yaml_text import Marked, YamlError
from assay.formats.yaml_text import read as read_yaml

EXACT = re.compile(r"\d+\.\d+\.\d+")
ORB_STEPS = {
    "snyk/scan": Does.VULNERABILITY_MATCH, "gitleaks": Does.SECRET_SCAN, "codecov/upload": None, "sonarcloud/scan": Does.STATIC_ANALYSIS,
    "docker/push": Does.PUBLISH, "aws-ecr/build-and-push-image": Does.PUBLISH, "aws-s3/sync": Does.PUBLISH, "heroku/deploy-via-git": Does.DEPLOY,
    "python/install-packages": None, "node/install-packages": Does.INSTALL,
}  # fmt: skip


def read(text: str, path: str, read_file: Reader) -> Pipeline:
    """The jobs the workflows run; raises YamlError."""
    whole = read_yaml(text)
    if not isinstance(whole, Marked):
        raise YamlError("it holds no configuration")
    unread = []
    if whole.get("setup") is True:
        unread.append(
            Unread(
                path, "the configuration is generated while it runs (setup: true)", "commit the generated configuration"
            )
        )
    orbs = whole["orbs"] if isinstance(whole.get("orbs"), Marked) else Marked()
    orb_parts = tuple(_orb(str(each), path, orbs.line_of(name)) for name, each in orbs.items() if isinstance(each, str))
    reader = _Circle(path, read_file, whole)
    jobs: list[Job] = []
    definitions = whole.get("jobs") or {}
    workflows = (
        {name: body for name, body in (whole.get("workflows") or {}).items() if isinstance(body, dict)}
        if isinstance(whole.get("workflows"), dict)
        else {}
    )
    if not workflows and isinstance(definitions.get("build"), Marked):
        jobs.append(reader.job("build", definitions["build"], {}, "build", ()))
    for workflow, body in workflows.items():
        triggered = _scheduled(body)
        when = str(body.get("when", ""))
        for entry in body.get("jobs") or ():
            name, options = (
                (entry, {})
                if isinstance(entry, str)
                else next(iter(entry.items()))
                if isinstance(entry, dict) and entry
                else ("", {})
            )
            options = options if isinstance(options, dict) else {}
            own = f"{workflow}/{options.get('name') or name}"
            needs = tuple(
                f"{workflow}/{next(iter(each)) if isinstance(each, dict) else each}"
                for each in options.get("requires") or ()
            )
            definition = definitions.get(name)
            triggers = triggered or _filters(options)
            if when in ("False", "false"):
                triggers = ()
            if isinstance(definition, Marked):
                jobs.append(reader.job(own, definition, options, str(name), needs, triggers))
            elif options.get("type") == "approval":
                jobs.append(
                    Job(
                        own,
                        path,
                        getattr(body.get("jobs"), "line", 0),
                        str(name),
                        needs=needs,
                        triggers=triggers,
                        approval=str(name),
                        manual=True,
                    )
                )
            else:
                does = ORB_STEPS.get(str(name))
                step = Step(
                    str(name),
                    path,
                    getattr(options, "line", 0),
                    does=frozenset({does}) if does else frozenset(),
                    publishes=str(name) if does is Does.PUBLISH else "",
                )
                jobs.append(Job(own, path, getattr(options, "line", 0), str(name), steps=(step,), needs=needs, triggers=triggers, secrets=_contexts(options),
                                unread=(Unread(path, f"the job {name} is defined in an orb", "a run's log"),)))  # fmt: skip
    general = (Trigger(TriggerKind.PUSH, "every push"), Trigger(TriggerKind.CHANGE, "every push"))
    return Pipeline(Provider.CIRCLECI, path, path, general, tuple(jobs), parts=orb_parts, unread=tuple(unread))


class _Circle:
    def __init__(self, path: str, read_file: Reader, whole: Marked) -> None:
        self.path = path
        self.read_file = read_file
        self.commands: dict[str, Any] = whole["commands"] if isinstance(whole.get("commands"), dict) else {}
        self.executors: dict[str, Any] = whole["executors"] if isinstance(whole.get("executors"), dict) else {}

    def job(
        self,
        own: str,
        body: Marked,
        options: Any,
        name: str,
        needs: tuple[str, ...],
        triggers: tuple[Trigger, ...] | None = None,
    ) -> Job:
        steps: list[Step] = []
        for each in body.get("steps") or ():
            steps += self.step(each, 0, body.line)
        executor = body.get("executor")
        named = executor.get("name") if isinstance(executor, dict) else executor
        shape = {**(self.executors.get(named) or {}), **body} if named in self.executors else body
        docker = shape.get("docker")
        images = [
            parts.image(str(each["image"]), self.path, getattr(each, "line", body.line))
            for each in docker or ()
            if isinstance(each, dict) and "image" in each
        ]
        resource = str(shape.get("resource_class") or "")
        return Job(
            id=own, path=self.path, line=body.line, name=name, steps=tuple(steps), needs=needs, triggers=triggers,
            never_runs="the workflow never runs" if triggers == () else "", secrets=_contexts(options), runner=(resource,) if resource else (),
            self_hosted="/" in resource, images=tuple(images), env={key: str(value) for key, value in (body.get("environment") or {}).items()} if isinstance(body.get("environment"), dict) else {},
        )  # fmt: skip

    def step(self, entry: Any, depth: int, line: int) -> list[Step]:
        if isinstance(entry, str):
            entry = {entry: {}}
        if not isinstance(entry, dict) or not entry:
            return []
        key, body = next(iter(entry.items()))
        at = entry.line_of(key) if isinstance(entry, Marked) else line
        if key == "run":
            script = body if isinstance(body, str) else body.get("command", "") if isinstance(body, dict) else ""
            always = isinstance(body, dict) and body.get("when") == "always"
            first = body.line_of("command") if isinstance(body, Marked) else at
            folder = str(body.get("working_directory", "")) if isinstance(body, dict) else ""
            return [
                script_step(
                    str(script),
                    self.path,
                    first + ("\n" in str(script).strip()),
                    self.read_file,
                    name=str(body.get("name", "")) if isinstance(body, dict) else "",
                    folder=folder if "$" not in folder and "~" not in folder else "",
                    runs_always=always,
                    failure_ignored=isinstance(body, dict) and body.get("when") == "on_fail",
                    step_line=at,
                )
            ]
        if key in ("when", "unless") and isinstance(body, dict):
            return [each for step in body.get("steps") or () for each in self.step(step, depth + 1, at)]
        if key in self.commands and depth < 4:
            return [each for step in self.commands[key].get("steps") or () for each in self.step(step, depth + 1, at)]
        does = {"checkout": Does.CHECKOUT}.get(key) or ORB_STEPS.get(key)
        publishes = key if does is Does.PUBLISH else ""
        return [Step(key, self.path, at, does=frozenset({does}) if does else frozenset(), publishes=publishes)]


def _orb(text: str, path: str, line: int) -> Part:
    name, _, version = text.partition("@")
    return Part(PartKind.ORB, text, name, version, False, bool(EXACT.fullmatch(version)), path, line)


def _filters(options: Any) -> tuple[Trigger, ...]:
    filters = options.get("filters") or {}
    tags, branches = (
        (filters.get("tags") or {}, filters.get("branches") or {}) if isinstance(filters, dict) else ({}, {})
    )
    found = []
    if not (isinstance(branches, dict) and branches.get("ignore") in ("/.*/", ["/.*/"])):
        only = branches.get("only") if isinstance(branches, dict) else None
        named = tuple(str(each) for each in only) if isinstance(only, list) else (str(only),) if only else ()
        found.append(Trigger(TriggerKind.PUSH, "push", 0, named))
        if not named:
            found.append(Trigger(TriggerKind.CHANGE, "push"))
    if isinstance(tags, dict) and tags.get("only"):
        found.append(Trigger(TriggerKind.TAG, "tag"))
    return tuple(found)


def _scheduled(body: Any) -> tuple[Trigger, ...]:
    triggers = body.get("triggers")
    return (Trigger(TriggerKind.SCHEDULE, "schedule"),) if isinstance(triggers, list) and triggers else ()


def _contexts(options: Any) -> tuple[str, ...]:
    context = options.get("context")
    return tuple(str(each) for each in context) if isinstance(context, list) else (str(context),) if context else ()
