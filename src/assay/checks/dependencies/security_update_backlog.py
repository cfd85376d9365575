"""Security updates do not exceed their limit.

Why: A flaw with a fix is a choice; the longer the fix waits, the more people know how to use the flaw.

Good: what is pinned was matched, and no component with a fixed version is open for longer than the limit for its severity.

Bad: one or more are. Limits are the declared ones, else 14 days for critical, 30 for high and 90 for all others, and the finding says so.

Unknown: neither a feed nor a scan of this commit was handed over.

Known false positives: a component that is not affected, decided in a VEX; packages needed for tests or development alone (told,
and what is good is weak then).
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date

from assay.checks.contract import MEDIUM, STRONG, WEAK, Example, Finding, Handed, bad, counted, good, unknown
from assay.domain.evidence import Outcome
from assay.facts.decisions import Decisions
from assay.facts.documents import Documents
from assay.facts.known_vulnerabilities import KnownVulnerabilities, KnownVulnerability
from assay.facts.profile import Profile
from assay.facts.roots import Roots
from assay.facts.subject import Subject
from assay.facts.tags import Tags
from assay.formats.declared_limits import Limits, declared_limits, for_components
from assay.formats.product_names import product_names
from assay.formats.triage import harmful, is_for_development, known_since, named, pin
from assay.formats.version_ranges import in_order

SUPPORTS = {"1.2.5/c": MEDIUM}
COUNTERS = {"1.2.5/c": STRONG, "3.5.1/b": MEDIUM}
BECAUSE = "the age is the time since the advisory was published; versions come from the locks"
STALE_AFTER_DAYS = 7
FIX = "Update the component, or record why the product is not affected (VEX)."
SHOWN = 20
"""Packages named one by one."""


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
    fixable = [each for each in left if each.vulnerability.fixed_in]
    overdue = [each for each in fixable if _age(each, subject.as_of) > limits[each.vulnerability.severity]]
    late: dict[tuple[str, str], list[KnownVulnerability]] = {}
    for each in overdue:
        if not is_for_development(each.vulnerability, roots):
            late.setdefault((each.vulnerability.package, each.vulnerability.version), []).append(each)
    packages = list(late.values())
    for flaws in packages[:SHOWN]:
        yield _overdue(flaws, subject.as_of, limits, whose, known.matched_on)
    if rest := packages[SHOWN:]:
        yield _others(rest, known.matched_on)
    if known.looked_at and not late:
        waiting = len(fixable) - len(overdue)
        within = f"; {counted(waiting, 'update')} within the limits ({whose})" if waiting else ""
        apart = f"; {counted(len(overdue), 'overdue one')} in packages for development alone" if overdue else ""
        yield good(
            "pinned packages",
            f"{counted(known.looked_at, 'package')} matched, no update of what ships is overdue{within}{apart}",
            *(each.at() for each in known.sources),
            at_most=MEDIUM if known.complete and not overdue else WEAK,
            observed_at=known.matched_on,
        )


def _overdue(
    flaws: Sequence[KnownVulnerability], as_of: date, limits: Limits, whose: str, matched_on: date | None
) -> Finding:
    """One finding for a package: its update has to fix all of its flaws. The first of them is the worst."""
    worst, kind = flaws[0].vulnerability, flaws[0].vulnerability.package.partition("/")[0]
    package = worst.package.partition("/")[2]
    fixed = in_order(kind, [each.vulnerability.fixed_in[0] for each in flaws])[-1]
    age, limit = _age(flaws[0], as_of), limits[worst.severity]
    more = f"; {len(flaws) - 1} more in it are overdue" if len(flaws) > 2 else "; 1 more in it is overdue"
    return bad(
        f"{worst.package} {worst.version} {worst.id}{f' and {len(flaws) - 1} more' if len(flaws) > 1 else ''}",
        f"{named(worst)}: {worst.severity or 'unrated'}, fixed in {worst.fixed_in[0]}, open {counted(age, 'day')}, "
        f"limit {limit:.0f} ({whose}){more if len(flaws) > 1 else ''}",
        *pin(worst),
        *(source.at() for source in flaws[0].sources),
        fix=f"Update {package} to {fixed}, or record why the product is not affected.",
        at_most=MEDIUM if all(each.vulnerability.parts for each in flaws) else STRONG,
        objects=len(flaws),
        observed_at=matched_on,
    )


def _others(packages: Sequence[Sequence[KnownVulnerability]], matched_on: date | None) -> Finding:
    first = packages[0][0].vulnerability
    return bad(
        "other pinned packages",
        f"updates of {counted(len(packages), 'more package')} are overdue, such as {named(first)}",
        *pin(first),
        *(source.at() for source in packages[0][0].sources),
        objects=sum(len(flaws) for flaws in packages),
        observed_at=matched_on,
    )


def _age(each: KnownVulnerability, as_of: date) -> int:
    return (as_of - known_since(each)).days


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


def _feed() -> Handed:
    def record(number: int, package: str) -> dict[str, object]:
        events = [{"introduced": "0"}, {"fixed": "2.0.0"}]
        return {
            "id": f"GHSA-{number}",
            "modified": "2026-09-30T00:00:00Z",
            "published": "2026-06-01T00:00:00Z",
            "affected": [
                {"package": {"ecosystem": "npm", "name": package}, "ranges": [{"type": "SEMVER", "events": events}]}
            ],
        }

    return Handed(json.dumps([record(0, "lib"), *(record(number, "other") for number in range(1, 20))]))


def _built_with(tool: str, ships: str = "right") -> dict[str, str]:
    entries = {f"node_modules/{tool}": {"version": "1.5.0", "dev": True}}
    shipped = {f"node_modules/{ships}": {"version": "1.0.0"}} if ships else {}
    return {"package-lock.json": json.dumps({"lockfileVersion": 3, "packages": {**entries, **shipped}})}


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
        strength=WEAK,
        false_positive="packages needed for tests or development alone",
    ),
    Example(
        "needed for development alone, says the lock",
        Outcome.GOOD,
        _built_with("lib"),
        evidence={"osv.json": _feed()},
        strength=WEAK,
        false_positive="packages needed for tests or development alone",
    ),
    Example(
        "a product made of nothing but packages for development",
        Outcome.BAD,
        _built_with("lib", ships=""),
        evidence={"osv.json": _feed()},
        strength=STRONG,
    ),
    Example(
        "the same flaw in what ships",
        Outcome.BAD,
        _built_with("left", ships="lib"),
        evidence={"osv.json": _feed()},
        strength=STRONG,
    ),
    Example(
        "a feed of another ecosystem",
        Outcome.SILENT,
        _FILES,
        evidence={"osv.json": Handed('{"id": "GO-1", "affected": []}')},
    ),
    Example("no feed and no scan", Outcome.UNKNOWN, _FILES),
)
