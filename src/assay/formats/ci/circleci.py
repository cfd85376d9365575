"""Reads a CircleCI configuration into the normalised model."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from assay.domain.evidence import Unread
from assay.facts.ci import Does, Job, Part, PartKind, Pipeline, Provider, Step, Trigger, TriggerKind
from assay.formats.ci import conditions, parts
from assay.formats.ci.circleci_filters import asks_for_schedule, filters
from assay.formats.ci.places import join
from assay.formats.ci.steps import Reader, left_out, script_step
from assay.formats.ci.values import items, listed, mapping, marked, placed, text, texts
from assay.formats.yaml_text import Marked, YamlError
from assay.formats.yaml_text import read as read_yaml

EXACT = re.compile(r"\d+\.\d+\.\d+")
PARAMETER = re.compile(r"<<\s*(pipeline\.)?parameters\.([\w-]{1,80})\s*>>")
OTHER_VALUE = re.compile(r"<<\s*([\w.-]{1,80})\s*>>")
IDENTITY = re.compile(r"CIRCLE_OIDC_TOKEN(_V2)?\b")
ORB_STEPS = {
    "snyk/scan": Does.VULNERABILITY_MATCH, "gitleaks": Does.SECRET_SCAN, "codecov/upload": None, "sonarcloud/scan": Does.STATIC_ANALYSIS,
    "docker/push": Does.PUBLISH, "aws-ecr/build-and-push-image": Does.PUBLISH, "aws-s3/sync": Does.PUBLISH, "heroku/deploy-via-git": Does.DEPLOY,
    "python/install-packages": None, "node/install-packages": Does.INSTALL,
}  # fmt: skip
DEEPEST = 4
MOST_ENTRIES = 20_000
"""Steps of all jobs, those of commands counted each time."""
MOST_JOBS = 2000
EVERY_PUSH = (Trigger(TriggerKind.PUSH, "every push"), Trigger(TriggerKind.CHANGE, "every push"))


def read(definition: str, path: str, read_file: Reader) -> Pipeline:
    """The jobs the workflows run; raises YamlError."""
    whole = read_yaml(definition)
    if not isinstance(whole, Marked):
        raise YamlError("it holds no configuration")
    reading = _Reading(path, read_file, whole)
    if whole.get("setup") is True:
        reading.unread.append(
            Unread(
                path, "the configuration is generated while it runs (setup: true)", "commit the generated configuration"
            )
        )
    orbs = marked(whole.get("orbs"))
    return Pipeline(
        Provider.CIRCLECI,
        path,
        path,
        EVERY_PUSH,
        conditions.without_blocked(reading.all_jobs()),
        parts=tuple(_orb(each, path, orbs.line_of(name)) for name, each in orbs.items() if isinstance(each, str)),
        unread=tuple(reading.unread),
    )


class _Reading:
    def __init__(self, path: str, read_file: Reader, whole: Marked) -> None:
        self.path = path
        self.read_file = read_file
        self.whole = whole
        self.jobs = mapping(whole.get("jobs"))
        self.commands = mapping(whole.get("commands"))
        self.executors = mapping(whole.get("executors"))
        self.parameters = _defaults(whole)
        self.unread: list[Unread] = []
        self.said: set[str] = set()
        self.taken = 0

    def all_jobs(self) -> Iterator[Job]:
        """The jobs of every workflow; the one called build where there is none."""
        workflows = {
            name: body for name, body in mapping(self.whole.get("workflows")).items() if isinstance(body, Marked)
        }
        if not workflows and isinstance(self.jobs.get("build"), Marked):
            yield self.job("build", self.jobs["build"], Marked(), "build", (), None)
        taken = 0
        for workflow, body in workflows.items():
            started = self.started(body)
            for entry in items(body.get("jobs")):
                taken += 1
                if taken > MOST_JOBS:
                    self.unread.append(Unread(self.path, f"it has more than {MOST_JOBS} jobs", "a smaller workflow"))
                    return
                yield self.entry(workflow, entry, started, body.line_of("jobs"))

    def entry(self, workflow: str, entry: Any, started: tuple[Trigger, ...] | None, line: int) -> Job:
        """One job as a workflow lists it."""
        name, given = next(iter(entry.items())) if isinstance(entry, dict) and entry else (text(entry), None)
        options = marked(given)
        line = options.line or getattr(entry, "line", 0) or line
        own = f"{workflow}/{text(options.get('name')) or name}"
        needs = tuple(
            f"{workflow}/{next(iter(each), '') if isinstance(each, dict) else text(each)}"
            for each in items(options.get("requires"))
        )
        triggers = filters(options) if started is None else started
        definition = self.jobs.get(name)
        if isinstance(definition, Marked):
            return self.job(own, definition, options, name, needs, triggers)
        never = "the workflow never runs" if triggers == () else ""
        if options.get("type") == "approval":
            return Job(own, self.path, line, name, needs=needs, triggers=triggers, never_runs=never, approval=name, manual=True)  # fmt: skip
        does = ORB_STEPS.get(name)
        step = Step(name, self.path, line, does=frozenset({does}) if does else frozenset(), publishes=name if does is Does.PUBLISH else "")  # fmt: skip
        remark = Unread(f"{self.path}:{line}", f"the job {name} is defined in an orb", "a run's log")
        return Job(own, self.path, line, name, steps=(step,), needs=needs, triggers=triggers, never_runs=never, secrets=_contexts(options), unread=(remark,))  # fmt: skip

    def started(self, workflow: Marked) -> tuple[Trigger, ...] | None:
        """What starts a workflow where its jobs do not say: a schedule, a parameter that is off, or nothing at all."""
        schedules = [mapping(mapping(each).get("schedule")) for each in items(workflow.get("triggers"))]
        if schedules:
            fires = any(conditions.fires(text(each.get("cron"))) for each in schedules)
            return (Trigger(TriggerKind.SCHEDULE, "schedule", workflow.line_of("triggers")),) if fires else ()
        for key, runs_on in (("when", True), ("unless", False)):
            if key in workflow:
                value = self.truth(workflow[key])
                if value is not None and value is not runs_on:
                    by_hand = Trigger(TriggerKind.MANUAL, "pipeline parameter", workflow.line_of(key))
                    return () if isinstance(workflow[key], bool) else (by_hand,)
                if runs_on and asks_for_schedule(workflow[key]):
                    return (Trigger(TriggerKind.SCHEDULE, "scheduled pipeline", workflow.line_of(key)),)
        return None

    def truth(self, given: Any) -> bool | None:
        """Whether a condition holds when nobody sets a parameter; None where that cannot be told."""
        if isinstance(given, bool):
            return given
        if isinstance(given, dict):
            return self.combined(given)
        value = self.value(given) if PARAMETER.fullmatch(text(given).strip()) else None
        return None if value is None else value not in ("false", "", "0")

    def combined(self, given: dict[str, Any]) -> bool | None:
        """The truth of a condition that is made of others."""
        key, inner = next(iter(given.items()), ("", None))
        if key == "equal":
            values = {self.value(each) for each in items(inner)}
            return None if None in values else len(values) == 1
        truths = {self.truth(each) for each in items(inner)}
        if key == "not":
            return None if None in truths else truths == {False}
        for word, decides in (("and", False), ("or", True)):
            if key == word:
                return decides if decides in truths else None if None in truths else not decides
        return None

    def value(self, given: Any) -> str | None:
        """A word of a condition when nobody sets a parameter; None where only a run tells."""
        found = PARAMETER.fullmatch(text(given).strip())
        if found:
            return self.parameters.get(found.group(2)) if found.group(1) else None
        return None if "<<" in text(given) else text(given)

    def job(
        self,
        own: str,
        body: Marked,
        options: Marked,
        name: str,
        needs: tuple[str, ...],
        triggers: tuple[Trigger, ...] | None,
    ) -> Job:
        given = {**_defaults(body), **texts(options)}
        executor = body.get("executor")
        named = text(executor.get("name") if isinstance(executor, dict) else executor)
        base = marked(self.executors.get(named))
        env = {**texts(base.get("environment")), **texts(body.get("environment"))}
        unread: list[Unread] = []
        steps: list[Step] = []
        for holder, key in ((options, "pre-steps"), (body, "steps"), (options, "post-steps")):
            for each, line in placed(holder.get(key), holder.line):
                steps += self.step(each, 0, line, given, env)
        if self.taken > MOST_ENTRIES:
            unread.append(Unread(self.path, f"it has more than {MOST_ENTRIES} steps", "a smaller configuration"))
        holder = body if "docker" in body else base
        images = [
            parts.image(self.filled(each["image"], given), self.path, each.line_of("image"))
            for each in items(holder.get("docker"))
            if isinstance(each, Marked) and isinstance(each.get("image"), str)
        ]
        resource = text(body.get("resource_class")) or text(base.get("resource_class"))
        asks = any(IDENTITY.search(each.script) for each in steps) or any(
            IDENTITY.search(each) for each in env.values()
        )
        return Job(
            id=own,
            path=self.path,
            line=body.line,
            name=name,
            steps=tuple(steps),
            needs=needs,
            triggers=triggers,
            never_runs="the workflow never runs" if triggers == () else "",
            secrets=_contexts(options),
            identity=asks,
            runner=(resource,) if resource else (),
            self_hosted=None if "<<" in resource else "/" in resource,
            images=tuple(images),
            env=env,
            unread=(*unread, *left_out(steps, self.said)),
        )

    def step(
        self, entry: Any, depth: int, line: int, given: Mapping[str, str], env: Mapping[str, str]
    ) -> Iterator[Step]:
        """The steps an entry stands for: those of a command or a condition for more than one."""
        self.taken += 1
        if self.taken > MOST_ENTRIES:
            return
        key, body = next(iter(entry.items())) if isinstance(entry, dict) and entry else (text(entry), None)
        at = entry.line_of(key) if isinstance(entry, Marked) else line
        if key == "run":
            yield self.run(body, at, given, env)
        elif key in ("when", "unless"):
            condition = mapping(body).get("condition")
            if not isinstance(condition, bool) or condition is (key == "when"):
                for each, line in placed(mapping(body).get("steps"), at) if depth < DEEPEST else ():
                    yield from self.step(each, depth + 1, line, given, env)
        elif key in self.commands:
            command = marked(self.commands[key])
            inner = {**_defaults(command), **{name: self.filled(each, given) for name, each in texts(body).items()}}
            for each, line in placed(command.get("steps"), at) if depth < DEEPEST else ():
                yield from self.step(each, depth + 1, line, inner, env)
        elif key:
            does = Does.CHECKOUT if key == "checkout" else ORB_STEPS.get(key)
            publishes = key if does is Does.PUBLISH else ""
            yield Step(key, self.path, at, does=frozenset({does}) if does else frozenset(), publishes=publishes)

    def run(self, given: Any, at: int, parameters: Mapping[str, str], env: Mapping[str, str]) -> Step:
        body = mapping(given)
        script = given if isinstance(given, str) else text(body.get("command"))
        first = given.line_of("command") if isinstance(given, Marked) else at
        folder = join("", self.filled(text(body.get("working_directory")), parameters))
        when = body.get("when")
        return script_step(
            self.filled(script, parameters),
            self.path,
            first + ("\n" in script),
            self.read_file,
            name=text(body.get("name")),
            folder="" if "$" in folder or "~" in folder else folder,
            env=texts(body.get("environment")),
            outer_env=env,
            runs_always=when == "always",
            failure_ignored=when == "on_fail",
            shell=text(body.get("shell")).partition(" ")[0].rpartition("/")[2],
            step_line=at,
        )

    def filled(self, written: str, given: Mapping[str, str]) -> str:
        """The text with the parameters that are known; the rest stay variables, as << would begin a here-document."""

        def value(match: re.Match[str]) -> str:
            known = (self.parameters if match.group(1) else given).get(match.group(2), "")
            return known if known and "<<" not in known else f"${{{match.group(2)}}}"

        return OTHER_VALUE.sub(r"${\1}", PARAMETER.sub(value, written))


def _orb(written: str, path: str, line: int) -> Part:
    name, _, version = written.partition("@")
    return Part(PartKind.ORB, written, name, version, False, bool(EXACT.fullmatch(version)), path, line)


def _defaults(body: Marked) -> dict[str, str]:
    """Parameters by the values they have when nobody gives one."""
    return {
        name: text(each["default"])
        for name, each in mapping(body.get("parameters")).items()
        if isinstance(each, dict) and "default" in each
    }


def _contexts(options: Marked) -> tuple[str, ...]:
    return listed(options.get("context"))
