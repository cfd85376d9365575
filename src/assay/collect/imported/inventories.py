"""Software bills of materials handed over, on their own or as what an attestation says of an artefact."""

from collections.abc import Iterator
from dataclasses import replace

from assay.collect.imported.binding import imported
from assay.collect.repository import Repository
from assay.domain.evidence import Unread
from assay.facts.attestations import Attestation, Verified
from assay.facts.evidence import EvidenceItem, EvidenceItems
from assay.facts.imported import Imported
from assay.facts.inventories import Inventories, Inventory

KINDS = ("cyclonedx", "spdx")
MISSING = Unread(
    "SBOM", "none was handed over", "assay ingest on the CycloneDX or SPDX file of the release, with --release"
)


def collect(items: EvidenceItems, repository: Repository) -> Inventories:
    within = list(_within(items))
    every = replace(items, items=(*items.items, *(item for item, _ in within)))
    found, unread = imported(every, repository, KINDS, _commit, MISSING)
    about = {item.name: attestation for item, attestation in within}
    return Inventories(tuple(_with_subjects(each, about.get(each.source.name)) for each in found), unread)


def _commit(inventory: Inventory) -> str:
    return inventory.commit


def _within(items: EvidenceItems) -> Iterator[tuple[EvidenceItem, Attestation]]:
    """The bills that attestations hold, each as a file of its own: tied by the attestation where that was verified."""
    by_digest = {each.sha256: each for each in items.items}
    for number, each in enumerate(items.attestations):
        statement = each.content.statement
        if statement is None or not statement.bill or each.verified is Verified.NO:
            continue
        holder = by_digest[each.sha256]
        held = each.verified is Verified.YES and each.signer.expected
        bill = replace(
            holder,
            name=f"{each.name}#{number}",
            kind=statement.bill_kind,
            data=statement.bill.encode(),
            attested=each.commit if held else "",
        )
        yield bill, each


def _with_subjects(each: Imported[Inventory], attestation: Attestation | None) -> Imported[Inventory]:
    """An attested bill is the bill of the files that are attested."""
    if attestation is None or not attestation.signer.expected:
        return each
    digests = frozenset(subject.sha256 for subject in attestation.subjects if subject.sha256)
    return Imported(
        replace(each.content, subject_digests=each.content.subject_digests | digests, attested=True), each.source
    )
