"""DSSE envelopes signed with a key: what other tools for in-toto statements read, read strictly here.

The key id beside a signature is protected by nothing, so a signature counts for a key only where the key itself verifies it; and where
its id is then not that of the key, somebody has been at the file.
"""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError as NotSignedError
from securesystemslib.signer import CryptoSigner, Signature, SSlibKey  # type: ignore[attr-defined]

from assay.errors import MalformedInputError
from assay.formats.canonical_json import NotCanonicalError, read, written
from assay.signing.keys import PrivateKey, PublicKey, fingerprint

LARGEST = 20_000_000
MOST_SIGNATURES = 50
MEMBERS = {"payload", "payloadType", "signatures"}


@dataclass(frozen=True, slots=True)
class Opened:
    """An envelope as read; nothing of it is verified."""

    payload: bytes
    payload_type: str
    signatures: tuple[tuple[str, bytes], ...]
    """(key id as named, signature)."""


def sealed(payload: bytes, payload_type: str, key: PrivateKey) -> bytes:
    """The payload in an envelope signed with ``key``, as a file."""
    envelope = Envelope(payload, payload_type, {})
    envelope.sign(CryptoSigner(key, _named(key.public_key())))
    return written(envelope.to_dict())


def opened(data: bytes, name: str) -> Opened:
    """The envelope in ``data``; raises MalformedInputError naming ``name`` and the first thing that is wrong."""
    if len(data) > LARGEST:
        raise _no_envelope(name, f"it is larger than {LARGEST // 1_000_000} MB")
    try:
        found = read(data)
    except NotCanonicalError as fault:
        raise _no_envelope(name, str(fault)) from None
    if not isinstance(found, dict) or found.keys() != MEMBERS:
        raise _no_envelope(name, f"its members are not {', '.join(sorted(MEMBERS))}")
    signatures = found["signatures"]
    if not isinstance(signatures, list) or not 1 <= len(signatures) <= MOST_SIGNATURES:
        raise _no_envelope(name, f"signatures: there must be 1 to {MOST_SIGNATURES}")
    for number, each in enumerate(signatures):
        if not isinstance(each, dict) or each.keys() != {"keyid", "sig"} or not isinstance(each["keyid"], str):
            raise _no_envelope(name, f"signatures[{number}]: it is no key id with a signature")
    if not isinstance(found["payloadType"], str):
        raise _no_envelope(name, "payloadType: it is no text")
    return Opened(
        _bytes(found["payload"], name, "payload"),
        found["payloadType"],
        tuple(
            (each["keyid"], _bytes(each["sig"], name, f"signatures[{number}].sig"))
            for number, each in enumerate(signatures)
        ),
    )


def signers(envelope: Opened, keys: Iterable[PublicKey]) -> tuple[PublicKey, ...]:
    """Those of ``keys`` that signed the payload, each under its own id."""
    return tuple(key for key in keys if any(_signed_by(key, envelope, each) for each in envelope.signatures))


def _signed_by(key: PublicKey, envelope: Opened, signature: tuple[str, bytes]) -> bool:
    keyid, sig = signature
    if keyid != fingerprint(key):
        return False
    whole = Envelope(envelope.payload, envelope.payload_type, {keyid: Signature(keyid, sig.hex())})
    try:
        whole.verify([_named(key)], 1)
    except (NotSignedError, ValueError):
        return False
    return True


def _named(key: PublicKey) -> SSlibKey:
    return SSlibKey.from_crypto(key, keyid=fingerprint(key))


def _bytes(text: Any, name: str, place: str) -> bytes:
    """Base64 in the one way to write it: two spellings of one signature would be two files for one pack."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError, TypeError):
        raise _no_envelope(name, f"{place}: it is no base64") from None
    if base64.b64encode(data).decode() != text:
        raise _no_envelope(name, f"{place}: it is not the one way to write these bytes in base64")
    return data


def _no_envelope(name: str, fault: str) -> MalformedInputError:
    return MalformedInputError(f"{name} is no signature that can be read: {fault}.")
