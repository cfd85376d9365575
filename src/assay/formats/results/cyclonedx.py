"""CycloneDX 1.2 to 1.7, as JSON or XML: one inventory per document."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element

from assay.facts.inventories import Component, Inventory
from assay.formats import purls
from assay.formats.results.raw import Raw, ResultError, listed, local, mapped, texts

TITLE = "CycloneDX SBOM"
NAMESPACE = re.compile(r"\{http://cyclonedx\.org/schema/bom/([\d.]+)\}bom$")
COMMIT = re.compile(r"(?:[@#/]|^)([0-9a-f]{40}|[0-9a-f]{64})(?:$|[/?#.])")
LISTS = {
    "components": "component", "hashes": "hash", "dependencies": "dependency", "externalReferences": "reference", "authors": "author",
    "tools": "tool", "commits": "commit", "dependsOn": "dependency", "services": "service",
}  # fmt: skip
"""XML wrapper → what it wraps: in JSON the wrapper is a list."""
OWN = frozenset({"file", "cryptographic-asset", "data"})
MOST = 500_000


def recognises(raw: Raw) -> bool:
    """By the format's name in JSON or its namespace in XML; a document of vulnerability statements alone is a VEX."""
    if raw.xml is not None:
        return bool(NAMESPACE.match(raw.xml.tag))
    return raw.fields.get("bomFormat") == "CycloneDX" and not _is_vex(raw.fields)


def read(raw: Raw) -> tuple[Inventory, ...]:
    """Raises ResultError where there is no component at all."""
    if raw.xml is not None:
        found = NAMESPACE.match(raw.xml.tag)
        bom, edition = mapped(_plain(raw.xml)), found.group(1) if found else ""
    else:
        bom, edition = raw.fields, texts(raw.fields.get("specVersion"))
    parts = list(_components(bom))
    if not parts:
        raise ResultError("components: there is none")
    metadata = mapped(bom.get("metadata"))
    subject = mapped(metadata.get("component"))
    return (
        Inventory(
            standard=f"CycloneDX {edition}".strip(),
            subject=_component(subject) if subject else None,
            components=tuple(_component(each) for each in parts),
            made_on=day(texts(metadata.get("timestamp"))),
            authored=any(
                metadata.get(each) for each in ("authors", "manufacture", "manufacturer", "supplier", "tools")
            ),
            related=len(_related(bom)),
            commit=_commit(subject),
            subject_digests=frozenset(_digests(subject)),
        ),
    )


def day(stamp: str) -> date | None:
    """The day of an ISO 8601 time stamp; None where it is none."""
    try:
        return date.fromisoformat(stamp[:10])
    except ValueError:
        return None


def _is_vex(bom: dict[str, Any]) -> bool:
    return bool(listed(bom.get("vulnerabilities"))) and not listed(bom.get("components"))


def _components(bom: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every component, those inside others included."""
    waiting = list(map(mapped, listed(bom.get("components"))))
    for _ in range(MOST):
        if not waiting:
            return
        each = waiting.pop()
        yield each
        waiting += map(mapped, listed(each.get("components")))


def _component(said: dict[str, Any]) -> Component:
    purl = purls.plain(texts(said.get("purl")))
    name = "/".join(each for each in (texts(said.get("group")), texts(said.get("name"))) if each)
    return Component(
        name=name,
        version=texts(said.get("version")) or purls.version(purl),
        purl=purl,
        other_identifier=any(said.get(each) for each in ("cpe", "swid", "swhid", "omniborId")),
        supplier=any(said.get(each) for each in ("supplier", "publisher", "author", "authors", "manufacturer")),
        hashed=bool(listed(said.get("hashes"))),
        own=texts(said.get("type")) in OWN,
    )


def _related(bom: dict[str, Any]) -> set[str]:
    found: set[str] = set()
    for each in map(mapped, listed(bom.get("dependencies"))):
        to = [texts(other) or texts(mapped(other).get("ref")) for other in listed(each.get("dependsOn"))]
        if to:
            found |= {texts(each.get("ref")), *to} - {""}
    return found


def _commit(subject: dict[str, Any]) -> str:
    """The commit of its source, in a link to the version control or in its pedigree."""
    for each in map(mapped, listed(subject.get("externalReferences"))):
        if each.get("type") == "vcs" and (found := COMMIT.search(texts(each.get("url")))):
            return found.group(1)
    commits = listed(mapped(subject.get("pedigree")).get("commits"))
    return next((uid for each in commits if (uid := texts(mapped(each).get("uid"))) and COMMIT.search(uid)), "")


def _digests(subject: dict[str, Any]) -> Iterator[str]:
    for each in map(mapped, listed(subject.get("hashes"))):
        if texts(each.get("alg")).upper() == "SHA-256":
            yield texts(each.get("content")).lower()


def _plain(element: Element) -> Any:
    """An XML element as the JSON form of the format writes it."""
    name = local(element.tag)
    if name in LISTS and any(local(each.tag) == LISTS[name] for each in element):
        return [_plain(each) for each in element if local(each.tag) == LISTS[name]]
    if name == "dependency":
        return {"ref": element.get("ref", ""), "dependsOn": [each.get("ref", "") for each in element]}
    if name == "hash":
        return {"alg": element.get("alg", ""), "content": (element.text or "").strip()}
    if len(element) or element.attrib:
        found: dict[str, Any] = dict(element.attrib)
        for each in element:
            found[local(each.tag)] = _plain(each)
        return found or (element.text or "").strip()
    return (element.text or "").strip()
