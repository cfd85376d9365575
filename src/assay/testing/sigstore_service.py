"""A Sigstore service of one's own, in one process: it certifies a workflow, logs what it signed, and signs with keys that are no secret.

The bundles verify against ``TRUST_ROOT`` and against nothing else. All keys follow from their names, so the root is the same everywhere.
"""

import base64
import hashlib
import json
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

PAYLOAD_TYPE = "application/vnd.in-toto+json"
ISSUER = "https://token.actions.githubusercontent.com"
_FULCIO = "1.3.6.1.4.1.57264.1"
_SCT_LIST = ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2")
_START = datetime(2025, 1, 1, tzinfo=UTC)
_YEARS = timedelta(days=3650)
_ORIGIN = "log.sigstore.example"
_ALGORITHM = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)


def _key(name: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(hashlib.sha256(name.encode()).digest()[:31], "big"), ec.SECP256R1())


_AUTHORITY, _CERTIFICATES, _LOG = _key("authority"), _key("log of certificates"), _key("log of signatures")


@dataclass(frozen=True, slots=True)
class Workflow:
    """The run that signs: whose certificate it gets."""

    repository: str
    """Address of the repository."""
    path: str
    tag: str
    commit: str

    @property
    def identity(self) -> str:
        """As customers are told to expect it."""
        return f"{self.repository}/{self.path}@refs/tags/{self.tag}"


def bundle(statement: str, workflow: Workflow, at: datetime) -> bytes:
    """The statement, signed by the workflow at that moment, with the entry of the log."""
    key, payload = _key(workflow.identity), statement.encode()
    certificate = _certificate(key, workflow, at)
    head = f"DSSEv1 {len(PAYLOAD_TYPE)} {PAYLOAD_TYPE} {len(payload)} ".encode()
    signature = _base64(key.sign(head + payload, _ALGORITHM))
    said = {
        "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
        "verificationMaterial": {
            "certificate": {"rawBytes": _base64(certificate.public_bytes(Encoding.DER))},
            "tlogEntries": [_entry(payload, signature, certificate, at)],
        },
        "dsseEnvelope": {
            "payload": _base64(payload),
            "payloadType": PAYLOAD_TYPE,
            "signatures": [{"sig": signature}],
        },
    }
    return json.dumps(said, indent=1).encode()


def _certificate(key: ec.EllipticCurvePrivateKey, workflow: Workflow, at: datetime) -> x509.Certificate:
    """Short-lived, for the identity of the workflow, with the promise of the log of certificates."""
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([]))
        .issuer_name(_NAME)
        .public_key(key.public_key())
        .serial_number(int.from_bytes(hashlib.sha256(workflow.identity.encode()).digest()[:15], "big"))
        .not_valid_before(at)
        .not_valid_after(at + timedelta(minutes=10))
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(_AUTHORITY.public_key()), critical=False)
        .add_extension(x509.SubjectAlternativeName([x509.UniformResourceIdentifier(workflow.identity)]), critical=True)
    )
    for number, text in (
        (8, ISSUER),
        (12, workflow.repository),
        (13, workflow.commit),
        (14, f"refs/tags/{workflow.tag}"),
    ):
        value = b"\x0c" + _length(len(text)) + text.encode()
        builder = builder.add_extension(
            x509.UnrecognizedExtension(ObjectIdentifier(f"{_FULCIO}.{number}"), value), critical=False
        )
    before = builder.sign(_AUTHORITY, hashes.SHA256(), ecdsa_deterministic=True)
    promise = x509.UnrecognizedExtension(_SCT_LIST, _promise(before.tbs_certificate_bytes, at))
    return builder.add_extension(promise, critical=False).sign(_AUTHORITY, hashes.SHA256(), ecdsa_deterministic=True)


def _promise(body: bytes, at: datetime) -> bytes:
    """The list of one signed timestamp of a certificate, as RFC 6962 writes it."""
    moment = struct.pack("!Q", int(at.timestamp() * 1000))
    issuer = hashlib.sha256(_public(_AUTHORITY)).digest()
    signed = b"\0\0" + moment + b"\0\1" + issuer + struct.pack("!I", len(body))[1:] + body + b"\0\0"
    signature = _CERTIFICATES.sign(signed, _ALGORITHM)
    one = b"\0" + hashlib.sha256(_public(_CERTIFICATES)).digest() + moment + b"\0\0" + b"\4\3" + _sized(signature)
    listed = _sized(_sized(one))
    return b"\x04" + _length(len(listed)) + listed


def _entry(payload: bytes, signature: str, certificate: x509.Certificate, at: datetime) -> dict[str, Any]:
    """The only entry of a log, with its proof and the log's promise."""
    verifier = _base64(certificate.public_bytes(Encoding.PEM))
    digest = {"algorithm": "sha256", "value": hashlib.sha256(payload).hexdigest()}
    spec = {
        "envelopeHash": digest,
        "payloadHash": digest,
        "signatures": [{"signature": signature, "verifier": verifier}],
    }
    body = _canonical({"apiVersion": "0.0.1", "kind": "dsse", "spec": spec})
    root = hashlib.sha256(b"\0" + body).digest()
    log = hashlib.sha256(_public(_LOG)).digest()
    note = f"{_ORIGIN}\n1\n{_base64(root)}\n"
    signed_note = _base64(log[:4] + _LOG.sign(note.encode(), _ALGORITHM))
    seconds = int(at.timestamp()) + 60
    entered = {"body": _base64(body), "integratedTime": seconds, "logID": log.hex(), "logIndex": 0}
    return {
        "logIndex": "0",
        "logId": {"keyId": _base64(log)},
        "kindVersion": {"kind": "dsse", "version": "0.0.1"},
        "integratedTime": str(seconds),
        "inclusionPromise": {"signedEntryTimestamp": _base64(_LOG.sign(_canonical(entered), _ALGORITHM))},
        "inclusionProof": {
            "logIndex": "0",
            "rootHash": _base64(root),
            "treeSize": "1",
            "hashes": [],
            "checkpoint": {"envelope": f"{note}\n\N{EM DASH} {_ORIGIN} {signed_note}\n"},
        },
        "canonicalizedBody": _base64(body),
    }


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signs,
        crl_sign=not signs,
        encipher_only=False,
        decipher_only=False,
    )


def _public(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _sized(data: bytes) -> bytes:
    return struct.pack("!H", len(data)) + data


def _length(size: int) -> bytes:
    """Of a value in DER."""
    return bytes([size]) if size < 128 else b"\x81" + bytes([size])


_NAME = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "sigstore.example")])


def _trust_root() -> str:
    authority = (
        x509.CertificateBuilder()
        .subject_name(_NAME)
        .issuer_name(_NAME)
        .public_key(_AUTHORITY.public_key())
        .serial_number(1)
        .not_valid_before(_START)
        .not_valid_after(_START + _YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(_AUTHORITY.public_key()), critical=False)
        .sign(_AUTHORITY, hashes.SHA256(), ecdsa_deterministic=True)
    )
    since = {"start": _START.strftime("%Y-%m-%dT%H:%M:%SZ")}
    said = {
        "mediaType": "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
        "tlogs": [_logged(_LOG, since)],
        "certificateAuthorities": [
            {
                "subject": {"organization": "sigstore.example", "commonName": "sigstore.example"},
                "uri": "https://authority.sigstore.example",
                "certChain": {"certificates": [{"rawBytes": _base64(authority.public_bytes(Encoding.DER))}]},
                "validFor": since,
            }
        ],
        "ctlogs": [_logged(_CERTIFICATES, since)],
        "timestampAuthorities": [],
    }
    return json.dumps(said, indent=1)


def _logged(key: ec.EllipticCurvePrivateKey, since: dict[str, str]) -> dict[str, Any]:
    public = _public(key)
    return {
        "baseUrl": f"https://{_ORIGIN}",
        "hashAlgorithm": "SHA2_256",
        "publicKey": {"rawBytes": _base64(public), "keyDetails": "PKIX_ECDSA_P256_SHA_256", "validFor": since},
        "logId": {"keyId": _base64(hashlib.sha256(public).digest())},
    }


TRUST_ROOT = _trust_root()
"""The text of its trust root."""
