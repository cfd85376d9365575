"""Only the build may publish.

Why: Who holds a key that publishes can release anything under the product's name, from anywhere.

Good: the artefacts of the assessed or newest release bear the verified identity of this repository's own workflow; or a job publishes
with an identity proven at run time and no stored key (weak: the definition alone).

Bad: artefacts of the release are signed with a person's identity while a workflow publishes; or a publishing job uses a stored key
where the registry would take the job's own identity (weak).

Unknown: nothing is published from here, and no artefact with a verified identity was handed over.

Known false positives: releases signed at a desk because the platform's signing key cannot leave it; a registry without trusted
publishing.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from assay.checks.contract import (
    MEDIUM,
    STRONG,
    WEAK,
    Change,
    Example,
    Finding,
    Handed,
    at,
    bad,
    counted,
    good,
    unknown,
)
from assay.domain.evidence import Outcome, Unread
from assay.facts.attestations import Signer, Verified
from assay.facts.ci import CiPipelines, Job
from assay.facts.release_artefacts import Coverage, Covered, ReleaseArtefacts
from assay.facts.subject import Subject
from assay.facts.tags import Tags
from assay.facts.texts import Texts
from assay.formats.own_repository import own_repositories
from assay.formats.publishing import why_none_publishes
from assay.formats.signed_example import EXPECTED, OPENPGP_EXPECTED, OPENPGP_SIGNATURE, OPENPGP_SIGNED, provenance

SUPPORTS = {"3.1.2/b": STRONG, "2.1.3/c": MEDIUM}
COUNTERS = {"3.1.2/b": MEDIUM, "2.1.3/c": MEDIUM}
BECAUSE = "a verified identity on the artefact shows who published; a definition only shows who should"
STALE_AFTER_DAYS = 180
FIX = "Publish by trusted publishing from a protected environment, and delete the keys people hold."

TRUSTED = ("pypa/gh-action-pypi-publish", "npm publish", "uv publish", "rubygems/release-gem", "cargo publish")
"""Ways to publish that can take the job's own identity."""
STORED = re.compile(
    r"PYPI|TWINE|UV_PUBLISH|NPM_TOKEN|NODE_AUTH|NPM_AUTH|RUBYGEMS|GEM_HOST|CARGO_REGISTRY|CRATES", re.IGNORECASE
)
SECRET = re.compile(r"\bsecrets\.(?!GITHUB_TOKEN\b)", re.IGNORECASE)
PERSON = re.compile(r"(?!.*(gserviceaccount\.com|\[bot\]|noreply)).+@.+", re.IGNORECASE)


def check(release: ReleaseArtefacts, ci: CiPipelines, texts: Texts, tags: Tags, subject: Subject) -> Iterator[Finding]:
    own = own_repositories(ci, texts)
    wanted = {subject.commit: "the assessed commit"} | {tag.commit: f"release {tag.name}" for tag in tags.releases[:1]}
    borne = [
        finding
        for commit, name in wanted.items()
        if (artefacts := release.of(commit))
        for finding in _borne(name, commit, artefacts, ci, own)
    ]
    yield from borne
    defined = list(_defined(ci))
    yield from defined
    if not (borne or defined):
        if not ci.releasing:
            yield unknown(
                Unread("publishing", why_none_publishes(ci), "the artefacts of a release, with their signatures")
            )
        elif release.unread and not release.artefacts:
            yield unknown(*release.unread)


def _borne(
    name: str, commit: str, artefacts: Sequence[Covered], ci: CiPipelines, own: frozenset[str]
) -> Iterator[Finding]:
    """Whose identity the artefacts bear: one finding for all of the workflow's, one for each a person signed."""
    by_workflow = {each.name: found for each in artefacts if (found := _by_own_workflow(each, own))}
    if by_workflow and len(by_workflow) == len(artefacts):
        found = next(iter(by_workflow.values()))
        yield good(
            name,
            f"{counted(len(artefacts), 'artefact')} of {name}: verified, published by {found.signer.identity[:160]}",
            *(each.at() for each in list(by_workflow.values())[:3]),
            objects=len(artefacts),
            revision=commit,
        )
    if not ci.releasing:
        return
    pipeline, job = ci.releasing[0]
    for artefact in artefacts:
        person = next(
            (each for each in artefact.coverage if each.verified is Verified.YES and _is_person(each.signer)), None
        )
        if person and artefact.name not in by_workflow:
            yield bad(
                artefact.name,
                f"{artefact.name} of {name} is signed by {person.signer.identity[:120]}, though {pipeline.path} publishes",
                person.at(),
                at(job.path, job.line),
                fix=f"Let {job.name or job.id} sign what it publishes, with its own identity.",
                at_most=WEAK,
                revision=commit,
            )


def _by_own_workflow(artefact: Covered, own: frozenset[str]) -> Coverage | None:
    """A certificate of a workflow of this repository: named by the profile, or under the name the repository gives itself."""
    for each in artefact.coverage:
        repository = "/".join(each.signer.repository.casefold().rstrip("/").split("/")[-2:])
        if each.verified is not Verified.YES or each.signer.kind != "sigstore" or not each.signer.repository:
            continue
        if (each.signer.expected or repository in own) and (not own or repository in own):
            return each
    return None


def _is_person(signer: Signer) -> bool:
    return signer.kind == "sigstore" and not signer.repository and bool(PERSON.fullmatch(signer.identity))


def _defined(ci: CiPipelines) -> Iterator[Finding]:
    for pipeline, job in ci.releasing:
        trusted = [step for step in job.publishing_steps if step.publishes.startswith(TRUSTED)]
        if not trusted:
            continue
        thing = f"{pipeline.path} job {job.name or job.id}"
        key = _stored(job)
        if key:
            yield bad(
                thing,
                f"{trusted[0].publishes} publishes with the stored key {key}: whoever has it can publish",
                at(trusted[0].path, trusted[0].line),
                fix=f"Let the registry trust {job.id} itself, and delete {key}.",
                at_most=WEAK,
            )
        elif job.identity and not any(
            SECRET.search(value) for step in trusted for value in (*step.inputs.values(), *step.env.values())
        ):
            yield good(
                thing,
                f"{trusted[0].publishes} publishes with the job's own identity"
                f"{f' in the environment {job.environment}' if job.environment else ''}, as defined",
                at(trusted[0].path, trusted[0].line),
                at_most=WEAK,
            )


def _stored(job: Job) -> str:
    return next((each for each in job.secrets if STORED.search(each) and "TEST" not in each.upper()), "")


_FLOW = "on: {release: {types: [published]}}\njobs:\n  publish:\n    runs-on: ubuntu-24.04\n    environment: pypi\n"
_TRUSTED = {
    ".github/workflows/release.yml": _FLOW
    + "    permissions: {id-token: write}\n    steps:\n      - uses: pypa/gh-action-pypi-publish@release/v1\n"
}
_KEY = {
    ".github/workflows/release.yml": _FLOW
    + "    steps:\n      - uses: pypa/gh-action-pypi-publish@release/v1\n        with: {password: '${{ secrets.PYPI_TOKEN }}'}\n"
}
_UPLOAD = {
    ".github/workflows/release.yml": _FLOW + "    steps:\n      - run: gh release upload v1.0.0 dist/gantry.exe\n"
}
_RELEASE = (Change("Release", {"a": "1"}, tag="v1.0.0", on=date(2026, 9, 1)),)

EXAMPLES = (
    Example("trusted publishing, as defined", Outcome.GOOD, _TRUSTED, strength=WEAK),
    Example("a stored key", Outcome.BAD, _KEY, strength=WEAK),
    Example(
        "a place that knows no such identity",
        Outcome.SILENT,
        _UPLOAD,
        history=_RELEASE,
        profile=EXPECTED,
        evidence={
            "gantry.exe": Handed(b"MZ", release="v1.0.0", artefact=True),
            "gantry.exe.intoto.jsonl": Handed(
                provenance("gantry.exe", commit="{commit:v1.0.0}"), release="v1.0.0", sealed=True
            ),
        },
        false_positive="a registry without trusted publishing",
    ),
    Example(
        "signed at a desk",
        Outcome.SILENT,
        _UPLOAD,
        history=_RELEASE,
        profile=OPENPGP_EXPECTED,
        evidence={
            "gantry.txt": Handed(OPENPGP_SIGNED, release="v1.0.0", artefact=True),
            "gantry.txt.asc": Handed(OPENPGP_SIGNATURE, release="v1.0.0"),
        },
        false_positive="releases signed at a desk because the platform's signing key cannot leave it",
    ),
    Example("nothing is published from here", Outcome.UNKNOWN, {"a": "x"}),
)
