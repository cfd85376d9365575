"""Signatures, lists of checksums and statements: told by what they hold, and refused where they hold something else."""

import base64
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.facts.signed_files import Checksum
from assay.formats import signed_example
from assay.formats.in_toto import repository
from assay.formats.results import Raw, ResultError, checksums, dsse, intoto_statement, kind_of, kinds, openpgp_signature

DIGEST = "0123456789abcdef" * 4
SIGNED_KINDS = (
    "checksums", "dsse", "intoto_statement", "minisign", "openpgp_signature", "pep740", "security_txt", "sigstore_bundle",
    "ssh_signature", "trusted_root",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        (f"{DIGEST}  dist/gantry.zip\n", Checksum("sha256", DIGEST, "dist/gantry.zip")),
        (f"{DIGEST} *gantry.zip\r\n", Checksum("sha256", DIGEST, "gantry.zip")),
        (f"{DIGEST.upper()} gantry.zip", Checksum("sha256", DIGEST, "gantry.zip")),
        (f"SHA256 (gantry.zip) = {DIGEST}\n", Checksum("sha256", DIGEST, "gantry.zip")),
        (f"# by hand\n\n{DIGEST * 2}  a b.zip\n", Checksum("sha512", DIGEST * 2, "a b.zip")),
    ],
)
def test_lists_of_checksums(text: str, entry: Checksum) -> None:
    raw = Raw("SUMS", text.encode())
    assert kind_of(raw) == "checksums"
    assert checksums.read(raw) == (entry,)


@pytest.mark.parametrize(
    "text",
    [
        f"{DIGEST}\n",
        f"Our digest is {DIGEST}  gantry.zip\n",
        f"{DIGEST[:-1]}  gantry.zip\n",
        f"SHA512 (gantry.zip) = {DIGEST}\n",
        f"{DIGEST[:40]}  gantry.zip\n",
        f"{DIGEST}  gantry.zip\nand more words\n",
    ],
)
def test_what_is_no_list_of_checksums(text: str) -> None:
    with pytest.raises(ResultError):
        kind_of(Raw("SHA256SUMS", text.encode()))


def test_one_name_with_two_digests_is_refused() -> None:
    with pytest.raises(ResultError, match="another digest above"):
        checksums.read(Raw("SUMS", f"{DIGEST}  a\n{'f' * 64}  a\n".encode()))


@pytest.mark.parametrize("name", ["a.sig", "a.asc", "a.minisig", "a.sigstore.json", "a.intoto.jsonl", "SHA256SUMS"])
@pytest.mark.parametrize("data", [b"signature", b"\x00\x01\x02\x03" * 30, b"-----BEGIN SIGNATURE-----", b"{}", b"[]"])
def test_a_name_makes_no_signature(name: str, data: bytes) -> None:
    with pytest.raises(ResultError):
        kind_of(Raw(name, data))


@pytest.mark.parametrize(
    "data",
    [
        b"-----BEGIN PGP SIGNATURE-----\n\n-----END PGP SIGNATURE-----\n",
        b"-----BEGIN PGP SIGNATURE-----\n\nc2lnbmF0dXJl\n=AAAA\n-----END PGP SIGNATURE-----\n",
        b"-----BEGIN PGP SIGNATURE-----\n\niHUEABYKAB0WIQQx\n=AbCd\n-----END PGP SIGNATURE-----\n",
        b"-----BEGIN SSH SIGNATURE-----\nc2lnbmF0dXJl\n-----END SSH SIGNATURE-----\n",
        b"untrusted comment: a\nAAAA\ntrusted comment: b\nAAAA\n",
    ],
)
def test_armour_around_something_else_is_refused(data: bytes) -> None:
    kind = kind_of(Raw("a.sig", data))
    with pytest.raises(ResultError):
        kinds()[kind].read(Raw("a.sig", data))


def test_openpgp_signatures_armoured_and_not() -> None:
    armoured = signed_example.OPENPGP_SIGNATURE.encode()
    body = "".join(line for line in armoured.decode().splitlines()[2:-1] if not line.startswith("="))
    for data in (armoured, base64.b64decode(body)):
        assert kind_of(Raw("a", data)) == "openpgp_signature"
        assert openpgp_signature.read(Raw("a", data))[0].kind == "openpgp"
    assert not openpgp_signature.recognises(Raw("a", signed_example.OPENPGP_KEY.encode()))


def statement(**changed: object) -> bytes:
    said = json.loads(signed_example.provenance("gantry", commit="a" * 40, digest=DIGEST))
    return json.dumps({**said, **changed}).encode()


@pytest.mark.parametrize("edition", ["https://in-toto.io/Statement/v0.1", "https://in-toto.io/Statement/v1"])
def test_statements_of_both_editions(edition: str) -> None:
    raw = Raw("a", statement(_type=edition))
    assert kind_of(raw) == "intoto_statement"
    (sealed,) = intoto_statement.read(raw)
    assert sealed.statement
    assert sealed.statement.provenance
    assert sealed.statement.provenance.commit == "a" * 40
    assert sealed.statement.provenance.repository == "https://github.com/example/gantry"


@pytest.mark.parametrize("subject", [[], None, [{"name": "a"}], [{"name": "a", "digest": {"sha256": "short"}}]])
def test_a_statement_about_no_file_is_refused(subject: object) -> None:
    with pytest.raises(ResultError, match="no file with a digest"):
        intoto_statement.read(Raw("a", statement(subject=subject)))


@pytest.mark.parametrize(
    ("payload", "kind"),
    [("%%%", "application/vnd.in-toto+json"), ("AAAA", "application/vnd.in-toto+json"), ("e30=", "text/plain")],
)
def test_envelopes_around_anything_else_are_refused(payload: str, kind: str) -> None:
    text = json.dumps({"payload": payload, "payloadType": kind, "signatures": []})
    with pytest.raises(ResultError):
        dsse.read(Raw("a", text.encode()))


@pytest.mark.parametrize(
    ("uri", "address"),
    [
        ("git+https://github.com/o/r@refs/tags/v1", "https://github.com/o/r"),
        ("git+https://github.com/o/r.git", "https://github.com/o/r"),
        ("https://github.com/o/r/", "https://github.com/o/r"),
        ("git+ssh://git@example.com/o/r@refs/heads/a@b", "git+ssh://git@example.com/o/r"),
        ("", ""),
    ],
)
def test_addresses_of_repositories(uri: str, address: str) -> None:
    assert repository(uri) == address.removeprefix("git+")


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_bytes_of_any_kind_end_in_an_answer(data: bytes) -> None:
    raw = Raw("a", data)
    for kind in SIGNED_KINDS:
        if kinds()[kind].recognises(raw):
            try:
                kinds()[kind].read(raw)
            except ResultError:
                continue


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(
        st.sampled_from(
            ["_type", "subject", "predicateType", "predicate", "payload", "payloadType", "signatures", "mediaType", "dsseEnvelope",
             "messageSignature", "verificationMaterial", "verification_material", "envelope", "version", "attestation_bundles"]
        ),
        json_values
        | st.sampled_from(
            ["https://in-toto.io/Statement/v1", "application/vnd.in-toto+json", "application/vnd.dev.sigstore.bundle.v0.3+json",
             "https://slsa.dev/provenance/v1", "e30="]
        ),
    )
)  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_objects_of_any_shape_end_in_an_answer(value: dict[str, object]) -> None:
    raw = Raw("a", json.dumps(value).encode())
    for kind in SIGNED_KINDS:
        if kinds()[kind].recognises(raw):
            try:
                kinds()[kind].read(raw)
            except ResultError:
                continue
