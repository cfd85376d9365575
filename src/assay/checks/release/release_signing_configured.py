"""What is published is signed or attested by the pipeline that makes it.

Why: Without a signature a customer cannot tell a genuine release from an altered one.

Good: a job on the release path signs or attests what it publishes, or hands it to goreleaser, Maven or Gradle with a signing
section; weak where a registry adds provenance by itself.

Bad: every publishing job could be read and none of them signs; weak where what is uploaded is made elsewhere, or where the release
tags carry signatures.

Unknown: nothing is published from here; signing may happen outside, by a parent build file kept elsewhere, or by settings of
goreleaser that are not in the tree.

Known false positives: an image builder's own unsigned provenance is not a signature; signatures on tags; a release page without
files; files fetched from where they were made; goreleaser where it only builds.
"""

import re
from collections.abc import Iterator

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, at, bad, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.ci import CiPipelines, Command, Does, Job, Pipeline, Step
from assay.facts.tags import Tags
from assay.facts.texts import Texts
from assay.formats import build_signing
from assay.formats.build_signing import Signing
from assay.formats.publishing import why_none_publishes

SUPPORTS = {"3.1.1/a": MEDIUM}
COUNTERS = {"3.1.1/a": MEDIUM}
BECAUSE = "the definition signs; only a fetched release would show the signature itself"
STALE_AFTER_DAYS = 90
FIX = "Add keyless signing or a build attestation to the job that publishes."


GORELEASER = (
    ".goreleaser.yml", ".goreleaser.yaml", "goreleaser.yml", "goreleaser.yaml", ".goreleaser.yml.tmpl", ".goreleaser.yaml.tmpl",
)  # fmt: skip
NO_RELEASE = re.compile(r"^release:[ \t]*\n(?:[ \t]+#[^\n]*\n)*[ \t]+disable: *[\"']?true\b", re.MULTILINE)
OTHER_ROUTES = re.compile(
    r"^(dockers\w*|docker_\w+|kos|brews|homebrew_casks|publishers|blobs|uploads|artifactories|snapcrafts|nix|scoops|chocolateys|winget|aurs|krews):",
    re.MULTILINE,
)
SIGNING_SECTIONS = ("signs:", "docker_signs:", "binary_signs:")
NOTES_OPTIONS = frozenset(
    "-t --title -F --notes-file -n --notes --target -R --repo --discussion-category --notes-start-tag".split()
)
MAKERS = re.compile(r"build|goreleaser|publish|maturin|docker push|ko ")
"""Publishing tools that make, in the same breath, what they publish."""
LATEST_TAGS = 5


def check(ci: CiPipelines, texts: Texts, tags: Tags) -> Iterator[Finding]:
    publishing = [
        (pipeline, job, steps)
        for pipeline, job in ci.releasing
        if (
            steps := [
                step for step in job.publishing_steps if not _is_page_only(step) and not _only_builds(step, texts)
            ]
        )
    ]
    if not publishing and (ci.releasing or not ci.publishing):
        yield unknown(Unread("release signing", why_none_publishes(ci), "hand in a release with its signatures"))
        return
    signed = False
    for pipeline, job in ci.release_path:
        for finding in _signatures(pipeline, job, texts):
            signed = True
            yield finding
    if signed:
        return
    if unread := [each for pipeline, job, _ in publishing for each in (*pipeline.unread, *job.unread)]:
        yield unknown(*unread)
        return
    if any("goreleaser" in step.publishes for _, _, steps in publishing for step in steps) and not any(
        texts.named(*GORELEASER)
    ):
        yield unknown(
            Unread(
                "settings of goreleaser", "they are not in the tree, and signing is set there", "commit .goreleaser.yml"
            )
        )
        return
    if parents := _parents(publishing, texts):
        yield unknown(*parents)
        return
    tags_signed = any(tag.signature for tag in tags.tags[:LATEST_TAGS])
    unsigned: dict[tuple[str, bool], list[tuple[Job, Step]]] = {}
    for pipeline, job, steps in publishing:
        unsigned.setdefault((pipeline.path, _is_made_here(ci, pipeline, job)), []).append((job, steps[0]))
    for (path, made_here), jobs in unsigned.items():
        job, step = jobs[0]
        yield bad(
            f"{path} job {job.name or job.id}",
            f"nothing on the way to {step.publishes} signs what it publishes{'' if made_here else ', which was made elsewhere'}",
            *(at(each.path, each.line) for _, each in jobs),
            fix=f"Add an attestation or a signing step to {job.id} for what {step.publishes} publishes.",
            at_most=MEDIUM if made_here and not tags_signed else WEAK,
            objects=len(jobs),
        )


def _signatures(pipeline: Pipeline, job: Job, texts: Texts) -> Iterator[Finding]:
    thing = f"{pipeline.path} job {job.name or job.id}"
    if job.calls and "slsa-github-generator" in job.calls.name:
        yield good(thing, "provenance is generated and signed by an isolated workflow", at(job.path, job.line))
    for step in job.steps:
        place = at(step.path, step.line)
        if step.failure_ignored:
            continue
        if _signs(step, identity=job.identity):
            yield good(thing, f"{_how(step)} on the release path", place)
        elif "goreleaser" in step.publishes and (section := _goreleaser_signs(texts)):
            yield good(thing, f"goreleaser signs by {section}", place, at(section))
        elif made := _build_signs(step, texts):
            yield good(thing, f"{made[0]} signs what it uploads", place, at(made[0]))
        elif job.identity and any(each.argv[:2] == ("npm", "publish") for each in step.commands):
            yield good(thing, "npm adds provenance where the registry trusts this workflow", place, at_most=WEAK)


def _is_page_only(step: Step) -> bool:
    """Whether it only writes a release page: no file is handed over."""
    publishing = [each for each in step.commands if Does.PUBLISH in each.does]
    return not step.part and bool(publishing) and all(_has_no_file(each) for each in publishing)


def _only_builds(step: Step, texts: Texts) -> bool:
    """Whether goreleaser's settings switch the release off and name no other way out."""
    settings = [text for _, text in texts.named(*GORELEASER)]
    return (
        "goreleaser" in step.publishes
        and bool(settings)
        and all(NO_RELEASE.search(text) and not OTHER_ROUTES.search(text) for text in settings)
    )


def _has_no_file(command: Command) -> bool:
    if command.argv[:3] not in (("gh", "release", "create"), ("glab", "release", "create")):
        return False
    plain = [
        each
        for before, each in zip(command.argv[2:], command.argv[3:], strict=False)
        if not each.startswith("-") and before not in NOTES_OPTIONS and "[@]" not in each
    ]
    return len(plain) <= 1


def _is_made_here(ci: CiPipelines, pipeline: Pipeline, job: Job) -> bool:
    makes = {Does.BUILD, Does.INSTALL}
    path = [each for _, each in ci.leading_to(pipeline, job)]
    return any(makes & each.does or MAKERS.search(step.publishes) for each in path for step in each.steps)


def _goreleaser_signs(texts: Texts) -> str:
    return next(
        (
            path
            for path, text in texts.named(*GORELEASER)
            if any(line.rstrip() in SIGNING_SECTIONS for line in text.splitlines())
        ),
        "",
    )


def _build_signs(step: Step, texts: Texts) -> tuple[str, ...]:
    """The build file by which an upload of this step signs, in a tuple; empty if none does."""
    told = (build_signing.on_upload(each.argv, texts) for each in step.commands if Does.PUBLISH in each.does)
    return tuple(path for signing, path in told if signing is Signing.DONE)


def _parents(publishing: list[tuple[Pipeline, Job, list[Step]]], texts: Texts) -> list[Unread]:
    """Where a parent of the build file, kept elsewhere, may make the upload sign."""
    return [
        Unread(
            path, "its parent lives elsewhere and may sign what is uploaded", "hand in a release with its signatures"
        )
        for _, _, steps in publishing
        for step in steps
        for each in step.commands
        if Does.PUBLISH in each.does
        for signing, path in [build_signing.on_upload(each.argv, texts)]
        if signing is Signing.ELSEWHERE
    ]


def _signs(step: Step, *, identity: bool) -> bool:
    if any(kind in step.does and step.effective(kind) for kind in (Does.SIGN, Does.PROVENANCE)):
        return True
    if step.part and step.part.name == "pypa/gh-action-pypi-publish":
        return identity and step.inputs.get("attestations") != "false"
    return any(command.argv[:2] == ("npm", "publish") and "--provenance" in command.argv for command in step.commands)


def _how(step: Step) -> str:
    command = next((each.text[:50] for each in step.commands if {Does.SIGN, Does.PROVENANCE} & each.does), "")
    return command or (f"{step.part.name} signs" if step.part else step.name)


_JOB = "on: release\njobs:\n  p:\n    runs-on: ubuntu-24.04\n    permissions: {{id-token: write}}\n    steps:\n      - {}\n      - {}\n"
_POM = (
    "<project><profiles><profile><id>publish</id><build><plugins><plugin><artifactId>maven-gpg-plugin</artifactId></plugin>"
    "</plugins></build></profile></profiles></project>"
)

EXAMPLES = (
    Example(
        "signing may fail",
        Outcome.BAD,
        {
            ".github/workflows/r.yml": _JOB.format(
                "run: cosign sign-blob --yes a.zip || true", "run: gh release upload v1 a.zip"
            )
        },
    ),
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
        {
            ".github/workflows/r.yml": _JOB.format(
                "run: echo cosign sign; go build ./...", "run: gh release create v1 dist/*"
            )
        },
        strength=MEDIUM,
    ),
    Example(
        "goreleaser signs",
        Outcome.GOOD,
        {
            ".github/workflows/r.yml": _JOB.format("uses: actions/checkout@v4", "run: goreleaser release"),
            ".goreleaser.yml": "version: 2\nsigns:\n  - cmd: cosign\n",
        },
    ),
    Example(
        "goreleaser's signing is commented out",
        Outcome.BAD,
        {
            ".github/workflows/r.yml": _JOB.format("run: go build ./...", "run: goreleaser release"),
            ".goreleaser.yml": "version: 2\n# signs:\n#  - cmd: cosign\n",
        },
    ),
    Example(
        "goreleaser's settings are made elsewhere",
        Outcome.UNKNOWN,
        {
            ".github/workflows/r.yml": _JOB.format(
                "run: go build ./...", "run: goreleaser release --config /tmp/made.yml"
            )
        },
    ),
    Example(
        "goreleaser builds, and nothing is published",
        Outcome.UNKNOWN,
        {
            ".github/workflows/r.yml": _JOB.format("run: go build ./...", "run: goreleaser release"),
            ".goreleaser.yml": "version: 2\nrelease:\n  disable: true\n",
        },
        false_positive="goreleaser where it only builds",
    ),
    Example(
        "Maven signs in the profile that is chosen",
        Outcome.GOOD,
        {
            ".github/workflows/r.yml": _JOB.format("uses: actions/checkout@v4", "run: ./mvnw -B deploy -Ppublish"),
            "pom.xml": _POM,
        },
    ),
    Example(
        "Maven would sign in another profile",
        Outcome.BAD,
        {
            ".github/workflows/r.yml": _JOB.format("uses: actions/checkout@v4", "run: ./mvnw -B package deploy"),
            "pom.xml": _POM,
        },
    ),
    Example(
        "Maven's signing is skipped",
        Outcome.BAD,
        {
            ".github/workflows/r.yml": _JOB.format("run: mvn package", "run: ./mvnw -B deploy -Ppublish -Dgpg.skip"),
            "pom.xml": _POM,
        },
    ),
    Example(
        "Gradle signs",
        Outcome.GOOD,
        {
            ".github/workflows/r.yml": _JOB.format("uses: actions/checkout@v4", "run: ./gradlew publish"),
            "build.gradle.kts": "signing {\n    sign(publishing.publications)\n}\n",
        },
    ),
    Example(
        "a parent of the build file may sign",
        Outcome.UNKNOWN,
        {
            ".github/workflows/r.yml": _JOB.format("uses: actions/checkout@v4", "run: mvn deploy"),
            "pom.xml": "<project><parent><groupId>org.example</groupId><artifactId>parent</artifactId></parent></project>",
        },
    ),
    Example(
        "a page without files",
        Outcome.UNKNOWN,
        {".github/workflows/r.yml": _JOB.format("run: make notes", "run: gh release create v1 --title v1 -F notes.md")},
        false_positive="a release page without files",
    ),
    Example(
        "files fetched from where they were made",
        Outcome.BAD,
        {
            ".github/workflows/r.yml": _JOB.format(
                "run: wget https://get.gantry.example/gantry.war", "run: gh release upload v1 gantry.war"
            )
        },
        false_positive="files fetched from where they were made",
        strength=WEAK,
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
