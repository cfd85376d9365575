"""Publishing cannot happen without tests.

Why: A release job that does not wait for the tests ships whatever is there, broken or not.

Good: every job that publishes runs tests itself before it publishes, or waits for a job that does; a failed test stops it.

Bad: a job that publishes is started by a push to a branch and waits for no tests (medium), or by a tag, a release or by hand
(weak, because a tag is usually put on a commit whose tests already passed; so too where branches start it beside tags, because
then a branch usually fills a channel for testers).

Unknown: no pipeline publishes (releases are made elsewhere), or what the job waits for could not be followed.

Known false positives: tag workflows on protected, tested branches; nightly and snapshot channels; an image build that does not push;
a job that only puts lists of parts or digests beside a release.
"""

import re
from collections.abc import Iterable, Iterator

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, Strength, at, bad, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.ci import CiPipelines, Command, Does, Job, Pipeline, Trigger, TriggerKind
from assay.formats.publishing import why_none_publishes

SUPPORTS = {"1.3.2/c": MEDIUM, "3.5.2/a": MEDIUM}
COUNTERS = {"1.3.2/c": MEDIUM}
BECAUSE = "the definition orders the jobs; a tag is usually put on a tested commit, a branch push runs beside the tests"
STALE_AFTER_DAYS = 90
AFTER_SUCCESS = re.compile(r"\bconclusion\s{0,5}==\s{0,5}['\"]success['\"]")
"""The condition of a job that follows another pipeline only where that succeeded."""
FIX = "Let the publishing job need the test job, or run the tests in it before it publishes."


def check(ci: CiPipelines) -> Iterator[Finding]:
    publishing = ci.releasing
    if not publishing:
        if not ci.publishing:
            yield unknown(Unread("release", why_none_publishes(ci), "commit the release pipeline, or hand in its runs"))
        return
    ungated: dict[tuple[str, bool], list[tuple[Pipeline, Job]]] = {}
    known: dict[tuple[str, str], str] = {}
    for pipeline, job in publishing:
        step = job.publishing_steps[0]
        gate = _gate(ci, pipeline, job, known)
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


def _gate(ci: CiPipelines, pipeline: Pipeline, job: Job, known: dict[tuple[str, str], str]) -> str:
    """What stops the job when tests fail; empty if nothing does. ``known`` remembers it, and ends calls in a circle."""
    key = (pipeline.path, job.id)
    if key not in known:
        known[key] = ""
        known[key] = _gate_here(ci, pipeline, job) or _gate_of_callers(ci, pipeline, job, known)
    return known[key]


def _gate_here(ci: CiPipelines, pipeline: Pipeline, job: Job) -> str:
    first = next((n for n, step in enumerate(job.steps) if step.publishes), len(job.steps))
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
    for where, needed in ci.needed(pipeline, job):
        if ci.doing(Does.TEST, [(where, needed)]):
            return f"job {needed.name or needed.id}" if where is pipeline else f"the jobs of {where.path}"
    tests = _tests_before(ci, pipeline, job, set())
    return f"the success of {tests.path}" if tests else ""


def _gate_of_callers(ci: CiPipelines, pipeline: Pipeline, job: Job, known: dict[tuple[str, str], str]) -> str:
    """What every job that calls this one for a release waits for; empty if it also starts without them, but for a person's click."""
    own = {each.kind for each in pipeline.triggers_of(job)} - {TriggerKind.CALLED, TriggerKind.MANUAL}
    callers = [each for each in ci.callers(pipeline) if ci.may_release(*each)]
    if own or job.runs_always:
        return ""
    gates = [_gate(ci, *each, known) for each in callers]
    return f"jobs of {callers[0][0].path}" if gates and all(gates) else ""


def _tests_before(ci: CiPipelines, pipeline: Pipeline, job: Job, seen: set[str]) -> Pipeline | None:
    """The earlier pipeline that runs tests and must have succeeded for this job to start."""
    if not any(AFTER_SUCCESS.search(each.condition) for each in (job, *pipeline.upstream(job))):
        return None
    for other in ci.earlier(pipeline):
        if other.path in seen:
            continue
        seen.add(other.path)
        if ci.doing(Does.TEST, ci.jobs_within(other)):
            return other
        further = (_tests_before(ci, other, each, seen) for each in other.jobs if not each.never_runs)
        if found := next(filter(None, further), None):
            return found
    return None


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
    own = ci.started_by(pipeline, job)
    if "refs/tags" in job.condition or "github.ref_type == 'tag'" in job.condition:
        return [each for each in own if each.kind is TriggerKind.TAG] or [
            each for each in own if each.kind is not TriggerKind.PUSH
        ]
    if "event_name == 'release'" in job.condition:
        return [each for each in own if each.kind is TriggerKind.RELEASE]
    return own


_HEAD = "on: {}\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: pytest\n  publish:\n    {}runs-on: ubuntu-24.04\n    steps:\n      - run: twine upload dist/*\n"

_CALL = "on: {}\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps: [{{run: {}}}]\n  next:\n    needs: test\n    uses: ./.github/workflows/{}.yml\n"
_CALLED = "on: {}\njobs:\n  publish:\n    runs-on: ubuntu-24.04\n    steps: [{{run: twine upload dist/*}}]\n"
_CHAIN = "name: Release\non: {{workflow_run: {{workflows: [CI], types: [completed]}}}}\njobs:\n  p:\n    if: {}\n    runs-on: ubuntu-24.04\n    steps: [{{run: twine upload dist/*}}]\n"
_BEFORE = (
    "name: CI\non: {push: {branches: [main]}}\njobs:\n  t:\n    runs-on: ubuntu-24.04\n    steps: [{run: pytest}]\n"
)

_ATTACHES = "on: {push: {tags: [v*]}}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: softprops/action-gh-release@v2\n        with: {files: 'WHAT'}\n"

EXAMPLES = (
    Example(
        "a list of parts put beside a release",
        Outcome.UNKNOWN,
        {".github/workflows/r.yml": _ATTACHES.replace("WHAT", "app-sbom.cdx.json,SHA256SUMS")},
        false_positive="a job that only puts lists of parts or digests beside a release",
    ),
    Example(
        "a list of parts and the product",
        Outcome.BAD,
        {".github/workflows/r.yml": _ATTACHES.replace("WHAT", "dist/app.tar.gz,app-sbom.cdx.json")},
        strength=WEAK,
    ),
    Example(
        "tests below a group that ends the script when something else is wrong",
        Outcome.GOOD,
        {
            ".github/workflows/r.yml": _HEAD.format("{push: {tags: [v*]}}", "needs: test\n    ").replace(
                "run: pytest",
                'run: |\n          test -z "$OUT" || {\n            exit 1\n          }\n          pytest',
            )
        },
    ),
    Example(
        "tests before a call of a call that publishes",
        Outcome.GOOD,
        {
            ".github/workflows/a.yml": _CALL.format("{push: {branches: [main]}}", "pytest", "b"),
            ".github/workflows/b.yml": _CALL.format("workflow_call", "make", "c"),
            ".github/workflows/c.yml": _CALLED.format("workflow_call"),
        },
    ),
    Example(
        "a called workflow that branches start past its caller too",
        Outcome.BAD,
        {
            ".github/workflows/a.yml": _CALL.format("release", "pytest", "c"),
            ".github/workflows/c.yml": _CALLED.format("{push: {branches: [main]}, workflow_call: {}}"),
        },
        strength=WEAK,
    ),
    Example(
        "another workflow with the tests has succeeded",
        Outcome.GOOD,
        {
            ".github/workflows/ci.yml": _BEFORE,
            ".github/workflows/r.yml": _CHAIN.format("github.event.workflow_run.conclusion == 'success'"),
        },
    ),
    Example(
        "another workflow with the tests has ended, whatever came of it",
        Outcome.BAD,
        {
            ".github/workflows/ci.yml": _BEFORE,
            ".github/workflows/r.yml": _CHAIN.format(
                "github.event.workflow_run.conclusion != 'cancelled' && success()"
            ),
        },
        strength=MEDIUM,
    ),
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
