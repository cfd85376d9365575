"""Signed tags are verified by ourselves, with the keys the profile names."""

import base64
import hashlib
import struct
import subprocess
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from assay.assess.gather import Facts
from assay.checks.contract import Change
from assay.collect.repository import Repository, Settings
from assay.facts.attestations import Verified
from assay.facts.tag_signatures import TagSignature, TagSignatures
from assay.testing.repository import Recipe, build

DAY = date(2026, 10, 1)
KEY, OTHER = (Ed25519PrivateKey.from_private_bytes(seed * 32) for seed in (b"a", b"b"))


def packed(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def public(key: Ed25519PrivateKey) -> bytes:
    return packed(b"ssh-ed25519") + packed(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))


def signature(data: bytes, key: Ed25519PrivateKey, namespace: bytes) -> bytes:
    about = packed(namespace) + packed(b"") + packed(b"sha512")
    made = key.sign(b"SSHSIG" + about + packed(hashlib.sha512(data).digest()))
    blob = (
        b"SSHSIG" + struct.pack(">I", 1) + packed(public(key)) + about + packed(packed(b"ssh-ed25519") + packed(made))
    )
    return b"-----BEGIN SSH SIGNATURE-----\n" + base64.encodebytes(blob) + b"-----END SSH SIGNATURE-----\n"


def tagged(tmp_path: Path, key: Ed25519PrivateKey, called: str, shown: str, namespace: bytes) -> TagSignature:
    path = build(tmp_path / "repository", Recipe({"a": "2"}, [Change("Release", {"a": "1"}, on=date(2026, 9, 1))]))

    def git(*arguments: str, given: bytes = b"") -> str:
        done = subprocess.run(["git", *arguments], cwd=path, input=given, capture_output=True, check=True)
        return done.stdout.decode().strip()

    commit = git("rev-parse", "main")
    body = f"object {commit}\ntype commit\ntag {called}\ntagger Ada <ada@example.com> 1788264000 +0000\n\nRelease\n".encode()
    oid = git("hash-object", "-t", "tag", "-w", "--stdin", given=body + signature(body, key, namespace))
    git("update-ref", f"refs/tags/{shown}", oid)
    line = "ssh-ed25519 " + base64.b64encode(public(KEY)).decode()
    profile = f'schema = 1\n[[release.signers]]\nkind = "ssh"\nkey = "{line}"\n'
    with Repository(path) as repository:
        (found,) = Facts(repository, Settings(DAY, profile, "given")).get(TagSignatures).signatures
    return found


@pytest.mark.parametrize(
    ("key", "shown", "namespace", "verdict", "expected"),
    [
        (KEY, "v1.0.0", b"git", Verified.YES, True),
        (OTHER, "v1.0.0", b"git", Verified.YES, False),
        (KEY, "v2.0.0", b"git", Verified.NO, True),
        (KEY, "v1.0.0", b"file", Verified.NO, False),
    ],
    ids=["ours", "by another key", "shown under another name", "made for files"],
)
def test_ssh_signatures(
    key: Ed25519PrivateKey, shown: str, namespace: bytes, verdict: Verified, expected: bool, tmp_path: Path
) -> None:
    found = tagged(tmp_path, key, "v1.0.0", shown, namespace)
    assert (found.verified, found.signer.expected) == (verdict, expected)
