"""A time stamp counts where an authority that is trusted vouches for these very bytes; whatever cannot be read never does."""

import base64
import hashlib
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assay.assess.sign import sign
from assay.assess.signatures import Trust
from assay.assess.verify import State, verify
from assay.errors import MalformedInputError, VerificationError
from assay.formats.pack import read_pack
from assay.formats.pack_statement import PAYLOAD_TYPE, Role, signed, statement
from assay.signing.envelopes import sealed as in_envelope
from assay.signing.keys import new, private
from assay.signing.timestamps import authorities, checked, verified
from assay.testing.packs import sealed

pytest.importorskip("rfc3161_client", reason="the extra sign is not installed")

SETTINGS = """\
[req]
distinguished_name = name
prompt = no
[name]
CN = Somebody who vouches
[root]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[stamp]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
[tsa]
default_tsa = one
[one]
serial = serial
default_policy = 1.2.3.4
digests = sha256
signer_digest = sha256
ess_cert_id_alg = sha256
"""
SHA256 = hashlib.sha256(sealed()).hexdigest()
Stamped = Callable[[bytes], bytes]


class Authority:
    """A time-stamping authority made with openssl."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        (folder / "settings").write_text(SETTINGS)
        (folder / "serial").write_text("01\n")
        self._run(
            "req -x509 -newkey rsa:2048 -nodes -config settings -extensions root -keyout root.key -out root.pem -days 3650 -subj /CN=Root"
        )
        self._run("req -newkey rsa:2048 -nodes -config settings -keyout stamp.key -out stamp.csr -subj /CN=Stamp")
        self._run(
            "x509 -req -in stamp.csr -CA root.pem -CAkey root.key -CAcreateserial -days 3650 -extfile settings -extensions stamp -out stamp.pem"
        )

    @property
    def root(self) -> bytes:
        return (self.folder / "root.pem").read_bytes()

    def stamps(self, data: bytes, digest: str = "sha256") -> bytes:
        (self.folder / "data").write_bytes(data)
        self._run(f"ts -query -data data -{digest} -cert -out query")
        self._run("ts -reply -config settings -queryfile query -signer stamp.pem -inkey stamp.key -out reply")
        return (self.folder / "reply").read_bytes()

    def _run(self, words: str) -> None:
        subprocess.run(["openssl", *words.split()], cwd=self.folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    if not shutil.which("openssl"):
        pytest.skip("openssl is not on this machine")
    return Authority(tmp_path_factory.mktemp("authority") / "one")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Authority:
    """Another authority, which nobody trusts."""
    return Authority(tmp_path_factory.mktemp("authority") / "two")


def test_a_stamp_of_the_pack_by_a_trusted_authority(authority: Authority) -> None:
    response = authority.stamps(sealed())
    checked(response, SHA256, "stamp")
    moment = verified(response, SHA256, authorities(authority.root, "root.pem"), "stamp")
    assert abs((moment - datetime.now(UTC)).total_seconds()) < 3600  # noqa: TID251


def test_one_by_a_stranger_does_not_count(authority: Authority, stranger: Authority) -> None:
    with pytest.raises(VerificationError, match="stamp is not borne out"):
        verified(stranger.stamps(sealed()), SHA256, authorities(authority.root, "root.pem"), "stamp")


def test_one_of_other_bytes_does_not_count(authority: Authority) -> None:
    response = authority.stamps(b"something else")
    with pytest.raises(MalformedInputError, match="a time stamp of other bytes than the pack"):
        checked(response, SHA256, "stamp")
    with pytest.raises(VerificationError, match="not borne out"):
        verified(response, SHA256, authorities(authority.root, "root.pem"), "stamp")


def test_no_changed_byte_counts(authority: Authority) -> None:
    response = authority.stamps(sealed())
    roots = authorities(authority.root, "root.pem")
    counted = []
    for place in range(0, len(response), 7):
        changed = bytearray(response)
        changed[place] ^= 1
        try:
            moment = verified(bytes(changed), SHA256, roots, "stamp")
        except (VerificationError, MalformedInputError):
            continue
        counted.append((place, moment))
    assert {moment for _, moment in counted} <= {verified(response, SHA256, roots, "stamp")}


@pytest.mark.parametrize("response", [b"", b"x", b"0\x03\x02\x01\x00"])
def test_what_is_no_response(response: bytes, authority: Authority) -> None:
    with pytest.raises(MalformedInputError, match="stamp is no RFC 3161 response"):
        checked(response, SHA256, "stamp")


def test_what_is_no_certificate() -> None:
    with pytest.raises(MalformedInputError, match=r"root\.pem holds no certificate in PEM"):
        authorities(b"x", "root.pem")


def test_it_is_signed_with_the_pack_and_verified_with_it(authority: Authority, stranger: Authority) -> None:
    key = private(new(b"")[0], b"", "k")
    day = date(2026, 10, 3)
    data = sign(sealed(), "gantry.pack", key, "Ada Builder", Role.VENDOR, day, authority.stamps(sealed()))
    trust = Trust({"k.pub": key.public_key()})
    roots = authorities(authority.root, "root.pem")

    def states(trust: Trust, data: bytes = data) -> list[tuple[str, State]]:
        found = verify(sealed(), "gantry.pack", {"s": data}, trust)
        return [(each.about, each.state) for each in found.findings if "stamp" in each.about + each.says]

    assert states(trust) == [("time stamp in s", State.NOTE)]
    assert states(replace(trust, authorities=roots)) == [("time stamp in s", State.OK)]
    refused = states(replace(trust, authorities=authorities(stranger.root, "root.pem")))
    assert refused[0] == ("time stamp in s", State.FAILED)
    plain = sign(sealed(), "gantry.pack", key, "Ada Builder", Role.VENDOR, day)
    assert states(trust, plain) == []
    assert states(replace(trust, authorities=roots), plain) == [("who vouches", State.FAILED)]
    said = signed(read_pack(sealed(), "p"), "Ada Builder", Role.VENDOR, day)
    for stamp in ("!", base64.b64encode(b"x").decode()):
        broken = in_envelope(statement("p", SHA256, replace(said, timestamp=stamp)), PAYLOAD_TYPE, key)
        assert states(replace(trust, authorities=roots), broken)[0] == ("time stamp in s", State.FAILED)


def test_a_stamp_of_something_else_is_not_signed(authority: Authority) -> None:
    key = private(new(b"")[0], b"", "k")
    with pytest.raises(MalformedInputError, match="the time stamp is a time stamp of other bytes"):
        sign(sealed(), "gantry.pack", key, "Ada Builder", Role.VENDOR, date(2026, 10, 3), authority.stamps(b"x"))
