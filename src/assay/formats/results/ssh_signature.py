"""Signatures by ``ssh-keygen -Y sign``. Verified elsewhere, with a key the profile names."""

import base64
import binascii
import re

from assay.facts.signed_files import DetachedSignature
from assay.formats.results.raw import Raw, ResultError

TITLE = "SSH signature"
ARMOUR = re.compile(rb"\s*-----BEGIN SSH SIGNATURE-----\s+([A-Za-z0-9+/=\s]{1,20000}?)-----END SSH SIGNATURE-----\s*")


def recognises(raw: Raw) -> bool:
    """By its armour."""
    return raw.data.lstrip().startswith(b"-----BEGIN SSH SIGNATURE-----")


def read(raw: Raw) -> tuple[DetachedSignature, ...]:
    """Raises ResultError where nothing of the kind is inside the armour."""
    found = ARMOUR.fullmatch(raw.data)
    try:
        inner = base64.b64decode(b"".join(found[1].split()), validate=True) if found else b""
    except (binascii.Error, ValueError):
        inner = b""
    if not inner.startswith(b"SSHSIG\0\0\0\1"):
        raise ResultError("inside its armour is no SSH signature: it may be cut off")
    return (DetachedSignature("ssh"),)
