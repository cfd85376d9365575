"""Software bills of materials handed over."""

from assay.collect.imported.binding import imported
from assay.collect.repository import Repository
from assay.domain.evidence import Unread
from assay.facts.evidence import EvidenceItems
from assay.facts.inventories import Inventories

KINDS = ("cyclonedx", "spdx")
MISSING = Unread(
    "SBOM", "none was handed over", "assay ingest on the CycloneDX or SPDX file of the release, with --release"
)


def collect(items: EvidenceItems, repository: Repository) -> Inventories:
    return Inventories(*imported(items, repository, KINDS, lambda inventory: inventory.commit, MISSING))
