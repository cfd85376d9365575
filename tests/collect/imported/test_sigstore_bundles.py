"""Sigstore bundles: every case of the official conformance set, and identities that are compared and never guessed."""

import hashlib
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from assay.collect.imported import sigstore_bundles
from assay.collect.imported.attesting import attestations, attested
from assay.collect.imported.sigstore_bundles import is_identity, verified
from assay.facts.attestations import Signer, Verified
from assay.facts.evidence import EvidenceItem
from assay.facts.signers import ExpectedSigner, ExpectedSigners
from assay.formats.results import Raw, ResultError, kind_of
from assay.formats.results import sigstore_bundle as bundles

ISSUER = "https://token.actions.githubusercontent.com"
BEACON = "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main"
NOT_VERIFIED = {
    "managed-key-happy-path": "signed with a key and no certificate: not verified here",
    "managed-key-and-trusted-root": "signed with a key and no certificate: not verified here",
    "intoto-with-custom-trust-root": "an old kind of log entry the library no longer takes",
    "trust-root-tsa-validity-end-inclusive": "the library leaves the last second of the time stamp authority out",
}
"""Cases that should verify and do not: each is the safe side, and none the other way round may be added."""


@pytest.fixture
def conformance(shared_data: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(shared_data / "samples" / "provenance" / "sigstore-conformance-bundle-verify.zip")


def holds(case: str, archive: zipfile.ZipFile) -> bool:
    names = archive.namelist()

    def part(name: str) -> bytes | None:
        path = f"bundle-verify/{case}/{name}"
        return archive.read(path) if path in names else None

    artefact = part("artifact") or archive.read("bundle-verify/a.txt")
    root = part("trusted_root.json") or b""
    digest = hashlib.sha256(root).hexdigest() if root else ""
    expected = ExpectedSigners(
        (
            ExpectedSigner(
                "sigstore",
                (part("identity") or BEACON.encode()).decode().strip(),
                (part("issuer") or ISSUER.encode()).decode().strip(),
                digest,
            ),
        )
    )
    raw = Raw("b.json", part("bundle.sigstore.json") or b"")
    try:
        if not bundles.recognises(raw):
            return False
        (sealed,) = bundles.read(raw)
    except ResultError:
        return False
    outcome, _, signer = verified(sealed, expected, {digest: root.decode()} if root else {})
    subjects = {each.sha256 for each in sealed.statement.subjects} if sealed.statement else {sealed.signed_sha256}
    return outcome is Verified.YES and signer.expected and hashlib.sha256(artefact).hexdigest() in subjects


def test_every_conformance_case(conformance: zipfile.ZipFile) -> None:
    cases = sorted({name.split("/")[1] for name in conformance.namelist() if name.endswith("bundle.sigstore.json")})
    assert len(cases) == 70
    wrong = {case for case in cases if holds(case, conformance) is case.endswith("_fail")}
    assert wrong == set(NOT_VERIFIED)


def sample(shared_data: Path, name: str) -> EvidenceItem:
    data = (shared_data / "samples" / "provenance" / name).read_bytes()
    kind = kind_of(Raw(name, data))
    return EvidenceItem(name, kind, hashlib.sha256(data).hexdigest(), data, date(2026, 10, 1))


OUTCOMES = {
    "github-actions-bundle.json": (Verified.NOT_TRIED, ""),
    "gitlab_oidc_project.publish.attestation": (
        Verified.YES,
        "https://gitlab.com/facutuesca/gitlab-oidc-project//.gitlab-ci.yml@refs/heads/main",
    ),
    "kube-slsa-v1.24.1.json": (Verified.NOT_TRIED, ""),
    "macaron-maven-app.provenance.jsonl": (
        Verified.YES,
        "https://github.com/behnazh-w/example-maven-app/.github/workflows/main.yaml@refs/heads/main",
    ),
    "sampleproject-3.0.0.publish.attestation": (
        Verified.YES,
        "919436158236-compute@developer.gserviceaccount.com",
    ),
    "slsa_provenance.sigstore.json": (Verified.NOT_TRIED, ""),
    "vsa-micronaut.intoto.jsonl": (Verified.NOT_TRIED, ""),
}


@pytest.mark.parametrize("name", OUTCOMES)
def test_real_samples(name: str, shared_data: Path) -> None:
    (found,) = attestations([sample(shared_data, name)], ExpectedSigners())
    assert (found.verified, found.signer.identity) == OUTCOMES[name]
    assert bool(found.why) is (found.verified is not Verified.YES)
    assert not found.signer.expected


MAVEN = "macaron-maven-app.provenance.jsonl"
MAVEN_IDENTITY = OUTCOMES[MAVEN][1]


def test_altered_bundles_never_verify(shared_data: Path) -> None:
    item = sample(shared_data, MAVEN)
    whole = json.loads(item.data)
    statement = whole["dsseEnvelope"]
    for change in ("payload", "signatures"):
        altered = json.loads(json.dumps(whole))
        if change == "payload":
            altered["dsseEnvelope"]["payload"] = sample_payload(statement["payload"])
        else:
            altered["dsseEnvelope"]["signatures"][0]["sig"] = "AAAA"
        (sealed,) = bundles.read(Raw("b", json.dumps(altered).encode()))
        assert verified(sealed, ExpectedSigners(), {})[0] is not Verified.YES


def sample_payload(text: str) -> str:
    import base64

    return base64.b64encode(base64.b64decode(text).replace(b"main", b"next")).decode()


@pytest.mark.parametrize("cut", [10, 1000, 3000, -2])
def test_truncated_bundles_are_refused(cut: int, shared_data: Path) -> None:
    with pytest.raises(ResultError):
        kind_of(Raw("b.json", sample(shared_data, MAVEN).data[:cut]))


def test_only_an_expected_signer_ties_a_file_to_a_commit(shared_data: Path) -> None:
    item = sample(shared_data, MAVEN)
    wanted = ExpectedSigner("sigstore", MAVEN_IDENTITY, ISSUER)
    found = attestations([item], ExpectedSigners((wanted,)))
    about = found[0].subjects[0].sha256
    file = EvidenceItem("app.jar", "artefact", about, b"", date(2026, 10, 1))
    (_, tied) = attested([item, file], found)
    assert tied.attested == "2deca75ed5dd365eaf1558a82347b1f11306135f"
    (_, untied) = attested([item, file], attestations([item], ExpectedSigners()))
    assert untied.attested == ""


def test_a_trust_root_counts_only_where_the_profile_names_it(conformance: zipfile.ZipFile) -> None:
    case = "bundle-verify/rekor2-happy-path"
    root = conformance.read(f"{case}/trusted_root.json")
    digest = hashlib.sha256(root).hexdigest()
    (sealed,) = bundles.read(Raw("b", conformance.read(f"{case}/bundle.sigstore.json")))
    roots = {digest: root.decode()}
    unnamed = ExpectedSigners((ExpectedSigner("sigstore", BEACON, ISSUER),))
    named = ExpectedSigners((ExpectedSigner("sigstore", BEACON, ISSUER, digest),))
    assert not verified(sealed, unnamed, roots)[2].expected
    assert verified(sealed, named, roots)[2].expected
    assert not verified(sealed, named, {})[2].expected


@pytest.mark.parametrize(
    ("wanted", "identity", "same"),
    [
        ("https://github.com/o/r/.github/workflows/r.yml@refs/tags/*", "https://github.com/o/r/.github/workflows/r.yml@refs/tags/v1", True),
        ("https://github.com/o/r/.github/workflows/r.yml@refs/tags/*", "https://github.com/o/r/.github/workflows/r.yml@refs/heads/v1", False),
        ("https://github.com/o/r/.github/workflows/r.yml@refs/tags/v*", "https://github.com/o/r/.github/workflows/rxyml@refs/tags/v1", False),
        ("https://github.com/o/r/.github/workflows/r.yml@refs/tags/*", "https://github.com/o/r/.github/workflows/r.yml@refs/tags/v1@refs/tags/v2", False),
        ("ada@example.com", "ada@example.com", True),
        ("ada@example.com", "ADA@example.com", False),
        ("ada@example.com", "", False),
    ],
)  # fmt: skip
def test_identities(wanted: str, identity: str, same: bool) -> None:
    expected = ExpectedSigner("sigstore", wanted, ISSUER)
    assert is_identity(expected, Signer("sigstore", identity, ISSUER)) is same
    assert not is_identity(expected, Signer("sigstore", identity, "https://mallory.example"))


def test_without_the_library_it_is_said_which_extra_brings_it(
    monkeypatch: pytest.MonkeyPatch, shared_data: Path
) -> None:
    monkeypatch.setattr(sigstore_bundles, "find_spec", lambda _: None)
    (found,) = attestations([sample(shared_data, MAVEN)], ExpectedSigners())
    assert found.verified is Verified.NOT_TRIED
    assert "extra 'sign'" in found.why


def test_many_bundles_in_one_file(shared_data: Path) -> None:
    one = json.dumps(json.loads(sample(shared_data, MAVEN).data)).encode()
    raw = Raw("all.jsonl", io.BytesIO(one + b"\n" + one + b"\n").getvalue())
    assert kind_of(raw) == "sigstore_bundle"
    assert len(bundles.read(raw)) == 2
    with pytest.raises(ResultError):
        kind_of(Raw("all.jsonl", one + b"\n" + one[:-20]))
