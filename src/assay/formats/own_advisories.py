"""Reads one advisory as a project keeps it: CSAF, OSV, or a text with identifier, affected versions and remedy."""

import re
from collections.abc import Iterator
from datetime import date

from assay.facts.decisions import Status
from assay.facts.own_advisories import OwnAdvisory
from assay.formats.results import csaf, osv
from assay.formats.results.raw import Raw, ResultError
from assay.formats.security_releases import ADVISORY

PLACE = re.compile(
    r"(^|/)(security[-_]?)?advisories/(?:[^/]{1,80}/){0,3}[^/]{1,120}\.(json|md|rst|adoc|txt)$"
    r"|(^|/)(csaf|osv)/(?:[^/]{1,80}/){0,3}[^/]{1,120}\.json$"
    r"|(^|/)(GHSA(-[23456789cfghjmpqrvwx]{4}){3}|CVE-\d{4}-\d{4,7})\.(json|md|rst|adoc|txt)$",
    re.IGNORECASE,
)
OWN_ID = re.compile(r"\b[A-Z][A-Z0-9]{1,20}-(?:SA|SEC|20\d\d)-?[\d-]{1,12}\b")
AFFECTED = re.compile(
    r"\b(affected|vulnerable|impacted)\b.{0,80}?\d+\.\d+|\b(versions?|before|prior to|up to|through|from)\b.{0,40}?\d+\.\d+.{0,60}?\b(affected|vulnerable)\b",
    re.IGNORECASE | re.DOTALL,
)
REMEDY = re.compile(
    r"\b(fixed|patched|resolved|corrected)\b.{0,60}?\d+\.\d+|\b(upgrade|update)\b.{0,60}?\d+\.\d+|\b(workaround|mitigation)s?\b",
    re.IGNORECASE | re.DOTALL,
)
DAY = re.compile(r"\b(20\d\d-[01]\d-[0-3]\d)\b")
MOST_SAID = 4000


def read(path: str, data: bytes) -> OwnAdvisory | None:
    """The advisory in a file; None where it is none."""
    raw = Raw(path, data)
    if path.lower().endswith(".json"):
        try:
            if csaf.recognises(raw):
                return _csaf(path, raw)
            return _osv(path, raw) if osv.recognises(raw) else None
        except ResultError:
            return None
    text = data.decode("utf-8", "replace")[:MOST_SAID]
    ids = {*ADVISORY.findall(f"{path} {text}"), *OWN_ID.findall(f"{path} {text}")}
    if not ids:
        return None
    return OwnAdvisory(
        path,
        frozenset(ids),
        "text",
        bool(AFFECTED.search(text)),
        bool(REMEDY.search(text)),
        text,
        published_on=_day(text),
    )


def _csaf(path: str, raw: Raw) -> OwnAdvisory:
    decisions = csaf.read(raw)
    named = {name for each in decisions for name in each.products}
    states = {each.status for each in decisions}
    return OwnAdvisory(
        path,
        frozenset(name for each in decisions for name in each.names),
        "csaf",
        bool(states & {Status.AFFECTED, Status.FIXED}),
        Status.FIXED in states or any(each.status is Status.AFFECTED and each.reason for each in decisions),
        " ".join(sorted({*named, *(each.author for each in decisions)}))[:MOST_SAID],
        frozenset(package for each in decisions for package in each.packages),
        max((each.decided_on for each in decisions if each.decided_on), default=None),
    )


def _osv(path: str, raw: Raw) -> OwnAdvisory | None:
    (feed,) = osv.read(raw)
    if not feed.advisories:
        return None
    first = feed.advisories[0]
    affected = [each for one in feed.advisories for each in one.affected]
    events = [what for each in affected for span in each.ranges for what, _ in span]
    return OwnAdvisory(
        path,
        first.aliases | {first.id},
        "osv",
        bool(events) or any(each.versions for each in affected),
        "fixed" in events,
        " ".join(_names(raw)),
        frozenset(each.package for each in affected),
        first.published_on,
    )


def _names(raw: Raw) -> Iterator[str]:
    """The packages of a record, of ecosystems without a type of package URL too."""
    for each in raw.fields.get("affected") or ():
        package = each.get("package") if isinstance(each, dict) else None
        if isinstance(package, dict):
            yield str(package.get("name") or "")[:200]


def _day(text: str) -> date | None:
    found = []
    for each in DAY.findall(text):
        try:
            found.append(date.fromisoformat(each))
        except ValueError:
            continue
    return max(found, default=None)
