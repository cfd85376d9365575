"""What somebody decided about vulnerabilities in the product (VEX), handed over."""

from assay.collect.imported.binding import imported
from assay.collect.repository import Repository
from assay.domain.evidence import Unread
from assay.facts.decisions import Decisions
from assay.facts.evidence import EvidenceItems

KINDS = ("openvex", "csaf", "cyclonedx_vex")
MISSING = Unread(
    "VEX", "none was handed over", "assay ingest on the OpenVEX, CSAF or CycloneDX file with your decisions"
)


def collect(items: EvidenceItems, repository: Repository) -> Decisions:
    return Decisions(*imported(items, repository, KINDS, lambda _: "", MISSING))
