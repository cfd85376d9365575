"""Results of OpenSSF Scorecard's probes, handed over."""

from assay.collect.imported.binding import imported
from assay.collect.repository import Repository
from assay.domain.evidence import Unread
from assay.facts.evidence import EvidenceItems
from assay.facts.probe_results import ProbeResults

MISSING = Unread("probes", "none were handed over", "assay ingest on the result of Scorecard with --format probe")


def collect(items: EvidenceItems, repository: Repository) -> ProbeResults:
    return ProbeResults(*imported(items, repository, ("scorecard",), lambda run: run.commit, MISSING))
