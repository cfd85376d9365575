"""Results of static analysis and scanners handed over."""

from assay.collect.imported.binding import imported
from assay.collect.repository import Repository
from assay.domain.evidence import Unread
from assay.facts.analysis_runs import AnalysisRuns
from assay.facts.evidence import EvidenceItems

MISSING = Unread(
    "analysis results", "none were handed over", "assay ingest on the SARIF file of an analyser, with --commit"
)


def collect(items: EvidenceItems, repository: Repository) -> AnalysisRuns:
    return AnalysisRuns(*imported(items, repository, ("sarif",), lambda run: run.commit, MISSING))
