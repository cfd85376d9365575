"""CycloneDX documents that hold vulnerabilities with an analysis and no components (VEX)."""

from typing import Any

from assay.facts.decisions import Decision, Status
from assay.formats import purls
from assay.formats.results.cyclonedx import day
from assay.formats.results.raw import Raw, ResultError, listed, mapped, texts

TITLE = "CycloneDX VEX"
STATES = {
    "not_affected": Status.NOT_AFFECTED,
    "false_positive": Status.NOT_AFFECTED,
    "exploitable": Status.AFFECTED,
    "resolved": Status.FIXED,
    "resolved_with_pedigree": Status.FIXED,
    "in_triage": Status.UNDER_INVESTIGATION,
}


def recognises(raw: Raw) -> bool:
    """The name of the format, vulnerabilities, and no components."""
    fields = raw.fields
    return (
        fields.get("bomFormat") == "CycloneDX"
        and bool(listed(fields.get("vulnerabilities")))
        and not listed(fields.get("components"))
    )


def read(raw: Raw) -> tuple[Decision, ...]:
    """One decision per analysed vulnerability. Raises ResultError where none is analysed."""
    written = texts(mapped(raw.fields.get("metadata")).get("timestamp"))
    subject = mapped(mapped(raw.fields.get("metadata")).get("component"))
    found = [
        _decision(each, analysis, written, texts(subject.get("name")))
        for each in map(mapped, listed(raw.fields.get("vulnerabilities")))
        if texts(each.get("id")) and (analysis := mapped(each.get("analysis"))).get("state") in STATES
    ]
    if not found:
        raise ResultError("vulnerabilities: none has an analysis with a known state")
    return tuple(found)


def _decision(said: dict[str, Any], analysis: dict[str, Any], written: str, product: str) -> Decision:
    references = [texts(mapped(each).get("id")) for each in listed(said.get("references"))]
    reason = [texts(analysis.get("justification")), texts(analysis.get("detail"))]
    reason += [texts(each) for each in listed(analysis.get("response"))]
    affects = [texts(mapped(each).get("ref")) for each in listed(said.get("affects"))]
    return Decision(
        names=frozenset({texts(said.get("id")), *references}) - {""},
        status=STATES[analysis["state"]],
        reason="; ".join(each for each in reason if each),
        packages=frozenset(purls.identity(each.rpartition("#")[2]) for each in affects) - {""},
        products=frozenset({product, *affects}) - {""},
        decided_on=day(
            texts(analysis.get("lastUpdated"))
            or texts(analysis.get("firstIssued"))
            or texts(said.get("updated"))
            or written
        ),
    )
