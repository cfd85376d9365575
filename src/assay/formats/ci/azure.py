"""Reads an Azure Pipelines definition, with templates of the same repository, into the normalised model."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from assay.domain.evidence import Unread
from assay.facts.ci import Command, Does, Job, Part, PartKind, Pipeline, Provider, Step, Trigger, TriggerKind
from assay.formats.ci import conditions, parts
from assay.formats.ci.places import join
from assay.formats.ci.steps import Reader, left_out, of_commands, script_step
from assay.formats.ci.values import items, listed, mapping, marked, text, texts
from assay.formats.yaml_text import Marked, MarkedList, YamlError
from assay.formats.yaml_text import read as read_yaml

SCRIPTS = ("script", "bash", "pwsh", "powershell")
TASKS: dict[str, dict[str, Does]] = {
    "DotNetCoreCLI": {"test": Does.TEST, "push": Does.PUBLISH, "build": Does.BUILD, "publish": Does.BUILD},
    "VSTest": {"": Does.TEST}, "VisualStudioTestPlatformInstaller": {},
    "NuGetCommand": {"push": Does.PUBLISH}, "Docker": {"push": Does.PUBLISH, "buildandpush": Does.PUBLISH, "build": Does.BUILD},
    "Npm": {"publish": Does.PUBLISH}, "GitHubRelease": {"": Does.PUBLISH}, "TwineAuthenticate": {}, "UniversalPackages": {"publish": Does.PUBLISH},
    "AzureWebApp": {"": Does.DEPLOY}, "AzureRmWebAppDeployment": {"": Does.DEPLOY}, "KubernetesManifest": {"deploy": Does.DEPLOY},
    "CredScan": {"": Does.SECRET_SCAN}, "AdvancedSecurity-Codeql-Analyze": {"": Does.STATIC_ANALYSIS}, "AdvancedSecurity-Dependency-Scanning": {"": Does.VULNERABILITY_MATCH},
    "dependency-check-build-task": {"": Does.VULNERABILITY_MATCH}, "SonarQubeAnalyze": {"": Does.STATIC_ANALYSIS}, "SonarCloudAnalyze": {"": Does.STATIC_ANALYSIS}, "EsrpCodeSigning": {"": Does.SIGN},
    "AzureCLI": {}, "Bash": {}, "PowerShell": {}, "ManifestGeneratorTask": {"": Does.SBOM},
}  # fmt: skip
USUAL_COMMAND = {"Docker": "buildandpush", "Npm": "install", "DotNetCoreCLI": "build", "NuGetCommand": "restore"}
"""What a task does where the definition does not say."""
CONNECTIONS = frozenset(
    "azuresubscription connectedservicename connectedservicenamearm containerregistry dockerregistryserviceconnection kubernetesserviceconnection"
    " githubconnection publishendpoint publishfeedcredentials externalfeedcredentials sonarqube sonarcloud serviceconnection awscredentials connectedservice".split()
)
"""Inputs that name a service connection, in lower case."""
HOSTED_POOLS = re.compile(r"azure pipelines|hosted.*|server", re.IGNORECASE)
"""Names of pools that the platform runs; ``server`` is where it waits and asks without a machine."""
EXPRESSION = re.compile(r"\$\{\{.*\}\}", re.DOTALL)
NEVER_TAKEN = re.compile(r"\$\{\{\s*(?:else)?if\s*\(?\s*false\s*\)?\s*\}\}", re.IGNORECASE)
MACRO = re.compile(r"\$\(([A-Za-z_][\w.-]{0,100})\)|\$\{\{\s*variables\.([\w.]{1,100})\s*\}\}")
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
        _triggers(whole),
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
        self.repositories = {text(each.get("repository")): each for each in _mappings(resources.get("repositories"))}
        self.containers = {text(each.get("container")): each for each in _mappings(resources.get("containers"))}
        self.env = _variables(whole.get("variables"))

    def all_jobs(self, top: Marked, place: _Place) -> list[Job]:
        """The jobs of all stages, in order."""
        pipeline = _Around(pool=self.whole.get("pool") or top.get("pool"), env=self.env, secrets=_groups(self.whole))
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
                env={**self.env, **_variables(stage.get("variables"))},
                secrets=pipeline.secrets | _groups(stage),
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
        env = {**around.env, **_variables(body.get("variables"))}
        steps: list[Step] = []
        for given in _steps(body):
            for each, where in self.expanded(given, "steps", place):
                steps += self.step(each, where, env)
        condition = text(body.get("condition")) or around.condition
        environment = body.get("environment")
        environment = text(environment.get("name") if isinstance(environment, dict) else environment)
        led = f"{around.stage}/" if around.stage else ""
        runner, self_hosted = _pool(body.get("pool") or around.pool)
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
            secrets=tuple(sorted(around.secrets | _groups(body) | _connections(steps))),
            runner=runner,
            self_hosted=self_hosted,
            images=tuple(self.images(body, place)),
            env=_variables(body.get("variables")),
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
        folder = join("", _filled(text(body.get("workingDirectory")), env))
        found = script_step(
            _filled(script, env),
            common.path,
            common.line + ("\n" in script),
            self.read_file,
            folder="" if "$" in folder else folder,
            outer_env=_in_shell(env),
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
        script = _as_script(task, command, inputs)
        if script:
            folder = join("", _filled(inputs.get("workingDirectory") or inputs.get("workingDir") or "", env))
            found = script_step(
                _filled(script, env), common.path, line, self.read_file, folder="" if "$" in folder else folder, outer_env=_in_shell(env)
            ).commands  # fmt: skip
        step = of_commands(found, replace(common, line=line, part=part, inputs=inputs, script=script, script_line=line))
        publishes = f"{task} {command}".strip() if does is Does.PUBLISH else step.publishes
        return replace(step, does=step.does | ({does} if does else frozenset()), publishes=publishes)


def _as_script(task: str, command: str, inputs: Mapping[str, str]) -> str:
    """What a task runs, as a script."""
    arguments = inputs.get("arguments") or inputs.get("restoreArguments") or ""
    if task == "Npm":
        custom = inputs.get("customCommand", "")
        return f"npm {custom}" if command == "custom" else f"npm {command}" if command in ("ci", "install") else ""
    if task == "DotNetCoreCLI" and command in ("restore", "custom"):
        return (
            f"dotnet {command} {arguments}"
            if command == "restore"
            else f"dotnet {inputs.get('custom', '')} {arguments}"
        )
    if task in ("Maven", "Gradle"):
        tool, usual = ("mvn", "package") if task == "Maven" else ("./gradlew", "build")
        return f"{tool} {inputs.get('goals') or inputs.get('tasks') or usual} {inputs.get('options', '')}"
    if task in ("Bash", "ShellScript"):
        file = inputs.get("filePath") or inputs.get("scriptPath") or ""
        return inputs.get("script") or (f"bash {file} {arguments}" if file else "")
    return inputs.get("script") or inputs.get("inlineScript") or ""


def _filled(script: str, env: Mapping[str, str]) -> str:
    """The script with the variables of the pipeline that are written out; others stay variables of the shell."""

    def value(match: re.Match[str]) -> str:
        name = match.group(1) or match.group(2)
        known = env.get(name, "")
        if known and "$" not in known:
            return known
        return f"${{{name}}}" if "." in name or name in env else match.group()

    return MACRO.sub(value, script)


def _steps(body: Marked) -> Iterator[Any]:
    """The lists of steps of a job, in the phases of a deployment too."""
    yield body.get("steps")
    for kind in mapping(body.get("strategy")).values():
        for phase in mapping(kind).values():
            yield mapping(phase).get("steps")
            for outcome in mapping(phase).values():
                yield mapping(outcome).get("steps")


def _variables(given: Any) -> dict[str, str]:
    """Variables with a value in the definition."""
    if isinstance(given, MarkedList):
        return {text(each.get("name")): text(each.get("value")) for each in _mappings(given) if "name" in each}
    return texts(given)


def _in_shell(env: Mapping[str, str]) -> dict[str, str]:
    """The variables by the names a shell knows them under."""
    return {re.sub(r"[.\s]", "_", name).upper(): value for name, value in env.items()} | dict(env)


def _groups(body: Marked) -> frozenset[str]:
    """The variable groups that reach what stands in ``body``: settings elsewhere, most often secrets."""
    groups = (text(each.get("group")) for each in _mappings(body.get("variables")))
    return frozenset(f"group {each}" for each in groups if each)


def _connections(steps: list[Step]) -> frozenset[str]:
    """The service connections that steps use."""
    return frozenset(
        f"connection {value}"
        for step in steps
        for name, value in step.inputs.items()
        if name.lower() in CONNECTIONS and value
    )


def _pool(pool: Any) -> tuple[tuple[str, ...], bool | None]:
    """The labels of the machine and whether it is one's own; None where that is a setting."""
    given = mapping(pool)
    image, name = text(given.get("vmImage")), text(given.get("name")) if given else text(pool)
    labels = tuple(each for each in (image or name,) if each)
    if image or not labels:
        return labels, False if image else None
    return labels, None if "$" in name else not HOSTED_POOLS.fullmatch(name)


def _runs_always(condition: str) -> bool:
    return any(each in condition for each in ("always()", "succeededOrFailed()", "failed()"))


def _is_never(condition: str) -> bool:
    bare = condition.replace(" ", "").casefold()
    return bare == "false" or (bare.startswith("and(") and "false" in bare[4:-1].split(","))


def _triggers(whole: Marked) -> tuple[Trigger, ...]:
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
    if any(conditions.fires(text(each.get("cron"))) for each in _mappings(whole.get("schedules"))):
        found.append(Trigger(TriggerKind.SCHEDULE, "schedules", whole.line_of("schedules")))
    resources = mapping(whole.get("resources"))
    if any(each.get("trigger") not in (None, False, "none") for each in _mappings(resources.get("pipelines"))):
        names = tuple(text(each.get("source")) for each in _mappings(resources.get("pipelines")))
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


def _mappings(given: Any) -> list[Marked]:
    return [each for each in items(given) if isinstance(each, Marked)]
