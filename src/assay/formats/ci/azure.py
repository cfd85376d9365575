"""Reads an Azure Pipelines definition into the normalised model."""

from typing import Any

from assay.domain.evidence import Unread
from assay.facts.ci import Does, Job, Part, PartKind, Pipeline, Provider, Step, Trigger, TriggerKind
from assay.formats.ci import conditions, parts
from assay.formats.ci.steps import Reader, script_step
from assay.formats.yaml_text import Marked, YamlError
from assay.formats.yaml_text import read as read_yaml

SCRIPTS = ("script", "bash", "pwsh", "powershell")
TASKS: dict[str, dict[str, Does]] = {
    "DotNetCoreCLI": {"test": Does.TEST, "push": Does.PUBLISH, "build": Does.BUILD, "publish": Does.BUILD},
    "VSTest": {"": Does.TEST}, "Maven": {"": Does.TEST}, "Gradle": {"": Does.TEST}, "VisualStudioTestPlatformInstaller": {},
    "NuGetCommand": {"push": Does.PUBLISH}, "Docker": {"push": Does.PUBLISH, "buildandpush": Does.PUBLISH, "build": Does.BUILD},
    "Npm": {"publish": Does.PUBLISH}, "GitHubRelease": {"": Does.PUBLISH}, "TwineAuthenticate": {}, "UniversalPackages": {"publish": Does.PUBLISH},
    "AzureWebApp": {"": Does.DEPLOY}, "AzureRmWebAppDeployment": {"": Does.DEPLOY}, "KubernetesManifest": {"deploy": Does.DEPLOY},
    "CredScan": {"": Does.SECRET_SCAN}, "AdvancedSecurity-Codeql-Analyze": {"": Does.STATIC_ANALYSIS}, "AdvancedSecurity-Dependency-Scanning": {"": Does.VULNERABILITY_MATCH},
    "dependency-check-build-task": {"": Does.VULNERABILITY_MATCH}, "SonarQubeAnalyze": {"": Does.STATIC_ANALYSIS}, "SonarCloudAnalyze": {"": Does.STATIC_ANALYSIS}, "EsrpCodeSigning": {"": Does.SIGN},
    "AzureCLI": {}, "Bash": {}, "PowerShell": {}, "ManifestGeneratorTask": {"": Does.SBOM},
}  # fmt: skip


def read(text: str, path: str, read_file: Reader) -> Pipeline:
    """The pipeline of one file; raises YamlError."""
    whole = read_yaml(text)
    if not isinstance(whole, Marked):
        raise YamlError("it holds no pipeline")
    reader = _Azure(path, read_file)
    if isinstance(whole.get("extends"), Marked):
        reader.foreign(str(whole["extends"].get("template", "")), whole.line_of("extends"))
    jobs: list[Job] = []
    earlier: tuple[str, ...] = ()
    for stage in whole.get("stages") or [whole]:
        if not isinstance(stage, Marked):
            continue
        stage = reader.expanded(stage, "stages") or stage
        given = stage.get("dependsOn")
        waits = (
            earlier
            if given is None
            else tuple(
                job.id for job in jobs if job.environment in _list(given) or job.id.split("/")[0] in _list(given)
            )
        )
        made = reader.jobs(stage, str(stage.get("stage") or ""), waits)
        jobs += made
        earlier = tuple(job.id for job in made)
    return Pipeline(
        Provider.AZURE,
        path,
        str(whole.get("name") or path),
        _triggers(whole),
        conditions.without_blocked(jobs),
        parts=tuple(reader.outside),
        unread=tuple(reader.unread),
    )


class _Azure:
    def __init__(self, path: str, read_file: Reader) -> None:
        self.path = path
        self.read_file = read_file
        self.unread: list[Unread] = []
        self.outside: list[Part] = []

    def foreign(self, template: str, line: int) -> None:
        name, _, where = template.partition("@")
        if where and where != "self":
            self.outside.append(Part(PartKind.TEMPLATE, template, name, where, False, None, self.path, line))
        self.unread.append(
            Unread(self.path, f"the template {template} cannot be followed", "assess the repository that holds it too")
        )

    def expanded(self, body: Marked, key: str) -> Marked | None:
        """What a template of the same repository holds in place of ``body``."""
        template = body.get("template")
        if not isinstance(template, str):
            return None
        folder = self.path.rpartition("/")[0]
        for path in (template.lstrip("/"), f"{folder}/{template}".lstrip("/")):
            text = self.read_file(path) if "@" not in template else None
            if text is not None:
                try:
                    found = read_yaml(text)
                except YamlError:
                    break
                return found if isinstance(found, Marked) and key in found else None
        self.foreign(template, body.line_of("template"))
        return None

    def jobs(self, stage: Marked, stage_name: str, waits: tuple[str, ...]) -> list[Job]:
        found: list[Job] = []
        for body in stage.get("jobs") or ([stage] if "steps" in stage else []):
            if not isinstance(body, Marked):
                continue
            bodies = [body]
            if "template" in body and (inner := self.expanded(body, "jobs")):
                bodies = [each for each in inner.get("jobs") or () if isinstance(each, Marked)]
            found += [self.job(each, stage, stage_name, waits, len(found) + n) for n, each in enumerate(bodies)]
        return found

    def job(self, body: Marked, stage: Marked, stage_name: str, waits: tuple[str, ...], number: int) -> Job:
        name = str(body.get("job") or body.get("deployment") or f"job{number}")
        own = f"{stage_name}/{name}" if stage_name else name
        steps: list[Step] = []
        for each in _steps(body):
            steps += self.step(each, 0)
        pool = body.get("pool") or stage.get("pool")
        hosted = None if not pool else "vmImage" in pool if isinstance(pool, dict) else False
        condition = _condition(body) or _condition(stage)
        environment = body.get("environment")
        needs = tuple(f"{stage_name}/{each}" if stage_name else each for each in _list(body.get("dependsOn")))
        return Job(
            id=own,
            path=self.path,
            line=body.line,
            name=name,
            steps=tuple(steps),
            needs=(*needs, *waits),
            condition=condition,
            failure_ignored=conditions.is_on(body.get("continueOnError")),
            runs_always=any(each in condition for each in ("always()", "succeededOrFailed()", "failed()")),
            never_runs="its condition is never true" if _is_never(condition) else "",
            environment=stage_name,
            approval=str(environment.get("name", "") if isinstance(environment, dict) else environment or ""),
            runner=(str(pool.get("vmImage") or pool.get("name") or "") if isinstance(pool, dict) else str(pool or ""),),
            self_hosted=None if hosted is None else not hosted,
            images=(parts.image(body["container"], self.path, body.line_of("container")),)
            if isinstance(body.get("container"), str) and ":" in body["container"]
            else (),
        )

    def step(self, body: Any, depth: int) -> list[Step]:
        if not isinstance(body, Marked) or body.get("enabled") is False or _is_never(_condition(body)):
            return []
        if "template" in body:
            inner = self.expanded(body, "steps") if depth < 3 else None
            return [each for step in (inner or Marked()).get("steps") or () for each in self.step(step, depth + 1)]
        ignored = conditions.is_on(body.get("continueOnError")) or conditions.is_after_failure(_condition(body))
        always = any(each in _condition(body) for each in ("always()", "succeededOrFailed()"))
        name = str(body.get("displayName") or "")
        for key in SCRIPTS:
            if isinstance(body.get(key), str):
                line = body.line_of(key)
                text = body[key]
                return [
                    script_step(
                        text,
                        self.path,
                        line + ("\n" in text.strip()),
                        self.read_file,
                        name=name,
                        failure_ignored=ignored,
                        runs_always=always,
                        step_line=line,
                    )
                ]
        if not isinstance(body.get("task"), str):
            return []
        task, _, version = body["task"].partition("@")
        line = body.line_of("task")
        part = Part(PartKind.TASK, body["task"], task, version, False, True, self.path, line, platform=True)
        inputs = {key: str(value) for key, value in (body.get("inputs") or {}).items()}
        command = (inputs.get("command") or inputs.get("custom") or "").lower()
        kinds = TASKS.get(task, {})
        does = kinds.get(command) or kinds.get("")
        script = inputs.get("script") or inputs.get("inlineScript") or ""
        if task == "Npm" and command == "custom":
            script = "npm " + inputs.get("customCommand", "")
        if task == "Npm" and command in ("ci", "install"):
            script = f"npm {command}"
        if task == "DotNetCoreCLI" and command == "restore":
            script = "dotnet restore " + inputs.get("restoreArguments", "")
        if task in ("Maven", "Gradle"):
            script = f"{'mvn' if task == 'Maven' else './gradlew'} {inputs.get('goals') or inputs.get('tasks') or 'package'} {inputs.get('options', '')}"
            does = None
        ran = script_step(script, self.path, line, self.read_file) if script else None
        found = (ran.does if ran else frozenset()) | ({does} if does else frozenset())
        return [
            Step(name, self.path, line, part, inputs, ran.commands if ran else (), script, line, failure_ignored=ignored, runs_always=always,
                 does=frozenset(found), publishes=f"{task} {command}".strip() if does is Does.PUBLISH else ran.publishes if ran else "")
        ]  # fmt: skip


def _condition(body: Marked) -> str:
    given = body.get("condition")
    return "" if given is None else str(given)


def _is_never(condition: str) -> bool:
    bare = condition.replace(" ", "").casefold()
    return bare == "false" or (bare.startswith("and(") and "false" in bare[4:-1].split(","))


def _steps(body: Marked) -> list[Any]:
    found = list(body.get("steps") or ())
    strategy = body.get("strategy")
    if isinstance(strategy, dict):
        for kind in strategy.values():
            for phase in kind.values() if isinstance(kind, dict) else ():
                found += list(phase.get("steps") or ()) if isinstance(phase, dict) else []
    return found


def _triggers(whole: Marked) -> tuple[Trigger, ...]:
    found = []
    trigger = whole.get("trigger", "every push")
    if trigger != "none" and not (isinstance(trigger, dict) and not trigger):
        tags = trigger.get("tags") if isinstance(trigger, dict) else None
        if tags:
            found.append(Trigger(TriggerKind.TAG, "trigger.tags", whole.line_of("trigger")))
        if not tags or (isinstance(trigger, dict) and trigger.get("branches")):
            branches = trigger.get("branches") if isinstance(trigger, dict) else trigger
            named = branches.get("include") if isinstance(branches, dict) else branches
            found.append(Trigger(TriggerKind.PUSH, "trigger", whole.line_of("trigger"), _list(named)))
    if whole.get("pr", "every") != "none":
        found.append(Trigger(TriggerKind.CHANGE, "pr", whole.line_of("pr")))
    schedules = whole.get("schedules")
    if isinstance(schedules, list) and any(
        conditions.fires(str(each.get("cron", ""))) for each in schedules if isinstance(each, dict)
    ):
        found.append(Trigger(TriggerKind.SCHEDULE, "schedules", whole.line_of("schedules")))
    return tuple(found) or (Trigger(TriggerKind.MANUAL, "manual"),)


def _list(value: Any) -> tuple[str, ...]:
    return (
        () if value in (None, "") else tuple(str(each) for each in value) if isinstance(value, list) else (str(value),)
    )
