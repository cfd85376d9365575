"""Results of osv-scanner as JSON. Without ``--all-packages`` it lists only what has a vulnerability, not what it looked at."""

from collections.abc import Iterator
from typing import Any

from assay.facts.vulnerability_scans import Vulnerability, VulnerabilityScan
from assay.formats import purls
from assay.formats.results import osv
from assay.formats.results.raw import Raw, ResultError, listed, mapped, texts

TITLE = "osv-scanner results"


def recognises(raw: Raw) -> bool:
    """A list of results, each with a source and packages."""
    results = raw.fields.get("results")
    return (
        isinstance(results, list)
        and all("packages" in mapped(each) and "source" in mapped(each) for each in results)
        and bool(results)
    )


def read(raw: Raw) -> tuple[VulnerabilityScan, ...]:
    """One scan. Raises ResultError where no package is listed."""
    listed_packages = [
        (texts(mapped(result.get("source")).get("path")), mapped(each))
        for result in map(mapped, listed(raw.fields.get("results")))
        for each in listed(result.get("packages"))
    ]
    if not listed_packages:
        raise ResultError("results: no package is listed, so nothing says what was looked at")
    names = [_package(each) for _, each in listed_packages]
    whole = any(not listed(each.get("vulnerabilities")) for _, each in listed_packages)
    return (
        VulnerabilityScan(
            tool="osv-scanner",
            found=tuple(found for path, each in listed_packages for found in _found(path, each)),
            packages=len(set(names)) if whole else 0,
            types=frozenset(name.partition("/")[0] for name in names if name) if whole else frozenset(),
        ),
    )


def _package(said: dict[str, Any]) -> str:
    package = mapped(said.get("package"))
    kind, name = osv.TYPES.get(texts(package.get("ecosystem")), ""), texts(package.get("name"))
    return purls.name_in(kind, name.replace(":", "/", 1) if kind == "maven" else name) if kind and name else ""


def _found(path: str, said: dict[str, Any]) -> Iterator[Vulnerability]:
    name, version = _package(said), texts(mapped(said.get("package")).get("version"))
    for record in map(mapped, listed(said.get("vulnerabilities"))):
        if name and texts(record.get("id")) and not record.get("withdrawn"):
            yield _vulnerability(name, version, record, path)


def _vulnerability(name: str, version: str, record: dict[str, Any], path: str) -> Vulnerability:
    fixed = [
        texts(event.get("fixed"))
        for each in map(mapped, listed(record.get("affected")))
        for one in map(mapped, listed(each.get("ranges")))
        for event in map(mapped, listed(one.get("events")))
        if event.get("fixed")
    ]
    return Vulnerability(
        package=name,
        version=version,
        id=texts(record["id"]),
        aliases=frozenset(texts(each) for each in listed(record.get("aliases"))) - {""},
        severity=osv.severity(record),
        fixed_in=tuple(dict.fromkeys(each for each in fixed if each)),
        published_on=osv.day(record.get("published")),
        malicious=texts(record["id"]).startswith(osv.MALICIOUS),
        path=path,
    )
