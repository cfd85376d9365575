"""Reads a declarative Jenkinsfile into the normalised model; scripted ones are unread, because only running them tells."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from assay.domain.evidence import Unread
from assay.facts.ci import Does, Job, Part, PartKind, Pipeline, Provider, Step, Trigger, TriggerKind
from assay.formats.ci import conditions, parts
from assay.formats.ci.groovy import STRING, Block, Groovy, literal
from assay.formats.ci.jenkins_when import is_never, started
from assay.formats.ci.places import join
from assay.formats.ci.steps import Reader, left_out, script_step

HEX = re.compile(r"[0-9a-f]{40}")
LIBRARY = re.compile(r"@Library\s*\(|\blibrary\s*(?:\(\s*)?(?:identifier\s*:\s*)?(?=['\"])")
SHELL = re.compile(
    r"\b(sh|bat|pwsh|powershell)\b\s*(?:\(\s*)?(?:\w{1,40}\s*:\s*(?:true|false|'[^'\n]{0,80}'|\"[^\"\n]{0,80}\")\s*,\s*){0,4}(?:script\s*:\s*)?(?=['\"])"
)
STATUS = re.compile(r"returnStatus\s*:\s*true")
LOOKED_AT = re.compile(r"[=(]\s*$|\breturn\s*$")
IMAGE = re.compile(r"\b(?:image\s*(?:\(\s*)?|docker\s+)(?=['\"])|\bdocker\.image\s*\(\s*(?=['\"])")
IMAGE_IN_YAML = re.compile(r"^[ \t]*(?:-[ \t]*)?image:[ \t]*[\"']?([\w./:@$\{\}-]{1,200})", re.MULTILINE)
YAML = re.compile(r"\byaml\s*(?:\(\s*)?(?=['\"]{3})")
CRON = re.compile(r"\bcron\s*(?:\(\s*)?(?=['\"])")
LABEL = re.compile(r"\blabel\s*(?:\(\s*)?(?=['\"])")
CREDENTIAL = re.compile(
    r"\b(?:credentialsId\s*:\s*|credentials\s*(?:\(\s*|:\s*\[\s*)|sshagent\s*(?:\(\s*)?\[\s*)(?=['\"])"
)
ENVIRONMENT = re.compile(r"\b([A-Za-z_]\w{0,60})\s*=\s*(?=['\"])")
RETHROWS = re.compile(r"\bthrow\b|\berror\b|FAILURE|FAILED|\bexit\b")
STEPS: dict[str, Does] = {
    "nexusPublisher": Does.PUBLISH, "nexusArtifactUploader": Does.PUBLISH, "rtUpload": Does.PUBLISH, "s3Upload": Does.PUBLISH, "dependencyCheck": Does.VULNERABILITY_MATCH,
    "withSonarQubeEnv": Does.STATIC_ANALYSIS,
}  # fmt: skip
STEP = re.compile(rf"\b({'|'.join(STEPS)})\b|\b\w{{1,40}}(?:\([^()\n]{{0,200}}\))?\.(push)\s*\(")
AFTERWARDS = {"success": False, "fixed": False, "changed": False, "always": True, "cleanup": True}
"""Conditions of post that hold after a success, and whether they hold after a failure too."""


def read(definition: str, path: str, read_file: Reader) -> Pipeline:
    """The pipeline; raises GroovyError, which is a ValueError."""
    script = Groovy(definition)
    reading = _Reading(script, path, read_file)
    libraries = tuple(reading.libraries())
    unread = [Unread(path, "what starts a Jenkins job is a setting of the server", "export the job's configuration")]
    unread += [
        Unread(f"{path}:{each.line}", f"steps of the library {each.name} are defined elsewhere", "a run's log")
        for each in libraries
    ]
    pipelines = script.top.find("pipeline")
    triggers = (Trigger(TriggerKind.PUSH, "set in Jenkins, taken as every push"),)
    if not pipelines:
        unread.append(
            Unread(
                path,
                "it is a scripted pipeline: only running it tells what it does",
                "a declarative pipeline, or a run's log",
            )
        )
        return Pipeline(Provider.JENKINS, path, path, triggers, (), parts=libraries, unread=tuple(unread))
    whole = pipelines[0]
    around = reading.around(whole, _Around())
    jobs: list[Job] = []
    for stages in whole.find("stages"):
        reading.stages(stages, (), around, jobs)
    jobs += reading.afterwards(whole, tuple(job.id for job in jobs), around)  # a skipped stage stops none after it
    return Pipeline(
        Provider.JENKINS,
        path,
        path,
        (*triggers, *reading.triggers(whole)),
        tuple(jobs),
        parts=(*libraries, *(image for agent in whole.find("agent") for image in reading.images(agent))),
        env=around.env,
        unread=tuple(unread),
    )


@dataclass(frozen=True, slots=True)
class _Around:
    """What a stage has from the pipeline and the stages around it."""

    runner: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    secrets: frozenset[str] = frozenset()
    triggers: tuple[Trigger, ...] | None = None
    never: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True)
class _Scope:
    """What a step has from the blocks around it."""

    folder: str = ""
    env: Mapping[str, str] = field(default_factory=dict)
    ignored: bool = False
    always: bool = False
    dead: bool = False


class _Reading:
    def __init__(self, script: Groovy, path: str, read_file: Reader) -> None:
        self.script = script
        self.path = path
        self.read_file = read_file
        self.said: set[str] = set()

    def libraries(self) -> Iterator[Part]:
        """The shared libraries, by annotation or step."""
        for match in self.script.code(LIBRARY, 0, len(self.script.text)):
            line = self.script.line(match.start())
            end = self.script.text.find(")", match.end()) if match.group().startswith("@") else match.end() + 300
            for number, found in enumerate(STRING.finditer(self.script.text, match.end(), max(end, match.end()))):
                written = next(each for each in found.groups() if each is not None)
                if number and not match.group().startswith("@"):
                    break
                name, _, version = written.partition("@")
                yield Part(
                    PartKind.LIBRARY, written, name, version, False, bool(HEX.fullmatch(version)), self.path, line
                )

    def triggers(self, whole: Block) -> Iterator[Trigger]:
        """What the definition itself says about starting: schedules and other jobs."""
        for block in whole.find("triggers"):
            code = self.script.masked[block.start : block.end]
            crons = list(self.strings(CRON, block.start, block.end))
            if any(each.strip() and conditions.fires(each) for each in crons):
                yield Trigger(TriggerKind.SCHEDULE, "cron", block.line)
            if re.search(r"\bupstream\s*\(", code):
                yield Trigger(TriggerKind.AFTER, "upstream", block.line)

    def around(self, block: Block, outer: _Around) -> _Around:
        """What a pipeline or stage sets for all that is inside it."""
        env, secrets = dict(outer.env), set(outer.secrets)
        for each in block.find("environment"):
            env |= self.environment(each)
            secrets |= self.credentials(each.start, each.end)
        labels = tuple(value for agent in block.find("agent") for value in self.strings(LABEL, agent.start, agent.end))
        when = block.find("when")
        triggers, never = outer.triggers, outer.never
        for each in when:
            own = tuple(started(self.script, each))
            triggers = own or triggers
            never = never or ("its condition is never true" if is_never(self.script, each) else "")
        condition = " ".join(self.script.text[each.start : each.end].strip() for each in when)[:200]
        return _Around(labels or outer.runner, env, frozenset(secrets), triggers, never, condition or outer.condition)

    def environment(self, block: Block) -> dict[str, str]:
        """Variables with a value in the definition."""
        found = {}
        for match in self.script.code(ENVIRONMENT, block.start, block.end):
            if value := self.script.string(match.end()):
                found[match.group(1)] = value[0]
        return found

    def strings(self, pattern: re.Pattern[str], start: int, end: int) -> Iterator[str]:
        """The strings that follow what ``pattern`` matches in code."""
        for match in self.script.code(pattern, start, end):
            if value := self.script.string(match.end()):
                yield value[0]

    def credentials(self, start: int, end: int) -> set[str]:
        """The names of stored credentials."""
        return set(self.strings(CREDENTIAL, start, end))

    def images(self, block: Block) -> Iterator[Part]:
        """The images of an agent or of steps that run in one."""
        for match in self.script.code(IMAGE, block.start, block.end):
            if value := self.script.string(match.end()):
                yield parts.image(value[0], self.path, self.script.line(match.start()))
        for match in self.script.code(YAML, block.start, block.end):
            if value := self.script.string(match.end()):
                for found in IMAGE_IN_YAML.finditer(value[0]):
                    yield parts.image(found.group(1), self.path, value[1] + value[0].count("\n", 0, found.start(1)))

    def stages(
        self, block: Block, before: tuple[str, ...], around: _Around, jobs: list[Job], parallel: bool = False
    ) -> tuple[str, ...]:
        """Puts the stages to ``jobs`` and gives the ids of those that whatever follows waits for."""
        last, ends = before, list[str]()
        for stage in block.find("stage"):
            start = before if parallel else last
            inner = self.around(stage, around)
            groups = [each for matrix in stage.find("matrix") for each in matrix.find("stages")]
            groups += stage.find("stages", "parallel")
            end = start
            for each in groups:
                end = self.stages(each, end, inner, jobs, each.name == "parallel")
            if not groups:
                jobs.append(self.job(stage, start, inner))
                end = (jobs[-1].id,)
            ends += end
            last = last if parallel else end
        return tuple(ends) if parallel else last

    def job(self, stage: Block, needs: tuple[str, ...], around: _Around) -> Job:
        name = literal(stage.argument) or stage.argument
        scope = _Scope(env=around.env)
        steps = [step for block in stage.find("steps") for step in self.steps(block, scope)]
        steps += [step for post in stage.find("post") for step in self.after(post, scope)]
        code = self.script.masked[stage.start : stage.end]
        return Job(
            id=f"{name or 'stage'}:{stage.line}",
            path=self.path,
            line=stage.line,
            name=name,
            steps=tuple(steps),
            needs=needs,
            condition=around.condition,
            triggers=around.triggers,
            never_runs=around.never,
            manual=bool(stage.find("input")) or bool(re.search(r"\binput\s*[\s({'\"]", code)),
            secrets=tuple(sorted(around.secrets | self.credentials(stage.start, stage.end))),
            runner=around.runner,
            self_hosted=True,
            images=tuple(self.images(stage)),
            env={key: value for each in stage.find("environment") for key, value in self.environment(each).items()},
            unread=tuple(left_out(steps, self.said)),
        )

    def afterwards(self, whole: Block, needs: tuple[str, ...], around: _Around) -> Iterator[Job]:
        """What the pipeline does after all its stages."""
        for post in whole.find("post"):
            steps = tuple(self.after(post, _Scope(env=around.env)))
            if steps:
                secrets = tuple(sorted(around.secrets | self.credentials(post.start, post.end)))
                yield Job(f"post:{post.line}", self.path, post.line, "post", steps, needs, secrets=secrets, runner=around.runner, self_hosted=True)  # fmt: skip

    def after(self, post: Block, scope: _Scope) -> Iterator[Step]:
        for each in post.inside:
            if each.name in AFTERWARDS:
                yield from self.steps(each, replace(scope, always=AFTERWARDS[each.name]))

    def steps(self, block: Block, scope: _Scope) -> Iterator[Step]:
        """The steps of a block in order, those of the blocks inside it with what these change."""
        at = block.start
        for number, each in enumerate(block.inside):
            yield from self.steps_between(at, each.start, scope)
            inner = self.inner_scope(each, block.inside[number + 1 : number + 2], scope)
            if not inner.dead:
                yield from self.steps(each, inner)
            at = each.end
        yield from self.steps_between(at, block.end, scope)

    def inner_scope(self, block: Block, following: list[Block], scope: _Scope) -> _Scope:
        """What a block changes for the steps inside it."""
        if block.name == "dir":
            folder = literal(block.argument)
            return replace(scope, folder=join(scope.folder, folder) if "$" not in folder else "")
        if block.name == "withEnv":
            pairs = (next(each for each in found if each).partition("=") for found in STRING.findall(block.argument) if any(found))  # fmt: skip
            return replace(scope, env={**scope.env, **{name: value for name, _, value in pairs}})
        if block.name == "catchError" and re.search(r"buildResult\s*:\s*['\"]SUCCESS", block.argument):
            return replace(scope, ignored=True)
        if block.name == "try" and following and following[0].name == "catch":
            handler = self.script.text[following[0].start : following[0].end]
            return replace(scope, ignored=scope.ignored or not RETHROWS.search(handler))
        if block.name in ("if", "while") and block.argument == "false":
            return replace(scope, dead=True)
        return scope

    def steps_between(self, start: int, end: int, scope: _Scope) -> Iterator[Step]:
        """The steps in a stretch of code that no other block interrupts."""
        found = [(match.start(), self.shell(match, scope)) for match in self.script.code(SHELL, start, end)]
        for match in self.script.code(STEP, start, end):
            name = match.group(1) or match.group(2)
            does = STEPS.get(name, Does.PUBLISH)
            line = self.script.line(match.start())
            published = (name if match.group(1) else "docker push") if does is Does.PUBLISH else ""
            if match.group(1) or "docker" in self.script.text:
                step = Step(name, self.path, line, does=frozenset({does}), failure_ignored=scope.ignored, runs_always=scope.always, publishes=published)  # fmt: skip
                found.append((match.start(), step))
        return (step for _, step in sorted(found, key=lambda each: each[0]) if step)

    def shell(self, match: re.Match[str], scope: _Scope) -> Step | None:
        given = self.script.string(match.end())
        if given is None:
            return None
        script, line, end = given
        code = self.script.masked
        rest = code[end : code.find("\n", end) + 1 or len(code)]
        unseen = STATUS.search(match.group() + rest) and not LOOKED_AT.search(
            code[max(0, match.start() - 40) : match.start()]
        )
        return script_step(
            script,
            self.path,
            line,
            self.read_file,
            folder=scope.folder,
            outer_env=scope.env,
            failure_ignored=scope.ignored or bool(unseen),
            runs_always=scope.always,
            step_line=self.script.line(match.start()),
        )
