"""Advisories held against locks: each flaw of each package once, and nothing that only looks like it."""

from dataclasses import replace
from datetime import date

from assay.facts.advisory_feeds import Advisory, AdvisoryFeed, Affected
from assay.facts.lock_files import LockedPackage, LockFile, Need
from assay.facts.vulnerability_scans import Vulnerability
from assay.formats.lock_files.needed_for import built
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


def test_a_go_module_no_package_is_taken_from_is_not_built() -> None:
    go_mod = "module m\n\ngo 1.24\n\nrequire (\n\texample.org/a v1.0.0\n\texample.org/b v1.2.0 // indirect\n)\nreplace example.org/c => example.org/d v1.1.0\n"
    packages = [
        package(f"example.org/{name}", version)
        for name, version in (("a", "v1.0.0"), ("a", "v1.9.0"), ("b", "v1.2.0"), ("d", "v1.1.0"), ("e", "v1.0.0"))
    ]
    found = pinned([lock("go", *built(packages, go_mod))])
    assert [(name.rpartition("/")[2], version) for name, version, *_ in found] == [
        ("a", "v1.0.0"),
        ("b", "v1.2.0"),
        ("d", "v1.1.0"),
    ]
    assert len(pinned([lock("go", *built(packages, go_mod.replace("1.24", "1.16")))])) == 4


def test_the_platform_of_a_gem_is_no_part_of_its_version() -> None:
    found = pinned([lock("bundler", package("lib", "2.0-x86_64-linux-gnu"), package("lib", "2.0"))])
    assert [version for _, version, *_ in found] == ["2.0"]
    assert list(matches(found, [feed("gem/lib")])) == []


def test_packages_for_development_are_told_where_others_ship() -> None:
    tool = replace(package("tool", "1.0"), need=Need.DEVELOPMENT)
    assert [each.development for each in pinned([lock("npm", tool, package("lib", "1.0"))])] == [True, False]
    assert [each.development for each in pinned([lock("npm", tool)])] == [False]
    assert [each.development for each in pinned([lock("npm", tool, package("tool", "1.0"))])] == [False]


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
