"""An envelope counts for the keys that signed it, and survives no change."""

import base64
import json
from typing import Any

import pytest
from securesystemslib.dsse import Envelope
from securesystemslib.signer import SSlibKey  # type: ignore[attr-defined]

from assay.errors import MalformedInputError
from assay.formats.canonical_json import written
from assay.formats.results import Raw, kind_of
from assay.signing import envelopes
from assay.signing.envelopes import opened, sealed, signers
from assay.signing.keys import PrivateKey, fingerprint, new, private
from assay.testing.tampering import leaves, tampered

TYPE = "application/vnd.in-toto+json"
PAYLOAD = b'{"_type":"https://in-toto.io/Statement/v1","predicate":{},"predicateType":"x","subject":[{"name":"p","digest":{"sha256":"%s"}}]}' % (b"a" * 64)  # fmt: skip


@pytest.fixture(params=[False, True], ids=["Ed25519", "P-256"])
def key(request: pytest.FixtureRequest) -> PrivateKey:
    return private(new(b"", curve=request.param)[0], b"", "k.pem")


@pytest.fixture
def other() -> PrivateKey:
    return private(new(b"")[0], b"", "k.pem")


def by(data: bytes, *keys: PrivateKey) -> list[str]:
    """Fingerprints of those of ``keys`` that signed."""
    return [fingerprint(each) for each in signers(opened(data, "s"), [key.public_key() for key in keys])]


def test_it_counts_for_its_key_alone(key: PrivateKey, other: PrivateKey) -> None:
    data = sealed(PAYLOAD, TYPE, key)
    assert opened(data, "s").payload == PAYLOAD
    assert by(data, key, other) == [fingerprint(key.public_key())]
    assert by(data, other) == []
    assert by(data) == []


def test_other_tools_read_and_verify_it(key: PrivateKey) -> None:
    data = sealed(PAYLOAD, TYPE, key)
    name = fingerprint(key.public_key())
    assert set(Envelope.from_dict(json.loads(data)).verify([SSlibKey.from_crypto(key.public_key(), name)], 1)) == {name}
    assert kind_of(Raw("gantry.pack.sro.intoto.json", data)) == "dsse"


def test_no_changed_leaf_survives(key: PrivateKey) -> None:
    data = sealed(PAYLOAD, TYPE, key)
    classes = leaves(json.loads(data))
    assert set(classes) == {"payload", "payloadType", "signatures.[].keyid", "signatures.[].sig"}
    for path in classes.values():
        try:
            assert by(tampered(data, path), key) == [], path
        except MalformedInputError:
            continue


def test_no_changed_byte_survives(key: PrivateKey) -> None:
    data = sealed(PAYLOAD, TYPE, key)
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 1
        try:
            assert by(bytes(changed), key) == [], place
        except MalformedInputError:
            continue


def changed(data: bytes, **members: Any) -> bytes:
    return written({**json.loads(data), **members})


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({"extra": 1}, "its members are not payload, payloadType, signatures"),
        ({"signatures": []}, "there must be 1 to 50"),
        ({"signatures": [{"keyid": "a", "sig": "AAAA"}] * 51}, "there must be 1 to 50"),
        ({"signatures": {}}, "there must be 1 to 50"),
        ({"signatures": [{"sig": "AAAA"}]}, "signatures[0]: it is no key id with a signature"),
        ({"signatures": [{"keyid": 1, "sig": "AAAA"}]}, "signatures[0]: it is no key id with a signature"),
        ({"signatures": [{"keyid": "a", "sig": "AAAA", "more": 1}]}, "signatures[0]: it is no key id with a signature"),
        ({"signatures": [{"keyid": "a", "sig": "!!"}]}, "signatures[0].sig: it is no base64"),
        ({"signatures": [{"keyid": "a", "sig": "AB=="}]}, "signatures[0].sig: it is not the one way"),
        ({"signatures": [{"keyid": "a", "sig": 7}]}, "signatures[0].sig: it is no base64"),
        ({"payload": None}, "payload: it is no base64"),
        ({"payloadType": 1}, "payloadType: it is no text"),
    ],
)
def test_what_is_no_envelope(members: dict[str, Any], says: str, other: PrivateKey) -> None:
    with pytest.raises(MalformedInputError) as error:
        opened(changed(sealed(PAYLOAD, TYPE, other), **members), "s")
    assert says in error.value.problem


@pytest.mark.parametrize("data", [b"", b"[]\n", b"{}\n", b"null\n", b"x", b"[" * 100_000])
def test_what_is_nothing_at_all(data: bytes) -> None:
    with pytest.raises(MalformedInputError, match="s is no signature that can be read"):
        opened(data, "s")


def test_one_that_is_too_large(monkeypatch: pytest.MonkeyPatch, other: PrivateKey) -> None:
    monkeypatch.setattr(envelopes, "LARGEST", 10)
    with pytest.raises(MalformedInputError, match="larger than"):
        opened(sealed(PAYLOAD, TYPE, other), "s")


def test_a_signature_moved_to_another_payload_does_not_count(key: PrivateKey) -> None:
    data = changed(sealed(PAYLOAD, TYPE, key), payload=base64.b64encode(PAYLOAD.replace(b"a", b"b")).decode())
    assert by(data, key) == []
    assert by(changed(sealed(PAYLOAD, TYPE, key), payloadType="text/plain"), key) == []


def test_several_signatures_count_each_for_its_key(key: PrivateKey, other: PrivateKey) -> None:
    one, two = (json.loads(sealed(PAYLOAD, TYPE, each)) for each in (key, other))
    both = written({**one, "signatures": [*one["signatures"], *two["signatures"]]})
    assert by(both, key, other) == [fingerprint(each.public_key()) for each in (key, other)]
