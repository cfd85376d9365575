"""Jobs and their steps, as every system knows them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from assay.domain.evidence import Unread
from assay.facts.ci.commands import Command, Does
from assay.facts.ci.parts import Part
from assay.facts.ci.triggers import Trigger


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
    computed_name: str = ""
    """The name as it is written, where part of it is computed."""

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
