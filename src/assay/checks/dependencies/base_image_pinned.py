"""Base images are named by digest.

Why: A tag can be moved to other content between two builds.

Good: every base of a shipped image, and every image a release job runs in, is named by digest.

Bad: a tag only, or none (weak: rebuilding often from a signed tag is a practice that can be defended).

Unknown: the name comes from a variable without a default.

Known false positives: stages that build on an earlier stage or on scratch; images for development.
"""

from collections.abc import Iterator

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, at, bad, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.ci import CiPipelines, Part, PartKind
from assay.facts.containers import Containers

SUPPORTS = {"1.2.2/c": MEDIUM}
COUNTERS = {"1.2.2/c": WEAK}
BECAUSE = "the runtime verifies a digest; a tag names whatever its owner puts there next"
STALE_AFTER_DAYS = 90
FIX = "Add the digest behind the tag and let an update bot move both."


def check(containers: Containers, ci: CiPipelines) -> Iterator[Finding]:
    images = [
        stage.base for file in containers.dockerfiles if not file.set_aside for stage in file.stages if stage.base
    ]
    images += [part for _, job in ci.release_path for part in job.images if part.kind is PartKind.IMAGE]
    for part in images:
        yield _judged(part)
    if unread := containers.unread:
        yield unknown(*unread)


def _judged(part: Part) -> Finding:
    thing = f"{part.path}:{part.line} {part.name}"
    if part.immutable is None:
        return unknown(Unread(f"{part.path}:{part.line}", f"the image {part.text} is a variable", "give it a default"))
    if part.immutable:
        return good(thing, f"{part.name} is named by digest", at(part.path, part.line))
    floating = part.version in ("", "latest")
    return bad(
        thing,
        f"{part.text} {'floats' if floating else 'is a tag that can be moved'}",
        at(part.path, part.line),
        fix=f"Write {part.name}{':' + part.version if part.version else ''}@sha256:<digest> in {part.path}:{part.line}.",
    )


EXAMPLES = (
    Example("by digest", Outcome.GOOD, {"Dockerfile": "FROM alpine:3.22@sha256:" + "0" * 64 + "\n"}),
    Example("by tag", Outcome.BAD, {"Dockerfile": "FROM alpine:3.22\n"}, strength=WEAK),
    Example(
        "scratch",
        Outcome.SILENT,
        {"Dockerfile": "FROM scratch\nCOPY a /a\n"},
        false_positive="stages that build on an earlier stage or on scratch",
    ),
    Example(
        "an earlier stage chosen by platform",
        Outcome.SILENT,
        {
            "Dockerfile": "FROM scratch AS build_amd64\nFROM scratch AS build_armv7\nFROM build_${TARGETARCH}${TARGETVARIANT}\nCOPY a /a\n"
        },
        false_positive="stages that build on an earlier stage or on scratch",
    ),
    Example("a variable", Outcome.UNKNOWN, {"Dockerfile": "ARG BASE\nFROM $BASE\n"}),
    Example(
        "for development",
        Outcome.SILENT,
        {".devcontainer/Dockerfile": "FROM alpine\n"},
        false_positive="images for development",
    ),
)
