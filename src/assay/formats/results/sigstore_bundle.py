"""Sigstore bundles, one or one per line: a signature with all that is needed to verify it offline."""

import binascii
from typing import Any

import msgspec

from assay.facts.attestations import Sealed
from assay.formats.in_toto import decoded, sealed_envelope, values
from assay.formats.results.raw import Raw, ResultError, listed, mapped, texts

TITLE = "Sigstore bundles"
MEDIA_TYPE = "application/vnd.dev.sigstore.bundle"


def recognises(raw: Raw) -> bool:
    """By the media type every bundle states; parameters differ from edition to edition."""
    found = values(raw)
    return bool(found) and all(texts(each.get("mediaType")).startswith(MEDIA_TYPE) for each in found)


def read(raw: Raw) -> tuple[Sealed, ...]:
    """Raises ResultError where it signs neither a file nor a statement, or an envelope holds something else."""
    return tuple(map(_sealed, values(raw)))


def _sealed(value: dict[str, Any]) -> Sealed:
    if "dsseEnvelope" in value:
        return sealed_envelope(mapped(value["dsseEnvelope"]), "dsseEnvelope.", "bundle", value)
    signature = mapped(value.get("messageSignature"))
    if not texts(signature.get("signature")):
        raise ResultError("it holds neither a dsseEnvelope nor a messageSignature")
    digest = mapped(signature.get("messageDigest"))
    signed = _digest(texts(digest.get("digest"))) if digest else _logged(value)
    return Sealed("bundle", msgspec.json.encode(value).decode(), signed_sha256=signed)


def _digest(text: str) -> str:
    try:
        found = decoded(text)
    except (binascii.Error, ValueError):
        raise ResultError("messageSignature.messageDigest.digest: it is no base64") from None
    return found.hex() if len(found) == 32 else ""


def _logged(value: dict[str, Any]) -> str:
    """The digest of the file as the entry in the log has it, for bundles that leave it out."""
    for entry in map(mapped, listed(mapped(value.get("verificationMaterial")).get("tlogEntries"))):
        try:
            body = mapped(msgspec.json.decode(decoded(texts(entry.get("canonicalizedBody")))))
        except (binascii.Error, ValueError, RecursionError):
            continue
        spec = mapped(body.get("spec"))
        hashed = mapped(mapped(spec.get("data")).get("hash"))
        if hashed.get("algorithm") == "sha256":
            return texts(hashed.get("value")).lower()
        data = mapped(mapped(spec.get("hashedRekordV002")).get("data"))
        if data.get("algorithm") == "SHA2_256":
            return _digest(texts(data.get("digest")))
    return ""
