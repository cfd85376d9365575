"""Things that look like signatures, keys and instructions to verify them."""

from assay.testing.corpus import Liar
from assay.testing.repository import Tagged

README = "# Winch\n\nWinch pulls.\n"
ARMOUR = "-----BEGIN PGP SIGNATURE-----\n\niHUEABYKAB0WIQQx\n=AbCd\n-----END PGP SIGNATURE-----\n"

REPOSITORIES = (
    Liar(
        name="a tag that talks about its signature",
        pretends="Tag messages that quote a good signature; no tag carries one.",
        baits=("3.1.1/c",),
        files={"README.md": README},
        tags=(
            Tagged(
                "v1.0.0",
                'Signed release\n\ngpg: Good signature from "Winch"\nSigned-off-by: Ada Builder <ada@example.com>\nSignature: 0xDEADBEEF',
            ),
            Tagged("v1.1.0", "PGP SIGNATURE: yes, signed by the release key"),
        ),
        truth={},
        true_tags=(Tagged("v1.1.0", "release", ARMOUR),),
    ),
    Liar(
        name="signature files without meaning",
        pretends="Files ending in .sig and .asc, a key file with a sentence in it, and sums of zeros.",
        baits=("3.1.1/a", "3.1.1/b", "3.1.1/c"),
        files={
            "README.md": README,
            "dist/winch.tar.gz.sig": b"\x00\x01\x02\x03",
            "dist/winch.tar.gz.asc": "signature\n",
            "KEYS": "Our key is kept in a safe place.\n",
            "cosign.pub": "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n",
            "SHA256SUMS": "0" * 64 + "  winch.tar.gz\n",
            ".sigstore": "",
        },
    ),
    Liar(
        name="a README that signs itself",
        pretends="A signature block and the words signed, verified, authentic in the README.",
        baits=("3.1.1/a", "3.1.1/b", "3.1.1/c"),
        files={
            "README.md": README
            + "\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nAll releases of Winch are signed, verified and authentic.\n"
            + ARMOUR,
        },
    ),
    Liar(
        name="signing explained to developers",
        pretends="The guide for maintainers explains how a release could be signed; customers are told nothing.",
        baits=("3.1.1/a", "3.1.1/b"),
        files={
            "README.md": README,
            "CONTRIBUTING.md": "# Contributing\n\nMaintainers may verify a patch with `gpg --verify patch.asc` and a commit with `git verify-tag v1 --raw`.\n\n```\ngpg --verify patch.asc patch\n```\n",
            "RELEASING.md": "# Releasing\n\nIf you have a key, sign: `gpg --detach-sign winch.tar.gz`. If not, leave it out.\n\n```\ncosign verify-blob --key cosign.pub winch.tar.gz\n```\n",
        },
        truth={
            "INSTALL.md": "# Install\n\nVerify the download with our public key, fingerprint 0123 4567 89AB CDEF 0123 4567 89AB CDEF 0123 4567:\n\n```\ngpg --verify winch.tar.gz.asc winch.tar.gz\n```\n",
            ".github/workflows/release.yml": "on: release\njobs:\n  p:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: gpg --detach-sign --armor winch.tar.gz\n      - run: gh release upload v1 winch.tar.gz winch.tar.gz.asc\n",
        },
    ),
    Liar(
        name="how to verify somebody else's file",
        pretends="The build guide shows how to verify a compiler before installing it; the product itself is not signed.",
        baits=("3.1.1/a",),
        files={
            "README.md": README,
            "docs/build.md": "# Build\n\nDownload the compiler and verify it:\n\n```\ngpg --verify go1.23.linux-amd64.tar.gz.asc\nsha256sum -c go1.23.sha256\n```\n",
            ".github/workflows/release.yml": "on: release\njobs:\n  p:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: curl -sSLO https://dl.example/tool.tgz && sha256sum -c tool.sha256\n      - run: cosign verify-blob --key tool.pub tool.tgz\n      - run: gh release upload v1 winch.tar.gz\n",
        },
    ),
)
