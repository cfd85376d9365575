"""Results of grype as JSON: matches only, not what it looked at."""

from typing import Any

from assay.facts.vulnerability_scans import Vulnerability, VulnerabilityScan
from assay.formats import purls, severities
from assay.formats.results.cyclonedx import day
from assay.formats.results.raw import Raw, listed, mapped, texts

TITLE = "grype results"


def recognises(raw: Raw) -> bool:
    """A list of matches, and a descriptor that names the tool."""
    return isinstance(raw.fields.get("matches"), list) and mapped(raw.fields.get("descriptor")).get("name") == "grype"


def read(raw: Raw) -> tuple[VulnerabilityScan, ...]:
    """One scan."""
    found = tuple(_vulnerability(mapped(each)) for each in listed(raw.fields.get("matches")))
    ran = day(texts(mapped(raw.fields.get("descriptor")).get("timestamp")))
    return (VulnerabilityScan("grype", tuple(each for each in found if each.package), ran_on=ran),)


def _vulnerability(match: dict[str, Any]) -> Vulnerability:
    said, artefact = mapped(match.get("vulnerability")), mapped(match.get("artifact"))
    related = [texts(mapped(each).get("id")) for each in listed(match.get("relatedVulnerabilities"))]
    return Vulnerability(
        package=purls.identity(texts(artefact.get("purl"))),
        version=texts(artefact.get("version")),
        id=texts(said.get("id")),
        aliases=frozenset(related) - {""},
        severity=severities.of_word(texts(said.get("severity"))),
        fixed_in=tuple(texts(each) for each in listed(mapped(said.get("fix")).get("versions"))),
        path=texts(mapped(next(iter(listed(artefact.get("locations"))), None)).get("path")).lstrip("/"),
    )
