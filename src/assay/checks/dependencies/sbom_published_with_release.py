"""Each release carries an SBOM.

Why: Who runs the software must know what is in it on the day a weakness in a part becomes known.

Good: a CycloneDX or SPDX document of the assessed commit or the newest release was handed over, and it is the bill of this product
(medium: that it is published with the release was not seen; strong where a verified signature, a signed list of checksums or a
verified attestation of an artefact of that release covers it).

Bad: not concluded from files; a release whose assets are known and hold no bill would show it.

Unknown: none was handed over, it is tied to no commit, or it is the bill of another product.

Known false positives: a bill of another product under the release's name; a bill of an older release.
"""

from collections.abc import Iterator
from datetime import date
from json import loads

from assay.checks.contract import MEDIUM, STRONG, Change, Example, Finding, Handed, Strength, counted, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.documents import Documents
from assay.facts.imported import Imported
from assay.facts.inventories import Inventories, Inventory
from assay.facts.lock_files import LockFiles
from assay.facts.profile import Profile
from assay.facts.release_artefacts import ReleaseArtefacts
from assay.facts.roots import Roots
from assay.facts.subject import Subject
from assay.facts.tags import Tags
from assay.formats.bills import is_of
from assay.formats.product_names import product_names
from assay.formats.signed_example import EXPECTED, provenance, statement

SUPPORTS = {"1.2.1/a": STRONG, "1.2.1/c": MEDIUM}
COUNTERS: dict[str, Strength] = {}
BECAUSE = "the bill itself was read; without a signature over it nothing shows that it belongs to what customers get"
STALE_AFTER_DAYS = 365
FIX = "Generate an SBOM from the built artefact in the release job, and attach it to the release."


def check(
    inventories: Inventories,
    lock_files: LockFiles,
    roots: Roots,
    documents: Documents,
    profile: Profile,
    tags: Tags,
    subject: Subject,
    release: ReleaseArtefacts,
) -> Iterator[Finding]:
    if inventories.unread:
        yield unknown(*inventories.unread)
    wanted = {subject.commit: "the assessed commit"} | {tag.commit: tag.name for tag in tags.releases[:1]}
    names = product_names(profile, roots, documents)
    for each in inventories.inventories:
        bill, source = each.content, each.source
        named = f"{bill.subject.name} {bill.subject.version}".strip() if bill.subject else "no named product"
        if not source.commit:
            yield unknown(Unread(source.name, "it does not say which commit it is of", "assay ingest with --release"))
        elif not is_of(bill, names, lock_files.locks):
            yield unknown(Unread(source.name, f"it is the bill of {named}", "the bill of this product"))
        elif source.commit in wanted:
            yield good(
                wanted[source.commit],
                f"{bill.standard} of {named}: {counted(len(bill.components), 'component')} ({source.bound})",
                source.at(),
                at_most=STRONG if _is_covered(each, release) else MEDIUM,
                observed_at=bill.made_on or source.taken_on,
                revision=source.commit,
            )


def _is_covered(each: Imported[Inventory], release: ReleaseArtefacts) -> bool:
    """Whether it was signed as the artefacts of its release are, or is attested of one of them."""
    bill, source = each.content, each.source
    of_release = {artefact.sha256 for artefact in release.of(source.commit)}
    if bill.attested and bill.subject_digests & of_release:
        return True
    covered = release.covered(source.sha256)
    return covered is not None and covered.holding is not None


def _bill(name: str = "gantry", *packages: str) -> str:
    parts = ", ".join(
        f'{{"type": "library", "name": "{each.partition("@")[0]}", "version": "{each.partition("@")[2]}", "purl": "pkg:npm/{each}"}}'
        for each in packages or ("left@1.0.0",)
    )
    subject = f'{{"type": "application", "name": "{name}", "version": "1.0.0"}}'
    return (
        '{"bomFormat": "CycloneDX", "specVersion": "1.6", "metadata": {"timestamp": "2026-09-29T10:00:00Z", "component": '
        f'{subject}}}, "components": [{parts}]}}'
    )


_FILES = {"package.json": '{"name": "gantry", "version": "1.0.0"}'}
_RELEASES = (
    Change("Old", {"a": "0"}, on=date(2026, 1, 1), tag="v0.9.0"),
    Change("Release", {"a": "1"}, on=date(2026, 8, 1), tag="v1.0.0"),
)

EXAMPLES = (
    Example(
        "the bill of the assessed commit",
        Outcome.GOOD,
        _FILES,
        evidence={"sbom.json": Handed(_bill(), commit="{commit}")},
        strength=MEDIUM,
    ),
    Example(
        "the bill of the newest release",
        Outcome.GOOD,
        _FILES,
        history=_RELEASES,
        evidence={"sbom.json": Handed(_bill(), release="v1.0.0")},
    ),
    Example(
        "a bill of something else",
        Outcome.UNKNOWN,
        _FILES,
        evidence={"sbom.json": Handed(_bill("crane"), commit="{commit}")},
        false_positive="a bill of another product under the release's name",
    ),
    Example(
        "only an older release has one",
        Outcome.SILENT,
        _FILES,
        history=_RELEASES,
        evidence={"sbom.json": Handed(_bill(), release="v0.9.0")},
        false_positive="a bill of an older release",
    ),
    Example(
        "the bill an attestation gives of the artefact",
        Outcome.GOOD,
        _FILES,
        history=_RELEASES,
        profile=EXPECTED,
        evidence={
            "gantry.tgz": Handed("gantry", release="v1.0.0", artefact=True),
            "gantry.tgz.att": Handed(
                statement("gantry.tgz", predicate_type="https://cyclonedx.org/bom", predicate=loads(_bill())),
                release="v1.0.0",
                sealed=True,
            ),
        },
        strength=STRONG,
    ),
    Example(
        "listed with the artefact in checksums that are signed",
        Outcome.GOOD,
        _FILES,
        history=_RELEASES,
        profile=EXPECTED,
        evidence={
            "sbom.json": Handed(_bill(), release="v1.0.0"),
            "SHA256SUMS": Handed("{sha256:sbom.json}  sbom.json\n", release="v1.0.0"),
            "SHA256SUMS.att": Handed(provenance("SHA256SUMS", commit="{commit:v1.0.0}"), release="v1.0.0", sealed=True),
        },
        strength=STRONG,
    ),
    Example(
        "listed in checksums nobody signed",
        Outcome.GOOD,
        _FILES,
        history=_RELEASES,
        profile=EXPECTED,
        evidence={
            "sbom.json": Handed(_bill(), release="v1.0.0"),
            "SHA256SUMS": Handed("{sha256:sbom.json}  sbom.json\n", release="v1.0.0"),
        },
        strength=MEDIUM,
    ),
    Example("tied to nothing", Outcome.UNKNOWN, _FILES, evidence={"sbom.json": Handed(_bill())}),
    Example("a bill in the repository was not handed over", Outcome.UNKNOWN, {**_FILES, "sbom.json": _bill()}),
)
