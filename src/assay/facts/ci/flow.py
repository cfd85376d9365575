"""How the pipelines of one repository call and follow each other: what starts a job in the end, and what leads to it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from assay.facts.ci.definitions import Pipeline
from assay.facts.ci.jobs import Job
from assay.facts.ci.triggers import Trigger, TriggerKind

Place = tuple[Pipeline, Job]
"""A job, with the pipeline it stands in."""

SIDE_CHANNEL = re.compile(
    r"nightly|snapshot|canary|preview|\bedge|\bdocs?\b|pages|cache|dev[-_]|(test|ci|base)[-_]image|conformance|\be2e\b|^test[-_](?!and[-_])",
    re.IGNORECASE,
)
"""Names of what is published beside releases."""
FOR_PIPELINES = re.compile(r"\bci[-_ ](\w{1,20}[-_ ])?(image|container)", re.IGNORECASE)
"""Images that pipelines make to test with."""


AFTER_FAILURE = re.compile(r"\bconclusion\s{0,5}(?:==\s{0,5}['\"]failure|!=\s{0,5}['\"]success)")
"""A condition under which a job follows only a pipeline that failed."""


class Flow:
    """Calls and sequences among pipelines. Jobs that never run call nothing and lead to nothing."""

    def __init__(self, pipelines: Iterable[Pipeline]) -> None:
        self._by_path = {each.path: each for each in pipelines}
        self._by_name: dict[str, list[str]] = {}
        for each in self._by_path.values():
            for name in {each.name, each.path}:
                self._by_name.setdefault(name, []).append(each.path)
        self._callers: dict[str, list[Place]] = {}
        for pipeline in self._by_path.values():
            for job in _running(pipeline):
                if job.calls and job.calls.own:
                    self._callers.setdefault(job.calls.name.removeprefix("./"), []).append((pipeline, job))
        self._may_release: dict[tuple[str, str], bool] = {}
        self._started: dict[tuple[str, tuple[Trigger, ...]], tuple[Trigger, ...]] = {}

    def callers(self, pipeline: Pipeline) -> tuple[Place, ...]:
        """The jobs that are made of ``pipeline``."""
        return tuple(self._callers.get(pipeline.path, ()))

    def earlier(self, pipeline: Pipeline) -> tuple[Pipeline, ...]:
        """The pipelines whose end starts this one."""
        names = {
            name
            for trigger in pipeline.triggers
            if trigger.kind is TriggerKind.AFTER
            for name in trigger.other_pipelines
        }
        named = dict.fromkeys(each for name in sorted(names) for each in self._by_name.get(name, ()))
        others = (self._by_path[path] for path in named if path != pipeline.path)
        return tuple(each for each in others if each.provider is pipeline.provider)

    def jobs_within(self, pipeline: Pipeline) -> tuple[Place, ...]:
        """Every job of the pipeline, and of those it calls, at whatever remove."""
        return self._with_called((pipeline, job) for job in _running(pipeline))

    def needed(self, pipeline: Pipeline, job: Job) -> tuple[Place, ...]:
        """Every job that must succeed before ``job`` starts: those it waits for, and what these are made of."""
        return self._with_called((pipeline, each) for each in pipeline.upstream(job))

    def _with_called(self, places: Iterable[Place]) -> tuple[Place, ...]:
        found: dict[tuple[str, str], Place] = {}
        waiting = list(places)
        for pipeline, job in waiting:  # it grows meanwhile
            if (pipeline.path, job.id) in found:
                continue
            found[pipeline.path, job.id] = (pipeline, job)
            called = self._by_path.get(job.calls.name.removeprefix("./")) if job.calls and job.calls.own else None
            waiting += [(called, each) for each in _running(called)] if called else []
        return tuple(found.values())

    def started_by(self, pipeline: Pipeline, job: Job) -> tuple[Trigger, ...]:
        """What starts the job in the end: its own triggers, with those of who calls or precedes it in the place of these two kinds."""
        if AFTER_FAILURE.search(job.condition):
            return pipeline.triggers_of(job)
        key = (pipeline.path, pipeline.triggers_of(job))
        if key not in self._started:
            self._started[key] = tuple(dict.fromkeys(self._starts(pipeline, pipeline.triggers_of(job))))
        return self._started[key]

    def _starts(self, pipeline: Pipeline, triggers: tuple[Trigger, ...]) -> Iterator[Trigger]:
        seen = {(pipeline.path, triggers)}
        waiting = [(pipeline, triggers)]
        for here, given in waiting:  # it grows meanwhile
            for trigger in given:
                further = list(self._before(here, trigger))
                if not further:
                    yield trigger
                for other, earlier in further:
                    if (other.path, earlier) not in seen:
                        seen.add((other.path, earlier))
                        waiting.append((other, earlier))

    def _before(self, pipeline: Pipeline, trigger: Trigger) -> Iterator[tuple[Pipeline, tuple[Trigger, ...]]]:
        """The pipelines that a call or a sequence leads back to, with what starts them."""
        if trigger.kind is TriggerKind.CALLED:
            for caller, job in self.callers(pipeline):
                yield caller, caller.triggers_of(job)
        elif trigger.kind is TriggerKind.AFTER:
            for other in self.earlier(pipeline):
                yield other, tuple(_narrowed(each, trigger) for each in other.triggers)

    def may_release(self, pipeline: Pipeline, job: Job) -> bool:
        """Whether more than a side channel or a trial starts it, by itself or through those that call and precede it."""
        key = (pipeline.path, job.id)
        if key not in self._may_release:
            self._may_release[key] = False  # those who call each other in a circle start nothing
            beside = (
                SIDE_CHANNEL.search(f"{pipeline.path.rpartition('/')[2]} {job.id} {job.name}")
                or FOR_PIPELINES.search(pipeline.name)
                or (job.publishing_steps and all(FOR_PIPELINES.search(each.publishes) for each in job.publishing_steps))
            )
            self._may_release[key] = not beside and self._starts_release(pipeline, pipeline.triggers_of(job))
        return self._may_release[key]

    def _starts_release(self, pipeline: Pipeline, triggers: tuple[Trigger, ...]) -> bool:
        kinds = {each.kind for each in triggers}
        callers = self.callers(pipeline) if TriggerKind.CALLED in kinds else ()
        earlier = self.earlier(pipeline) if TriggerKind.AFTER in kinds else ()
        kinds -= {TriggerKind.CALLED} if callers else set()
        kinds -= {TriggerKind.AFTER} if earlier else set()
        if (kinds or not (callers or earlier)) and not _is_trial(kinds):
            return True
        return any(self.may_release(*each) for each in callers) or any(self._may_precede(each) for each in earlier)

    def _may_precede(self, pipeline: Pipeline) -> bool:
        """As ``may_release``, for a whole pipeline, whose name may be that of the tests before a release."""
        key = (pipeline.path, "")
        if key not in self._may_release:
            self._may_release[key] = False
            self._may_release[key] = self._starts_release(pipeline, pipeline.triggers)
        return self._may_release[key]

    def leading_to(self, *places: Place) -> tuple[Place, ...]:
        """The jobs, those they are called by for a release, and everything that any of these waits for or follows."""
        found: dict[tuple[str, str], Place] = {}
        behind: list[Place] = []
        followed: set[str] = set()
        waiting = list(places)
        while waiting:
            pipeline, job = waiting.pop()
            if (pipeline.path, job.id) not in found:
                found[pipeline.path, job.id] = (pipeline, job)
                waiting += [caller for caller in self.callers(pipeline) if self.may_release(*caller)]
                behind += ((pipeline, each) for each in pipeline.upstream(job))
                behind += self._followed(pipeline, followed)
        for pipeline, job in self._with_called(behind):
            found.setdefault((pipeline.path, job.id), (pipeline, job))
        return tuple(found.values())

    def _followed(self, pipeline: Pipeline, seen: set[str]) -> Iterator[Place]:
        """The jobs of the pipelines this one follows, and of those before them."""
        waiting = list(self.earlier(pipeline))
        while waiting:
            other = waiting.pop()
            if other.path not in seen and self._may_precede(other):
                seen.add(other.path)
                yield from ((other, job) for job in _running(other))
                waiting += self.earlier(other)


def _running(pipeline: Pipeline) -> Iterator[Job]:
    return (job for job in pipeline.jobs if not job.never_runs)


def _narrowed(trigger: Trigger, follower: Trigger) -> Trigger:
    """The trigger of a pipeline as far as its follower looks at the same branches."""
    of_branches = trigger.kind in (TriggerKind.PUSH, TriggerKind.CHANGE)
    return replace(trigger, branches=follower.branches) if follower.branches and of_branches else trigger


def _is_trial(kinds: set[TriggerKind]) -> bool:
    """Whether only proposed changes, and at most a person's click, start it: it tries publishing out."""
    return TriggerKind.CHANGE in kinds and kinds <= {TriggerKind.CHANGE, TriggerKind.MANUAL}
