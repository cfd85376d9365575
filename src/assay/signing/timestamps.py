"""Time stamps by RFC 3161: a third party's word that the bytes of a pack existed at a moment. Needs the extra ``sign``.

A response that cannot be read or verified is never taken for a valid one.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from cryptography.x509 import load_pem_x509_certificates

from assay.errors import MalformedInputError, VerificationError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

SHA256 = "2.16.840.1.101.3.4.2.1"
EXTRA = "Time stamps need the extra: pip install 'assay-code-of-practice[sign]'"


def authorities(pem: bytes, name: str) -> "Sequence[Certificate]":
    """The certificates of authorities that are trusted; raises MalformedInputError."""
    try:
        return load_pem_x509_certificates(pem)
    except ValueError:
        raise MalformedInputError(f"{name} holds no certificate in PEM.") from None


def checked(response: bytes, sha256: str, name: str) -> None:
    """Raises MalformedInputError where ``response`` is no time stamp of the bytes with this digest."""
    info = _read(response, name).tst_info.message_imprint
    if info.hash_algorithm.dotted_string != SHA256 or info.message.hex() != sha256:
        raise MalformedInputError(
            f"{name} is a time stamp of other bytes than the pack.",
            advice="Ask for one with: openssl ts -query -data PACK -sha256 -cert",
        )


def verified(response: bytes, sha256: str, roots: "Sequence[Certificate]", name: str) -> datetime:
    """The moment an authority below one of ``roots`` vouches for; raises VerificationError."""
    from rfc3161_client import VerificationError as NotVouchedError
    from rfc3161_client import VerifierBuilder

    found = _read(response, name)
    builder = VerifierBuilder()
    for root in dict.fromkeys(roots):
        builder = builder.add_root_certificate(root)
    try:
        checked(response, sha256, name)
        builder.build().verify(found, bytes.fromhex(sha256))
    except (NotVouchedError, ValueError, MalformedInputError) as fault:
        raise VerificationError(f"{name} is not borne out: {fault}.") from None
    return found.tst_info.gen_time


def _read(response: bytes, name: str) -> "TimeStampResponse":
    try:
        from rfc3161_client import decode_timestamp_response
    except ImportError:
        raise MalformedInputError(f"{name} cannot be read without a library.", advice=EXTRA) from None
    try:
        return decode_timestamp_response(response)
    except ValueError:
        raise MalformedInputError(f"{name} is no RFC 3161 response.") from None
