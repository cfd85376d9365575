"""Every artefact gets the verdict a customer's own computation would give, and nothing passes for a signature that is none."""

import base64
import hashlib
import json
import struct
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import minisign
import pysequoia
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from assay.assess.discovery import load_check
from assay.assess.gather import Facts
from assay.checks.contract import Change, Handed
from assay.collect.repository import Repository, Settings
from assay.domain.evidence import Outcome
from assay.facts.attestations import Verified
from assay.facts.evidence import EvidenceItems
from assay.facts.release_artefacts import Covered, ReleaseArtefacts
from assay.formats.signed_example import EXPECTED, PUBLIC_KEY, provenance, statement
from assay.testing.evidence import hand_over
from assay.testing.repository import Recipe, build

RECIPE = Recipe(
    {"a": "2"},
    [
        Change("Old", {"a": "0"}, on=date(2026, 4, 1), tag="v0.9"),
        Change("Release", {"a": "1"}, on=date(2026, 5, 1), tag="v1.0"),
    ],
)
DAY = date(2026, 10, 1)
FILE = b"\x7fELF gantry " * 1000
ARTEFACT = Handed(FILE, release="v1.0", artefact=True)
SSH = Ed25519PrivateKey.from_private_bytes(b"s" * 32)


def gathered(
    handed: Mapping[str, Handed], profile: str, tmp_path: Path, day: date = DAY, recipe: Recipe = RECIPE
) -> ReleaseArtefacts:
    path = build(tmp_path / "repository", recipe)
    folder = hand_over(handed, path, tmp_path / "evidence", day)
    with Repository(path) as repository:
        return Facts(repository, Settings(day, profile, "given" if profile else "", evidence=folder)).get(
            ReleaseArtefacts
        )


def only(found: ReleaseArtefacts) -> Covered:
    (artefact,) = found.artefacts
    return artefact


def verdicts(found: ReleaseArtefacts) -> list[tuple[Verified, bool]]:
    return [(each.verified, each.signer.expected) for each in only(found).coverage]


def signer(kind: str, key: str, **more: str) -> str:
    lines = "".join(f'{name} = "{value}"\n' for name, value in more.items())
    return f'schema = 1\n[[release.signers]]\nkind = "{kind}"\nkey = """\n{key}"""\n{lines}'


def packed(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def ssh_line(key: Ed25519PrivateKey) -> str:
    return "ssh-ed25519 " + base64.b64encode(ssh_blob(key)).decode()


def ssh_blob(key: Ed25519PrivateKey) -> bytes:
    return packed(b"ssh-ed25519") + packed(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))


def ssh_signature(data: bytes, key: Ed25519PrivateKey = SSH, namespace: bytes = b"file") -> str:
    """As the protocol describes it: the digest is signed together with the namespace."""
    digest = packed(namespace) + packed(b"") + packed(b"sha512")
    signed = b"SSHSIG" + digest + packed(hashlib.sha512(data).digest())
    made = packed(b"ssh-ed25519") + packed(key.sign(signed))
    blob = b"SSHSIG" + struct.pack(">I", 1) + packed(ssh_blob(key)) + digest + packed(made)
    text = base64.encodebytes(blob).decode()
    return f"-----BEGIN SSH SIGNATURE-----\n{text}-----END SSH SIGNATURE-----\n"


class TestMinisign:
    pair = minisign.KeyPair.generate()
    profile = signer("minisign", pair.public_key.to_base64().decode())

    def signature(self, data: bytes = FILE) -> Handed:
        return Handed(bytes(self.pair.secret_key.sign(data)) + b"\n", release="v1.0")

    def test_a_signature_of_the_file_holds(self, tmp_path: Path) -> None:
        found = gathered({"g": ARTEFACT, "g.minisig": self.signature()}, self.profile, tmp_path)
        assert verdicts(found) == [(Verified.YES, True)]
        assert found.by_assessor

    def test_a_signature_of_another_file_fails(self, tmp_path: Path) -> None:
        found = gathered({"g": ARTEFACT, "g.minisig": self.signature(b"other")}, self.profile, tmp_path)
        assert verdicts(found) == [(Verified.NO, False)]

    def test_another_key_fails(self, tmp_path: Path) -> None:
        other = minisign.KeyPair.generate().secret_key.sign(FILE)
        found = gathered({"g": ARTEFACT, "g.minisig": Handed(bytes(other), release="v1.0")}, self.profile, tmp_path)
        assert verdicts(found) == [(Verified.NO, False)]

    def test_without_a_key_it_is_not_tried(self, tmp_path: Path) -> None:
        found = gathered({"g": ARTEFACT, "g.minisig": self.signature()}, "", tmp_path)
        assert [(each.verified, "names no minisign key" in each.why) for each in only(found).coverage] == [
            (Verified.NOT_TRIED, True)
        ]

    def test_it_is_of_the_file_it_is_named_after_only(self, tmp_path: Path) -> None:
        found = gathered({"g": ARTEFACT, "h.minisig": self.signature()}, self.profile, tmp_path)
        assert only(found).coverage == ()
        assert [each.source for each in found.unread] == ["h.minisig"]

    def test_it_is_not_of_a_file_of_another_release(self, tmp_path: Path) -> None:
        old = Handed(FILE, release="v0.9", artefact=True)
        found = gathered({"g": old, "g.minisig": self.signature()}, self.profile, tmp_path)
        assert only(found).coverage == ()

    def test_a_signed_list_covers_files_by_any_digest_it_gives(self, tmp_path: Path) -> None:
        listing = f"{hashlib.sha512(FILE).hexdigest()}  ./dist/g\nSHA256 (h) = {hashlib.sha256(b'h').hexdigest()}\n"
        handed = {
            "g": ARTEFACT,
            "h": Handed(b"h", release="v1.0", artefact=True),
            "i": Handed(b"i", release="v1.0", artefact=True),
            "SUMS": Handed(listing, release="v1.0"),
            "SUMS.minisig": self.signature(listing.encode()),
        }
        found = gathered(handed, self.profile, tmp_path)
        assert {each.name: bool(each.holding) for each in found.artefacts} == {"g": True, "h": True, "i": False}

    def test_a_list_that_gives_another_digest_speaks_against_the_file(self, tmp_path: Path) -> None:
        listing = f"{hashlib.sha256(b'swapped').hexdigest()}  g\n"
        handed = {"g": ARTEFACT, "SUMS": Handed(listing), "SUMS.minisig": self.signature(listing.encode())}
        found = gathered(handed, self.profile, tmp_path)
        assert verdicts(found) == [(Verified.NO, False)]

    def test_files_of_one_name_in_two_folders_are_told_apart_by_their_digests(self, tmp_path: Path) -> None:
        listing = f"{hashlib.sha256(b'other').hexdigest()}  mac/g\n{hashlib.sha256(FILE).hexdigest()}  linux/g\n"
        handed = {"g": ARTEFACT, "SUMS": Handed(listing), "SUMS.minisig": self.signature(listing.encode())}
        found = gathered(handed, self.profile, tmp_path)
        assert verdicts(found) == [(Verified.YES, True)]

    def test_a_list_nobody_signed_covers_nothing(self, tmp_path: Path) -> None:
        listing = f"{hashlib.sha256(FILE).hexdigest()}  g\n"
        found = gathered({"g": ARTEFACT, "SUMS": Handed(listing)}, self.profile, tmp_path)
        assert verdicts(found) == [(Verified.NOT_TRIED, False)]


class TestSsh:
    profile = signer("ssh", ssh_line(SSH))

    @pytest.mark.parametrize(
        ("signature", "verdict"),
        [
            (ssh_signature(FILE), (Verified.YES, True)),
            (ssh_signature(b"other"), (Verified.NO, False)),
            (ssh_signature(FILE, namespace=b"git"), (Verified.NO, False)),
            (ssh_signature(FILE, Ed25519PrivateKey.from_private_bytes(b"m" * 32)), (Verified.YES, False)),
        ],
        ids=["ours", "of another file", "made for git", "by another key"],
    )
    def test_signatures(self, signature: str, verdict: tuple[Verified, bool], tmp_path: Path) -> None:
        found = gathered({"g": ARTEFACT, "g.sig": Handed(signature, release="v1.0")}, self.profile, tmp_path)
        assert verdicts(found) == [verdict]

    def test_broken_ones_fail_and_do_no_harm(self, tmp_path: Path) -> None:
        blob = b"SSHSIG\0\0\0\1" + packed(b"ssh-ed25519") + b"\xff" * 40
        text = f"-----BEGIN SSH SIGNATURE-----\n{base64.b64encode(blob).decode()}\n-----END SSH SIGNATURE-----\n"
        found = gathered({"g": ARTEFACT, "g.sig": Handed(text)}, self.profile, tmp_path)
        assert verdicts(found) != [(Verified.YES, True)]


class TestOpenpgp:
    key = pysequoia.Tsk.generate("Gantry <release@gantry.example>")
    certificate = key.extract_certificate()

    def profile(self, certificate: Any = None) -> str:
        used = certificate or self.certificate
        return signer("openpgp", str(used), fingerprint=used.fingerprint.upper())

    def signature(self, data: bytes = FILE, armor: bool = True) -> Handed:
        made = pysequoia.sign(self.key.signer(), data, mode=pysequoia.SignatureMode.DETACHED, armor=armor)
        return Handed(bytes(made), release="v1.0")

    @pytest.mark.parametrize("armor", [True, False])
    def test_a_signature_of_the_file_holds(self, armor: bool, tmp_path: Path) -> None:
        found = gathered({"g": ARTEFACT, "g.asc": self.signature(armor=armor)}, self.profile(), tmp_path)
        assert verdicts(found) == [(Verified.YES, True)]

    def test_a_signature_of_another_file_fails(self, tmp_path: Path) -> None:
        found = gathered({"g": ARTEFACT, "g.asc": self.signature(b"other")}, self.profile(), tmp_path)
        assert verdicts(found) == [(Verified.NO, False)]

    def test_the_key_file_must_hold_the_declared_fingerprint(self, tmp_path: Path) -> None:
        other = pysequoia.Tsk.generate("Mallory").extract_certificate()
        profile = signer("openpgp", str(self.certificate), fingerprint=other.fingerprint.upper())
        found = gathered({"g": ARTEFACT, "g.asc": self.signature()}, profile, tmp_path)
        assert verdicts(found) == [(Verified.NOT_TRIED, False)]

    def test_an_expired_key_is_told(self, tmp_path: Path) -> None:
        expiring = self.certificate.set_expiration(datetime(2030, 1, 1, tzinfo=UTC), self.key.certifier())
        handed = {"g": ARTEFACT, "g.asc": self.signature()}
        found = gathered(handed, self.profile(expiring), tmp_path, date(2031, 1, 1))
        assert [each.signer.dated_by_itself for each in only(found).coverage] == [True]
        assert verdicts(found) == [(Verified.YES, True)]

    def test_a_revoked_key_fails(self, tmp_path: Path) -> None:
        revoked = pysequoia.Cert.from_bytes(
            bytes(self.certificate) + bytes(self.certificate.revoke(self.key.certifier()))
        )
        found = gathered({"g": ARTEFACT, "g.asc": self.signature()}, self.profile(revoked), tmp_path)
        assert verdicts(found) == [(Verified.NO, False)]


def attested(text: str) -> Handed:
    return Handed(text, release="v1.0", sealed=True)


@pytest.mark.parametrize(
    ("text", "profile", "verdict"),
    [
        (provenance("g", commit="{commit:v1.0}"), EXPECTED, (Verified.YES, True, "same")),
        (provenance("g", commit="{commit:v0.9}"), EXPECTED, (Verified.YES, True, "other")),
        (provenance("g", commit="f" * 40), EXPECTED, (Verified.YES, True, "not in this history")),
        (provenance("g", commit="{commit:v1.0}"), "", (Verified.NOT_TRIED, False, "same")),
        (
            provenance("g", commit="{commit:v1.0}"),
            EXPECTED.replace(
                PUBLIC_KEY.splitlines()[1], "MCowBQYDK2VwAyEAPNn2k5eJZcZ0TtVgXlv3FHsZQvbVIFmmzCVBDCRGzg0="
            ),
            (Verified.NO, False, "same"),
        ),
        (provenance("g", digest="ab" * 32), EXPECTED, (Verified.NO, True, "")),
    ],
    ids=["right", "older commit", "foreign commit", "no key", "another key", "another digest"],
)
def test_attestations(text: str, profile: str, verdict: tuple[Verified, bool, str], tmp_path: Path) -> None:
    found = gathered({"g": ARTEFACT, "g.att": attested(text)}, profile, tmp_path)
    assert [(each.verified, each.signer.expected, each.source) for each in only(found).coverage] == [verdict]


def test_an_altered_payload_fails(tmp_path: Path) -> None:
    path = build(tmp_path / "repository", RECIPE)
    folder = hand_over({"g": ARTEFACT, "g.att": attested(provenance("g"))}, path, tmp_path / "first", DAY)
    assert folder
    with Repository(path) as repository:
        items = Facts(repository, Settings(DAY, EXPECTED, "given", evidence=folder)).get(EvidenceItems)
    said = json.loads(items.of("dsse")[0].data)
    said["payload"] = base64.b64encode(
        base64.b64decode(said["payload"]).replace(b"github-hosted", b"self-hosted")
    ).decode()
    found = gathered({"g": ARTEFACT, "g.att": Handed(json.dumps(said))}, EXPECTED, tmp_path / "again")
    assert verdicts(found) == [(Verified.NO, False)]


def test_a_summary_that_did_not_pass_speaks_against_the_file(tmp_path: Path) -> None:
    predicate = {"verifier": {"id": "https://v.example"}, "verificationResult": "FAILED"}
    text = statement("g", predicate_type="https://slsa.dev/verification_summary/v1", predicate=predicate)
    found = gathered({"g": ARTEFACT, "g.att": attested(text)}, EXPECTED, tmp_path)
    assert verdicts(found) == [(Verified.NO, True)]


def test_a_key_among_the_evidence_or_in_the_tree_is_nobodys(tmp_path: Path) -> None:
    recipe = Recipe({"cosign.pub": PUBLIC_KEY, "a": "2"}, RECIPE.history)
    handed = {
        "key.pem": Handed(PUBLIC_KEY, release="v1.0", artefact=True),
        "g": ARTEFACT,
        "g.att": attested(provenance("g")),
    }
    found = gathered(handed, "", tmp_path, recipe=recipe)
    assert not found.signers_declared
    assert [each.verified for artefact in found.artefacts for each in artefact.coverage] == [Verified.NOT_TRIED]


def test_a_key_the_owner_names_is_told_from_one_the_assessor_names(tmp_path: Path) -> None:
    named = 'schema = 1\n[[release.signers]]\nkind = "key"\nkey_file = "release.pub"\n'
    recipe = Recipe({"release.pub": PUBLIC_KEY, "assay.toml": named, "a": "2"}, RECIPE.history)
    handed = {"g": ARTEFACT, "g.att": attested(provenance("g", commit="{commit:v1.0}"))}
    found = gathered(handed, "", tmp_path, recipe=recipe)
    assert verdicts(found) == [(Verified.YES, True)]
    assert not found.by_assessor


BEACON = "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main"
BEACON_PROFILE = (
    f'schema = 1\n[[release.signers]]\nkind = "sigstore"\nidentity = "{BEACON}"\n'
    'issuer = "https://token.actions.githubusercontent.com"\n'
)


@pytest.mark.parametrize(
    ("repository", "owner", "assessor", "outcomes"),
    [
        ("example/gantry", BEACON_PROFILE, "", {Outcome.UNKNOWN}),
        ("example/gantry", "schema = 1", BEACON_PROFILE, {Outcome.GOOD}),
        ("sigstore-conformance/gantry", BEACON_PROFILE, "", {Outcome.GOOD}),
        ("sigstore-conformance/gantry", BEACON_PROFILE.replace("main", "next"), "", {Outcome.BAD}),
        ("sigstore-conformance/gantry", "schema = 1", "", {Outcome.GOOD}),
    ],
    ids=["somebody else's workflow", "named by the assessor", "our own", "another branch", "nobody named"],
)
def test_a_real_bundle_of_a_workflow(
    repository: str, owner: str, assessor: str, outcomes: set[Outcome], tmp_path: Path, shared_data: Path
) -> None:
    archive = zipfile.ZipFile(shared_data / "samples" / "provenance" / "sigstore-conformance-bundle-verify.zip")
    handed = {
        "a.txt": Handed(archive.read("bundle-verify/a.txt"), release="v1.0", artefact=True),
        "a.txt.sigstore.json": Handed(
            archive.read("bundle-verify/happy-path-v0.3/bundle.sigstore.json"), release="v1.0"
        ),
    }
    files = {"package.json": f'{{"repository": "https://github.com/{repository}"}}', "assay.toml": owner}
    path = build(tmp_path / "repository", Recipe(files, RECIPE.history))
    folder = hand_over(handed, path, tmp_path / "evidence", DAY)
    check = load_check("release-signature-verifies")
    with Repository(path) as opened:
        facts = Facts(opened, Settings(DAY, assessor, "given" if assessor else "", evidence=folder))
        found = facts.findings(check)
    assert {each.outcome for each in found} == outcomes


def test_a_bundle_kept_beside_another_file_speaks_against_it(tmp_path: Path, shared_data: Path) -> None:
    archive = zipfile.ZipFile(shared_data / "samples" / "provenance" / "sigstore-conformance-bundle-verify.zip")
    bundle = Handed(archive.read("bundle-verify/happy-path-v0.3/bundle.sigstore.json"))
    found = gathered({"g": ARTEFACT, "g.sigstore.json": bundle}, BEACON_PROFILE, tmp_path)
    assert [each.verified for each in only(found).coverage] == [Verified.NO]


def test_a_zip_of_bundles_is_an_artefact_and_no_signature(tmp_path: Path, shared_data: Path) -> None:
    data = (shared_data / "samples" / "provenance" / "sigstore-conformance-bundle-verify.zip").read_bytes()
    found = gathered({"g": ARTEFACT, "g.zip": Handed(data, release="v1.0", artefact=True)}, BEACON_PROFILE, tmp_path)
    assert [each.coverage for each in found.artefacts] == [(), ()]


def test_a_key_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    named = 'schema = 1\n[[release.signers]]\nkind = "key"\nkey_file = "gone.pub"\n'
    found = gathered({"g": ARTEFACT}, "", tmp_path, recipe=Recipe({"assay.toml": named, "a": "2"}, RECIPE.history))
    assert "gone.pub" in [each.source for each in found.unread]


def test_no_artefact_is_unread_and_not_good(tmp_path: Path) -> None:
    found = gathered({}, EXPECTED, tmp_path)
    assert found.artefacts == ()
    assert found.unread
