"""Known vulnerabilities in what the assessed commit pins."""

from assay.collect.repository import Repository
from assay.domain.evidence import Unread
from assay.facts.advisory_feeds import AdvisoryFeeds
from assay.facts.imported import Source
from assay.facts.known_vulnerabilities import KnownVulnerabilities, KnownVulnerability
from assay.facts.lock_files import LockFiles
from assay.facts.tree import set_aside
from assay.facts.vulnerability_scans import Vulnerability, VulnerabilityScans
from assay.formats.matching import joined, matches, pinned

MISSING = Unread(
    "known vulnerabilities",
    "neither an advisory feed nor a scan was handed over",
    "assay ingest on OSV records (a zip archive), or on a scan with --commit",
)


def collect(
    feeds: AdvisoryFeeds, scans: VulnerabilityScans, lock_files: LockFiles, repository: Repository
) -> KnownVulnerabilities:
    """Scans of other commits do not count; a scan that does not list what it looked at can accuse but not clear."""
    packages = pinned(lock_files.locks)
    types = frozenset(name.partition("/")[0] for name, *_ in packages)
    if not feeds.feeds and not scans.scans:
        told = [each for each in (*feeds.unread, *scans.unread) if "handed over" not in each.reason]
        return KnownVulnerabilities(pinned=types, unread=tuple(told) or (MISSING,))
    here = [each for each in scans.scans if each.source.commit == repository.commit]
    found: list[KnownVulnerability] = []
    for feed in feeds.feeds:
        found += [KnownVulnerability(each, (feed.source,)) for each in matches(packages, [feed.content])]
    for scan in here:
        found += [KnownVulnerability(each, (scan.source,)) for each in scan.content.found if not set_aside(each.path)]
    relevant = [feed for feed in feeds.feeds if feed.content.types & types]
    fed = types.intersection(kind for feed in relevant for kind in feed.content.types)
    clearing = [scan for scan in here if scan.content.packages]
    scanned = frozenset[str]().union(*(scan.content.types for scan in clearing))
    days = [min(feed.content.newest or feed.source.taken_on, feed.source.taken_on) for feed in relevant]
    days += [scan.content.ran_on or scan.source.taken_on for scan in here]
    return KnownVulnerabilities(
        found=tuple(_once(found)),
        covered=fed | scanned,
        scanned=scanned,
        pinned=types,
        looked_at=max(
            [sum(name.partition("/")[0] in fed for name, *_ in packages), *(scan.content.packages for scan in clearing)]
        ),
        matched_on=min(days, default=None),
        sources=(*(feed.source for feed in relevant), *(scan.source for scan in here)),
        unread=_unread(feeds, scans, repository.commit),
    )


def _unread(feeds: AdvisoryFeeds, scans: VulnerabilityScans, commit: str) -> tuple[Unread, ...]:
    told = [each for each in (*feeds.unread, *scans.unread) if "handed over" not in each.reason]
    for scan in scans.scans:
        if not scan.source.commit:
            reason = "it does not say which commit was scanned"
            told.append(Unread(scan.source.name, reason, "assay ingest with --commit"))
        elif scan.source.commit != commit and not any(each.source.commit == commit for each in scans.scans):
            told.append(Unread(scan.source.name, "it is a scan of another commit", "a scan of the assessed commit"))
        elif scan.content.skipped:
            reason = f"it looked at some packages only: {scan.content.skipped[0]}"
            told.append(Unread(scan.source.name, reason, "a scan that can look up all"))
    return tuple(told)


def _once(found: list[KnownVulnerability]) -> list[KnownVulnerability]:
    """Each flaw of each package once, whatever number of sources and ids it has."""
    by_package: dict[tuple[str, str], list[KnownVulnerability]] = {}
    for each in found:
        known = by_package.setdefault((each.vulnerability.package, each.vulnerability.version), [])
        whole, others = each, list[KnownVulnerability]()
        for other in known:
            both: Vulnerability | None = joined(other.vulnerability, whole.vulnerability)
            if both:
                sources: tuple[Source, ...] = tuple(dict.fromkeys((*other.sources, *whole.sources)))
                whole = KnownVulnerability(both, sources)
            else:
                others.append(other)
        known[:] = [*others, whole]
    return [each for known in by_package.values() for each in known]
