"""Keys in PEM files: Ed25519 by default, ECDSA on the curve P-256 where an organisation asks for it. Nothing else is accepted."""

import hashlib

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from assay.errors import MalformedInputError

PrivateKey = Ed25519PrivateKey | EllipticCurvePrivateKey
PublicKey = Ed25519PublicKey | EllipticCurvePublicKey

ACCEPTED = "Keys are Ed25519 or ECDSA on the curve P-256, in PEM."


def new(password: bytes, *, curve: bool = False) -> tuple[bytes, bytes]:
    """A new key as (private PEM, public PEM); an empty ``password`` leaves the private one open."""
    key: PrivateKey = generate_private_key(SECP256R1()) if curve else Ed25519PrivateKey.generate()
    locked: KeySerializationEncryption = BestAvailableEncryption(password) if password else NoEncryption()
    return (
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked),
        key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
    )


def is_locked(pem: bytes) -> bool:
    """Whether a private key needs a password."""
    return b"ENCRYPTED" in pem


def private(pem: bytes, password: bytes, name: str) -> PrivateKey:
    """The private key in ``pem``; raises MalformedInputError, never with anything of the key."""
    if is_locked(pem) and not password:
        raise MalformedInputError(f"{name} needs a password.")
    try:
        key = load_pem_private_key(pem, password if is_locked(pem) else None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        why = "is no private key, or the password is another" if is_locked(pem) else "is no private key in PEM"
        raise MalformedInputError(f"{name} {why}.", advice=ACCEPTED) from None
    if isinstance(key, Ed25519PrivateKey) or (isinstance(key, EllipticCurvePrivateKey) and _is_p256(key)):
        return key
    raise MalformedInputError(f"{name} is a key of a kind that is not accepted.", advice=ACCEPTED)


def public(pem: bytes, name: str) -> PublicKey:
    """The public key in ``pem``; raises MalformedInputError."""
    if b"PRIVATE KEY" in pem:
        raise MalformedInputError(
            f"{name} holds a private key, which nobody but its owner should have.",
            advice="Give the public one: assay sign --new-key FILE writes it as FILE.pub.",
        )
    try:
        key = load_pem_public_key(pem)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise MalformedInputError(f"{name} is no public key in PEM.", advice=ACCEPTED) from None
    if isinstance(key, Ed25519PublicKey) or (isinstance(key, EllipticCurvePublicKey) and _is_p256(key)):
        return key
    raise MalformedInputError(f"{name} is a key of a kind that is not accepted.", advice=ACCEPTED)


def fingerprint(key: PublicKey) -> str:
    """SHA-256 of the public key, by which people can compare it."""
    return hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def _is_p256(key: EllipticCurvePrivateKey | EllipticCurvePublicKey) -> bool:
    return isinstance(key.curve, SECP256R1)
