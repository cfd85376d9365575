"""Keys are made and read in two kinds; whatever else is in a file is refused, and nothing of a key is ever printed."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from assay.errors import MalformedInputError
from assay.signing.keys import fingerprint, is_locked, new, private, public

PASSWORD = b"quayside lantern"


@pytest.mark.parametrize("curve", [False, True])
@pytest.mark.parametrize("password", [b"", PASSWORD])
def test_a_new_key_is_read_again(curve: bool, password: bytes) -> None:
    private_pem, public_pem = new(password, curve=curve)
    assert is_locked(private_pem) is bool(password)
    key = private(private_pem, password, "k.pem")
    assert fingerprint(key.public_key()) == fingerprint(public(public_pem, "k.pem.pub"))


def test_two_new_keys_differ() -> None:
    assert new(b"") != new(b"")


def test_a_locked_key_opens_with_its_password_alone() -> None:
    private_pem, _ = new(PASSWORD)
    for password, says in ((b"", "needs a password"), (b"other", "the password is another")):
        with pytest.raises(MalformedInputError, match=says) as error:
            private(private_pem, password, "k.pem")
        assert "other" not in str(error.value).replace("another", "")


@pytest.mark.parametrize("pem", [b"", b"x", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_what_is_no_key(pem: bytes) -> None:
    with pytest.raises(MalformedInputError, match="is no private key in PEM"):
        private(pem, b"", "k.pem")
    if pem[:5] != b"-----":
        with pytest.raises(MalformedInputError, match="is no public key in PEM"):
            public(pem, "k.pem.pub")


@pytest.mark.parametrize(
    "key", [rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP384R1())], ids=["RSA", "P-384"]
)
def test_keys_of_other_kinds(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> None:
    private_pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public_pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    with pytest.raises(MalformedInputError, match="of a kind that is not accepted"):
        private(private_pem, b"", "k.pem")
    with pytest.raises(MalformedInputError, match="of a kind that is not accepted"):
        public(public_pem, "k.pem.pub")


def test_a_private_key_given_to_verify_with_is_named_as_what_it_is() -> None:
    with pytest.raises(MalformedInputError, match="holds a private key"):
        public(new(b"")[0], "k.pem")
