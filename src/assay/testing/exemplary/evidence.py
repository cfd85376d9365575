"""What is handed over beside Hallkeeper's repository: results of tools, bills of materials, advisories, a note on a review."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from assay.checks.contract import Handed
from assay.testing.exemplary import attestations, build_documents, product
from assay.testing.exemplary.platform import EARLIER_SNAPSHOT, SNAPSHOT
from assay.testing.sigstore_service import TRUST_ROOT

_OPEN = "GHSA-7w2f-hq4m-93xp"
"""A weakness that is known in a part of the release, and does not concern it."""
_MENDED = "GHSA-m6x4-2f9p-vw83"
"""One that concerned the release before."""
_TAGGED = {
    "test_what_the_model_does_not_know_is_refused[not json]": "1.4.4/c",
    "test_an_administrator_with_a_password_alone_is_refused": "1.4.2/b",
    "test_a_stored_password_is_an_argon2_hash": "1.4.5/b",
    "test_it_refuses_to_start_without_a_secret": "1.4.3/b",
    "test_an_update_keeps_what_a_customer_hardened": "3.5.2/b",
}


def _tests(on: str, cases: int = 6) -> str:
    """A run of the tests as pytest writes it, with the facets that cases are named as proof of."""
    lines = [f'<testsuite name="pytest" tests="{cases}" failures="0" timestamp="{on}T10:00:00">']
    for name, facet in list(_TAGGED.items())[:cases]:
        lines.append(f'<testcase classname="tests" name="{name}" time="0.02"><properties>')
        lines.append(f'<property name="assay.claim" value="{facet}"/></properties></testcase>')
    lines += [
        f'<testcase classname="tests" name="test_booking_{each}" time="0.02"/>' for each in range(cases - len(_TAGGED))
    ]
    return "\n".join([*lines, "</testsuite>"])


def _bill() -> str:
    """What the release build lists, as CycloneDX."""
    packages = {**product.RUNTIME, **product.DEVELOPMENT}
    purls = {name: f"pkg:pypi/{name}@{version}" for name, version in packages.items()}
    return json.dumps(
        {
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "serialNumber": "urn:uuid:7d5f9c52-53a5-4f0e-9a5b-0a53a2c1b9c4",
            "metadata": {
                "timestamp": "2026-09-30T12:20:00Z",
                "authors": [{"name": "Millrace Software Ltd"}],
                "tools": {"components": [{"type": "application", "name": "syft", "version": "1.33.0"}]},
                "component": {
                    "type": "application",
                    "name": "hallkeeper",
                    "version": "1.2.1",
                    "bom-ref": "hallkeeper",
                    "purl": "pkg:pypi/hallkeeper@1.2.1",
                },
            },
            "components": [
                {"type": "library", "name": name, "version": version, "purl": purls[name], "bom-ref": purls[name]}
                for name, version in packages.items()
            ],
            "dependencies": [
                {"ref": "hallkeeper", "dependsOn": list(purls.values())},
                *({"ref": each} for each in purls.values()),
            ],
        },
        indent=1,
    )


def _analysis() -> str:
    """What CodeQL reported of the released commit: rules for each way of injection, and nothing found."""
    rules = [
        {
            "id": f"py/{name}",
            "properties": {"tags": [f"external/cwe/cwe-{cwe}", "security"], "security-severity": "8.8"},
        }
        for name, cwe in (
            ("path-injection", "022"),
            ("command-line-injection", "078"),
            ("reflective-xss", "079"),
            ("sql-injection", "089"),
            ("code-injection", "094"),
            ("unsafe-deserialization", "502"),
            ("full-ssrf", "918"),
        )
    ]
    driver = {"name": "CodeQL", "semanticVersion": "2.23.1", "rules": rules}
    run = {"tool": {"driver": driver}, "results": [], "versionControlProvenance": [{"revisionId": "{commit}"}]}
    return json.dumps({"version": "2.1.0", "runs": [run]}, indent=1)


def _secret_scan() -> str:
    """What gitleaks reported of the files of the release: it looked for each kind of credential, and found none."""
    driver = {
        "name": "gitleaks",
        "semanticVersion": "8.28.0",
        "rules": [{"id": each} for each in ("aws-access-token", "github-pat", "private-key")],
    }
    return json.dumps({"version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": []}]}, indent=1)


def _advisories() -> str:
    """A feed of advisories as OSV publishes it: three that concerned earlier releases, one that is open, and many of others."""
    known = [
        {
            "id": name,
            "published": f"{published}T08:00:00Z",
            "modified": "2026-09-30T06:00:00Z",
            "database_specific": {"severity": severity},
            "affected": [
                {
                    "package": {"ecosystem": "PyPI", "name": package},
                    "ranges": [
                        {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, *({"fixed": each} for each in fixed)]}
                    ],
                }
            ],
        }
        for name, published, severity, package, fixed in (
            ("GHSA-3q7v-8c2x-5rjm", "2026-05-20", "MODERATE", "jinja2", ["3.1.6"]),
            ("GHSA-q34m-jh98-gwm2", "2026-06-02", "HIGH", "werkzeug", ["3.1.5"]),
            (_MENDED, "2026-09-09", "MODERATE", "cryptography", ["46.0.1"]),
            (_OPEN, "2026-09-09", "MODERATE", "cbor2", []),
        )
    ]
    others = [
        {
            "id": f"MAL-2026-{number}",
            "modified": "2026-09-30T06:00:00Z",
            "affected": [{"package": {"ecosystem": "PyPI", "name": f"flask-{number}"}, "versions": ["1.0"]}],
        }
        for number in range(20)
    ]
    return json.dumps([*known, *others], indent=1)


def _scan(runtime: Mapping[str, str], **found: str) -> str:
    """A scan of both locks by osv-scanner: every package it looked at, and what it ``found`` in which."""
    results = [
        {
            "source": {"path": path, "type": "lockfile"},
            "packages": [_scanned(name, version, found.get(name, "")) for name, version in packages.items()],
        }
        for path, packages in (("requirements.txt", runtime), ("requirements-dev.txt", product.DEVELOPMENT))
    ]
    return json.dumps({"results": results}, indent=1)


def _scanned(name: str, version: str, found: str) -> dict[str, object]:
    looked: dict[str, object] = {"package": {"name": name, "version": version, "ecosystem": "PyPI"}}
    known = {"id": found, "published": "2026-09-09T08:00:00Z", "database_specific": {"severity": "MODERATE"}}
    return {**looked, "vulnerabilities": [known]} if found else looked


def _decisions() -> str:
    """What was decided on the one known weakness in what is shipped, as OpenVEX."""
    decision = {
        "vulnerability": {"name": _OPEN},
        "products": [{"@id": f"pkg:pypi/cbor2@{product.RUNTIME['cbor2']}"}],
        "status": "not_affected",
        "justification": "vulnerable_code_not_in_execute_path",
        "impact_statement": "Only the decoder for endless text is concerned, and webauthn never calls it.",
        "timestamp": "2026-09-12T09:00:00Z",
    }
    return json.dumps(
        {
            "@context": "https://openvex.dev/ns/v0.2.0",
            "@id": "https://hallkeeper.example/vex/2026-1",
            "author": "Dan Keeper",
            "timestamp": "2026-09-12T09:00:00Z",
            "version": 1,
            "statements": [decision],
        },
        indent=1,
    )


def _exploited() -> str:
    """The list of exploited weaknesses as CISA publishes it: none of them concerns the product."""
    return json.dumps(
        {
            "title": "CISA Catalog of Known Exploited Vulnerabilities",
            "catalogVersion": "2026.09.30",
            "dateReleased": "2026-09-30T15:00:00.0000Z",
            "count": 1,
            "vulnerabilities": [
                {
                    "cveID": "CVE-2026-20001",
                    "vendorProject": "Somebody",
                    "product": "Router",
                    "vulnerabilityName": "Somebody Router Injection",
                    "dateAdded": "2026-09-28",
                    "shortDescription": "A router runs what strangers send it.",
                    "requiredAction": "Apply the update.",
                    "dueDate": "2026-10-19",
                    "knownRansomwareCampaignUse": "Unknown",
                }
            ],
        },
        indent=1,
    )


_NOTE = f"""\
[independent_document]
title = "Independent review of Hallkeeper, September 2026"
issuer = "Northbank Assurance LLP"
holder = "Millrace Software Ltd"
scope = "Development, build and customer information of Hallkeeper 1.2.0"
about = [
  "1.1.5", "1.1.6", "1.3.1", "1.4.1", "1.4.3", "1.4.4", "1.4.5", "2.1.3", "2.1.4", "2.1.5", "2.2.1", "2.2.2", "2.2.4",
  "4.1.3", "4.2.1", "4.3.1",
]
issued = 2026-09-21
valid_until = 2027-09-21
document_sha256 = "{hashlib.sha256(build_documents.REVIEW.encode()).hexdigest()}"
read_by = "Iris Bell"
"""

_SECURITY_TXT = """\
Contact: https://github.com/millrace/hallkeeper/security/advisories/new
Contact: mailto:security@millrace.example
Expires: 2027-03-31T00:00:00Z
Policy: https://github.com/millrace/hallkeeper/security/policy
Canonical: https://hallkeeper.example/.well-known/security.txt
"""
"""As the web server of the product gives it."""
_IMAGE = "hallkeeper-1.2.1.tar"
_RELEASED: Mapping[str, bytes] = {
    "tests-1.0.0.xml": _tests("2025-09-01", 3).encode(),
    "tests-1.1.0.xml": _tests("2026-03-02", 4).encode(),
    "tests-1.1.1.xml": _tests("2026-06-18", 5).encode(),
    "tests-1.2.0.xml": _tests("2026-09-08", 8).encode(),
    "tests-1.2.1.xml": _tests("2026-09-30", 9).encode(),
    _IMAGE: b"the image of Hallkeeper 1.2.1, as docker save writes it",
}
"""What the release workflow made and attested."""
_OTHERS: Mapping[str, Handed] = {
    "trusted-root.json": Handed(TRUST_ROOT),
    "bom.cdx.json": Handed(_bill(), commit="{commit}", release="v1.2.1"),
    "codeql.sarif": Handed(_analysis()),
    "release-secrets.sarif": Handed(_secret_scan(), release="v1.2.1"),
    "osv.json": Handed(_advisories()),
    "osv-scanner-1.2.0.json": Handed(
        _scan({**product.RUNTIME, "cryptography": "46.0.0"}, cryptography=_MENDED, cbor2=_OPEN), release="v1.2.0"
    ),
    "osv-scanner.json": Handed(_scan(product.RUNTIME, cbor2=_OPEN), commit="{commit}"),
    "decisions.vex.json": Handed(_decisions()),
    "security.txt": Handed(_SECURITY_TXT),
    "kev.json": Handed(_exploited()),
    "snapshot-july.json": Handed(EARLIER_SNAPSHOT, taken_on=date(2026, 7, 1)),
    "snapshot.json": Handed(SNAPSHOT),
    "independent-review.toml": Handed(_NOTE),
}
NAMES = tuple(sorted({*_RELEASED, *attestations.NAMES, *_OTHERS}))
"""Of all files that are handed over."""


def handed(repository: Path) -> dict[str, Handed]:
    """Everything that is handed over beside the built repository: attestations name its commits."""
    released = {
        name: Handed(data, release=f"v{name.rpartition('.')[0].rpartition('-')[2]}", artefact=name == _IMAGE)
        for name, data in _RELEASED.items()
    }
    return {**released, **attestations.attested(repository, _RELEASED), **_OTHERS}
