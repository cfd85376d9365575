"""Signatures by minisign or signify with a trusted comment. Verified elsewhere, with a key the profile names."""

import base64
import binascii

from assay.facts.signed_files import DetachedSignature
from assay.formats.results.raw import Raw, ResultError

TITLE = "minisign signature"
COMMENT = b"untrusted comment:"
TRUSTED = b"trusted comment:"


def recognises(raw: Raw) -> bool:
    """Its two comments in their places."""
    lines = raw.data.splitlines()
    return len(lines) == 4 and lines[0].startswith(COMMENT) and lines[2].startswith(TRUSTED)


def read(raw: Raw) -> tuple[DetachedSignature, ...]:
    """Raises ResultError where its parts have not the size they must."""
    lines = raw.data.splitlines()
    try:
        first, last = (base64.b64decode(lines[place], validate=True) for place in (1, 3))
    except (binascii.Error, ValueError):
        raise ResultError("line 2: it is no base64") from None
    if len(first) != 74 or first[:2] not in (b"Ed", b"ED") or len(last) != 64:
        raise ResultError("line 2: it is not as long as such a signature is")
    return (DetachedSignature("minisign", first[2:10][::-1].hex().upper()),)
