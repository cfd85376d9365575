"""Verifies Sigstore bundles offline, against the trust root the library brings or one that the profile names by its digest."""

import logging
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import as_file, files
from importlib.util import find_spec
from typing import TYPE_CHECKING

from assay.facts.attestations import Sealed, Signer, Verified
from assay.facts.signers import ExpectedSigner, ExpectedSigners
from assay.formats.in_toto import PAYLOAD_TYPE

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from sigstore.models import TrustedRoot

MISSING = "the library that verifies it is not installed: install Assay with the extra 'sign'"
ISSUER, OLD_ISSUER = "1.3.6.1.4.1.57264.1.8", "1.3.6.1.4.1.57264.1.1"
REPOSITORY, OLD_REPOSITORY = "1.3.6.1.4.1.57264.1.12", "1.3.6.1.4.1.57264.1.5"
COMMIT, OLD_COMMIT = "1.3.6.1.4.1.57264.1.13", "1.3.6.1.4.1.57264.1.3"
TAG = re.compile(r"@refs/tags/(.+)$")
Outcome = tuple[Verified, str, Signer]


def verified(sealed: Sealed, expected: ExpectedSigners, roots: Mapping[str, str]) -> Outcome:
    """Whether a bundle verifies, why not, and who signed. ``roots``: trust roots handed over, by their digest.

    A root that was handed over is used only for a signer of the profile that names it: else whoever made the bundle could make
    the root as well.
    """
    if find_spec("sigstore") is None:
        return Verified.NOT_TRIED, MISSING, Signer()
    named = {each.trusted_root for each in expected.of("sigstore")} - {""}
    outcomes = [_against(sealed, root, roots, expected) for root in ("", *sorted(named & roots.keys()))]
    best = [each for each in outcomes if each[2].expected] or [each for each in outcomes if each[0] is Verified.YES]
    return (best or outcomes)[0]


def _against(sealed: Sealed, root: str, roots: Mapping[str, str], expected: ExpectedSigners) -> Outcome:
    from cryptography.x509 import Certificate  # noqa: PLC0415
    from sigstore.hashes import Hashed  # noqa: PLC0415
    from sigstore.models import Bundle  # noqa: PLC0415
    from sigstore.verify import Verifier  # noqa: PLC0415
    from sigstore_models.common.v1 import HashAlgorithm  # noqa: PLC0415

    if '"publicKey"' in sealed.text.partition('"tlogEntries"')[0]:
        return Verified.NOT_TRIED, "it is signed with a key and holds no certificate", Signer()
    logging.getLogger("sigstore").addHandler(logging.NullHandler())
    try:
        bundle = Bundle.from_json(sealed.text)
        certificate: Certificate = bundle.signing_certificate
    except Exception as fault:  # also what older services signed in earnest, in a form the library has given up
        return Verified.NOT_TRIED, f"the library cannot read it: {_words(fault)}", Signer()
    try:
        verifier = Verifier(trusted_root=_root(roots[root] if root else ""))
        if sealed.statement:
            kind, _ = verifier.verify_dsse(bundle, _Anybody())
            if kind != PAYLOAD_TYPE:
                return Verified.NO, "it is no in-toto statement", Signer()
        else:
            digest = Hashed(algorithm=HashAlgorithm.SHA2_256, digest=bytes.fromhex(sealed.signed_sha256))
            verifier.verify_artifact(digest, bundle, _Anybody())
        signer = _signer(certificate)
    except Exception as fault:  # any fault of a library that reads hostile bytes means: not verified
        return Verified.NO, f"it does not verify: {_words(fault)}", Signer()
    return Verified.YES, "", _matched(signer, expected, root)


class _Anybody:
    """Lets every identity through: whose it is, is compared afterwards, so that an unknown signer can be shown."""

    def verify(self, cert: "Certificate") -> None:
        """Nothing to refuse."""


@cache
def _root(text: str) -> "TrustedRoot":
    """The trust root of the given text; the embedded one of the public service for none."""
    from sigstore.models import TrustedRoot  # noqa: PLC0415
    from sigstore_models.trustroot.v1 import TrustedRoot as Fields  # noqa: PLC0415

    if text:
        return TrustedRoot(Fields.from_json(text))
    embedded = files("sigstore._store") / "https%3A%2F%2Ftuf-repo-cdn.sigstore.dev" / "trusted_root.json"
    with as_file(embedded) as place:
        return TrustedRoot.from_file(str(place))


def _signer(certificate: "Certificate") -> Signer:
    from cryptography.x509 import (  # noqa: PLC0415
        ObjectIdentifier,
        OtherName,
        RFC822Name,
        SubjectAlternativeName,
        UniformResourceIdentifier,
        UnrecognizedExtension,
    )

    extensions = {
        each.oid.dotted_string: each.value.value
        for each in certificate.extensions
        if isinstance(each.value, UnrecognizedExtension)
    }
    names = certificate.extensions.get_extension_for_class(SubjectAlternativeName).value
    plain = [*names.get_values_for_type(UniformResourceIdentifier), *names.get_values_for_type(RFC822Name)]
    other = [
        _utf8(each.value)
        for each in names.get_values_for_type(OtherName)
        if each.type_id == ObjectIdentifier("1.3.6.1.4.1.57264.1.7")
    ]
    old = extensions.get(OLD_REPOSITORY, b"").decode("utf-8", "replace")
    return Signer(
        kind="sigstore",
        identity=next(iter([*plain, *other]), ""),
        issuer=_utf8(extensions.get(ISSUER, b"")) or extensions.get(OLD_ISSUER, b"").decode("utf-8", "replace"),
        repository=_utf8(extensions.get(REPOSITORY, b"")) or (f"https://github.com/{old}" if old else ""),
        commit=_utf8(extensions.get(COMMIT, b"")) or extensions.get(OLD_COMMIT, b"").decode("utf-8", "replace"),
    )


def _utf8(der: bytes) -> str:
    """The text of a DER UTF8String whose length takes one byte, or two."""
    if der[:1] == b"\x0c" and len(der) > 1:
        start = 2 if der[1] < 128 else 3 if der[1] == 0x81 else 4
        return der[start:].decode("utf-8", "replace")
    return ""


def _matched(signer: Signer, expected: ExpectedSigners, root: str) -> Signer:
    """The signer, marked where the profile names it."""
    is_expected = any(is_identity(each, signer) and each.trusted_root == root for each in expected.of("sigstore"))
    return Signer(
        "sigstore", signer.identity, signer.issuer, is_expected, is_expected and expected.by_assessor,
        signer.repository, signer.commit,
    )  # fmt: skip


def is_identity(wanted: ExpectedSigner, signer: Signer) -> bool:
    """Whether the certificate names this identity by this issuer; a ``*`` stands for the name of any tag."""
    pattern = re.escape(wanted.identity).replace(r"\*", r"[^\s@]*")
    return bool(signer.identity) and signer.issuer == wanted.issuer and bool(re.fullmatch(pattern, signer.identity))


def tag_of(identity: str) -> str:
    """The tag a workflow ran at, as its identity tells; empty for any other identity."""
    found = TAG.search(identity)
    return found[1] if found else ""


def _words(fault: Exception) -> str:
    text = " ".join(str(fault).split()) or type(fault).__name__
    return text[:160]
