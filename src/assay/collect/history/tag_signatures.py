"""Verifies the signatures of release tags by ourselves: git would start the programs that a repository or a user has set."""

import re

from assay.collect.imported.detached_signatures import verified
from assay.collect.repository import Repository, Settings
from assay.errors import AssayError
from assay.facts.attestations import Signer, Verified
from assay.facts.signers import ExpectedSigners
from assay.facts.tag_signatures import TagSignature, TagSignatures
from assay.facts.tags import Tag, Tags

NEWEST = 5
SIGNATURE = re.compile(rb"(?m)^-----BEGIN (?:SSH|PGP) SIGNATURE-----$")
LARGEST = 1_000_000


def collect(repository: Repository, tags: Tags, signers: ExpectedSigners, settings: Settings) -> TagSignatures:
    return TagSignatures(
        tuple(_checked(tag, repository, signers, settings) for tag in tags.releases[:NEWEST] if tag.signature)
    )


def _checked(tag: Tag, repository: Repository, signers: ExpectedSigners, settings: Settings) -> TagSignature:
    try:
        whole = repository.git.run("cat-file", "tag", f"refs/tags/{tag.name}")
    except AssayError:
        return TagSignature(tag, Verified.NOT_TRIED, "the tag cannot be read", Signer())
    starts = [found.start() for found in SIGNATURE.finditer(whole)]
    if tag.signature not in ("openpgp", "ssh") or not starts or len(whole) > LARGEST:
        return TagSignature(
            tag, Verified.NOT_TRIED, f"signatures of the kind {tag.signature} are not verified here", Signer()
        )
    signed, signature = whole[: starts[-1]], whole[starts[-1] :]
    outcome, why, signer = verified(tag.signature, signature, signed, signers, settings.as_of, tag=True)
    called = next((line[4:] for line in signed.split(b"\n\n")[0].split(b"\n") if line.startswith(b"tag ")), b"")
    if outcome is Verified.YES and called.decode("utf-8", "replace") != tag.name:
        why = f"what was signed is the tag {called.decode('utf-8', 'replace')[:60]}, shown under another name"
        return TagSignature(tag, Verified.NO, why, signer)
    return TagSignature(tag, outcome, why, signer)
