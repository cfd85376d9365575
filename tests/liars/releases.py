"""Releases handed over with things that look like signatures, provenance and checksums, and vouch for nothing."""

import base64
import hashlib
import json
from datetime import date

from assay.checks.contract import Change, Handed
from assay.formats.signed_example import (
    EXPECTED,
    OPENPGP_EXPECTED,
    OPENPGP_SIGNATURE,
    OPENPGP_SIGNED,
    PUBLIC_KEY,
    envelope,
    provenance,
)
from assay.testing.corpus import Liar

APP = {
    "README.md": "# Gantry\n\nLifts things.\n",
    "package.json": '{"name": "gantry", "version": "1.0.0", "repository": "https://github.com/example/gantry"}',
}
RELEASE = (Change("Release 1.0", {"a": "1"}, on=date(2026, 9, 1), tag="v1.0.0"),)
FILE = Handed(b"\x7fELF gantry", release="v1.0.0", artefact=True)
SIGNED = {**APP, "assay.toml": EXPECTED}
"""The owner names the key of the examples as the one to expect."""
BY_HAND = {**APP, "assay.toml": OPENPGP_EXPECTED}
CHECKS = ("release-signature-verifies", "provenance-verifies", "publish-identity-bound", "sbom-published-with-release")
RIGHT = {
    "gantry": FILE,
    "gantry.att": Handed(provenance("gantry", commit="{commit:v1.0.0}"), release="v1.0.0", sealed=True),
}
HELD = {
    "gantry.txt": Handed(OPENPGP_SIGNED, release="v1.0.0", artefact=True),
    "gantry.txt.asc": Handed(OPENPGP_SIGNATURE, release="v1.0.0"),
}
LISTED = {
    "gantry": FILE,
    "SHA256SUMS": Handed("{sha256:gantry}  gantry\n", release="v1.0.0"),
}
OTHER_KEY = PUBLIC_KEY.replace(
    PUBLIC_KEY.splitlines()[1], "MCowBQYDK2VwAyEAPNn2k5eJZcZ0TtVgXlv3FHsZQvbVIFmmzCVBDCRGzg0="
)
FOREIGN = (
    'schema = 1\n[[release.signers]]\nkind = "sigstore"\n'
    'identity = "https://github.com/example/gantry/.github/workflows/release.yml@refs/tags/*"\n'
    'issuer = "https://token.actions.githubusercontent.com"\n'
)


def altered() -> bytes:
    """A sealed statement whose payload was changed to name the file at hand after it was signed."""
    real = hashlib.sha256(b"\x7fELF gantry").hexdigest()
    said = json.loads(envelope(provenance("gantry", commit="a" * 40, digest="b" * 64).encode()))
    said["payload"] = base64.b64encode(base64.b64decode(said["payload"]).replace(b"b" * 64, real.encode())).decode()
    return json.dumps(said).encode()


def lie(name: str, pretends: str, evidence: dict[str, Handed], files: dict[str, str] = SIGNED, **more: object) -> Liar:
    return Liar(
        name=name,
        pretends=pretends,
        baits=("3.1.1/a",),
        files=files,
        history=RELEASE,
        evidence=evidence,
        through=CHECKS,
        **more,  # type: ignore[arg-type]
    )


REPOSITORIES = (
    lie(
        "a file that ends in sig",
        "Beside the artefact lies gantry.sig, which holds the word signature.",
        {"gantry": FILE, "gantry.sig": Handed(b"signature\n", release="v1.0.0", artefact=True)},
        truth={},
        true_evidence=RIGHT,
    ),
    lie(
        "the signature of another file",
        "The signature is real and by the right key, and it is of another file.",
        {**HELD, "gantry.txt": Handed(b"altered\n", release="v1.0.0", artefact=True)},
        BY_HAND,
        truth={},
        true_evidence=HELD,
    ),
    lie(
        "provenance for another artefact",
        "Real provenance by the right key, of a file of the same name with another digest.",
        {
            "gantry": FILE,
            "gantry.att": Handed(
                provenance("gantry", commit="{commit:v1.0.0}", digest="ab" * 32), release="v1.0.0", sealed=True
            ),
        },
        truth={},
        true_evidence=RIGHT,
    ),
    Liar(
        name="provenance for another repository",
        pretends="The file is covered, and what covers it says that it was made from somebody else's source.",
        baits=("3.1.1/a",),
        files=SIGNED,
        history=RELEASE,
        evidence={
            "gantry": FILE,
            "gantry.att": Handed(
                provenance("gantry", commit="{commit:v1.0.0}", repository="https://github.com/mallory/gantry"),
                release="v1.0.0",
                sealed=True,
            ),
        },
        through=("provenance-verifies",),
        truth={},
        true_evidence=RIGHT,
    ),
    Liar(
        name="provenance for another commit than the tag",
        pretends="The file was made from a commit that nobody released.",
        baits=("3.1.1/a",),
        files=SIGNED,
        history=RELEASE,
        evidence={
            "gantry": FILE,
            "gantry.att": Handed(provenance("gantry", commit="{commit}"), release="v1.0.0", sealed=True),
        },
        through=("provenance-verifies",),
        truth={},
        true_evidence=RIGHT,
    ),
    lie(
        "an attestation that was altered after it was signed",
        "The statement names the very file, and its signature is that of the statement before the change.",
        {"gantry": FILE, "gantry.att": Handed(altered(), release="v1.0.0")},
        truth={},
        true_evidence=RIGHT,
    ),
    lie(
        "checksums nobody signed",
        "The digests agree, as they do for whoever swaps both files.",
        LISTED,
        truth={},
        true_evidence={
            **LISTED,
            "SHA256SUMS.att": Handed(provenance("SHA256SUMS", commit="{commit:v1.0.0}"), release="v1.0.0", sealed=True),
        },
    ),
    lie(
        "a statement nobody signed",
        "A complete provenance statement, written by hand.",
        {"gantry": FILE, "gantry.json": Handed(provenance("gantry", commit="{commit:v1.0.0}"), release="v1.0.0")},
        truth={},
        true_evidence=RIGHT,
    ),
    lie(
        "signed by a key nobody named",
        "The key lies beside the artefacts and in the tree; nobody says that it is the one to expect.",
        {**RIGHT, "release.pub": Handed(PUBLIC_KEY, release="v1.0.0", artefact=True)},
        {**APP, "release.pub": PUBLIC_KEY, "cosign.pub": PUBLIC_KEY},
        truth={"assay.toml": 'schema = 1\n[[release.signers]]\nkind = "key"\nkey_file = "release.pub"\n'},
        true_evidence=RIGHT,
    ),
    lie(
        "signed by another key than the one that is named",
        "Customers are told of one key, and another one signed.",
        RIGHT,
        {**APP, "assay.toml": EXPECTED.replace(PUBLIC_KEY, OTHER_KEY)},
        truth={"assay.toml": EXPECTED},
        true_evidence=RIGHT,
    ),
    lie(
        "the identity of a workflow, and a key signed",
        "The profile names the workflow that should have signed; it never did.",
        RIGHT,
        {**APP, "assay.toml": FOREIGN},
        truth={"assay.toml": EXPECTED},
        true_evidence=RIGHT,
    ),
    lie(
        "one file of two is signed",
        "The small file is signed, the one people run is not.",
        {
            "gantry": Handed(b"\x7fELF other", release="v1.0.0", artefact=True),
            "notes": FILE,
            "notes.att": Handed(provenance("notes", commit="{commit:v1.0.0}"), release="v1.0.0", sealed=True),
        },
        truth={},
        true_evidence=RIGHT,
    ),
    Liar(
        name="the signatures of an older release",
        pretends="Everything was signed once; the newest release is not.",
        baits=("3.1.1/a",),
        files=SIGNED,
        history=(Change("Old", {"a": "0"}, on=date(2026, 8, 1), tag="v0.9.0"), *RELEASE),
        evidence={
            "gantry": FILE,
            "gantry.att": Handed(provenance("gantry", commit="{commit:v0.9.0}"), release="v0.9.0", sealed=True),
        },
        through=CHECKS,
        truth={},
        true_evidence=RIGHT,
    ),
    Liar(
        name="the security.txt of another firm",
        pretends="A valid security.txt, of somebody else.",
        baits=("3.2.1/a", "3.2.2/a"),
        files={**APP, "assay.toml": 'schema = 1\n[links]\nhome = "https://gantry.example"\n'},
        evidence={
            "security.txt": Handed(
                "Contact: mailto:security@crane.example\nExpires: 2027-01-01T00:00:00Z\n"
                "Canonical: https://crane.example/.well-known/security.txt\n"
            )
        },
        truth={},
        true_evidence={
            "security.txt": Handed(
                "Contact: mailto:security@gantry.example\nExpires: 2027-01-01T00:00:00Z\n"
                "Canonical: https://gantry.example/.well-known/security.txt\n"
            )
        },
    ),
    Liar(
        name="a security.txt that has expired",
        pretends="It was right once, and says itself that it no longer holds.",
        baits=("3.2.1/a", "3.2.2/a"),
        files={**APP, "assay.toml": 'schema = 1\n[links]\nhome = "https://gantry.example"\n'},
        evidence={
            "security.txt": Handed(
                "Contact: mailto:security@gantry.example\nExpires: 2026-01-01T00:00:00Z\n"
                "Canonical: https://gantry.example/.well-known/security.txt\n"
            )
        },
        truth={},
        true_evidence={
            "security.txt": Handed(
                "Contact: mailto:security@gantry.example\nExpires: 2026-12-01T00:00:00Z\n"
                "Canonical: https://gantry.example/.well-known/security.txt\n"
            )
        },
    ),
    Liar(
        name="a test result with a statement nobody signed",
        pretends="The statement says which commit the result is of; anybody could have written it.",
        baits=("1.3.2/b",),
        files=SIGNED,
        evidence={
            "junit.xml": Handed('<testsuite><testcase name="a"/></testsuite>'),
            "junit.att": Handed(provenance("junit.xml")),
        },
        truth={},
        true_evidence={
            "junit.xml": Handed('<testsuite><testcase name="a"/></testsuite>'),
            "junit.att": Handed(provenance("junit.xml"), sealed=True),
        },
    ),
)
