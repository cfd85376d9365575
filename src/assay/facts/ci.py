"""The normalised model of continuous integration, one shape for five systems (judgement rules, section 4.1)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from assay.domain.evidence import Unread


class Provider(StrEnum):
    """Whose definition language it is."""

    GITHUB = "GitHub Actions"
    GITLAB = "GitLab CI"
    JENKINS = "Jenkins"
    AZURE = "Azure Pipelines"
    CIRCLECI = "CircleCI"


class TriggerKind(StrEnum):
    """What starts a pipeline."""

    CHANGE = "change"  # pull or merge request, merge queue
    PUSH = "push"  # push to a branch
    TAG = "tag"
    RELEASE = "release"
    SCHEDULE = "schedule"
    MANUAL = "manual"
    CALLED = "called"  # reusable, template, triggered by another pipeline of the repository
    AFTER = "after"  # workflow_run and the like: another pipeline finished
    FOREIGN = "foreign"  # runs with rights on behalf of strangers: pull_request_target, issue_comment, issues …
    OTHER = "other"


class Does(StrEnum):
    """What a command or used part does, as far as it concerns a claim."""

    TEST = "test"
    BUILD = "build"
    INSTALL = "install"
    PUBLISH = "publish"
    DEPLOY = "deploy"
    LINT = "lint"
    STATIC_ANALYSIS = "static analysis"  # a rule set about security
    DYNAMIC_TEST = "dynamic test"  # fuzzing, DAST
    SECRET_SCAN = "secret scan"
    VULNERABILITY_MATCH = "vulnerability match"  # components against advisories
    DEPENDENCY_REVIEW = "dependency review"  # gate on newly added components
    SBOM = "sbom"
    SIGN = "sign"
    PROVENANCE = "provenance"
    CHECKSUM = "checksum"
    REMOTE_SCRIPT = "remote script"  # downloads and runs code in one go, unverified
    CHECKOUT = "checkout"
    PIPELINE_AUDIT = "pipeline audit"  # zizmor, actionlint, poutine
    LICENCE_CHECK = "licence check"
    CLOUD_LOGIN = "cloud login"


@dataclass(frozen=True, slots=True)
class Install:
    """What an install command resolves and whether it is held to the lock."""

    ecosystem: str
    """An id of ``assay.facts.ecosystems``."""
    tool: str
    form: str
    """``locked`` (refuses what the lock does not hold) · ``needs lock`` (so too, once a lock exists) · ``follows lock`` (takes the lock's
    versions, but writes it anew without a word when it does not fit) · ``unlocked`` · ``exact`` (one named version, ad hoc) · ``unclear``."""
    folder: str = ""
    """Where it runs, as far as can be told; empty for the top."""
    targets: tuple[str, ...] = ()
    note: str = ""
    tool_only: bool = False
    """It installs a program to run, not a part of the product."""


@dataclass(frozen=True, slots=True)
class Command:
    """One simple shell command at command position, wrappers dropped."""

    argv: tuple[str, ...]
    path: str
    line: int
    does: frozenset[Does] = frozenset()
    install: Install | None = None
    failure_ignored: bool = False
    via: tuple[str, ...] = ()
    """The steps of indirection that led here, such as ``("make test", "Makefile:12")``."""

    @property
    def text(self) -> str:
        """The command as one line."""
        return " ".join(self.argv)


class PartKind(StrEnum):
    """What sort of foreign part a pipeline refers to."""

    ACTION = "action"
    WORKFLOW = "workflow"
    IMAGE = "image"
    INCLUDE = "include"
    ORB = "orb"
    LIBRARY = "library"
    TEMPLATE = "template"
    TASK = "task"


@dataclass(frozen=True, slots=True)
class Part:
    """A reference from a pipeline to something defined elsewhere."""

    kind: PartKind
    text: str
    name: str
    """Without the version: ``actions/checkout``, ``docker.io/library/python``."""
    version: str
    own: bool
    """Lives in this repository."""
    immutable: bool | None
    """Whether the reference can never point to other content; None where that cannot be told (a variable)."""
    path: str
    line: int
    platform: bool = False
    """Maintained by the CI platform itself (azure tasks, actions/* and github/* stay False: they are third-party code)."""
    comment: str = ""
    """What is written behind it on the line, often the readable version."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a job: a used part, or commands."""

    name: str
    path: str
    line: int
    part: Part | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)
    commands: tuple[Command, ...] = ()
    script: str = ""
    script_line: int = 0
    env: Mapping[str, str] = field(default_factory=dict)
    condition: str = ""
    failure_ignored: bool = False
    """continue-on-error, allow_failure, catchError with SUCCESS … on the step itself."""
    runs_always: bool = False
    """Runs although an earlier step failed."""
    does: frozenset[Does] = frozenset()
    """By the part used and by all commands together."""
    publishes: str = ""
    """What tells that it publishes, such as ``twine upload``; empty if it does not."""
    shell: str = ""

    def effective(self, what: Does) -> bool:
        """Whether a failure of ``what`` here makes the step fail: by the part used, or by a command that is not ignored."""
        commands = [command for command in self.commands if what in command.does]
        return not commands or any(not command.failure_ignored for command in commands)

    def line_of(self, what: Does) -> tuple[str, int]:
        """The place of what does it: the first such command, or the step itself."""
        return next(((each.path, each.line) for each in self.commands if what in each.does), (self.path, self.line))


@dataclass(frozen=True, slots=True)
class Permissions:
    """Rights of the pipeline's own token as written; ``scopes`` maps scope to read/write/none."""

    scopes: Mapping[str, str]
    everything: str = ""
    """``read-all``, ``write-all`` or empty."""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """One job. ``needs`` are ids of jobs of the same pipeline that must succeed first (implicit order included)."""

    id: str
    path: str
    line: int
    name: str = ""
    steps: tuple[Step, ...] = ()
    needs: tuple[str, ...] = ()
    condition: str = ""
    triggers: tuple["Trigger", ...] | None = None
    """Own triggers where the system sets them per job (GitLab rules, CircleCI filters); None: those of the pipeline."""
    failure_ignored: bool = False
    runs_always: bool = False
    """Runs although a needed job failed."""
    never_runs: str = ""
    """Why it can never run (``if: false``, ``when: never``, disabled); empty if it can."""
    manual: bool = False
    approval: str = ""
    """An environment or approval a person must give; whether it is enforced is a setting."""
    environment: str = ""
    permissions: Permissions | None = None
    secrets: tuple[str, ...] = ()
    """Names of long-lived secrets that reach it."""
    inherits_secrets: bool = False
    identity: bool = False
    """Can obtain a short-lived identity token."""
    runner: tuple[str, ...] = ()
    self_hosted: bool | None = None
    calls: Part | None = None
    """A reusable workflow or child pipeline it is made of."""
    images: tuple[Part, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[Unread, ...] = ()

    @property
    def does(self) -> frozenset[Does]:
        """Everything its steps do."""
        return frozenset().union(*(step.does for step in self.steps)) if self.steps else frozenset()

    @property
    def publishing_steps(self) -> tuple[Step, ...]:
        """The steps that make something available to others."""
        return tuple(step for step in self.steps if step.publishes)

    @property
    def commands(self) -> Iterator[Command]:
        """Every command of every step."""
        return (command for step in self.steps for command in step.commands)

    @property
    def parts(self) -> Iterator[Part]:
        """Every foreign or own part it refers to."""
        if self.calls:
            yield self.calls
        yield from self.images
        for step in self.steps:
            if step.part:
                yield step.part


@dataclass(frozen=True, slots=True)
class Trigger:
    """What starts a pipeline; ``branches`` and ``paths`` as written, empty for no restriction."""

    kind: TriggerKind
    event: str
    line: int = 0
    branches: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    other_pipelines: tuple[str, ...] = ()
    ignored_branches: tuple[str, ...] = ()
    ignored_paths: tuple[str, ...] = ()

    @property
    def on_changes(self) -> bool:
        """Whether proposed or pushed changes of the product's code start it: not one odd branch, not documents alone."""
        if self.kind not in (TriggerKind.CHANGE, TriggerKind.PUSH):
            return False
        if EVERYTHING & {*self.ignored_branches, *self.ignored_paths}:
            return False
        named = [each for each in self.branches if not each.startswith("!")]
        if named and not any(MAIN_LINE.match(each) for each in named):
            return False
        return not self.paths or not all(DOCUMENT_PATH.search(each) for each in self.paths)


MAIN_LINE = re.compile(
    r"(refs/heads/)?(main|master|trunk|develop|dev|next|stable|default|production|release|v?\d|\*|\$|/)", re.IGNORECASE
)
"""Branch names and patterns that stand for the line releases come from."""
EVERYTHING = frozenset({"*", "**", "**/*", "/.*/", ".*"})
"""Patterns that match every branch or path."""
SIDE_CHANNEL = re.compile(
    r"nightly|snapshot|canary|preview|\bedge|\bdocs?\b|pages|cache|dev[-_]|(test|ci|base)[-_]image|conformance|\be2e\b|^test[-_](?!and[-_])",
    re.IGNORECASE,
)
"""Names of what is published beside releases."""
FOR_PIPELINES = re.compile(r"\bci[-_ ](\w{1,20}[-_ ])?(image|container)", re.IGNORECASE)
"""Images that pipelines make to test with."""
DOCUMENT_PATH = re.compile(r"(^|/)docs?(/|$)|\.(md|rst|txt|adoc)$", re.IGNORECASE)


def _is_trial(kinds: "set[TriggerKind]") -> bool:
    """Whether only proposed changes, and at most a person's click, start it: it tries publishing out."""
    return TriggerKind.CHANGE in kinds and kinds <= {TriggerKind.CHANGE, TriggerKind.MANUAL}


@dataclass(frozen=True, slots=True)
class Pipeline:
    """One definition file (or the one merged definition) of one system."""

    provider: Provider
    path: str
    name: str
    triggers: tuple[Trigger, ...]
    jobs: tuple[Job, ...]
    permissions: Permissions | None = None
    parts: tuple[Part, ...] = ()
    """Parts referred to outside jobs: includes, orbs, libraries, default images."""
    env: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[Unread, ...] = ()

    def job(self, job_id: str) -> Job | None:
        """The job called ``job_id``."""
        return next((job for job in self.jobs if job.id == job_id), None)

    def triggers_of(self, job: Job) -> tuple[Trigger, ...]:
        """What can start this job."""
        return self.triggers if job.triggers is None else job.triggers

    def upstream(self, job: Job) -> tuple[Job, ...]:
        """Every job that must succeed before ``job`` starts, directly or through others."""
        found: dict[str, Job] = {}
        waiting = list(job.needs)
        while waiting:
            needed = self.job(waiting.pop())
            if needed and needed.id not in found:
                found[needed.id] = needed
                waiting.extend(needed.needs)
        return tuple(found.values())


@dataclass(frozen=True)
class CiPipelines:
    """Every pipeline definition of the repository, with what could not be read or followed."""

    pipelines: tuple[Pipeline, ...]
    unread: tuple[Unread, ...] = ()

    @cached_property
    def jobs(self) -> tuple[tuple[Pipeline, Job], ...]:
        """Every job that can run, with its pipeline."""
        return tuple((pipeline, job) for pipeline in self.pipelines for job in pipeline.jobs if not job.never_runs)

    @property
    def all_unread(self) -> tuple[Unread, ...]:
        """What could not be read anywhere in the definitions."""
        inner = [
            *(each for pipeline in self.pipelines for each in pipeline.unread),
            *(each for pipeline in self.pipelines for job in pipeline.jobs for each in job.unread),
        ]
        return tuple(dict.fromkeys([*self.unread, *inner]))

    @property
    def none_found(self) -> tuple[Unread, ...]:
        """Says that no definition is there to be read; empty where there is one."""
        if self.pipelines or self.unread:
            return ()
        return (
            Unread(
                "pipeline definitions", "none of a system this version reads is in the tree", "commit the definitions"
            ),
        )

    def doing(
        self, what: Does, within: "Iterable[tuple[Pipeline, Job]] | None" = None
    ) -> "tuple[tuple[Pipeline, Job, Step], ...]":
        """Every step that does ``what`` and whose failure counts, among ``within`` (default: all jobs)."""
        return tuple(
            (pipeline, job, step)
            for pipeline, job in (self.jobs if within is None else within)
            for step in job.steps
            if what in step.does and not job.failure_ignored and not step.failure_ignored and step.effective(what)
        )

    def callers(self, pipeline: Pipeline) -> tuple[tuple[Pipeline, Job], ...]:
        """The jobs that are made of ``pipeline``."""
        return tuple(
            (each, job)
            for each, job in self.jobs
            if job.calls and job.calls.own and job.calls.name.removeprefix("./") == pipeline.path
        )

    @cached_property
    def publishing(self) -> tuple[tuple[Pipeline, Job], ...]:
        """The jobs that hold a publish step."""
        return tuple((pipeline, job) for pipeline, job in self.jobs if job.publishing_steps)

    @cached_property
    def releasing(self) -> tuple[tuple[Pipeline, Job], ...]:
        """The publishing jobs but for side channels (nightly, snapshot, documentation) and what only proposed changes start."""
        return tuple(
            (pipeline, job)
            for pipeline, job in self.publishing
            if not SIDE_CHANNEL.search(f"{pipeline.path.rpartition('/')[2]} {job.id} {job.name}")
            and not FOR_PIPELINES.search(pipeline.name)
            and not all(FOR_PIPELINES.search(step.publishes) for step in job.publishing_steps)
            and not _is_trial({each.kind for each in pipeline.triggers_of(job)})
        )

    @cached_property
    def release_path(self) -> tuple[tuple[Pipeline, Job], ...]:
        """The publishing jobs and every job they wait for: where the shipped thing is made."""
        found: dict[tuple[str, str], tuple[Pipeline, Job]] = {}
        for pipeline, job in self.releasing:
            for each in (job, *pipeline.upstream(job)):
                found[pipeline.path, each.id] = (pipeline, each)
        return tuple(found.values())

    def on_change(self) -> tuple[tuple[Pipeline, Job], ...]:
        """The jobs a proposed change or a push to a branch starts, through callers too."""
        direct = [
            (pipeline, job) for pipeline, job in self.jobs if any(each.on_changes for each in pipeline.triggers_of(job))
        ]
        called = [
            (pipeline, job)
            for pipeline, job in self.jobs
            if any(each.kind is TriggerKind.CALLED for each in pipeline.triggers)
            and any(
                trigger.on_changes
                for caller, caller_job in self.callers(pipeline)
                for trigger in caller.triggers_of(caller_job)
            )
        ]
        seen = {(pipeline.path, job.id): (pipeline, job) for pipeline, job in [*direct, *called]}
        return tuple(seen.values())
