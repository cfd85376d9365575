"""Holds advisories against locks, and joins what several sources say of one flaw (aliases of the OSV schema)."""

from collections.abc import Iterable, Iterator

from assay.facts.advisory_feeds import Advisory, AdvisoryFeed, Affected
from assay.facts.lock_files import LockedPackage, LockFile, Need, Pinned
from assay.facts.vulnerability_scans import Vulnerability
from assay.formats import purls, severities
from assay.formats.version_ranges import affects, fixes, is_newer

PUBLISHED = frozenset({"registry", "url"})
"""Sources of locked packages that advisories speak of: a workspace package only shares its name with a published one."""


def pinned(locks: Iterable[LockFile]) -> tuple[Pinned, ...]:
    """What the locks pin. A Go sum file lists versions that are not built: of each module the newest is.

    A lock with nothing but packages for development is of a product that is made from them, such as a page for browsers, but for
    lists of requirements, which say it by their names.
    """
    found: dict[tuple[str, str, str], Pinned] = {}
    for lock in locks:
        ships = lock.ecosystem == "pip" or any(
            each.need is Need.PRODUCT and each.source in PUBLISHED for each in lock.packages
        )
        for each in _built(lock):
            name = purls.of_package(lock.ecosystem, each.name)
            version = each.version.partition("-")[0] if lock.ecosystem == "bundler" else each.version
            if name and version and each.source in PUBLISHED:
                development = ships and each.need is Need.DEVELOPMENT
                one = found.setdefault(
                    (name, version, lock.path), Pinned(name, version, lock.path, each.line, development)
                )
                if one.development and not development:
                    found[name, version, lock.path] = one._replace(development=False)
    return tuple(found.values())


def matches(packages: Iterable[Pinned], feeds: Iterable[AdvisoryFeed]) -> Iterator[Vulnerability]:
    """Every advisory of the feeds that affects a pinned package."""
    by_package: dict[str, list[tuple[Advisory, Affected]]] = {}
    for feed in feeds:
        for advisory in feed.advisories:
            for affected in advisory.affected:
                by_package.setdefault(affected.package, []).append((advisory, affected))
    for one in packages:
        for advisory, affected in by_package.get(one.name, ()):
            if affects(affected, one.version):
                yield Vulnerability(
                    package=one.name,
                    version=one.version,
                    id=advisory.id,
                    aliases=advisory.aliases,
                    severity=advisory.severity,
                    fixed_in=fixes(affected, one.version),
                    published_on=advisory.published_on,
                    malicious=advisory.malicious,
                    path=one.path,
                    line=one.line,
                    parts=affected.parts,
                    development=one.development,
                )


def joined(one: Vulnerability, other: Vulnerability) -> Vulnerability | None:
    """Both as one, if they are the same flaw in the same package; None if they are not."""
    if (one.package, one.version) != (other.package, other.version) or not one.names & other.names:
        return None
    days = [each.published_on for each in (one, other) if each.published_on]
    return Vulnerability(
        package=one.package,
        version=one.version,
        id=one.id,
        aliases=(one.names | other.names) - {one.id},
        severity=severities.worst(one.severity, other.severity),
        fixed_in=one.fixed_in or other.fixed_in,
        published_on=min(days, default=None),
        malicious=one.malicious or other.malicious,
        path=one.path if one.line or not other.line else other.path,
        line=one.line or other.line,
        parts=one.parts if set(one.parts) == set(other.parts) else (),
        development=one.development and other.development,
    )


def _built(lock: LockFile) -> Iterable[LockedPackage]:
    if lock.ecosystem != "go":
        return lock.packages
    newest: dict[str, LockedPackage] = {}
    for each in lock.packages:
        if each.need is Need.NOTHING:
            continue
        known = newest.get(each.name)
        if known is None or is_newer("golang", each.version, known.version):
            newest[each.name] = each
    return newest.values()
