"""Published advisories about packages, handed over as a feed."""

from assay.collect.imported.binding import imported
from assay.collect.repository import Repository
from assay.domain.evidence import Unread
from assay.facts.advisory_feeds import AdvisoryFeeds
from assay.facts.evidence import EvidenceItems

MISSING = Unread(
    "advisory feed", "none was handed over", "assay ingest on OSV records of your ecosystems, as a zip archive"
)


def collect(items: EvidenceItems, repository: Repository) -> AdvisoryFeeds:
    return AdvisoryFeeds(*imported(items, repository, ("osv",), lambda _: "", MISSING))
