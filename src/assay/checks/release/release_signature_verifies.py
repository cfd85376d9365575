"""Signatures of the release verify against the expected identity.

Why: A customer who verifies a download relies on this computation; a file that only looks like a signature protects nobody.

Good: every artefact of the assessed or newest release that was handed over is covered by a signature, an attestation or a signed list
of checksums that was verified here, by a signer the profile names (medium where the profile names nobody, or where the key has
expired since and only its holder says that the signature is older).

Bad: a signature fails, is of another file or by somebody the profile does not name; or some artefacts of the release are covered
and others are not.

Unknown: no artefact was handed over, none of them with a signature, a signature cannot be verified here, or it is by the workflow of
somebody else and only the owner names it.

Known false positives: a key that expired after it signed; one artefact covered in two ways, once by a key nobody named; files of an
older release; a signature of a file that was not handed over.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from assay.checks.contract import MEDIUM, STRONG, Change, Example, Finding, Handed, bad, counted, cut, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.attestations import Signer, Verified
from assay.facts.ci import CiPipelines
from assay.facts.release_artefacts import Coverage, Covered, ReleaseArtefacts
from assay.facts.subject import Subject
from assay.facts.tags import Tags
from assay.facts.texts import Texts
from assay.formats.own_repository import own_repositories
from assay.formats.signed_example import (
    EXPECTED,
    OPENPGP_EXPECTED,
    OPENPGP_SIGNATURE,
    OPENPGP_SIGNED,
    provenance,
)

SUPPORTS = {"3.1.1/a": STRONG}
COUNTERS = {"3.1.1/a": STRONG}
BECAUSE = "it is the computation a customer would do, on the very files of the release"
STALE_AFTER_DAYS = 365
FIX = "Sign every artefact in the job that releases it, and publish the identity or the key to expect."


def check(release: ReleaseArtefacts, tags: Tags, subject: Subject, ci: CiPipelines, texts: Texts) -> Iterator[Finding]:
    own = own_repositories(ci, texts) if release.artefacts and not release.by_assessor else frozenset()
    wanted = {subject.commit: "the assessed commit"} | {tag.commit: f"release {tag.name}" for tag in tags.releases[:1]}
    for commit, name in wanted.items():
        if artefacts := release.of(commit):
            yield from _of_release(name, commit, artefacts, release, own)
    if untied := [each for each in release.artefacts if not each.source.commit]:
        yield unknown(*(Unread(each.name, "it is not said of which release it is", FIX_RELEASE) for each in untied))
    if release.unread:
        yield unknown(*release.unread)


FIX_RELEASE = "assay ingest --as-artefact with --release"


def _of_release(
    name: str, commit: str, artefacts: Sequence[Covered], release: ReleaseArtefacts, own: frozenset[str]
) -> Iterator[Finding]:
    failed = [(each, found) for each in artefacts for found in each.coverage if _fails(found, each)]
    for artefact, found in failed:
        yield bad(
            artefact.name,
            f"the {found.kind} {found.file} does not hold for {artefact.name} of {name}: {found.why}",
            found.at(),
            artefact.source.at(),
            fix=f"Find out how {artefact.name} and {found.file} came apart, and release both anew.",
            revision=commit,
        )
    fallen = {artefact.name for artefact, _ in failed}
    rest = [each for each in artefacts if each.name not in fallen]
    by_others = {each.name: seen for each in rest if (seen := _by_somebody(each)) and not each.holding}
    if release.signers_declared:
        for artefact in rest:
            if other := by_others.get(artefact.name):
                yield bad(
                    artefact.name,
                    f"{artefact.name} of {name} is signed by {_who(other.signer)}, whom the profile does not name"
                    f"{': ' + other.why if other.why else ''}",
                    other.at(),
                    artefact.source.at(),
                    fix="Sign with the identity customers are told of, or tell them of this one.",
                    revision=commit,
                )
    untried = [each for each in rest if not _verified(each) and each.coverage]
    if untried:
        yield unknown(*(Unread(found.file, found.why, FIX) for each in untried for found in each.coverage))
    bare = [each for each in rest if not each.coverage]
    covered = [each for each in rest if _verified(each)]
    if bare and not (covered or failed or untried):
        yield unknown(
            Unread(f"signatures of {name}", "none of its files was handed over with one", "their signatures as well")
        )
    elif bare:
        yield bad(
            f"{name}: {cut(', '.join(each.name for each in bare))}",
            f"{counted(len(bare), 'artefact')} of {name} {'is' if len(bare) == 1 else 'are'} covered by nothing, while others are",
            *(each.source.at() for each in bare[:3]),
            fix=f"Sign {bare[0].name} as the other artefacts are signed.",
            objects=len(bare),
            revision=commit,
        )
    elif covered and len(covered) == len(artefacts) and not (release.signers_declared and by_others):
        if foreign := next((each for each in map(_best, covered) if each and _is_foreign(each.signer, own)), None):
            reason = (
                f"it is signed by a workflow of {foreign.signer.repository[:120]}, which only the owner calls his own"
            )
            yield unknown(Unread(foreign.file, reason, "the assessor's profile, if it is the right one"))
        else:
            yield _all_hold(name, commit, covered, release)


def _fails(found: Coverage, artefact: Covered) -> bool:
    """A second signature by a key the profile does not name is no fault where the first one holds."""
    return found.verified is Verified.NO and not (found.signer.identity and artefact.holding)


def _all_hold(name: str, commit: str, covered: Sequence[Covered], release: ReleaseArtefacts) -> Finding:
    found = [each for each in map(_best, covered) if each]
    known = all(each.signer.expected for each in found)
    late = any(each.signer.dated_by_itself for each in found)
    whose = "the assessor's profile names" if release.by_assessor else "the owner names in the repository itself"
    signers = " and ".join(dict.fromkeys(_who(each.signer) for each in found))
    return good(
        name,
        f"{counted(len(covered), 'artefact')} of {name}: verified, signed by {cut(signers, 160)}, whom "
        f"{whose if known else 'nobody named beforehand'}"
        f"{'; the key has expired since, and its holder alone dates the signature' if late else ''}",
        *(each.at() for each in found[:3]),
        at_most=STRONG if known and not late else MEDIUM,
        objects=len(covered),
        revision=commit,
    )


def _verified(artefact: Covered) -> bool:
    return any(each.verified is Verified.YES for each in artefact.coverage)


def _best(artefact: Covered) -> Coverage | None:
    return artefact.holding or _by_somebody(artefact)


def _is_foreign(signer: Signer, own: frozenset[str]) -> bool:
    """Whether the workflow that signed is that of another owner than the repository's own name tells."""
    owner = signer.repository.casefold().rstrip("/").split("/")[-2:-1]
    return bool(owner) and bool(own) and owner[0] not in {each.partition("/")[0] for each in own}


def _by_somebody(artefact: Covered) -> Coverage | None:
    return next((each for each in artefact.coverage if each.verified is Verified.YES and not each.holds), None)


def _who(signer: Signer) -> str:
    """How reports name a signer."""
    return f"{signer.identity or 'an unnamed key'}{f' ({signer.issuer})' if signer.issuer else ''}"


_MINISIGN = """untrusted comment: signature from minisign secret key
RURw/7Xs+86PnFIzdsKWcGM95BUAWJTpPbWDhynOGyMUZE9NSURk3AjHzTjVKvPI4+79oGK8oYCJbI6fXq850TlP58b3dRWPMgY=
trusted comment: timestamp:1795613782
CvyQXw/H20PnpHe3mY0O+PfOhvhF6ZMl5o0Pq4A3RXoMWoqHeInuCJvcukH6lwIOKflyDAOa3ZEB6tumon5XCQ==
"""
_RELEASE = (Change("Release", {"a": "1"}, tag="v1.0.0", on=date(2026, 9, 1)),)
_FILE = Handed(b"\x7fELF gantry", release="v1.0.0", artefact=True)
_OTHER = Handed(b"PK gantry", release="v1.0.0", artefact=True)
_SIGNED = Handed(provenance("gantry", commit="{commit:v1.0.0}"), release="v1.0.0", sealed=True)

EXAMPLES = (
    Example(
        "the file of the newest release, by the key the profile names",
        Outcome.GOOD,
        {"a": "x"},
        history=_RELEASE,
        profile=EXPECTED,
        evidence={"gantry": _FILE, "gantry.intoto.jsonl": _SIGNED},
        strength=STRONG,
    ),
    Example(
        "one file is covered, the other is not",
        Outcome.BAD,
        {"a": "x"},
        history=_RELEASE,
        profile=EXPECTED,
        evidence={"gantry": _FILE, "gantry.zip": _OTHER, "gantry.intoto.jsonl": _SIGNED},
        strength=STRONG,
    ),
    Example(
        "the attestation names another digest for the file",
        Outcome.BAD,
        {"a": "x"},
        history=_RELEASE,
        profile=EXPECTED,
        evidence={
            "gantry": _FILE,
            "gantry.intoto.jsonl": Handed(
                provenance("gantry", commit="{commit:v1.0.0}", digest="ab" * 32), release="v1.0.0", sealed=True
            ),
        },
        strength=STRONG,
    ),
    Example(
        "signed with a key, and nobody says which to expect",
        Outcome.UNKNOWN,
        {"a": "x"},
        history=_RELEASE,
        evidence={"gantry": _FILE, "gantry.intoto.jsonl": _SIGNED},
    ),
    Example(
        "files without any signature",
        Outcome.UNKNOWN,
        {"a": "x"},
        history=_RELEASE,
        profile=EXPECTED,
        evidence={"gantry": _FILE},
    ),
    Example(
        "checksums nobody signed cover nothing",
        Outcome.UNKNOWN,
        {"a": "x"},
        history=_RELEASE,
        profile=EXPECTED,
        evidence={"gantry": _FILE, "SHA256SUMS": Handed("{sha256:gantry}  gantry\n", release="v1.0.0")},
    ),
    Example(
        "a signed list of checksums covers what it lists",
        Outcome.GOOD,
        {"a": "x"},
        history=_RELEASE,
        profile=EXPECTED,
        evidence={
            "gantry": _FILE,
            "gantry.zip": _OTHER,
            "SHA256SUMS": Handed("{sha256:gantry}  gantry\n{sha256:gantry.zip} *gantry.zip\n", release="v1.0.0"),
            "SHA256SUMS.intoto.jsonl": Handed(
                provenance("SHA256SUMS", commit="{commit:v1.0.0}"), release="v1.0.0", sealed=True
            ),
        },
        strength=STRONG,
    ),
    Example(
        "beside the expected signature stands one by another key",
        Outcome.GOOD,
        {"a": "x"},
        history=_RELEASE,
        profile=EXPECTED,
        evidence={
            "gantry": _FILE,
            "gantry.intoto.jsonl": _SIGNED,
            "gantry.minisig": Handed(_MINISIGN, release="v1.0.0"),
        },
        strength=STRONG,
        false_positive="one artefact covered in two ways, once by a key nobody named",
    ),
    Example(
        "a key that has expired since",
        Outcome.GOOD,
        {"a": "x"},
        history=_RELEASE,
        profile=OPENPGP_EXPECTED,
        evidence={
            "gantry": Handed(OPENPGP_SIGNED, release="v1.0.0", artefact=True),
            "gantry.asc": Handed(OPENPGP_SIGNATURE, release="v1.0.0"),
        },
        as_of=date(2032, 1, 1),
        strength=MEDIUM,
        false_positive="a key that expired after it signed",
    ),
    Example(
        "only an older release was handed over",
        Outcome.SILENT,
        {"a": "x"},
        history=(Change("Old", {"a": "0"}, tag="v0.9.0", on=date(2026, 8, 1)), *_RELEASE),
        profile=EXPECTED,
        evidence={"gantry": Handed(b"old", release="v0.9.0", artefact=True)},
        false_positive="files of an older release",
    ),
    Example(
        "the signature of a file that is not there",
        Outcome.UNKNOWN,
        {"a": "x"},
        history=_RELEASE,
        profile=EXPECTED,
        evidence={
            "gantry": _FILE,
            "gantry.intoto.jsonl": _SIGNED,
            "other.intoto.jsonl": Handed(
                provenance("crane", commit="{commit:v1.0.0}", digest="cd" * 32), release="v1.0.0", sealed=True
            ),
        },
        false_positive="a signature of a file that was not handed over",
    ),
    Example("nothing handed over", Outcome.UNKNOWN, {"a": "x", "gantry.sig": "signature"}),
)
