"""Measurements of which lines the tests reach, handed over."""

from assay.collect.imported.binding import imported
from assay.collect.repository import Repository
from assay.domain.evidence import Unread
from assay.facts.coverage_runs import CoverageRuns
from assay.facts.evidence import EvidenceItems

KINDS = ("cobertura", "lcov")
MISSING = Unread(
    "coverage", "no measurement was handed over", "assay ingest on a Cobertura or LCOV file, with --commit"
)


def collect(items: EvidenceItems, repository: Repository) -> CoverageRuns:
    return CoverageRuns(*imported(items, repository, KINDS, lambda _: "", MISSING))
