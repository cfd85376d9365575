"""security.txt: read as RFC 9116 sets it out, each real fault named."""

from datetime import date
from pathlib import Path

import pysequoia
import pytest

from assay.assess.gather import Facts
from assay.checks.contract import Handed
from assay.collect.repository import Repository, Settings
from assay.facts.attestations import Verified
from assay.facts.security_txt import SecurityTxts
from assay.formats.results import Raw, ResultError, kind_of
from assay.formats.results.security_txt import read
from assay.testing.evidence import hand_over
from assay.testing.repository import Recipe, build

GOOD = b"Contact: mailto:security@example.com\nExpires: 2027-01-01T00:00:00z\n"
SAMPLES = {
    "2fa-directory-expired.txt": [],
    "8ayac-no-expires.txt": ["it has no Expires"],
    "best-practices-badge-no-expires.txt": ["it has no Expires"],
    "curl-template.txt.in": ["line 26: '%date' is a blank nobody filled in"],
    "drk-digital-valid-de.txt": [],
    "rust-lang-minimal-valid.txt": [],
    "template-contact-not-uri.txt": ["it has no Expires", "line 3: Contact 'security@example.com' is no URI"],
}


@pytest.mark.parametrize("name", SAMPLES)
def test_real_samples(name: str, shared_data: Path) -> None:
    raw = Raw(name, (shared_data / "samples" / "security-txt" / name).read_bytes())
    assert kind_of(raw) == "security_txt"
    (found,) = read(raw)
    assert [fault.partition(":")[0] for fault in found.faults] == [fault.partition(":")[0] for fault in SAMPLES[name]]


def test_a_file_without_contact_and_expires_is_told_by_nothing(shared_data: Path) -> None:
    raw = Raw("s", (shared_data / "samples" / "security-txt" / "gocsaf-csaf-field-only.txt").read_bytes())
    with pytest.raises(ResultError):
        kind_of(raw)
    assert "it has no Contact" in read(raw)[0].faults


@pytest.mark.parametrize(
    "text",
    [
        "# Security\n\nContact: us\n\nPlease write to us about anything.\n",
        "Subject: hello\nContact: me\n",
        "",
        "Contact us: any time\n",
    ],
)
def test_other_texts_are_not_taken_for_one(text: str) -> None:
    with pytest.raises(ResultError):
        kind_of(Raw("security.txt", text.encode()))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (GOOD + GOOD, "Expires stands more than once"),
        (GOOD.replace(b"00:00:00z", b""), "no date with time and zone"),
        (GOOD.replace(b"T00:00:00z", b"T00:00:00"), "no date with time and zone"),
        (GOOD + b"Policy: http://example.com/p\n", "is not https"),
        (GOOD + b"Policy: /policy\n", "is no URI"),
        (GOOD + b"some words\n", "neither field nor comment"),
    ],
)
def test_breaches_are_named(text: bytes, fault: str) -> None:
    (found,) = read(Raw("s", text))
    assert any(fault in each for each in found.faults)


KEY = pysequoia.Tsk.generate("Example <security@example.com>")


def published(text: bytes, profile: str, tmp_path: Path) -> SecurityTxts:
    path = build(tmp_path / "repository", Recipe({"a": "1"}))
    day = date(2026, 10, 1)
    folder = hand_over({"security.txt": Handed(text)}, path, tmp_path / "evidence", day)
    with Repository(path) as repository:
        return Facts(repository, Settings(day, profile, "given" if profile else "", evidence=folder)).get(SecurityTxts)


@pytest.mark.parametrize(
    ("change", "named", "verdict"),
    [(b"", True, Verified.YES), (b"evil-", True, Verified.NO), (b"", False, Verified.NOT_TRIED)],
)
def test_the_signature_around_it(change: bytes, named: bool, verdict: Verified, tmp_path: Path) -> None:
    signed = bytes(pysequoia.sign(KEY.signer(), GOOD, mode=pysequoia.SignatureMode.CLEAR))
    certificate = KEY.extract_certificate()
    profile = f'schema = 1\n[[release.signers]]\nkind = "openpgp"\nfingerprint = "{certificate.fingerprint}"\nkey = """\n{certificate}"""\n'
    (found,) = published(signed.replace(b"security@", change + b"security@"), profile if named else "", tmp_path).files
    assert found.content.signed
    assert found.content.faults == ()
    assert found.verified is verdict


def test_nothing_outside_of_a_signature_is_read() -> None:
    signed = bytes(pysequoia.sign(KEY.signer(), GOOD, mode=pysequoia.SignatureMode.CLEAR))
    (found,) = read(Raw("s", signed + b"\nContact: mailto:mallory@example.com\n"))
    assert found.all("contact") == ("mailto:security@example.com",)
