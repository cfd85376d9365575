"""Verifies detached signatures (minisign, OpenPGP, SSH) of files in the evidence folder, with keys the profile names and no others."""

import io
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from assay.collect.imported.sigstore_bundles import MISSING, Outcome
from assay.facts.attestations import Signer, Verified
from assay.facts.signers import ExpectedSigner, ExpectedSigners

if TYPE_CHECKING:
    import pysequoia

LIBRARIES = {"minisign": "minisign", "openpgp": "pysequoia", "ssh": "sshsig"}
LARGEST_WHOLE = 100_000_000
"""Bytes up to which a file is read whole, where the form of signature demands it."""


def verified(
    kind: str, signature: bytes, file: Path | bytes, expected: ExpectedSigners, as_of: date, tag: bool = False
) -> Outcome:
    """Whether ``signature`` is one of ``file`` (or of the bytes of a tag) by a key the profile names."""
    keys = expected.of(kind)
    if find_spec(LIBRARIES[kind]) is None:
        return Verified.NOT_TRIED, MISSING, Signer()
    if not keys:
        return Verified.NOT_TRIED, f"the profile names no {NAMES[kind]} key to verify it with", Signer()
    try:
        if kind == "openpgp":
            return _openpgp(signature, file, keys, expected.by_assessor, as_of)
        with io.BytesIO(file) if isinstance(file, bytes) else file.open("rb") as content:
            size = len(file) if isinstance(file, bytes) else file.stat().st_size
            if kind == "ssh":
                return _ssh(signature, content, keys, expected.by_assessor, "git" if tag else "")
            return _minisign(signature, content, size, keys, expected.by_assessor)
    except OSError:
        return Verified.NOT_TRIED, "the file it is of cannot be read", Signer()


NAMES = {"minisign": "minisign", "openpgp": "OpenPGP", "ssh": "SSH"}
NOBODYS = "none of the keys the profile names made this signature of this file"


def _minisign(
    signature: bytes, content: BinaryIO, size: int, keys: tuple[ExpectedSigner, ...], by_assessor: bool
) -> Outcome:
    import minisign  # noqa: PLC0415

    try:
        read = minisign.Signature.from_bytes(signature)
    except ValueError as fault:
        return Verified.NO, f"it is no minisign signature: {fault}", Signer()
    if not read.is_prehashed() and size > LARGEST_WHOLE:
        return (
            Verified.NOT_TRIED,
            "it is of the old form that needs the whole file in memory, which is too large",
            Signer(),
        )
    for each in keys:
        try:
            key = minisign.PublicKey.from_base64(each.key.split()[-1])
            content.seek(0)
            key.verify(content, read)
        except (ValueError, IndexError):
            continue
        return Verified.YES, "", Signer("minisign", each.key.decode().split()[-1], "", True, by_assessor)
    return Verified.NO, NOBODYS, Signer("minisign", read._key_id[::-1].hex().upper())


def _ssh(
    signature: bytes, content: BinaryIO, keys: tuple[ExpectedSigner, ...], by_assessor: bool, namespace: str
) -> Outcome:
    """A signature for git is none for a file, nor the other way round."""
    import sshsig  # noqa: PLC0415
    from sshsig.sshsig import SshsigSignature  # noqa: PLC0415

    try:
        said = SshsigSignature.from_armored(signature).namespace.decode("ascii")
        if (said == "git") is not (namespace == "git"):
            return Verified.NO, f"it was made for {said[:30]!r}, which is another use", Signer()
        made_by = sshsig.check_signature(content, signature, said)
    except NotImplementedError as fault:
        return Verified.NOT_TRIED, f"the library does not know its form: {fault}", Signer()
    except (sshsig.InvalidSignature, ValueError, AssertionError, EOFError) as fault:
        return Verified.NO, f"it is no signature of this file: {str(fault)[:100]}", Signer()
    for each in keys:
        try:
            if sshsig.PublicKey.from_openssh_str(each.key.decode().strip()) == made_by:
                return Verified.YES, "", Signer("ssh", str(made_by.sha256_str()), "", True, by_assessor)
        except (ValueError, NotImplementedError):
            continue
    return Verified.YES, "", Signer("ssh", str(made_by.sha256_str()))


def cleartext(text: bytes, expected: ExpectedSigners, as_of: date) -> Outcome:
    """Whether a text that carries its OpenPGP signature around it verifies."""
    keys = expected.of("openpgp")
    if find_spec(LIBRARIES["openpgp"]) is None:
        return Verified.NOT_TRIED, MISSING, Signer()
    if not keys:
        return Verified.NOT_TRIED, "the profile names no OpenPGP key to verify it with", Signer()
    return _openpgp(None, text, keys, expected.by_assessor, as_of)


def _openpgp(
    signature: bytes | None, file: Path | bytes, keys: tuple[ExpectedSigner, ...], by_assessor: bool, as_of: date
) -> Outcome:
    import pysequoia  # noqa: PLC0415

    wanted = {each.fingerprint for each in keys}
    try:
        certificates = [
            found
            for each in keys
            for found in pysequoia.Cert.split_bytes(each.key)
            if found.fingerprint.upper() in wanted
        ]
    except Exception:  # the library's faults have no common type
        certificates = []
    if not certificates:
        return Verified.NOT_TRIED, "the key file does not hold the key of that fingerprint", Signer()
    try:
        read = pysequoia.Sig.from_bytes(signature) if signature is not None else None
    except Exception as fault:
        return Verified.NO, f"it is no OpenPGP signature: {_first_line(fault)}", Signer()
    try:
        given = {"bytes": file} if isinstance(file, bytes) else {"file": str(file)}
        done = pysequoia.verify(store=lambda _: certificates, signature=read, **given)
        made_by = done.valid_sigs[0].certificate.upper()
    except Exception:
        return Verified.NO, NOBODYS, Signer("openpgp", _claimed(read))
    used = next(each for each in certificates if each.fingerprint.upper() == made_by)
    expired = used.expiration is not None and used.expiration.date() < as_of
    return Verified.YES, "", Signer("openpgp", made_by, "", True, by_assessor, dated_by_itself=expired)


def _claimed(signature: "pysequoia.Sig | None") -> str:
    """Whose key a signature says made it."""
    return ((signature.issuer_fingerprint or signature.issuer_key_id or "") if signature else "").upper()


def _first_line(fault: Exception) -> str:
    return next(iter(str(fault).splitlines()), "")[:100]
