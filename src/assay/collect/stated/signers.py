"""Whom to expect: from the assessor's profile if there is one, else from the owner's own. Keys among the evidence never count."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assay.collect.repository import Repository, Settings
from assay.collect.stated.profile import fields_of
from assay.domain.evidence import Unread
from assay.facts.profile import FILE
from assay.facts.signers import ExpectedSigner, ExpectedSigners

LARGEST_KEY = 1_000_000


def collect(repository: Repository, settings: Settings) -> ExpectedSigners:
    """A profile that is not right names nobody; that it is not right is said where the profile is read."""
    by_assessor = bool(settings.profile_source)
    text = settings.profile_text if by_assessor else repository.text(FILE) or ""
    release = fields_of(text).get("release", {}) if "release" in text else {}
    found: list[ExpectedSigner] = []
    unread: list[Unread] = []
    for said in release.get("signers", ()):
        key = _key(said, repository, settings)
        if key is None:
            unread.append(
                Unread(said["key_file"], "the key file named in the profile cannot be read", "its right path")
            )
            continue
        found.append(
            ExpectedSigner(
                kind=said["kind"],
                identity=said.get("identity", ""),
                issuer=said.get("issuer", ""),
                trusted_root=said.get("trusted_root", ""),
                key=key,
                fingerprint=said.get("fingerprint", "").replace(" ", "").upper(),
            )
        )
    return ExpectedSigners(tuple(found), tuple(release.get("builders", ())), by_assessor, tuple(unread))


def _key(said: Mapping[str, Any], repository: Repository, settings: Settings) -> bytes | None:
    """Written out in the profile, or in a file: of the repository for the owner, beside the profile for the assessor."""
    if "key_file" not in said:
        return str(said.get("key", "")).encode()
    if not settings.profile_source:
        return repository.read(said["key_file"])
    try:
        place = Path(settings.profile_source).parent / said["key_file"]
        return place.read_bytes() if place.stat().st_size <= LARGEST_KEY else None
    except (OSError, ValueError):
        return None
