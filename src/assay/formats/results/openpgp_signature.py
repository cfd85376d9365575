"""Detached OpenPGP signatures, armoured or not. Verified elsewhere, with a key the profile names."""

import base64
import binascii
import re

from assay.facts.signed_files import DetachedSignature
from assay.formats.results.raw import Raw, ResultError

TITLE = "OpenPGP signature"
BEGIN = b"-----BEGIN PGP SIGNATURE-----"
ARMOUR = re.compile(
    rb"\s*-----BEGIN PGP SIGNATURE-----[ \t]*\r?\n(?:[A-Za-z]+: [^\n]*\n)*\s*([A-Za-z0-9+/=\s]{1,200000}?)"
    rb"(?:=[A-Za-z0-9+/]{4}\s*)?-----END PGP SIGNATURE-----\s*"
)
LARGEST = 200_000
DOCUMENT_SIGNATURES = frozenset({0, 1})


def recognises(raw: Raw) -> bool:
    """By its armour, or by packets that are nothing but signatures of a document."""
    return raw.data.lstrip().startswith(BEGIN) or _is_signature(raw.data)


def read(raw: Raw) -> tuple[DetachedSignature, ...]:
    """Raises ResultError where nothing of the kind is inside the armour."""
    data = raw.data
    if data.lstrip().startswith(BEGIN):
        found = ARMOUR.fullmatch(data)
        try:
            data = base64.b64decode(b"".join(found[1].split()), validate=True) if found else b""
        except (binascii.Error, ValueError):
            data = b""
    if not _is_signature(data):
        raise ResultError("inside its armour is no OpenPGP signature: it may be cut off")
    return (DetachedSignature("openpgp"),)


def _is_signature(data: bytes) -> bool:
    """Whether these bytes are whole packets, each the signature of a document."""
    if not 10 < len(data) <= LARGEST:
        return False
    rest = data
    while rest:
        packet, rest = _packet(rest)
        if len(packet) < 10 or packet[0] not in (3, 4, 5, 6):
            return False
        if packet[0] >= 4 and packet[1] not in DOCUMENT_SIGNATURES:
            return False
    return True


def _packet(data: bytes) -> tuple[bytes, bytes]:
    """The body of the first packet if it is a signature, and what follows; an empty body where it is not."""
    head = data[0]
    if head & 0xFC == 0x88 and head & 3 < 3:
        width = 1 << (head & 3)
        start, size = 1 + width, int.from_bytes(data[1 : 1 + width], "big")
    elif head == 0xC2 and len(data) > 6:
        first = data[1]
        if first < 192:
            start, size = 2, first
        elif first < 224:
            start, size = 3, ((first - 192) << 8) + data[2] + 192
        else:
            start, size = 6, int.from_bytes(data[2:6], "big") if first == 255 else len(data)
    else:
        return b"", b""
    return (data[start : start + size], data[start + size :]) if start + size <= len(data) else (b"", b"")
