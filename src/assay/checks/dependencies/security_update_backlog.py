"""Security updates do not exceed their limit.

Why: A flaw with a fix is a choice; the longer the fix waits, the more people know how to use the flaw.

Good: what is pinned was matched, and no component with a fixed version is open for longer than the limit for its severity.

Bad: one or more are. Limits are the declared ones, else 14 days for critical, 30 for high and 90 for all others, and the finding says so.

Unknown: neither a feed nor a scan of this commit was handed over.

Known false positives: a component that is not affected, decided in a VEX; packages needed for tests alone.
"""

import json
from collections.abc import Iterator
from datetime import date

from assay.checks.contract import MEDIUM, STRONG, WEAK, Example, Finding, Handed, bad, counted, good, unknown
from assay.domain.evidence import Outcome
from assay.facts.decisions import Decisions
from assay.facts.documents import Documents
from assay.facts.known_vulnerabilities import KnownVulnerabilities, KnownVulnerability
from assay.facts.profile import Profile
from assay.facts.roots import Roots, Scope
from assay.facts.subject import Subject
from assay.facts.tags import Tags
from assay.formats.declared_limits import declared_limits, for_components
from assay.formats.product_names import product_names
from assay.formats.purls import of_package
from assay.formats.triage import harmful, known_since, named, pin

SUPPORTS = {"1.2.5/c": MEDIUM}
COUNTERS = {"1.2.5/c": STRONG, "3.5.1/b": MEDIUM}
BECAUSE = "the age is the time since the advisory was published; versions come from the locks"
STALE_AFTER_DAYS = 7
FIX = "Update the component, or record why the product is not affected (VEX)."


def check(
    known: KnownVulnerabilities,
    decisions: Decisions,
    documents: Documents,
    roots: Roots,
    tags: Tags,
    profile: Profile,
    subject: Subject,
) -> Iterator[Finding]:
    if known.unread:
        yield unknown(*known.unread)
    limits, whose = for_components(declared_limits(documents, tags, roots, profile))
    left = harmful(known.found, decisions, product_names(profile, roots, documents))
    fixable = [each for each in left if each.vulnerability.fixed_in and not _only_for_tests(each, roots)]
    late = [each for each in fixable if _age(each, subject.as_of) > limits[each.vulnerability.severity]]
    for each in late:
        flaw, age = each.vulnerability, _age(each, subject.as_of)
        yield bad(
            f"{flaw.package} {flaw.version} {flaw.id}",
            f"{named(flaw)}: {flaw.severity or 'unrated'}, fixed in {flaw.fixed_in[0]}, open {age} days, limit {limits[flaw.severity]:.0f} ({whose})",
            *pin(flaw),
            *(source.at() for source in each.sources),
            fix=f"Update {flaw.package.partition('/')[2]} to {flaw.fixed_in[0]}, or record why the product is not affected.",
            observed_at=known.matched_on,
        )
    if known.looked_at and not late:
        waiting = f"; {counted(len(fixable), 'update')} within the limits ({whose})" if fixable else ""
        yield good(
            "pinned packages",
            f"{counted(known.looked_at, 'package')} matched, no update is overdue{waiting}",
            *(each.at() for each in known.sources),
            at_most=MEDIUM if known.complete else WEAK,
            observed_at=known.matched_on,
        )


def _age(each: KnownVulnerability, as_of: date) -> int:
    return (as_of - known_since(each)).days


def _only_for_tests(each: KnownVulnerability, roots: Roots) -> bool:
    """Whether every manifest that asks for it does so for tests or documentation."""
    scopes = {
        dependency.scope
        for manifest in roots.manifests
        for dependency in manifest.dependencies
        if of_package(manifest.ecosystem, dependency.name) == each.vulnerability.package
    }
    return bool(scopes) and scopes <= {Scope.TEST, Scope.DOCUMENTATION}


def _scan(published: str, severity: str = "HIGH", fixed: str = "2.0", kind: str = "npm") -> Handed:
    events = [{"introduced": "0"}, *([{"fixed": fixed}] if fixed else [])]
    record = {
        "id": "GHSA-1",
        "aliases": ["CVE-2026-1111"],
        "published": published,
        "database_specific": {"severity": severity},
        "affected": [{"ranges": [{"type": "ECOSYSTEM", "events": events}]}],
    }
    found = {"package": {"name": "lib", "version": "1.5", "ecosystem": kind}, "vulnerabilities": [record]}
    clean = {"package": {"name": "left", "version": "1.0", "ecosystem": kind}}
    result = {"source": {"path": "package-lock.json"}, "packages": [found, clean]}
    return Handed(json.dumps({"results": [result]}), commit="{commit}")


_VEX = Handed(
    '{"@context": "https://openvex.dev/ns/v0.2.0", "timestamp": "2026-09-02T00:00:00Z", "statements": [{"vulnerability": {"name": '
    '"CVE-2026-1111"}, "products": [{"@id": "pkg:npm/lib"}], "status": "not_affected", "justification": "vulnerable_code_not_present"}]}'
)


_ASKED = '"dependencies": {"lib": "^1.5.0"}'
_FILES = {
    "package.json": f'{{"name": "gantry", "private": true, {_ASKED}}}',
    "package-lock.json": f'{{"lockfileVersion": 3, "packages": {{"": {{{_ASKED}}}, "node_modules/lib": {{"version": "1.5"}}}}}}',
}

EXAMPLES = (
    Example("overdue", Outcome.BAD, _FILES, evidence={"osv.json": _scan("2026-06-01T00:00:00Z")}, strength=STRONG),
    Example(
        "published a week ago",
        Outcome.GOOD,
        _FILES,
        evidence={"osv.json": _scan("2026-09-24T00:00:00Z")},
        strength=MEDIUM,
    ),
    Example(
        "within the time the policy gives",
        Outcome.GOOD,
        {
            **_FILES,
            "SECURITY.md": "# Security policy\n\nWe fix critical vulnerabilities within 90 days and high vulnerabilities within 180 days.\n",
        },
        evidence={"osv.json": _scan("2026-06-01T00:00:00Z")},
    ),
    Example("no fix exists", Outcome.GOOD, _FILES, evidence={"osv.json": _scan("2026-06-01T00:00:00Z", fixed="")}),
    Example(
        "not affected",
        Outcome.GOOD,
        _FILES,
        evidence={"osv.json": _scan("2026-06-01T00:00:00Z"), "vex.json": _VEX},
        false_positive="a component that is not affected, decided in a VEX",
    ),
    Example(
        "needed for tests alone",
        Outcome.GOOD,
        {"Pipfile": '[dev-packages]\nlib = "*"\n'},
        evidence={"osv.json": _scan("2026-06-01T00:00:00Z", kind="PyPI")},
        false_positive="packages needed for tests alone",
    ),
    Example(
        "a feed of another ecosystem",
        Outcome.SILENT,
        _FILES,
        evidence={"osv.json": Handed('{"id": "GO-1", "affected": []}')},
    ),
    Example("no feed and no scan", Outcome.UNKNOWN, _FILES),
)
