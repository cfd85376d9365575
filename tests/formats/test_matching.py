"""Advisories held against locks: each flaw of each package once, and nothing that only looks like it."""

from datetime import date

from assay.facts.advisory_feeds import Advisory, AdvisoryFeed, Affected
from assay.facts.lock_files import LockedPackage, LockFile
from assay.facts.vulnerability_scans import Vulnerability
from assay.formats.matching import joined, matches, pinned


def lock(ecosystem: str, *packages: LockedPackage) -> LockFile:
    return LockFile("lock", ecosystem, ecosystem, packages)


def package(name: str, version: str, source: str = "registry") -> LockedPackage:
    return LockedPackage(name, version, source, (), 3)


def feed(name: str, fixed: str = "2.0") -> AdvisoryFeed:
    about = Affected(name, frozenset(), ((("introduced", "0"), ("fixed", fixed)),))
    return AdvisoryFeed(frozenset(), (Advisory("A-1", frozenset({"CVE-1"}), "high", date(2026, 1, 1), (about,)),))


def test_names_are_compared_as_the_ecosystem_does() -> None:
    locks = [lock("pip", package("Zope_Interface", "1.0")), lock("npm", package("@scope/Left", "1.0"))]
    assert [name for name, *_ in pinned(locks)] == ["pypi/zope-interface", "npm/@scope/Left"]
    assert [each.package for each in matches(pinned(locks), [feed("pypi/zope-interface")])] == ["pypi/zope-interface"]


def test_a_match_names_the_line_the_fix_and_the_aliases() -> None:
    (found,) = matches(pinned([lock("pip", package("lib", "1.0"))]), [feed("pypi/lib")])
    assert (found.path, found.line, found.fixed_in) == ("lock", 3, ("2.0",))
    assert found.names == {"A-1", "CVE-1"}


def test_own_packages_are_not_looked_up() -> None:
    sources = ("workspace", "path", "git", "platform")
    assert pinned([lock("npm", *(package("lib", "1.0", source) for source in sources))]) == ()


def test_of_a_go_module_only_the_newest_version_is_built() -> None:
    found = pinned([lock("go", package("example.org/m", "v1.9.0"), package("example.org/m", "v1.10.0"))])
    assert [version for _, version, *_ in found] == ["v1.10.0"]


def test_the_same_flaw_is_joined_by_its_aliases() -> None:
    one = Vulnerability("pypi/lib", "1.0", "PYSEC-1", frozenset({"CVE-1"}), "", (), date(2026, 3, 1))
    other = Vulnerability("pypi/lib", "1.0", "GHSA-1", frozenset({"CVE-1"}), "high", ("2.0",), date(2026, 2, 1))
    both = joined(one, other)
    assert both
    assert both.names == {"PYSEC-1", "GHSA-1", "CVE-1"}
    assert (both.severity, both.fixed_in) == ("high", ("2.0",))
    assert both.published_on == date(2026, 2, 1)


def test_other_flaws_packages_and_versions_stay_apart() -> None:
    one = Vulnerability("pypi/lib", "1.0", "A")
    assert joined(one, Vulnerability("pypi/lib", "1.0", "B")) is None
    assert joined(one, Vulnerability("pypi/lib", "1.1", "A")) is None
    assert joined(one, Vulnerability("pypi/other", "1.0", "A")) is None
