"""Reads an Azure Pipelines definition, with templates of the same repository, into the normalised model."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from assay.domain.evidence import Unread
from assay.facts.ci import Command, Does, Job, Part, PartKind, Pipeline, Provider, Step
from assay.formats.ci import conditions, parts
from assay.formats.ci.azure_surroundings import groups_of, pool_of, variables
from assay.formats.ci.azure_tasks import SCRIPTS, TASKS, USUAL_COMMAND, as_script, connections, filled, in_shell
from assay.formats.ci.azure_triggers import mappings, triggers_of
from assay.formats.ci.places import join
from assay.formats.ci.steps import Reader, left_out, of_commands, script_step
from assay.formats.ci.values import items, listed, mapping, marked, text, texts
from assay.formats.yaml_text import Marked, YamlError
from assay.formats.yaml_text import read as read_yaml

EXPRESSION = re.compile(r"\$\{\{.*\}\}", re.DOTALL)
NEVER_TAKEN = re.compile(r"\$\{\{\s*(?:else)?if\s*\(?\s*false\s*\)?\s*\}\}", re.IGNORECASE)
HEX = re.compile(r"[0-9a-f]{40}")
DEEPEST = 4
MOST_ITEMS = 3000
"""Stages, jobs and steps, those of templates counted."""


def read(definition: str, path: str, read_file: Reader) -> Pipeline:
    """The pipeline of one file; raises YamlError."""
    whole = read_yaml(definition)
    if not isinstance(whole, Marked):
        raise YamlError("it holds no pipeline")
    reading = _Reading(read_file, whole)
    top, place = whole, _Place(path)
    if isinstance(whole.get("extends"), Marked):
        extended = reading.template(whole["extends"], place)
        top, place = extended or marked(None), extended.place if extended else place
    jobs = reading.all_jobs(top, place)
    return Pipeline(
        Provider.AZURE,
        path,
        text(whole.get("name")) or path,
        triggers_of(whole),
        conditions.without_blocked(jobs),
        parts=tuple(reading.outside),
        env=reading.env,
        unread=tuple(reading.unread),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """The file that is read, and the files whose templates led to it."""

    path: str
    above: tuple[str, ...] = ()


class _Template(Marked):
    """The body of a template, with the place it stands in."""

    place: _Place


@dataclass(frozen=True, slots=True)
class _Around:
    """What a job has from its pipeline and stage."""

    stage: str = ""
    needs: tuple[str, ...] = ()
    pool: Any = None
    condition: str = ""
    env: Mapping[str, str] = field(default_factory=dict)
    secrets: frozenset[str] = frozenset()


class _Reading:
    def __init__(self, read_file: Reader, whole: Marked) -> None:
        self.read_file = read_file
        self.whole = whole
        self.unread: list[Unread] = []
        self.outside: list[Part] = []
        self.said: set[str] = set()
        self.templates: dict[str, Marked] = {}
        self.taken = 0
        resources = mapping(whole.get("resources"))
        self.repositories = {text(each.get("repository")): each for each in mappings(resources.get("repositories"))}
        self.containers = {text(each.get("container")): each for each in mappings(resources.get("containers"))}
        self.env = variables(whole.get("variables"))

    def all_jobs(self, top: Marked, place: _Place) -> list[Job]:
        """The jobs of all stages, in order."""
        pipeline = _Around(pool=self.whole.get("pool") or top.get("pool"), env=self.env, secrets=groups_of(self.whole))
        if "stages" not in top:
            return self.jobs(top, pipeline, place)
        found: list[Job] = []
        by_stage: dict[str, tuple[str, ...]] = {}
        earlier: tuple[str, ...] = ()
        for number, (stage, where) in enumerate(self.expanded(top["stages"], "stages", place)):
            name = text(stage.get("stage")) or f"stage{number}"
            waits = earlier
            if "dependsOn" in stage:
                waits = tuple(job for each in listed(stage["dependsOn"]) for job in by_stage.get(each, ()))
            around = replace(
                pipeline,
                stage=name,
                needs=waits,
                pool=stage.get("pool") or pipeline.pool,
                condition=text(stage.get("condition")),
                env={**self.env, **variables(stage.get("variables"))},
                secrets=pipeline.secrets | groups_of(stage),
            )
            made = self.jobs(stage, around, where)
            found += made
            earlier = by_stage[name] = tuple(job.id for job in made)
        return found

    def jobs(self, stage: Marked, around: _Around, place: _Place) -> list[Job]:
        """The jobs of a stage, or the one job of a pipeline that is nothing but steps."""
        bodies = [(stage, place)] if "steps" in stage else list(self.expanded(stage.get("jobs"), "jobs", place))
        return [self.job(body, around, where, number) for number, (body, where) in enumerate(bodies)]

    def expanded(self, given: Any, key: str, place: _Place) -> Iterator[tuple[Marked, _Place]]:
        """The items of a list, templates and the branches of template expressions replaced by what they hold."""
        for each in items(given):
            self.taken += 1
            if self.taken > MOST_ITEMS:
                self.remark(place.path, f"it has more than {MOST_ITEMS} stages, jobs and steps", "a smaller pipeline")
                return
            if isinstance(each, str) and EXPRESSION.search(each):
                self.remark(place.path, f"{key} are handed over while it runs ({each[:60]})", "write them out")
            if not isinstance(each, Marked):
                continue
            if each and all(EXPRESSION.fullmatch(name) for name in each):
                for name, branch in each.items():
                    if not NEVER_TAKEN.fullmatch(name):
                        yield from self.expanded(branch, key, place)
            elif isinstance(each.get("template"), str):
                if found := self.template(each, place):
                    yield from self.expanded(found.get(key), key, found.place)
            else:
                yield each, place

    def template(self, body: Marked, place: _Place) -> _Template | None:
        """A template of the same repository; None where it lives elsewhere or cannot be read, which is then noted."""
        name = text(body.get("template"))
        bare, _, where = name.partition("@")
        line = body.line_of("template")
        if where and where != "self":
            ref = text(mapping(self.repositories.get(where)).get("ref"))
            part = Part(PartKind.TEMPLATE, name, bare, ref or where, False, bool(HEX.fullmatch(ref)), place.path, line)
            self.outside.append(part)
        elif place.path not in place.above and len(place.above) < DEEPEST:
            folder = place.path.rpartition("/")[0]
            for path in dict.fromkeys((join(folder, bare), join("", bare))):
                definition = self.read_file(path)
                if definition is not None:
                    return self.parsed(definition, path, place)
        self.remark(f"{place.path}:{line}", f"the template {name} cannot be followed", "assess the repository that holds it too")  # fmt: skip
        return None

    def parsed(self, definition: str, path: str, place: _Place) -> _Template:
        if path not in self.templates:
            self.templates[path] = marked(None)
            try:
                self.templates[path] = marked(read_yaml(definition))
            except YamlError as error:
                self.remark(path, f"it is not YAML ({error})", "correct the file")
        made = _Template(self.templates[path])
        made.lines = self.templates[path].lines
        made.place = _Place(path, (*place.above, place.path))
        return made

    def remark(self, where: str, why: str, remedy: str) -> None:
        """Notes once what cannot be read."""
        if (remark := Unread(where, why, remedy)) not in self.unread:
            self.unread.append(remark)

    def job(self, body: Marked, around: _Around, place: _Place, number: int) -> Job:
        name = text(body.get("job")) or text(body.get("deployment")) or f"job{number}"
        env = {**around.env, **variables(body.get("variables"))}
        steps: list[Step] = []
        for given in _steps(body):
            for each, where in self.expanded(given, "steps", place):
                steps += self.step(each, where, env)
        condition = text(body.get("condition")) or around.condition
        environment = body.get("environment")
        environment = text(environment.get("name") if isinstance(environment, dict) else environment)
        led = f"{around.stage}/" if around.stage else ""
        runner, self_hosted = pool_of(body.get("pool") or around.pool)
        return Job(
            id=f"{led}{name}",
            path=place.path,
            line=body.line,
            name=text(body.get("displayName")) or name,
            steps=tuple(steps),
            needs=(*(f"{led}{each}" for each in listed(body.get("dependsOn"))), *around.needs),
            condition=condition,
            failure_ignored=conditions.is_on(body.get("continueOnError")),
            runs_always=_runs_always(condition),
            never_runs="its condition is never true" if _is_never(condition) or _is_never(around.condition) else "",
            environment=environment,
            approval=environment,
            secrets=tuple(sorted(around.secrets | groups_of(body) | connections(steps))),
            runner=runner,
            self_hosted=self_hosted,
            images=tuple(self.images(body, place)),
            env=variables(body.get("variables")),
            unread=tuple(left_out(steps, self.said)),
        )

    def images(self, body: Marked, place: _Place) -> Iterator[Part]:
        """The containers a job runs in and beside."""
        services = body.get("services")
        for holder, given in ((body, body.get("container")), *((marked(services), each) for each in mapping(services).values())):  # fmt: skip
            name = text(given.get("image") if isinstance(given, dict) else given)
            known = mapping(self.containers.get(name))
            written = text(known.get("image")) or name
            if written and (known or isinstance(given, dict) or re.search(r"[:/@]", written)):
                yield parts.image(written, place.path, getattr(given, "line", 0) or holder.line_of("container"))

    def step(self, body: Marked, place: _Place, env: Mapping[str, str]) -> list[Step]:
        condition = text(body.get("condition"))
        if body.get("enabled") is False or _is_never(condition):
            return []
        common = Step(
            name=text(body.get("displayName")),
            path=place.path,
            line=body.line,
            env=texts(body.get("env")),
            condition=condition,
            failure_ignored=conditions.is_on(body.get("continueOnError")) or conditions.is_after_failure(condition),
            runs_always=_runs_always(condition),
        )
        for key in SCRIPTS:
            if isinstance(body.get(key), str):
                return [self.script(body, key, replace(common, line=body.line_of(key)), env)]
        if "checkout" in body:
            return [replace(common, line=body.line_of("checkout"), does=frozenset({Does.CHECKOUT}))]
        return [self.task(body, common, env)] if isinstance(body.get("task"), str) else []

    def script(self, body: Marked, key: str, common: Step, env: Mapping[str, str]) -> Step:
        script = body[key]
        folder = join("", filled(text(body.get("workingDirectory")), env))
        found = script_step(
            filled(script, env),
            common.path,
            common.line + ("\n" in script),
            self.read_file,
            folder="" if "$" in folder else folder,
            outer_env=in_shell(env),
            env=common.env,
        )
        shell = "" if key == "script" else key
        return of_commands(found.commands, replace(common, script=script, script_line=found.script_line, shell=shell))

    def task(self, body: Marked, common: Step, env: Mapping[str, str]) -> Step:
        """A task: code of the platform, whose inputs tell what it does."""
        task, _, version = body["task"].partition("@")
        line = body.line_of("task")
        part = Part(PartKind.TASK, body["task"], task, version, False, True, common.path, line, platform=True)
        inputs = texts(body.get("inputs"))
        command = (inputs.get("command") or inputs.get("custom") or USUAL_COMMAND.get(task, "")).lower()
        kinds = TASKS.get(task, {})
        does = kinds.get(command) or kinds.get("")
        found: tuple[Command, ...] = ()
        script = as_script(task, command, inputs)
        if script:
            folder = join("", filled(inputs.get("workingDirectory") or inputs.get("workingDir") or "", env))
            found = script_step(
                filled(script, env), common.path, line, self.read_file, folder="" if "$" in folder else folder, outer_env=in_shell(env)
            ).commands  # fmt: skip
        step = of_commands(found, replace(common, line=line, part=part, inputs=inputs, script=script, script_line=line))
        publishes = f"{task} {command}".strip() if does is Does.PUBLISH else step.publishes
        return replace(step, does=step.does | ({does} if does else frozenset()), publishes=publishes)


def _steps(body: Marked) -> Iterator[Any]:
    """The lists of steps of a job, in the phases of a deployment too."""
    yield body.get("steps")
    for kind in mapping(body.get("strategy")).values():
        for phase in mapping(kind).values():
            yield mapping(phase).get("steps")
            for outcome in mapping(phase).values():
                yield mapping(outcome).get("steps")


def _runs_always(condition: str) -> bool:
    return any(each in condition for each in ("always()", "succeededOrFailed()", "failed()"))


def _is_never(condition: str) -> bool:
    bare = condition.replace(" ", "").casefold()
    return bare == "false" or (bare.startswith("and(") and "false" in bare[4:-1].split(","))
