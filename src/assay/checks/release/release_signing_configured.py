"""What is published is signed or attested by the pipeline that makes it.

Why: Without a signature a customer cannot tell a genuine release from an altered one.

Good: a job on the release path signs or attests what it publishes.

Bad: every publishing job could be read, none of them signs, and no release tag carries a signature.

Unknown: nothing is published from here; signing may happen outside.

Known false positives: an image builder's own unsigned provenance is not a signature; signatures on tags.
"""

from collections.abc import Iterator

from assay.checks.contract import MEDIUM, Example, Finding, at, bad, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.ci import CiPipelines, Does, Step

SUPPORTS = {"3.1.1/a": MEDIUM}
COUNTERS = {"3.1.1/a": MEDIUM}
BECAUSE = "the definition signs; only a fetched release would show the signature itself"
STALE_AFTER_DAYS = 90
FIX = "Add keyless signing or a build attestation to the job that publishes."


def check(ci: CiPipelines) -> Iterator[Finding]:
    if not ci.publishing:
        yield unknown(
            Unread("release signing", "no pipeline here publishes anything", "hand in a release with its signatures")
        )
        return
    signed = [
        (pipeline, job, step)
        for pipeline, job in ci.release_path
        for step in job.steps
        if _signs(step, job.identity) and not step.failure_ignored
    ]
    called = [
        each
        for pipeline, job in ci.release_path
        if job.calls and "slsa-github-generator" in job.calls.name
        for each in [(pipeline, job)]
    ]
    for pipeline, job, step in signed:
        yield good(
            f"{pipeline.path} job {job.name or job.id}", f"{_how(step)} on the release path", at(step.path, step.line)
        )
    for pipeline, job in called:
        yield good(
            f"{pipeline.path} job {job.name or job.id}",
            "provenance is generated and signed by an isolated workflow",
            at(job.path, job.line),
        )
    unread = [each for pipeline, job in ci.releasing for each in (*pipeline.unread, *job.unread)]
    if not signed and not called:
        if unread:
            yield unknown(*unread)
            return
        for pipeline, job in ci.releasing:
            step = job.publishing_steps[0]
            yield bad(
                f"{pipeline.path} job {job.name or job.id}",
                f"{step.publishes} publishes and nothing on its path signs",
                at(step.path, step.line),
                fix=f"Add an attestation or a signing step to {job.id} before {step.publishes}.",
            )


def _signs(step: Step, identity: bool) -> bool:
    if Does.SIGN in step.does or Does.PROVENANCE in step.does:
        return True
    if step.part and step.part.name == "pypa/gh-action-pypi-publish":
        return identity and step.inputs.get("attestations") != "false"
    return any(command.argv[:2] == ("npm", "publish") and "--provenance" in command.argv for command in step.commands)


def _how(step: Step) -> str:
    command = next((each.text[:50] for each in step.commands if {Does.SIGN, Does.PROVENANCE} & each.does), "")
    return command or (f"{step.part.name} signs" if step.part else step.name)


_JOB = "on: release\njobs:\n  p:\n    runs-on: ubuntu-24.04\n    permissions: {{id-token: write}}\n    steps:\n      - {}\n      - {}\n"

EXAMPLES = (
    Example(
        "attested before it is published",
        Outcome.GOOD,
        {
            ".github/workflows/r.yml": _JOB.format(
                "uses: actions/attest-build-provenance@v2", "run: gh release create v1 dist/*"
            )
        },
    ),
    Example(
        "published unsigned",
        Outcome.BAD,
        {".github/workflows/r.yml": _JOB.format("run: echo cosign sign", "run: gh release create v1 dist/*")},
    ),
    Example(
        "a nightly channel only",
        Outcome.SILENT,
        {".github/workflows/nightly.yml": _JOB.format("run: make", "run: gh release create v1 dist/*")},
    ),
    Example("nothing is published", Outcome.UNKNOWN, {"a": "x"}),
    Example(
        "the builder's own unsigned provenance",
        Outcome.BAD,
        {
            ".github/workflows/r.yml": _JOB.format(
                "uses: actions/checkout@v4", "{uses: docker/build-push-action@v6, with: {push: true, provenance: true}}"
            )
        },
        false_positive="an image builder's own unsigned provenance is not a signature",
    ),
)
