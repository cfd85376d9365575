"""Predictions of exploitation, handed over."""

from assay.collect.imported.binding import imported
from assay.collect.repository import Repository
from assay.domain.evidence import Unread
from assay.facts.evidence import EvidenceItems
from assay.facts.exploited import Predictions

MISSING = Unread("predictions of exploitation", "none were handed over", "assay ingest on EPSS scores")


def collect(items: EvidenceItems, repository: Repository) -> Predictions:
    return Predictions(*imported(items, repository, ("epss",), lambda _: "", MISSING))
