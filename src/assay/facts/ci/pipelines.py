"""Every pipeline of a repository, and what is asked across them: what changes start, what publishes, what leads to a release."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from assay.domain.evidence import Unread
from assay.facts.ci.commands import Does
from assay.facts.ci.definitions import Pipeline
from assay.facts.ci.flow import Flow, Place
from assay.facts.ci.jobs import Job, Step
from assay.facts.ci.triggers import Trigger


@dataclass(frozen=True)
class CiPipelines:
    """Every pipeline definition of the repository, with what could not be read or followed."""

    pipelines: tuple[Pipeline, ...]
    unread: tuple[Unread, ...] = ()

    @cached_property
    def jobs(self) -> tuple[Place, ...]:
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

    def doing(self, what: Does, within: Iterable[Place] | None = None) -> tuple[tuple[Pipeline, Job, Step], ...]:
        """Every step that does ``what`` and whose failure counts, among ``within`` (default: all jobs)."""
        return tuple(
            (pipeline, job, step)
            for pipeline, job in (self.jobs if within is None else within)
            for step in job.steps
            if what in step.does and not job.failure_ignored and not step.failure_ignored and step.effective(what)
        )

    @cached_property
    def _flow(self) -> Flow:
        return Flow(self.pipelines)

    def callers(self, pipeline: Pipeline) -> tuple[Place, ...]:
        """The jobs that are made of ``pipeline``."""
        return self._flow.callers(pipeline)

    def earlier(self, pipeline: Pipeline) -> tuple[Pipeline, ...]:
        """The pipelines whose end starts this one."""
        return self._flow.earlier(pipeline)

    def jobs_within(self, pipeline: Pipeline) -> tuple[Place, ...]:
        """Every job of the pipeline, and of those it calls, at whatever remove."""
        return self._flow.jobs_within(pipeline)

    def needed(self, pipeline: Pipeline, job: Job) -> tuple[Place, ...]:
        """Every job that must succeed before ``job`` starts: those it waits for, and what these are made of."""
        return self._flow.needed(pipeline, job)

    def started_by(self, pipeline: Pipeline, job: Job) -> tuple[Trigger, ...]:
        """What starts the job in the end, through those that call or precede it."""
        return self._flow.started_by(pipeline, job)

    def may_release(self, pipeline: Pipeline, job: Job) -> bool:
        """Whether more than a side channel (nightly, snapshot, documentation) or a proposed change starts it, through callers too."""
        return self._flow.may_release(pipeline, job)

    def leading_to(self, pipeline: Pipeline, job: Job) -> tuple[Place, ...]:
        """The job, those it is called by for a release, and everything that any of these waits for or follows."""
        return self._flow.leading_to((pipeline, job))

    @cached_property
    def publishing(self) -> tuple[Place, ...]:
        """The jobs that hold a publish step."""
        return tuple((pipeline, job) for pipeline, job in self.jobs if job.publishing_steps)

    @cached_property
    def releasing(self) -> tuple[Place, ...]:
        """The publishing jobs but for side channels (nightly, snapshot, documentation) and what only proposed changes start."""
        return tuple(each for each in self.publishing if self.may_release(*each))

    @cached_property
    def release_path(self) -> tuple[Place, ...]:
        """The publishing jobs and every job that leads to them, across pipelines: where the shipped thing is made."""
        return self._flow.leading_to(*self.releasing)

    def on_change(self) -> tuple[Place, ...]:
        """The jobs a proposed change or a push to a branch starts, through those that call or precede them too."""
        return tuple(each for each in self.jobs if any(trigger.on_changes for trigger in self.started_by(*each)))
