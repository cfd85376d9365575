"""The signatures of the newest release tags, verified as far as the profile names a key for them."""

from dataclasses import dataclass

from assay.facts.attestations import Signer, Verified
from assay.facts.tags import Tag


@dataclass(frozen=True, slots=True)
class TagSignature:
    """A signed tag with the outcome of its verification."""

    tag: Tag
    verified: Verified
    why: str
    signer: Signer


@dataclass(frozen=True)
class TagSignatures:
    """Those of the newest release tags that carry one, newest first."""

    signatures: tuple[TagSignature, ...] = ()
