"""OpenSSF Scorecard as JSON: the findings of its probes. A result of scores alone is refused, for a score says nothing a claim asks."""

from typing import Any

from assay.facts.probe_results import Probe, ProbeRun
from assay.formats.results.cyclonedx import day
from assay.formats.results.raw import Raw, ResultError, listed, mapped, texts

TITLE = "OpenSSF Scorecard probes"
OUTCOMES = {"True": True, "False": False, "Positive": True, "Negative": False}
"""Of version 5, and of the editions before it; every other outcome is no answer."""


def recognises(raw: Raw) -> bool:
    """The tool's own block with its version, and a repository."""
    fields = raw.fields
    return "version" in mapped(fields.get("scorecard")) and "repo" in fields


def read(raw: Raw) -> tuple[ProbeRun, ...]:
    """One run. Raises ResultError where it holds no probe."""
    fields = raw.fields
    found = [mapped(each) for each in listed(fields.get("findings"))]
    probes = tuple(_probe(each) for each in found if texts(each.get("probe")))
    if not probes:
        raise ResultError("findings: there is none; run Scorecard with --format probe, for scores are not read")
    version = texts(mapped(fields.get("scorecard")).get("version"))
    return (ProbeRun(texts(mapped(fields.get("repo")).get("commit")), day(texts(fields.get("date"))), probes, version),)


def _probe(finding: dict[str, Any]) -> Probe:
    return Probe(
        texts(finding["probe"]),
        OUTCOMES.get(texts(finding.get("outcome"))),
        " ".join(texts(finding.get("message")).split())[:200],
    )
