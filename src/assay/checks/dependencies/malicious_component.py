"""No component is listed as malicious.

Why: A package that is known to be malicious is a break-in until somebody shows that it is not.

Good: every pinned package was matched with advisories not older than seven days, of a feed that lists malicious packages too, without a hit.

Bad: name, ecosystem and version of a pinned package match a record of malicious packages.

Unknown: no feed was handed over, it is older than seven days, lists no malicious packages, or a package type is not covered.

Known false positives: a package of the workspace with the name of a malicious one.
"""

import json
from collections.abc import Iterator

from assay.checks.contract import MEDIUM, STRONG, Example, Finding, Handed, bad, counted, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.advisory_feeds import AdvisoryFeeds
from assay.facts.known_vulnerabilities import KnownVulnerabilities
from assay.facts.subject import Subject
from assay.formats.triage import pin

SUPPORTS = {"1.2.2/d": MEDIUM}
COUNTERS = {"1.2.2/d": STRONG}
BECAUSE = "name, type and version match a record; what nobody listed yet is not seen"
STALE_AFTER_DAYS = 7
FIX = "Remove the package, replace every credential the build could reach, and open an incident."

OLDEST_DAYS = 7


def check(known: KnownVulnerabilities, feeds: AdvisoryFeeds, subject: Subject) -> Iterator[Finding]:
    hits = [each for each in known.found if each.vulnerability.malicious]
    for each in hits:
        flaw = each.vulnerability
        yield bad(
            f"{flaw.package} {flaw.version}",
            f"{flaw.package.partition('/')[2]} {flaw.version} is listed as malicious ({flaw.id})",
            *pin(flaw),
            *(source.at() for source in each.sources),
            observed_at=known.matched_on,
        )
    if hits or not known.pinned:
        return
    if fault := _fault(known, feeds, subject):
        yield unknown(fault)
    else:
        yield good(
            "pinned packages",
            f"no record of a malicious package fits {counted(known.looked_at, 'pinned package')}",
            *(each.at() for each in known.sources),
            observed_at=known.matched_on,
        )


def _fault(known: KnownVulnerabilities, feeds: AdvisoryFeeds, subject: Subject) -> Unread | None:
    """Why the feeds cannot show that nothing is malicious."""
    remedy = "a current feed of every package type, with the records of malicious packages"
    if not feeds.feeds:
        return next(iter(feeds.unread), None)
    if missing := sorted(known.pinned - {kind for feed in feeds.feeds for kind in feed.content.types}):
        return Unread("advisory feed", f"none handed over covers {', '.join(missing)}", remedy)
    if known.matched_on is None or (subject.as_of - known.matched_on).days > OLDEST_DAYS:
        return Unread("advisory feed", f"it ends on {known.matched_on}, more than {OLDEST_DAYS} days ago", remedy)
    listing = {
        affected.package.partition("/")[0]
        for feed in feeds.feeds
        for advisory in feed.content.advisories
        if advisory.malicious
        for affected in advisory.affected
    }
    if missing := sorted(known.pinned - listing):
        return Unread("advisory feed", f"it lists no malicious packages for {', '.join(missing)}", remedy)
    return None


def _feed(name: str, modified: str = "2026-09-30T00:00:00Z", kind: str = "MAL") -> Handed:
    def record(number: int, package: str) -> dict[str, object]:
        return {
            "id": f"{kind}-2026-{number}",
            "modified": modified,
            "affected": [{"package": {"ecosystem": "npm", "name": package}, "versions": ["1.5"]}],
        }

    return Handed(json.dumps([record(0, name), *(record(number, "other") for number in range(1, 20))]))


def _lock(
    entry: str = '{"version": "1.5", "integrity": "sha512-AAAA"}', name: str = "node_modules/lib"
) -> dict[str, str]:
    return {"package-lock.json": f'{{"lockfileVersion": 3, "packages": {{"{name}": {entry}}}}}'}


EXAMPLES = (
    Example("none is listed", Outcome.GOOD, _lock(), evidence={"osv.json": _feed("bad")}, strength=MEDIUM),
    Example("one is", Outcome.BAD, _lock(), evidence={"osv.json": _feed("lib")}, strength=STRONG),
    Example(
        "an own package has the name",
        Outcome.SILENT,
        _lock('{"version": "1.5"}', "packages/lib"),
        evidence={"osv.json": _feed("lib")},
        false_positive="a package of the workspace with the name of a malicious one",
    ),
    Example("the feed is old", Outcome.UNKNOWN, _lock(), evidence={"osv.json": _feed("bad", "2026-08-01T00:00:00Z")}),
    Example("the feed lists flaws only", Outcome.UNKNOWN, _lock(), evidence={"osv.json": _feed("bad", kind="GHSA")}),
    Example("no feed", Outcome.UNKNOWN, _lock()),
    Example("nothing pinned", Outcome.SILENT, {"a.c": "int x;"}, evidence={"osv.json": _feed("lib")}),
)
