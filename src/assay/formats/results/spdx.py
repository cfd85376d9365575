"""SPDX 2.2, 2.3 and 3.0: JSON, JSON-LD and tag-value, read by meaning because real files break the schemas."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from assay.facts.inventories import Component, Inventory
from assay.formats import purls
from assay.formats.results.cyclonedx import COMMIT, day
from assay.formats.results.raw import Raw, ResultError, listed, mapped, texts

TITLE = "SPDX SBOM"
TAG_VALUE = re.compile(rb"^SPDXVersion:\s*SPDX-2\.\d", re.MULTILINE)
NOTHING = frozenset({"", "NOASSERTION", "NONE"})
DESCRIBES = frozenset({"DESCRIBES", "describes"})


def recognises(raw: Raw) -> bool:
    """By the version it states (2), its context (3), or the first tag."""
    fields = raw.fields
    return (
        texts(fields.get("spdxVersion")).startswith("SPDX-")
        or "spdx.org/rdf/3" in str(fields.get("@context"))[:500]
        or (raw.json is None and bool(TAG_VALUE.search(raw.data[:4000])))
    )


def read(raw: Raw) -> tuple[Inventory, ...]:
    """Raises ResultError where there is no package but the subject."""
    fields = raw.fields or _tag_value(raw.data.decode("utf-8", "replace"))
    found = _third(fields) if "@graph" in fields or "@context" in fields else _second(fields)
    if not found.components:
        raise ResultError("packages: there is none but what the document describes")
    return (found,)


def _second(fields: dict[str, Any]) -> Inventory:
    packages = {texts(each.get("SPDXID")): each for each in map(mapped, listed(fields.get("packages")))}
    relations = [mapped(each) for each in listed(fields.get("relationships"))]
    described = [texts(each) for each in listed(fields.get("documentDescribes"))] + [
        texts(each.get("relatedSpdxElement")) for each in relations if each.get("relationshipType") in DESCRIBES
    ]
    subject = next((packages[each] for each in described if each in packages), None)
    others = [each for each in packages.values() if each is not subject]
    creation = mapped(fields.get("creationInfo"))
    linked = {
        texts(each.get(end))
        for each in relations
        if each.get("relationshipType") not in DESCRIBES
        for end in ("spdxElementId", "relatedSpdxElement")
    }
    return Inventory(
        standard=texts(fields.get("spdxVersion")).replace("-", " "),
        subject=_package(subject) if subject else None,
        components=tuple(_package(each) for each in others),
        made_on=day(texts(creation.get("created"))),
        authored=bool(listed(creation.get("creators"))),
        related=len(linked & set(packages)),
        commit=_commit(texts(mapped(subject).get("downloadLocation"))),
        subject_digests=frozenset(_sha256(listed(mapped(subject).get("checksums")), "checksumValue")),
    )


def _package(said: dict[str, Any]) -> Component:
    references = [mapped(each) for each in listed(said.get("externalRefs"))]
    locators = {texts(each.get("referenceType")): texts(each.get("referenceLocator")) for each in references}
    purl = purls.plain(locators.get("purl", ""))
    version = texts(said.get("versionInfo"))
    return Component(
        name=texts(said.get("name")),
        version=(version if version not in NOTHING else "") or purls.version(purl),
        purl=purl,
        other_identifier=any(each.startswith(("cpe", "swh", "swid")) for each in locators),
        supplier=any(texts(said.get(each)) not in NOTHING for each in ("supplier", "originator")),
        hashed=bool(listed(said.get("checksums"))),
        own=texts(said.get("primaryPackagePurpose")) == "FILE",
    )


def _third(fields: dict[str, Any]) -> Inventory:
    elements = [mapped(each) for each in listed(fields.get("@graph")) or [fields]]
    by_id = {texts(each.get("spdxId") or each.get("@id")): each for each in elements}
    packages = {
        name: each for name, each in by_id.items() if _kind(each).endswith("_Package") or _kind(each) == "Package"
    }
    roots = [
        texts(root)
        for each in elements
        if _kind(each) in ("software_Sbom", "SpdxDocument", "Bom")
        for root in listed(each.get("rootElement"))
    ]
    subject = next((packages[each] for each in roots if each in packages), None)
    others = [each for each in packages.values() if each is not subject]
    relations = [each for each in elements if _kind(each).endswith("Relationship")]
    linked = {
        texts(end)
        for each in relations
        if texts(each.get("relationshipType")) not in DESCRIBES
        for end in [each.get("from"), *listed(each.get("to"))]
    }
    creation = next((each for each in elements if _kind(each) == "CreationInfo"), {})
    return Inventory(
        standard=f"SPDX {texts(creation.get('specVersion')) or '3.0'}",
        subject=_package_3(subject) if subject else None,
        components=tuple(_package_3(each) for each in others),
        made_on=day(texts(creation.get("created"))),
        authored=bool(listed(creation.get("createdBy")) or listed(creation.get("createdUsing"))),
        related=len(linked & set(packages)),
        commit=_commit(texts(mapped(subject).get("software_downloadLocation"))),
        subject_digests=frozenset(_sha256(listed(mapped(subject).get("verifiedUsing")), "hashValue")),
    )


def _kind(element: dict[str, Any]) -> str:
    return texts(element.get("type") or element.get("@type"))


def _package_3(said: dict[str, Any]) -> Component:
    identifiers = [mapped(each) for each in listed(said.get("externalIdentifier"))]
    given = {texts(each.get("externalIdentifierType")): texts(each.get("identifier")) for each in identifiers}
    purl = purls.plain(texts(said.get("software_packageUrl")) or given.get("packageUrl", "") or given.get("purl", ""))
    return Component(
        name=texts(said.get("name")),
        version=texts(said.get("software_packageVersion")) or purls.version(purl),
        purl=purl,
        other_identifier=any(each.startswith(("cpe", "swh", "swid", "gitoid")) for each in given),
        supplier=bool(said.get("suppliedBy") or said.get("originatedBy")),
        hashed=bool(listed(said.get("verifiedUsing"))),
    )


def _commit(location: str) -> str:
    found = COMMIT.search(location) if location.startswith("git") or "@" in location else None
    return found.group(1) if found else ""


def _sha256(given: Iterable[Any], key: str) -> Iterator[str]:
    for each in map(mapped, given):
        if texts(each.get("algorithm")).upper().replace("-", "") == "SHA256":
            yield texts(each.get(key)).lower()


def _tag_value(text: str) -> dict[str, Any]:
    """The tags that matter, in the shape of the JSON form."""
    packages: list[dict[str, Any]] = []
    relations: list[dict[str, str]] = []
    creation: dict[str, Any] = {"creators": []}
    fields: dict[str, Any] = {"packages": packages, "relationships": relations, "creationInfo": creation}
    for line in text.splitlines():
        tag, _, value = (part.strip() for part in line.partition(":"))
        if tag == "SPDXVersion":
            fields["spdxVersion"] = value
        elif tag == "Created":
            creation["created"] = value
        elif tag == "Creator":
            creation["creators"].append(value)
        elif tag == "PackageName":
            packages.append({"name": value, "externalRefs": [], "checksums": []})
        elif tag == "Relationship" and len(parts := value.split()) >= 3:
            relations.append({"spdxElementId": parts[0], "relationshipType": parts[1], "relatedSpdxElement": parts[2]})
        elif packages:
            _of_package(packages[-1], tag, value)
    return fields


def _of_package(package: dict[str, Any], tag: str, value: str) -> None:
    names = {
        "SPDXID": "SPDXID",
        "PackageVersion": "versionInfo",
        "PackageSupplier": "supplier",
        "PackageOriginator": "originator",
        "PackageDownloadLocation": "downloadLocation",
    }
    if tag in names:
        package.setdefault(names[tag], value)
    elif tag == "ExternalRef" and len(parts := value.split()) == 3:
        package["externalRefs"].append({"referenceType": parts[1], "referenceLocator": parts[2]})
    elif tag == "PackageChecksum":
        algorithm, _, digest = (part.strip() for part in value.partition(":"))
        package["checksums"].append({"algorithm": algorithm, "checksumValue": digest})
