"""The declared ways of delivery are the ones the pipelines use.

Why: A route nobody declared is a route nobody secures.

Good: every route the release path publishes to is in the declared delivery profile.

Bad: a route was found that the profile leaves out.

Unknown: no profile declares how the product is delivered, or nothing is published from here.

Known false positives: internal registries; preview builds; routes that are retired.
"""

from collections.abc import Iterator

from assay.checks.contract import MEDIUM, STRONG, Example, Finding, at, bad, counted, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.ci import CiPipelines
from assay.facts.profile import Profile

SUPPORTS = {"3.1.2/c": MEDIUM}
COUNTERS = {"3.1.2/c": STRONG}
BECAUSE = "the definitions and the declaration stand in the vendor's own material"
STALE_AFTER_DAYS = 90
FIX = "Add the route to delivery in assay.toml, or stop publishing there."

ROUTES = (
    ("container", ("docker", "buildah", "podman", "crane", "skopeo", "ko ", "helm push", "helm/")),
    (
        "library",
        (
            "pypi",
            "twine",
            "npm publish",
            "yarn publish",
            "pnpm publish",
            "cargo publish",
            "gem push",
            "uv publish",
            "poetry publish",
            "mvn",
            "gradle",
            "nuget push",
            "semantic-release",
            "changesets",
        ),
    ),
    ("app", ("fastlane", "altool", "notarytool", "upload-google-play", "snapcraft")),
    (
        "installed",
        (
            "gh release",
            "action-gh-release",
            "release-action",
            "goreleaser",
            "glab release",
            "release keyword",
            "upload-release-asset",
            "create-release",
        ),
    ),
)
COVERS = {
    "installed": {"installed", "library", "app", "container"},
    "container": {"container", "installed"},
    "library": {"library", "installed"},
    "app": {"app", "installed"},
    "firmware": {"installed", "firmware"},
    "saas": set(),
    "mixed": {"installed", "library", "app", "container", "firmware"},
}


def check(ci: CiPipelines, profile: Profile) -> Iterator[Finding]:
    if "delivery" in profile.assumed or profile.source == "assumed":
        yield unknown(Unread("delivery", "no profile declares how the product is delivered", "assay init writes one"))
        return
    allowed = set().union(*(COVERS[each] for each in profile.delivery))
    denied = False
    routes = [
        (route, step) for _, job in ci.releasing for step in job.publishing_steps for route in _route(step.publishes)
    ]
    for route, step in routes:
        if route not in allowed:
            denied = True
            yield bad(
                f"{step.path}:{step.line}",
                f"{step.publishes} delivers as {route}, which the profile leaves out ({', '.join(profile.delivery)})",
                at(step.path, step.line),
                fix=f"Add {route} to delivery in assay.toml.",
            )
    if routes and not denied:
        route, step = routes[0]
        yield good(
            "routes",
            f"{counted(len(routes), 'route')} of the release path, all declared",
            at(step.path, step.line),
            objects=len(routes),
        )


def _route(publishes: str) -> list[str]:
    low = publishes.lower()
    return [route for route, signs in ROUTES if any(sign in low for sign in signs)][:1]


_JOB = {
    ".github/workflows/r.yml": "on: release\njobs:\n  p:\n    runs-on: ubuntu-24.04\n    steps: [{run: docker push example/app}]\n"
}
_PROFILE = 'schema = 1\n[product]\ndelivery = ["{}"]\n'

EXAMPLES = (
    Example("an image, as declared", Outcome.GOOD, _JOB, profile=_PROFILE.format("container")),
    Example(
        "an image, declared as a service only", Outcome.BAD, _JOB, profile=_PROFILE.format("saas"), strength=STRONG
    ),
    Example("nothing is published", Outcome.SILENT, {"a": "x"}, profile=_PROFILE.format("saas")),
    Example("no profile", Outcome.UNKNOWN, _JOB),
    Example(
        "a nightly image",
        Outcome.SILENT,
        {".github/workflows/nightly.yml": _JOB[".github/workflows/r.yml"]},
        profile=_PROFILE.format("saas"),
        false_positive="preview builds",
    ),
)
