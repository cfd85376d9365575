"""Holds advisories against locks, and joins what several sources say of one flaw (aliases of the OSV schema)."""

from collections.abc import Iterable, Iterator

from assay.facts.advisory_feeds import Advisory, AdvisoryFeed, Affected
from assay.facts.lock_files import LockedPackage, LockFile
from assay.facts.vulnerability_scans import Vulnerability
from assay.formats import purls, severities
from assay.formats.version_ranges import affects, fixes, is_newer

PUBLISHED = frozenset({"registry", "url"})
"""Sources of locked packages that advisories speak of: a workspace package only shares its name with a published one."""

Pinned = tuple[str, str, str, int]
"""(``type/name``, version, path of the lock, line)."""


def pinned(locks: Iterable[LockFile]) -> tuple[Pinned, ...]:
    """What the locks pin. A Go sum file lists versions that are not built: of each module the newest is."""
    found: list[Pinned] = []
    for lock in locks:
        for each in _built(lock):
            name = purls.of_package(lock.ecosystem, each.name)
            if name and each.version and each.source in PUBLISHED:
                found.append((name, each.version, lock.path, each.line))
    return tuple(dict.fromkeys(found))


def matches(packages: Iterable[Pinned], feeds: Iterable[AdvisoryFeed]) -> Iterator[Vulnerability]:
    """Every advisory of the feeds that affects a pinned package."""
    by_package: dict[str, list[tuple[Advisory, Affected]]] = {}
    for feed in feeds:
        for advisory in feed.advisories:
            for affected in advisory.affected:
                by_package.setdefault(affected.package, []).append((advisory, affected))
    for name, version, path, line in packages:
        for advisory, affected in by_package.get(name, ()):
            if affects(affected, version):
                yield Vulnerability(
                    package=name,
                    version=version,
                    id=advisory.id,
                    aliases=advisory.aliases,
                    severity=advisory.severity,
                    fixed_in=fixes(affected, version),
                    published_on=advisory.published_on,
                    malicious=advisory.malicious,
                    path=path,
                    line=line,
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
    )


def _built(lock: LockFile) -> Iterable[LockedPackage]:
    if lock.ecosystem != "go":
        return lock.packages
    newest: dict[str, LockedPackage] = {}
    for each in lock.packages:
        known = newest.get(each.name)
        if known is None or is_newer("golang", each.version, known.version):
            newest[each.name] = each
    return newest.values()
