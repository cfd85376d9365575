"""Release tags carry a signature.

Why: A signed tag ties a release to a commit and to whoever held the key.

Good: the newest release tags are annotated and a signature is present on them (weak: no key was declared to verify it with).

Bad: not concluded: releases may be signed in another way.

Unknown: not reached; the check is silent without release tags.

Known false positives: tags the forge creates; tags that are no releases.
"""

from collections.abc import Iterator

from assay.checks.contract import WEAK, Change, Example, Finding, Strength, at, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.subject import Subject
from assay.facts.tags import Tags

SUPPORTS = {"3.1.1/c": WEAK, "1.1.4/a": WEAK}
COUNTERS: dict[str, Strength] = {}
BECAUSE = "a signature is present; it was not verified, because no key was declared"
STALE_AFTER_DAYS = 365
FIX = "Sign release tags (git tag -s) and publish the key."

LOOKED_AT = 5


def check(tags: Tags, subject: Subject) -> Iterator[Finding]:
    if not subject.commit:
        yield unknown(Unread("tags", "there is no commit", "commit the work"))
        return
    releases = tags.releases[:LOOKED_AT]
    signed = [tag for tag in releases if tag.signature]
    if releases and len(signed) == len(releases):
        yield good(
            "release tags",
            f"the newest {len(signed)} release tags carry a signature ({signed[0].signature}), not verified",
            *(at("", commit=tag.commit) for tag in signed[:2]),
            observed_at=signed[0].tagged_on,
        )


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
    Example("no release tags", Outcome.SILENT, {"a": "x"}),
    Example("no commits", Outcome.UNKNOWN, {}),
)
