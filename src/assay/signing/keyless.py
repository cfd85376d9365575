"""Sigstore signatures, for people without a key of their own: an account they sign in to vouches for who they are.

Needs the extra ``sign``. Signing talks to the public services and writes the identity into a public log, so it is done only when it is
asked for by name. Verifying opens no connection: it uses the trust root that the library brings.
"""

import base64
import binascii
import json

from assay.errors import AssayError, MalformedInputError

LARGEST = 20_000_000
EXTRA = "Sigstore needs the extra: pip install 'assay-code-of-practice[sign]'"


def sealed(payload: bytes) -> bytes:
    """The bundle over an in-toto statement, signed as whoever signs in. Raises AssayError where the services do not sign."""
    try:
        from sigstore.dsse import Statement
        from sigstore.models import ClientTrustConfig
        from sigstore.oidc import IdentityToken, Issuer, detect_credential
        from sigstore.sign import SigningContext
    except ImportError:
        raise MalformedInputError("The library that signs without a key is not installed.", advice=EXTRA) from None
    try:
        trust = ClientTrustConfig.production()
        given = detect_credential()
        token = IdentityToken(given) if given else Issuer(trust.signing_config.get_oidc_url()).identity_token()
        with SigningContext.from_trust_config(trust).signer(token) as signer:
            return signer.sign_dsse(Statement(payload)).to_json().encode() + b"\n"
    except Exception as fault:  # whatever the services and the way to them may come up with
        raise AssayError(
            f"Sigstore did not sign: {str(fault) or type(fault).__name__}.",
            advice="It needs the network and an account. With a key of your own neither is needed: --key FILE.",
        ) from None


def is_bundle(data: bytes) -> bool:
    """Whether a file looks like a bundle rather than an envelope."""
    return b'"dsseEnvelope"' in data


def opened(data: bytes, name: str) -> tuple[bytes, str]:
    """Payload and its type; nothing of it is verified. Raises MalformedInputError."""
    try:
        if len(data) > LARGEST:
            raise ValueError
        envelope = json.loads(data)["dsseEnvelope"]
        payload, kind = base64.b64decode(envelope["payload"], validate=True), envelope["payloadType"]
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        raise MalformedInputError(f"{name} is no Sigstore bundle that can be read.") from None
    return payload, str(kind)


def why_not_signed(data: bytes, identity: str, issuer: str, name: str) -> str:
    """Why the bundle does not count as signed by ``identity``; empty where it does. Raises MalformedInputError without the library."""
    import logging
    from importlib.resources import as_file, files

    payload, kind = opened(data, name)
    try:
        from sigstore.models import Bundle, TrustedRoot
        from sigstore.verify import Verifier
        from sigstore.verify.policy import Identity
    except ImportError:
        raise MalformedInputError(f"{name} cannot be verified without a library.", advice=EXTRA) from None
    logging.getLogger("sigstore").addHandler(logging.NullHandler())
    embedded = files("sigstore._store") / "https%3A%2F%2Ftuf-repo-cdn.sigstore.dev" / "trusted_root.json"
    try:
        with as_file(embedded) as place:
            verifier = Verifier(trusted_root=TrustedRoot.from_file(str(place)))
        found = verifier.verify_dsse(Bundle.from_json(data), Identity(identity=identity, issuer=issuer))
    except Exception as fault:  # any fault of a library that reads hostile bytes means: not verified
        return " ".join(str(fault).split())[:200] or type(fault).__name__
    return "" if found == (kind, payload) else "what it signs is not what it shows"
