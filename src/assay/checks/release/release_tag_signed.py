"""Release tags carry a signature.

Why: A signed tag ties a release to a commit and to whoever held the key.

Good: the newest release tags are annotated and signed; it is said whether the signatures verify with a key the profile names, or are
only present (weak in both cases: a tag protects the source reference, not what customers get).

Bad: a signature fails, or is that of a tag of another name. Unsigned tags are not held against a release, which may be signed in
another way.

Unknown: not reached; the check is silent without release tags.

Known false positives: tags the forge creates; tags that are no releases; tags by maintainers whose keys the profile does not name.
"""

from collections.abc import Iterator

from assay.checks.contract import WEAK, Change, Example, Finding, at, bad, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.attestations import Verified
from assay.facts.subject import Subject
from assay.facts.tag_signatures import TagSignature, TagSignatures
from assay.facts.tags import Tags
from assay.formats.signed_example import OPENPGP_SIGNATURE

SUPPORTS = {"3.1.1/c": WEAK, "1.1.4/a": WEAK}
COUNTERS = {"3.1.1/a": WEAK}
BECAUSE = "a tag protects the source reference; what customers get is another thing"
STALE_AFTER_DAYS = 365
FIX = "Sign release tags (git tag -s) and publish the key."

LOOKED_AT = 5


def check(tags: Tags, subject: Subject, seen: TagSignatures) -> Iterator[Finding]:
    if not subject.commit:
        yield unknown(Unread("tags", "there is no commit", "commit the work"))
        return
    releases = tags.releases[:LOOKED_AT]
    signed = [tag for tag in releases if tag.signature]
    wrong = [each for each in seen.signatures if _is_wrong(each)]
    for each in wrong:
        yield bad(
            each.tag.name,
            f"the signature of the tag {each.tag.name} is not one to rely on: {each.why}",
            at("", commit=each.tag.commit),
            fix=f"Find out who set {each.tag.name}, and name the right key.",
            observed_at=each.tag.tagged_on,
        )
    if releases and len(signed) == len(releases) and not wrong:
        held = [each for each in seen.signatures if each.verified is Verified.YES and each.signer.expected]
        outcome = (
            f"{len(held)} of them verified with a key the profile names"
            if held
            else "not verified: " + _why(seen.signatures)
        )
        yield good(
            "release tags",
            f"the newest {len(signed)} release tags carry a signature ({signed[0].signature}), {outcome}",
            *(at("", commit=tag.commit) for tag in signed[:2]),
            observed_at=signed[0].tagged_on,
        )


def _is_wrong(each: TagSignature) -> bool:
    """One by a key of another maintainer is no fault: the keys the profile names may be those of the artefacts alone."""
    return each.verified is Verified.NO and (each.signer.expected or not each.signer.identity)


def _why(signatures: tuple[TagSignature, ...]) -> str:
    return next((each.why for each in signatures if each.why), "no key was declared")


_SIGNATURE = "-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAQ==\n-----END SSH SIGNATURE-----\n"

EXAMPLES = (
    Example(
        "the newest releases are signed",
        Outcome.GOOD,
        {"a": "x"},
        history=(
            Change("Release 1.0", {"a": "1"}, tag="v1.0.0", signature=_SIGNATURE),
            Change("Release 1.1", {"a": "2"}, tag="v1.1.0", signature=_SIGNATURE),
        ),
        strength=WEAK,
    ),
    Example(
        "one of the newest is not",
        Outcome.SILENT,
        {"a": "x"},
        history=(
            Change("Release 1.0", {"a": "1"}, tag="v1.0.0", signature=_SIGNATURE),
            Change("Release 1.1", {"a": "2"}, tag="v1.1.0"),
        ),
        false_positive="tags the forge creates",
    ),
    Example(
        "a tag that moves with every build is no release",
        Outcome.GOOD,
        {"a": "x"},
        history=(
            Change("Release 1.0", {"a": "1"}, tag="v1.0.0", signature=_SIGNATURE),
            Change("Build", {"a": "2"}, tag="nightly"),
        ),
        false_positive="tags that are no releases",
    ),
    Example(
        "words about a signature are none",
        Outcome.SILENT,
        {"a": "x"},
        history=(Change("Release 1.0", {"a": "1"}, tag="v1.0.0", signature="Signed by Ada, who else.\n"),),
    ),
    Example(
        "a signature that is none, where a key is named",
        Outcome.BAD,
        {"a": "x"},
        history=(Change("Release 1.0", {"a": "1"}, tag="v1.0.0", signature=_SIGNATURE),),
        profile='schema = 1\n[[release.signers]]\nkind = "ssh"\nkey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"\n',
        strength=WEAK,
    ),
    Example(
        "signed by a key the profile does not name",
        Outcome.GOOD,
        {"a": "x"},
        history=(Change("Release 1.0", {"a": "1"}, tag="v1.0.0", signature=OPENPGP_SIGNATURE),),
        profile='schema = 1\n[[release.signers]]\nkind = "ssh"\nkey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"\n',
        false_positive="tags by maintainers whose keys the profile does not name",
    ),
    Example("no release tags", Outcome.SILENT, {"a": "x"}),
    Example("no commits", Outcome.UNKNOWN, {}),
)
