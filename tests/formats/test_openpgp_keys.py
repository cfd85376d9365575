"""OpenPGP keys say of themselves when they end: a key made with a widely used program is read as that program reads it."""

from datetime import date

import pytest

from assay.formats.openpgp_keys import OpenPgpKeyError, keys

ENDS_IN_PARTS = """\
-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEZ3SFgBYJKwYBBAHaRw8BAQdAbg0QUTAUjFBG05ukEsQazzgV06BcqFeprg3U
pdmM3Cq0IEdhbnRyeSA8c2VjdXJpdHlAZ2FudHJ5LmV4YW1wbGU+iJYEExYIAD4W
IQS/3d2IWqdMgNtM12FqLzuuzNGyAQUCZ3SFgAIbAwUJA8JnAAULCQgHAgYVCgkI
CwIEFgIDAQIeAQIXgAAKCRBqLzuuzNGyAcEGAP42hofeE1dJxsuKw5k7oqnR7uby
K8fyGkQ/zaeKo6GidQEA7IHDWaY04xUZv9QFEg2H3UpnRa9rRKEFSCnXgQXo7wC4
OARndIWAEgorBgEEAZdVAQUBAQdANA4bksSQXISHIwt8ptKTjtgZd2oxC3fLJCc7
RI7dNigDAQgHiH4EGBYIACYWIQS/3d2IWqdMgNtM12FqLzuuzNGyAQUCZ3SFgAIb
DAUJAeEzgAAKCRBqLzuuzNGyAYuiAP9qD5tvAy0oMasErAR6RphzYEqlRjwGSgEm
yzo3w16vrQD/Yjba6rROEeREa+5UwFW9/i+1eDB/QJfTucylGtjEPgA=
=jbZS
-----END PGP PUBLIC KEY BLOCK-----
"""
"""A key of two years with a part for encryption of one year."""


def test_a_key_tells_its_fingerprint_and_its_ends() -> None:
    (key,) = keys(ENDS_IN_PARTS.encode())
    assert key.fingerprint == "BFDDDD885AA74C80DB4CD7616A2F3BAECCD1B201"
    assert (key.created_on, key.expires_on) == (date(2025, 1, 1), date(2027, 1, 1))
    assert key.usable_until == date(2026, 1, 1)
    assert key.users == ("Gantry <security@gantry.example>",)
    assert not key.revoked


def test_a_key_within_a_document_is_found() -> None:
    text = f"Write to us.\n\n{ENDS_IN_PARTS}\nThank you.\n"
    assert [key.fingerprint[-8:] for key in keys(text.replace("\n", "\r\n").encode())] == ["CCD1B201"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no key",
        ENDS_IN_PARTS.replace("\n\nm", "\n\n!", 1).encode(),
        "\n".join([*ENDS_IN_PARTS.splitlines()[:4], *ENDS_IN_PARTS.splitlines()[-1:]]).encode(),
        b"\x99\xff\xff\x04",
        b"\xc6\xe1\x04",
    ],
    ids=["nothing", "text", "damaged armour", "cut armour", "cut packet", "packet in parts"],
)
def test_what_is_no_whole_key_is_refused(data: bytes) -> None:
    with pytest.raises(OpenPgpKeyError):
        keys(data)
