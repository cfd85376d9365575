"""Which known vulnerabilities are open: neither decided to be harmless here nor decided to be fixed."""

import re
from collections.abc import Iterable
from datetime import date

from assay.domain.evidence import Location
from assay.facts.decisions import Decision, Decisions, Status
from assay.facts.imported import Imported
from assay.facts.known_vulnerabilities import KnownVulnerability
from assay.facts.roots import Roots, Scope
from assay.facts.suppressions import Suppressions
from assay.facts.vulnerability_scans import Vulnerability
from assay.formats import severities
from assay.formats.product_names import plain
from assay.formats.purls import TYPES, of_package


def decision(vulnerability: Vulnerability, decisions: Decisions, products: frozenset[str]) -> Imported[Decision] | None:
    """The newest decision about this flaw in this package, or in this product where it names no package."""
    about = [
        each
        for each in decisions.decisions
        if each.content.names & vulnerability.names
        and (
            vulnerability.package in each.content.packages
            or (not each.content.packages and products & {plain(name) for name in each.content.products})
        )
    ]
    return max(about, key=lambda each: each.content.decided_on or date.min, default=None)


def is_harmless(found: Imported[Decision] | None) -> bool:
    """Whether somebody decided, with a reason, that the product is not affected."""
    return found is not None and found.content.status is Status.NOT_AFFECTED and bool(found.content.reason)


def is_decided(found: Imported[Decision] | None) -> bool:
    """Whether somebody decided anything, with a reason; an investigation that goes on is no decision."""
    return (
        found is not None
        and found.content.status in (Status.NOT_AFFECTED, Status.AFFECTED)
        and bool(found.content.reason)
    )


def harmful(
    known: Iterable[KnownVulnerability], decisions: Decisions, products: frozenset[str]
) -> list[KnownVulnerability]:
    """Those nobody decided to be harmless, the worst and oldest first."""
    return worst_first(each for each in known if not is_harmless(decision(each.vulnerability, decisions, products)))


def worst_first(known: Iterable[KnownVulnerability]) -> list[KnownVulnerability]:
    """By severity, then by age."""

    def key(each: KnownVulnerability) -> tuple[int, date, str, str]:
        flaw = each.vulnerability
        return (-severities.ORDER.index(flaw.severity), flaw.published_on or date.max, flaw.id, flaw.package)

    return sorted(known, key=key)


def is_for_development(vulnerability: Vulnerability, roots: Roots) -> bool:
    """Whether the product does without the package when it runs: says the lock, or every manifest that asks for it."""
    kind = vulnerability.package.partition("/")[0]
    apart = {Scope.TEST, Scope.DOCUMENTATION} | ({Scope.BUILD} if kind == "npm" else set())
    same_kind = [
        (dependency.scope, of_package(manifest.ecosystem, dependency.name) == vulnerability.package)
        for manifest in roots.manifests
        if TYPES.get(manifest.ecosystem) == kind
        for dependency in manifest.dependencies
    ]
    scopes = {scope for scope, is_this in same_kind if is_this}
    ships = any(scope not in apart for scope, _ in same_kind)
    return vulnerability.development or (bool(scopes) and scopes <= apart and (ships or Scope.BUILD not in scopes))


def known_since(known: KnownVulnerability) -> date:
    """The day the world knew; where no source says, the day the first of them was taken in."""
    return known.vulnerability.published_on or min(each.taken_on for each in known.sources)


def named(vulnerability: Vulnerability) -> str:
    """The flaw and the package it is in, in one line."""
    return f"{vulnerability.id} in {vulnerability.package.partition('/')[2]} {vulnerability.version}"


def ignored_with_reason(vulnerability: Vulnerability, suppressions: Suppressions, as_of: date) -> bool:
    """Whether an ignore file of the repository names the flaw with a reason: the owner decided, and stands by it in public."""
    return any(
        each.reason
        and (each.until is None or each.until >= as_of)
        and vulnerability.names & set(re.findall(r"[A-Za-z]+-[\w-]+", each.what))
        for each in suppressions.entries
    )


def pin(vulnerability: Vulnerability) -> tuple[Location, ...]:
    """Where the repository pins the package; empty where that is a path of another machine."""
    path = vulnerability.path
    return (Location(path, vulnerability.line or None),) if path and not path.startswith("/") else ()
