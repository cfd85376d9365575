"""Releases are published with short-lived credentials.

Why: A stored key works for whoever has it until somebody replaces it, which is rarely soon.

Good: jobs that publish or deploy obtain an identity token and no stored key for the registry or cloud.

Bad: a stored key for a registry or cloud that knows federation is used on the release path.

Unknown: nothing is published here, or the target is not known to support federation.

Known false positives: registries without federation; the platform's own token is short-lived; a stored key
under a name that tells nothing.
"""

import re
from collections.abc import Iterator

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, at, bad, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.ci import CiPipelines, Does, Job
from assay.formats.publishing import why_none_publishes

SUPPORTS = {"2.1.2/b": MEDIUM, "2.1.4/a": MEDIUM, "2.1.4/c": WEAK}
COUNTERS = {"2.1.2/b": MEDIUM, "2.1.4/c": WEAK}
BECAUSE = "the definition shows whether a key is stored or an identity is proven at run time"
STALE_AFTER_DAYS = 90
FIX = "Use trusted publishing or workload identity for this target and delete the stored key."

FEDERATED = {
    "PyPI": ("PYPI", "TWINE", "UV_PUBLISH", "POETRY_PYPI"), "npm": ("NPM_TOKEN", "NODE_AUTH_TOKEN", "NPM_AUTH", "NPM_PUBLISH"), "RubyGems": ("RUBYGEMS", "GEM_HOST"),
    "crates.io": ("CARGO_REGISTRY", "CRATES"), "AWS": ("AWS_ACCESS_KEY", "AWS_SECRET"), "Azure": ("AZURE_CREDENTIALS", "AZURE_CLIENT_SECRET"), "Google Cloud": ("GCP_SA_KEY", "GOOGLE_CREDENTIALS", "GCLOUD_SERVICE_KEY", "GCP_CREDENTIALS"),
}  # fmt: skip
SECRET = re.compile(r"\bsecrets\.(?!GITHUB_TOKEN\b)", re.IGNORECASE)
KNOWS_FEDERATION = (
    "pypa/gh-action-pypi-publish",
    "npm publish",
    "uv publish",
    "cargo publish",
    "rubygems/release-gem",
    "aws s3",
)


def check(ci: CiPipelines) -> Iterator[Finding]:
    jobs = [(pipeline, job) for pipeline, job in ci.jobs if job.publishing_steps or Does.DEPLOY in job.does]
    if not jobs:
        yield unknown(Unread("release credentials", why_none_publishes(ci), "commit the release pipeline"))
        return
    for pipeline, job in jobs:
        key = _stored(job)
        thing = f"{pipeline.path} job {job.name or job.id}"
        if key:
            yield bad(
                thing,
                f"the stored key {key[1]} reaches {key[0]}, which knows short-lived identities",
                at(job.path, job.line),
                fix=f"Use short-lived identity for {key[0]} in {job.id} and delete {key[1]}.",
            )
        elif (
            job.identity
            and not _hands_over_a_secret(job)
            and any(step.publishes.startswith(KNOWS_FEDERATION) or Does.CLOUD_LOGIN in step.does for step in job.steps)
        ):
            yield good(thing, "publishes with an identity proven at run time and no stored key", at(job.path, job.line))


def _stored(job: Job) -> tuple[str, str] | None:
    for target, names in FEDERATED.items():
        for secret in job.secrets:
            if any(name in secret.upper() for name in names) and "TEST" not in secret.upper():
                return target, secret
    return None


def _hands_over_a_secret(job: Job) -> bool:
    """Whether a step that publishes or signs in somewhere is given a stored secret, whatever its name."""
    return any(
        SECRET.search(value)
        for step in job.steps
        if step.publishes or Does.CLOUD_LOGIN in step.does
        for value in (*step.inputs.values(), *step.env.values(), step.script)
    )


_JOB = "on: release\njobs:\n  p:\n    runs-on: ubuntu-24.04\n    permissions: {{{}}}\n    steps:\n      - uses: {}\n        with: {{{}}}\n"
_PYPI = "pypa/gh-action-pypi-publish@release/v1"

EXAMPLES = (
    Example(
        "an identity for attestations beside a login with a stored key",
        Outcome.SILENT,
        {
            ".github/workflows/r.yml": _JOB.format(
                "id-token: write",
                "docker/login-action@v4",
                "username: a, password: '${{ secrets.DOCKERHUB_TOKEN }}'",
            )
            + "      - run: docker push acme/gantry\n"
        },
        false_positive="a stored key under a name that tells nothing",
    ),
    Example(
        "an identity beside a stored key of another name",
        Outcome.SILENT,
        {".github/workflows/r.yml": _JOB.format("id-token: write", _PYPI, "password: '${{ secrets.UPLOAD }}'")},
        false_positive="a stored key under a name that tells nothing",
    ),
    Example("trusted publishing", Outcome.GOOD, {".github/workflows/r.yml": _JOB.format("id-token: write", _PYPI, "")}),
    Example(
        "a stored key",
        Outcome.BAD,
        {".github/workflows/r.yml": _JOB.format("contents: read", _PYPI, "password: '${{ secrets.PYPI_TOKEN }}'")},
        strength=MEDIUM,
    ),
    Example(
        "the platform's own token",
        Outcome.SILENT,
        {
            ".github/workflows/r.yml": _JOB.format(
                "contents: write", "softprops/action-gh-release@v2", "token: '${{ secrets.GITHUB_TOKEN }}'"
            )
        },
        false_positive="the platform's own token is short-lived",
    ),
    Example(
        "a registry without federation",
        Outcome.SILENT,
        {
            ".github/workflows/r.yml": _JOB.format(
                "contents: read", "softprops/action-gh-release@v2", "token: '${{ secrets.FORUM_KEY }}'"
            )
        },
        false_positive="registries without federation",
    ),
    Example("nothing is published", Outcome.UNKNOWN, {"a": "x"}),
)
