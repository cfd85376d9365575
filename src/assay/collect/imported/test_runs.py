"""Test results handed over."""

from assay.collect.imported.binding import imported
from assay.collect.repository import Repository
from assay.domain.evidence import Unread
from assay.facts.evidence import EvidenceItems
from assay.facts.test_runs import TestRuns

MISSING = Unread(
    "test results", "none were handed over", "assay ingest on the JUnit file of the release's test run, with --commit"
)


def collect(items: EvidenceItems, repository: Repository) -> TestRuns:
    return TestRuns(*imported(items, repository, ("junit",), lambda run: run.commit, MISSING))
