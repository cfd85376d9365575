"""SARIF 2.1.0 (OASIS): runs of analysers with their rules and results, read leniently because real files break the schema."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from assay.facts.analysis_runs import AnalysisRun, Rule, ToolFinding
from assay.formats.results.raw import Raw, ResultError, listed, mapped, texts

TITLE = "SARIF results of analysers"
WEAKNESS = re.compile(r"\bcwe[-_ :/]*0*(\d{1,4})\b", re.IGNORECASE)
ESCAPED = re.compile(rb"%([0-9a-fA-F]{2})")
LEVELS = {"error": "high", "warning": "medium", "note": "low", "none": ""}
CRITICAL, HIGH, MEDIUM = 9.0, 7.0, 4.0
"""Lower ends of the bands of the property ``security-severity``, those of CVSS."""


def recognises(raw: Raw) -> bool:
    """A list of runs, and the schema's name or a version of the format."""
    fields = raw.fields
    return isinstance(fields.get("runs"), list) and (
        "sarif" in texts(fields.get("$schema")).lower() or texts(fields.get("version")).startswith("2.")
    )


def read(raw: Raw) -> tuple[AnalysisRun, ...]:
    """One content per run. Raises ResultError for a file without any run: nothing was looked at."""
    runs = listed(raw.fields.get("runs"))
    if not runs:
        raise ResultError("runs: it is empty, so nothing was looked at")
    for number, run in enumerate(runs):
        if not texts(_driver(run).get("name")):
            raise ResultError(f"runs[{number}].tool.driver.name: no tool is named")
    return tuple(_run(run) for run in runs)


def _driver(run: Any) -> dict[str, Any]:
    return mapped(mapped(mapped(run).get("tool")).get("driver"))


def _run(run: dict[str, Any]) -> AnalysisRun:
    driver = _driver(run)
    components = [driver, *map(mapped, listed(mapped(run.get("tool")).get("extensions")))]
    described = [mapped(each) for part in components for each in listed(part.get("rules"))]
    by_id = {texts(each.get("id")): each for each in described}
    own_rules = [mapped(each) for each in listed(driver.get("rules"))]
    results = [mapped(each) for each in listed(run.get("results"))]
    counted = [each for each in results if _is_open(each)]
    return AnalysisRun(
        tool=texts(driver.get("name")),
        version=texts(driver.get("semanticVersion")) or texts(driver.get("version")),
        rules=tuple(Rule(name, _weaknesses(each)) for name, each in by_id.items() if name),
        findings=tuple(_finding(each, by_id, own_rules) for each in counted),
        dismissed=sum(1 for each in results if _is_suppressed(each)),
        commit=next(_revisions(run), ""),
        ran_on=_ran_on(run),
        failed=_failed(run),
    )


def _is_open(result: Mapping[str, Any]) -> bool:
    """A failure that is still there: passes, notes of what does not apply, suppressed and absent results are none."""
    return (
        result.get("kind", "fail") in ("fail", "review", "open")
        and result.get("baselineState") != "absent"
        and not _is_suppressed(result)
    )


def _is_suppressed(result: Mapping[str, Any]) -> bool:
    return any(mapped(each).get("status", "accepted") == "accepted" for each in listed(result.get("suppressions")))


def _finding(result: Mapping[str, Any], by_id: Mapping[str, Any], own: Sequence[dict[str, Any]]) -> ToolFinding:
    index = result.get("ruleIndex", mapped(result.get("rule")).get("index"))
    indexed = own[index] if isinstance(index, int) and 0 <= index < len(own) else {}
    name = texts(result.get("ruleId")) or texts(mapped(result.get("rule")).get("id")) or texts(indexed.get("id"))
    rule = mapped(by_id.get(name)) or indexed or mapped(by_id.get(name.rpartition("/")[0]))
    place = mapped(mapped(next(iter(listed(result.get("locations"))), None)).get("physicalLocation"))
    line = mapped(place.get("region")).get("startLine")
    return ToolFinding(
        rule=name,
        severity=_severity(result, rule),
        says=" ".join(texts(mapped(result.get("message")).get("text")).split())[:300],
        path=_path(texts(mapped(place.get("artifactLocation")).get("uri"))),
        line=line if isinstance(line, int) and line > 0 else None,
        weaknesses=_weaknesses(rule) | _weaknesses(result),
        fingerprint=_fingerprint(result),
        traced=bool(listed(result.get("codeFlows"))),
    )


def _path(uri: str) -> str:
    """A relative reference as a path: characters written as %20 are put back."""
    plain = ESCAPED.sub(lambda found: bytes.fromhex(found.group(1).decode()), uri.encode("utf-8", "replace"))
    return plain.decode("utf-8", "replace").removeprefix("file://").removeprefix("./")


def _severity(result: Mapping[str, Any], rule: Mapping[str, Any]) -> str:
    """By the property tools share for security rules, else by the level."""
    for each in (result, rule):
        try:
            score = float(mapped(each.get("properties")).get("security-severity", ""))
        except (TypeError, ValueError):
            continue
        return "critical" if score >= CRITICAL else "high" if score >= HIGH else "medium" if score >= MEDIUM else "low"
    level = result.get("level") or mapped(rule.get("defaultConfiguration")).get("level") or "warning"
    return LEVELS.get(texts(level), "medium")


def _weaknesses(described: Mapping[str, Any]) -> frozenset[int]:
    """CWE numbers in tags, in properties and in relations to a taxonomy, wherever tools put them."""
    properties = mapped(described.get("properties"))
    cwe = properties.get("cwe", ())
    said = [*listed(properties.get("tags")), *(listed(cwe) or [cwe]), described.get("id"), described.get("ruleId")]
    for relation in (*listed(described.get("relationships")), *listed(described.get("taxa"))):
        target = mapped(mapped(relation).get("target")) or mapped(relation)
        if texts(mapped(target.get("toolComponent")).get("name")).upper() == "CWE":
            said.append(f"CWE-{target.get('id')}")
    return frozenset(int(found) for each in said for found in WEAKNESS.findall(texts(each)))


def _fingerprint(result: Mapping[str, Any]) -> str:
    given = mapped(result.get("fingerprints")) or mapped(result.get("partialFingerprints"))
    flat = sorted(f"{key}={value}" for key, value in given.items() if isinstance(value, str))
    return ";".join(flat) or texts(result.get("guid")) or texts(result.get("correlationGuid"))


def _revisions(run: Mapping[str, Any]) -> Iterator[str]:
    for each in listed(run.get("versionControlProvenance")):
        if found := texts(mapped(each).get("revisionId")):
            yield found


def _ran_on(run: Mapping[str, Any]) -> date | None:
    for each in listed(run.get("invocations")):
        said = texts(mapped(each).get("endTimeUtc")) or texts(mapped(each).get("startTimeUtc"))
        try:
            return date.fromisoformat(said[:10])
        except ValueError:
            continue
    return None


def _failed(run: Mapping[str, Any]) -> str:
    invocations = [mapped(each) for each in listed(run.get("invocations"))]
    if any(each.get("executionSuccessful") is False for each in invocations):
        return "the tool says that it did not end well"
    if "results" not in run:
        return "the run holds no results, not even none"
    if listed(mapped(run.get("externalPropertyFileReferences")).get("results")):
        return "its results lie in another file"
    return ""
