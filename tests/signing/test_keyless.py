"""Without a key: only when it is asked for, and a bundle counts for the identity that is in its certificate alone."""

import base64
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assay.assess.sign import payload
from assay.assess.signatures import Trust
from assay.assess.verify import State, verify
from assay.errors import AssayError, MalformedInputError
from assay.formats.pack_statement import PAYLOAD_TYPE, Role
from assay.signing import keyless
from assay.testing.packs import SEALED_ON, sealed

pytest.importorskip("sigstore", reason="the extra sign is not installed")

ISSUER = "https://token.actions.githubusercontent.com"
BEACON = "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main"


def bundle(payload: bytes, kind: str = PAYLOAD_TYPE) -> bytes:
    """Something with the shape of a bundle, which nobody signed."""
    envelope = {"payload": base64.b64encode(payload).decode(), "payloadType": kind, "signatures": [{"sig": "AAAA"}]}
    return json.dumps({"mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json", "dsseEnvelope": envelope}).encode()


@pytest.fixture
def statement() -> bytes:
    return payload(sealed(), "gantry.pack", "Ada Builder", Role.VENDOR, SEALED_ON)


@pytest.fixture
def samples(shared_data: Path) -> zipfile.ZipFile:
    """The official conformance set."""
    return zipfile.ZipFile(shared_data / "samples" / "provenance" / "sigstore-conformance-bundle-verify.zip")


@pytest.fixture
def real(samples: zipfile.ZipFile) -> tuple[bytes, str]:
    """A bundle somebody really signed, with the identity in its certificate."""
    return samples.read("bundle-verify/happy-path-intoto-in-dsse-v3/bundle.sigstore.json"), BEACON


def test_no_bundle_that_must_fail_counts(samples: zipfile.ZipFile) -> None:
    names = [name for name in samples.namelist() if "_fail/" in name and name.endswith(".sigstore.json")]
    bundles = [data for name in names if keyless.is_bundle(data := samples.read(name))]
    assert len(bundles) > 5
    assert all(keyless.why_not_signed(data, BEACON, ISSUER, "b") for data in bundles)


def test_a_real_bundle_counts_for_its_identity_alone(real: tuple[bytes, str]) -> None:
    data, who = real
    assert keyless.why_not_signed(data, who, ISSUER, "b") == ""
    assert "do not match" in keyless.why_not_signed(data, f"{who}x", ISSUER, "b")
    assert keyless.why_not_signed(data, who, "https://issuer.example", "b")


def test_a_changed_bundle_counts_for_nobody(real: tuple[bytes, str]) -> None:
    data, who = real
    found = json.loads(data)
    payload = bytearray(base64.b64decode(found["dsseEnvelope"]["payload"]))
    payload[20] ^= 1
    found["dsseEnvelope"]["payload"] = base64.b64encode(bytes(payload)).decode()
    assert keyless.why_not_signed(json.dumps(found).encode(), who, ISSUER, "b")


def test_a_bundle_about_something_else_is_no_signature_of_a_pack(real: tuple[bytes, str]) -> None:
    data, who = real
    with pytest.raises(MalformedInputError, match="b signs"):
        verify(sealed(), "gantry.pack", {"b": data}, Trust(identities=(who,), issuer=ISSUER))


def test_what_nobody_signed_counts_for_nobody(statement: bytes) -> None:
    trust = Trust(identities=("ada@gantry.example",), issuer=ISSUER)
    found = verify(sealed(), "gantry.pack", {"b": bundle(statement)}, trust)
    assert [each.state for each in found.findings if each.about == "b"] == [State.NOTE]
    assert found.first_wrong
    assert found.first_wrong.says == "no signature by ada@gantry.example covers this pack"
    other = verify(sealed(), "gantry.pack", {"b": bundle(statement, "text/plain")}, trust)
    assert other.first_wrong
    assert other.first_wrong.says == "it does not sign an in-toto statement"


def test_one_that_verifies_counts_as_a_signature(statement: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyless, "why_not_signed", lambda data, who, issuer, name: "" if who == "ada" else "another")
    found = verify(sealed(), "gantry.pack", {"b": bundle(statement)}, Trust(identities=("ada",), issuer=ISSUER))
    assert found.first_wrong is None
    found = verify(sealed(), "gantry.pack", {"b": bundle(statement)}, Trust(identities=("ada", "ben"), issuer=ISSUER))
    assert found.first_wrong
    assert found.first_wrong.says == "no signature by ben covers this pack"


@pytest.mark.parametrize("data", [b"", b'{"dsseEnvelope"', b'{"dsseEnvelope":{}}', b'{"dsseEnvelope":{"payload":"!","payloadType":""}}', b'["dsseEnvelope"]'])  # fmt: skip
def test_what_is_no_bundle(data: bytes) -> None:
    with pytest.raises(MalformedInputError, match="b is no Sigstore bundle"):
        keyless.opened(data, "b")


class Services:
    """Stands in for the public services: says what it was asked to sign."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[str] = []
        monkeypatch.setattr("sigstore.models.ClientTrustConfig.production", lambda: self)
        monkeypatch.setattr("sigstore.oidc.detect_credential", lambda: self._say("credential"))
        monkeypatch.setattr("sigstore.oidc.IdentityToken", lambda raw: raw)
        monkeypatch.setattr("sigstore.sign.SigningContext.from_trust_config", lambda trust: trust)

    def _say(self, what: str) -> str:
        self.asked.append(what)
        return what

    def signer(self, token: str) -> "Services":
        self._say(f"certificate for {token}")
        return self

    def __enter__(self) -> "Services":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def sign_dsse(self, statement: Any) -> "Services":
        self.signed = statement._contents
        return self

    def to_json(self) -> str:
        return bundle(self.signed).decode()


def test_keyless_signs_the_same_statement(statement: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    services = Services(monkeypatch)
    data = keyless.sealed(statement)
    assert services.asked == ["credential", "certificate for credential"]
    assert keyless.opened(data, "b") == (statement, PAYLOAD_TYPE)


def test_a_service_that_does_not_answer_is_a_failure(statement: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_network() -> None:
        raise OSError("no route to host")

    monkeypatch.setattr("sigstore.models.ClientTrustConfig.production", no_network)
    with pytest.raises(AssayError, match="Sigstore did not sign: no route to host") as error:
        keyless.sealed(statement)
    assert error.value.exit_code == 1
    assert "--key FILE" in error.value.advice


def test_nobody_is_asked_unless_it_is_wanted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from click.testing import CliRunner

    from assay.cli.sign import command

    services = Services(monkeypatch)
    pack = tmp_path / "gantry.pack"
    pack.write_bytes(sealed())
    run: Callable[..., Any] = CliRunner().invoke
    assert run(command, [str(pack), "--name", "Ada Builder"]).exit_code == 2
    assert run(command, [str(pack), "--key", "k", "--keyless"]).exit_code == 2
    assert services.asked == []
    done = run(command, [str(pack), "--keyless", "--name", "Ada Builder"], catch_exceptions=False)
    assert done.exit_code == 0
    assert keyless.is_bundle((tmp_path / "gantry.pack.vendor.sigstore.json").read_bytes())
