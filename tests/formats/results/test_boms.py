"""SBOMs of both families and all their syntaxes."""

import json

import pytest

from assay.facts.inventories import Inventory
from assay.formats.results import Raw, ResultError, cyclonedx, kind_of, spdx

CYCLONE = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "metadata": {
        "timestamp": "2026-09-01T10:00:00+02:00",
        "tools": {"components": [{"type": "application", "name": "maker"}]},
        "component": {
            "type": "application",
            "name": "gantry",
            "version": "1.0",
            "hashes": [{"alg": "SHA-256", "content": "AB" * 32}],
            "externalReferences": [{"type": "vcs", "url": "https://example.org/gantry/tree/" + "c" * 40}],
        },
    },
    "components": [
        {
            "type": "library",
            "group": "@scope",
            "name": "left",
            "bom-ref": "l",
            "purl": "pkg:npm/%40scope/left@1.0?x=y#z",
            "components": [{"type": "library", "name": "inner", "version": "2"}],
        },
        {"type": "file", "name": "a.js"},
    ],
    "dependencies": [{"ref": "g", "dependsOn": ["l"]}, {"ref": "l"}],
}
XML = """<bom xmlns="http://cyclonedx.org/schema/bom/1.4"><metadata><timestamp>2026-09-01T10:00:00Z</timestamp>
<component type="application"><name>gantry</name><version>1.0</version></component></metadata>
<components><component type="library" bom-ref="l"><group>@scope</group><name>left</name><version>1.0</version>
<hashes><hash alg="SHA-1">00</hash></hashes><purl>pkg:npm/%40scope/left@1.0</purl></component></components>
<dependencies><dependency ref="g"><dependency ref="l"/></dependency></dependencies></bom>"""
TAGS = """SPDXVersion: SPDX-2.3
Created: 2026-09-01T10:00:00Z
Creator: Tool: maker
PackageName: gantry
SPDXID: SPDXRef-g
PackageName: left
SPDXID: SPDXRef-l
PackageVersion: 1.0
PackageSupplier: NOASSERTION
PackageChecksum: SHA256: 00
ExternalRef: PACKAGE-MANAGER purl pkg:npm/%40scope/left@1.0
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-g
Relationship: SPDXRef-g DEPENDS_ON SPDXRef-l
"""


def one(text: str) -> Inventory:
    raw = Raw("sbom", text.encode())
    found: Inventory
    (found,) = {"cyclonedx": cyclonedx, "spdx": spdx}[kind_of(raw)].read(raw)
    return found


def test_cyclonedx_json() -> None:
    found = one(json.dumps(CYCLONE))
    assert found.standard == "CycloneDX 1.6"
    assert found.subject
    assert (found.subject.name, found.commit) == ("gantry", "c" * 40)
    assert found.subject_digests == {"ab" * 32}
    by_name = {each.name: each for each in found.components}
    assert set(by_name) == {"@scope/left", "inner", "a.js"}
    assert (by_name["@scope/left"].purl, by_name["@scope/left"].version) == ("pkg:npm/%40scope/left@1.0", "1.0")
    assert by_name["a.js"].own
    assert (found.related, found.authored) == (2, True)


@pytest.mark.parametrize("text", [XML, TAGS])
def test_other_syntaxes_say_the_same(text: str) -> None:
    found = one(text)
    assert found.subject
    assert found.subject.name == "gantry"
    (part,) = found.components
    assert (part.purl, part.version, part.hashed, part.supplier) == ("pkg:npm/%40scope/left@1.0", "1.0", True, False)
    assert found.related == 2
    assert found.made_on


@pytest.mark.parametrize(
    "document",
    [
        {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": []},
        {"spdxVersion": "SPDX-2.3", "packages": []},
        {"spdxVersion": "SPDX-2.3", "packages": [{"SPDXID": "a", "name": "g"}], "documentDescribes": ["a"]},
    ],
)
def test_an_empty_bill_is_refused(document: object) -> None:
    with pytest.raises(ResultError, match=r"there is none"):
        one(json.dumps(document))


def test_components_nested_without_end_are_bounded() -> None:
    text = '{"bomFormat": "CycloneDX", "components": ' + '[{"name": "a", "components": ' * 300 + "[]" + "}]" * 300 + "}"
    assert len(one(text).components) == 300
