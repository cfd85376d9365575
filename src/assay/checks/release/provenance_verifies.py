"""Provenance links the artefact to source and builder.

Why: A signature says who released a file; only provenance says from which source it was made, and by what.

Good: verified provenance by an expected signer names the digest of the artefact, this repository, the commit of the release's tag (or
one of the same content) and a builder that is accepted (medium where nobody is named as signer, or the builder is not known).

Bad: provenance that fails, or that names another file, another repository, another commit, or a builder the profile does not accept.

Unknown: no provenance was handed over, or its signature cannot be verified here.

Known false positives: a release whose tag was set anew on the same content; provenance of an older release; an attestation that says
nothing of how the file was made.
"""

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
    Strength,
    bad,
    counted,
    good,
    unknown,
)
from assay.domain.evidence import Outcome, Unread
from assay.facts.attestations import Verified
from assay.facts.ci import CiPipelines
from assay.facts.release_artefacts import Coverage, Covered, ReleaseArtefacts
from assay.facts.subject import Subject
from assay.facts.tags import Tags
from assay.facts.texts import Texts
from assay.formats.builders import is_hosted
from assay.formats.own_repository import own_repositories
from assay.formats.signed_example import EXPECTED, provenance, statement

SUPPORTS = {"3.1.1/a": STRONG, "2.2.2/c": WEAK}
COUNTERS = {"3.1.1/a": STRONG, "2.2.2/a": STRONG}
BECAUSE = "the link from source to artefact was verified; what the builder did with the source is its own word"
STALE_AFTER_DAYS = 365
FIX = "Let the release job write provenance, and keep it with the artefacts."


def check(release: ReleaseArtefacts, tags: Tags, subject: Subject, ci: CiPipelines, texts: Texts) -> Iterator[Finding]:
    wanted = {subject.commit: "the assessed commit"} | {tag.commit: f"release {tag.name}" for tag in tags.releases[:1]}
    own = own_repositories(ci, texts) if release.artefacts else frozenset()
    for commit, name in wanted.items():
        if artefacts := release.of(commit):
            yield from _of_release(name, commit, artefacts, release, own)
    if not release.artefacts and release.unread:
        yield unknown(*release.unread)


def _of_release(
    name: str, commit: str, artefacts: Sequence[Covered], release: ReleaseArtefacts, own: frozenset[str]
) -> Iterator[Finding]:
    linked: list[Coverage] = []
    for artefact in artefacts:
        speaking = [each for each in artefact.coverage if each.statement and each.statement.provenance]
        wrong = [(each, why) for each in speaking if (why := _wrong(each, release, own))]
        for each, why in wrong:
            yield bad(
                artefact.name,
                f"the provenance {each.file} of {artefact.name} ({name}): {why}",
                each.at(),
                artefact.source.at(),
                fix=f"Release {artefact.name} from the commit of its tag, by the release job, with provenance of its own.",
                revision=commit,
            )
        right = [each for each in speaking if _is_told(each, release) and each.source in ("same", "same content")]
        if wrong:
            continue
        if right:
            linked.append(max(right, key=lambda each: _strength(each, release)))
        elif speaking:
            yield unknown(*(Unread(each.file, _untold(each), FIX) for each in speaking))
        else:
            yield unknown(Unread(f"provenance of {artefact.name}", "none was handed over", FIX))
    if linked and len(linked) == len(artefacts):
        yield _linked(name, commit, linked, release)


def _linked(name: str, commit: str, linked: Sequence[Coverage], release: ReleaseArtefacts) -> Finding:
    first = linked[0]
    assert first.statement
    made = first.statement.provenance
    assert made
    builder = made.builder.removeprefix("https://") or "an unnamed builder"
    again = ", which has the content of the tag" if first.source == "same content" else ""
    return good(
        name,
        f"{counted(len(linked), 'artefact')} of {name}: made by {builder[:100]} from commit {first.commit[:12]}{again}, as verified "
        f"provenance says{'' if first.signer.expected else ', signed by somebody nobody named beforehand'}",
        *(each.at() for each in linked[:3]),
        at_most=min(_strength(each, release) for each in linked),
        objects=len(linked),
        revision=commit,
    )


def _strength(each: Coverage, release: ReleaseArtefacts) -> Strength:
    assert each.statement
    made = each.statement.provenance
    assert made
    known = made.builder in release.builders or is_hosted(made.builder) or made.builder == each.signer.identity
    return STRONG if known and each.signer.expected else MEDIUM


def _wrong(each: Coverage, release: ReleaseArtefacts, own: frozenset[str]) -> str:
    """What differs from the release; empty where nothing does, or where nobody could verify it."""
    assert each.statement
    made = each.statement.provenance
    assert made
    if each.verified is Verified.NO:
        return each.why
    if each.verified is Verified.NOT_TRIED or (release.signers_declared and not each.signer.expected):
        return ""
    repository = "/".join(made.repository.casefold().rstrip("/").split("/")[-2:])
    if own and repository and repository not in own:
        return f"it was made from {made.repository}, while the repository calls itself {', '.join(sorted(own))}"
    if each.source in ("other", "not in this history"):
        where = "another commit than the tag" if each.source == "other" else "a commit that is not in this history"
        return f"it was made from {each.commit[:12]}, {where}"
    if release.builders and not (made.builder in release.builders or is_hosted(made.builder)):
        return f"its builder {made.builder[:100] or '(none named)'} is none the profile accepts"
    return ""


def _is_told(each: Coverage, release: ReleaseArtefacts) -> bool:
    return each.verified is Verified.YES and (each.signer.expected or not release.signers_declared)


def _untold(each: Coverage) -> str:
    if each.verified is Verified.YES and not each.signer.expected:
        return each.why or f"it is signed by {each.signer.identity[:120]}, whom the profile does not name"
    return each.why or "it names no commit, or its artefact is tied to none"


_RELEASE = (Change("Release", {"a": "1"}, tag="v1.0.0", on=date(2026, 9, 1)),)
_FILE = Handed(b"\x7fELF gantry", release="v1.0.0", artefact=True)
_FILES = {"package.json": '{"name": "gantry", "repository": "https://github.com/example/gantry"}'}


def _handed(text: str) -> dict[str, Handed]:
    return {"gantry": _FILE, "gantry.intoto.jsonl": Handed(text, release="v1.0.0", sealed=True)}


EXAMPLES = (
    Example(
        "made from the tag by a hosted builder",
        Outcome.GOOD,
        _FILES,
        history=_RELEASE,
        profile=EXPECTED,
        evidence=_handed(provenance("gantry", commit="{commit:v1.0.0}")),
        strength=STRONG,
    ),
    Example(
        "by a builder nobody knows",
        Outcome.GOOD,
        _FILES,
        history=_RELEASE,
        profile=EXPECTED,
        evidence=_handed(provenance("gantry", commit="{commit:v1.0.0}", builder="https://ci.example.com/farm")),
        strength=MEDIUM,
    ),
    Example(
        "by a builder the profile does not accept",
        Outcome.BAD,
        _FILES,
        history=_RELEASE,
        profile=EXPECTED.replace("schema = 1\n", 'schema = 1\n[release]\nbuilders = ["https://ci.example.com/farm"]\n'),
        evidence=_handed(provenance("gantry", commit="{commit:v1.0.0}", builder="https://laptop.example.com/")),
    ),
    Example(
        "made from a commit after the tag",
        Outcome.BAD,
        _FILES,
        history=_RELEASE,
        profile=EXPECTED,
        evidence=_handed(provenance("gantry", commit="{commit}")),
        strength=STRONG,
    ),
    Example(
        "made from another repository",
        Outcome.BAD,
        _FILES,
        history=_RELEASE,
        profile=EXPECTED,
        evidence=_handed(
            provenance("gantry", commit="{commit:v1.0.0}", repository="https://github.com/mallory/gantry")
        ),
        strength=STRONG,
    ),
    Example(
        "the tag was set anew on the same content",
        Outcome.GOOD,
        _FILES,
        history=(
            Change("Release", {"a": "1"}, tag="first", on=date(2026, 9, 1)),
            Change("Release, with a better message", {"a": "1"}, tag="v1.0.0", on=date(2026, 9, 2)),
        ),
        profile=EXPECTED,
        evidence=_handed(provenance("gantry", commit="{commit:first}")),
        false_positive="a release whose tag was set anew on the same content",
    ),
    Example(
        "an older release",
        Outcome.SILENT,
        _FILES,
        history=(Change("Old", {"a": "0"}, tag="v0.9.0", on=date(2026, 8, 1)), *_RELEASE),
        profile=EXPECTED,
        evidence={
            "gantry": Handed(b"old", release="v0.9.0", artefact=True),
            "gantry.intoto.jsonl": Handed(provenance("gantry"), release="v0.9.0", sealed=True),
        },
        false_positive="provenance of an older release",
    ),
    Example(
        "an attestation of something else",
        Outcome.UNKNOWN,
        _FILES,
        history=_RELEASE,
        profile=EXPECTED,
        evidence=_handed(
            statement("gantry", predicate_type="https://example.com/reviewed/v1", predicate={"by": "Ada"})
        ),
        false_positive="an attestation that says nothing of how the file was made",
    ),
    Example(
        "signed with a key nobody names",
        Outcome.UNKNOWN,
        _FILES,
        history=_RELEASE,
        evidence=_handed(provenance("gantry", commit="{commit:v1.0.0}")),
    ),
    Example("nothing handed over", Outcome.UNKNOWN, {**_FILES, "gantry.intoto.jsonl": provenance("gantry")}),
)
