"""Attestations as the Python package index publishes them (PEP 740): put into the form of a Sigstore bundle, which they are made from."""

from typing import Any

from assay.facts.attestations import Sealed
from assay.formats.in_toto import PAYLOAD_TYPE, sealed_envelope, values
from assay.formats.results.raw import Raw, ResultError, listed, mapped, texts

TITLE = "attestations of Python packages (PEP 740)"
BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json"


def recognises(raw: Raw) -> bool:
    """A statement and its signature beside the material to verify them with."""
    found = _attestations(raw)
    return bool(found) and all(map(_is_one, found))


def read(raw: Raw) -> tuple[Sealed, ...]:
    """Raises ResultError where the edition is unknown or there is no statement."""
    return tuple(map(_sealed, _attestations(raw)))


def _attestations(raw: Raw) -> list[dict[str, Any]]:
    """Single ones, or those in a provenance object of the index."""
    bundled = [
        mapped(each)
        for group in listed(raw.fields.get("attestation_bundles"))
        for each in listed(mapped(group).get("attestations"))
    ]
    return bundled or values(raw)


def _is_one(value: dict[str, Any]) -> bool:
    return "verification_material" in value and {"statement", "signature"} <= mapped(value.get("envelope")).keys()


def _sealed(value: dict[str, Any]) -> Sealed:
    if value.get("version") != 1:
        raise ResultError(f"version: {value.get('version')!r} is not known")
    material, envelope = mapped(value.get("verification_material")), mapped(value.get("envelope"))
    wrapped = {
        "payload": texts(envelope.get("statement")),
        "payloadType": PAYLOAD_TYPE,
        "signatures": [{"sig": texts(envelope.get("signature"))}],
    }
    bundle = {
        "mediaType": BUNDLE,
        "verificationMaterial": {
            "certificate": {"rawBytes": texts(material.get("certificate"))},
            "tlogEntries": listed(material.get("transparency_entries")),
        },
        "dsseEnvelope": wrapped,
    }
    return sealed_envelope(wrapped, "envelope.", "bundle", bundle)
