"""Publishing cannot happen without tests.

Why: A release job that does not wait for the tests ships whatever is there, broken or not.

Good: every job that publishes runs tests itself before it publishes, or waits for a job that does; a failed test stops it.

Bad: a job that publishes is started by a push to a branch and waits for no tests (medium), or by a tag, a release or by hand
(weak, because a tag is usually put on a commit whose tests already passed; so too where branches start it beside tags, because
then a branch usually fills a channel for testers).

Unknown: no pipeline publishes (releases are made elsewhere), or what the job waits for could not be followed.

Known false positives: tag workflows on protected, tested branches; nightly and snapshot channels; an image build that does not push.
"""

from collections.abc import Iterable, Iterator

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, Strength, at, bad, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.ci import CiPipelines, Command, Does, Job, Pipeline, Trigger, TriggerKind
from assay.formats.publishing import why_none_publishes

SUPPORTS = {"1.3.2/c": MEDIUM, "3.5.2/a": MEDIUM}
COUNTERS = {"1.3.2/c": MEDIUM}
BECAUSE = "the definition orders the jobs; a tag is usually put on a tested commit, a branch push runs beside the tests"
STALE_AFTER_DAYS = 90
FIX = "Let the publishing job need the test job, or run the tests in it before it publishes."


def check(ci: CiPipelines) -> Iterator[Finding]:
    publishing = ci.releasing
    if not publishing:
        if not ci.publishing:
            yield unknown(Unread("release", why_none_publishes(ci), "commit the release pipeline, or hand in its runs"))
        return
    ungated: dict[tuple[str, bool], list[tuple[Pipeline, Job]]] = {}
    for pipeline, job in publishing:
        step = job.publishing_steps[0]
        gate = _gate(ci, pipeline, job)
        thing = f"{pipeline.path} job {job.name or job.id}"
        if gate:
            yield good(
                thing,
                f"job {job.name or job.id} publishes ({step.publishes}) only after {gate}",
                at(step.path, step.line),
            )
        elif job.unread or pipeline.unread:
            yield unknown(*job.unread, *pipeline.unread)
        else:
            triggers = _triggers(ci, pipeline, job)
            from_push = any(each.kind is TriggerKind.PUSH for each in triggers)
            on_its_own = from_push and not any(_is_release(each) for each in triggers)
            ungated.setdefault((pipeline.path, on_its_own), []).append((pipeline, job))
    for (_, on_its_own), jobs in ungated.items():
        yield _bad(ci, jobs, MEDIUM if on_its_own else WEAK)


def _bad(ci: CiPipelines, jobs: list[tuple[Pipeline, Job]], most: Strength) -> Finding:
    """One finding for all the jobs of one definition that the same things start."""
    pipeline, job = jobs[0]
    step = job.publishing_steps[0]
    kinds = {trigger.kind for pipeline, job in jobs for trigger in _triggers(ci, pipeline, job)}
    more = f" and {len(jobs) - 1} more" if len(jobs) > 1 else ""
    return bad(
        f"{pipeline.path} job {job.name or job.id}",
        f"job {job.name or job.id}{more} publish{'' if more else 'es'} ({step.publishes}) on {', '.join(sorted(kinds)) or 'demand'} "
        f"and wait{'' if more else 's'} for no tests",
        *(at(each.publishing_steps[0].path, each.publishing_steps[0].line) for _, each in jobs),
        fix=f"Add needs: [<test job>] to {job.id}{more} in {pipeline.path}, or run the tests before {step.publishes}.",
        at_most=most,
        objects=len(jobs),
    )


def _gate(ci: CiPipelines, pipeline: Pipeline, job: Job) -> str:
    first = next(n for n, step in enumerate(job.steps) if step.publishes)
    for step in job.steps[: first + 1]:
        if (
            Does.TEST in step.does
            and step.effective(Does.TEST)
            and not step.failure_ignored
            and _tests_first(step.commands)
        ):
            return "its own tests"
    if job.runs_always:
        return ""
    for needed in pipeline.upstream(job):
        if ci.doing(Does.TEST, [(pipeline, needed)]):
            return f"job {needed.name or needed.id}"
        if (
            needed.calls
            and needed.calls.own
            and (called := next((each for each in ci.pipelines if each.path == needed.calls.name), None))
        ):
            if ci.doing(Does.TEST, [(called, each) for each in called.jobs]):
                return f"the jobs of {called.path}"
    for trigger in pipeline.triggers_of(job):
        if trigger.kind is TriggerKind.AFTER:
            for other in ci.pipelines:
                if (
                    other.name in trigger.other_pipelines
                    and ci.doing(Does.TEST, [(other, each) for each in other.jobs])
                    and "success" in job.condition
                ):
                    return f"the success of {other.path}"
    callers = ci.callers(pipeline)
    gates = [_needs_tests(ci, caller, caller_job) for caller, caller_job in callers]
    return f"jobs of {callers[0][0].path}" if gates and all(gates) else ""


def _needs_tests(ci: CiPipelines, pipeline: Pipeline, job: Job) -> bool:
    return bool(ci.doing(Does.TEST, [(pipeline, needed) for needed in pipeline.upstream(job)]))


def _tests_first(commands: tuple[Command, ...]) -> bool:
    for command in commands:
        if Does.TEST in command.does:
            return True
        if Does.PUBLISH in command.does:
            return False
    return True


def _is_release(trigger: Trigger) -> bool:
    return trigger.kind is TriggerKind.RELEASE or (trigger.kind is TriggerKind.TAG and bool(trigger.branches))


def _triggers(ci: CiPipelines, pipeline: Pipeline, job: Job) -> Iterable[Trigger]:
    callers = ci.callers(pipeline)
    if callers:
        return [trigger for caller, caller_job in callers for trigger in caller.triggers_of(caller_job)]
    own = pipeline.triggers_of(job)
    if "refs/tags" in job.condition or "github.ref_type == 'tag'" in job.condition:
        return [each for each in own if each.kind is TriggerKind.TAG] or [
            each for each in own if each.kind is not TriggerKind.PUSH
        ]
    if "event_name == 'release'" in job.condition:
        return [each for each in own if each.kind is TriggerKind.RELEASE]
    return own


_HEAD = "on: {}\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: pytest\n  publish:\n    {}runs-on: ubuntu-24.04\n    steps:\n      - run: twine upload dist/*\n"

EXAMPLES = (
    Example(
        "the release job needs the tests",
        Outcome.GOOD,
        {".github/workflows/r.yml": _HEAD.format("release", "needs: test\n    ")},
        strength=MEDIUM,
    ),
    Example(
        "published from a branch beside the tests",
        Outcome.BAD,
        {".github/workflows/r.yml": _HEAD.format("{push: {branches: [main]}}", "")},
        strength=MEDIUM,
    ),
    Example(
        "it needs the tests but runs even when they fail",
        Outcome.BAD,
        {".github/workflows/r.yml": _HEAD.format("release", "needs: test\n    if: always()\n    ")},
    ),
    Example(
        "a nightly channel only",
        Outcome.SILENT,
        {".github/workflows/nightly.yml": _HEAD.format("push", "")},
        false_positive="nightly and snapshot channels",
    ),
    Example(
        "nothing publishes",
        Outcome.UNKNOWN,
        {".github/workflows/ci.yml": "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps: [{run: pytest}]\n"},
    ),
    Example(
        "images that pipelines test with",
        Outcome.SILENT,
        {".github/workflows/build.yml": "name: CI-Container-Build\n" + _HEAD.format("{push: {branches: [main]}}", "")},
        false_positive="nightly and snapshot channels",
    ),
    Example(
        "branches for testers beside release tags",
        Outcome.BAD,
        {".github/workflows/r.yml": _HEAD.format("{push: {branches: [dev, beta], tags: ['v*']}}", "")},
        false_positive="nightly and snapshot channels",
        strength=WEAK,
    ),
    Example(
        "a tag on a tested branch",
        Outcome.BAD,
        {".github/workflows/r.yml": _HEAD.format("{push: {tags: ['v*']}}", "")},
        false_positive="tag workflows on protected, tested branches",
        strength=WEAK,
    ),
    Example(
        "an image is built and not pushed",
        Outcome.UNKNOWN,
        {
            ".github/workflows/i.yml": "on: push\njobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: docker/build-push-action@v6\n        with: {push: false}\n"
        },
        false_positive="an image build that does not push",
    ),
)
