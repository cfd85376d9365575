"""Results of trivy as JSON. With ``--list-all-pkgs`` it also lists what it looked at."""

from collections.abc import Iterator
from typing import Any

from assay.facts.vulnerability_scans import Vulnerability, VulnerabilityScan
from assay.formats import purls, severities
from assay.formats.results.cyclonedx import day
from assay.formats.results.raw import Raw, ResultError, listed, mapped, texts

TITLE = "trivy results"


def recognises(raw: Raw) -> bool:
    """The version of its schema, and an artefact or results by target."""
    fields = raw.fields
    return "SchemaVersion" in fields and ("ArtifactName" in fields or "Results" in fields)


def read(raw: Raw) -> tuple[VulnerabilityScan, ...]:
    """One scan. Raises ResultError where it has no result at all."""
    results = [mapped(each) for each in listed(raw.fields.get("Results"))]
    if not results:
        raise ResultError("Results: there is none, so nothing was looked at")
    packages = [mapped(each) for result in results for each in listed(result.get("Packages"))]
    names = {purls.identity(texts(mapped(each.get("Identifier")).get("PURL"))) for each in packages} - {""}
    return (
        VulnerabilityScan(
            tool="trivy",
            found=tuple(found for result in results for found in _found(result)),
            packages=len(names),
            types=frozenset(name.partition("/")[0] for name in names),
            ran_on=day(texts(raw.fields.get("CreatedAt"))),
        ),
    )


def _found(result: dict[str, Any]) -> Iterator[Vulnerability]:
    for each in map(mapped, listed(result.get("Vulnerabilities"))):
        package = purls.identity(texts(mapped(each.get("PkgIdentifier")).get("PURL")))
        if package:
            yield Vulnerability(
                package=package,
                version=texts(each.get("InstalledVersion")),
                id=texts(each.get("VulnerabilityID")),
                aliases=frozenset(texts(other) for other in listed(each.get("VendorIDs"))) - {""},
                severity=severities.of_word(texts(each.get("Severity"))),
                fixed_in=tuple(part.strip() for part in texts(each.get("FixedVersion")).split(",") if part.strip()),
                published_on=day(texts(each.get("PublishedDate"))),
                path=texts(result.get("Target")),
            )
