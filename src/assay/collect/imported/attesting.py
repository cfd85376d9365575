"""Verifies the signed statements among what was handed over, before anything is tied to a commit: they can tie it best."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from assay.collect.imported import sigstore_bundles
from assay.collect.imported.sigstore_bundles import Outcome
from assay.facts.attestations import Attestation, Sealed, Signer, Verified
from assay.facts.evidence import EvidenceItem
from assay.facts.signers import ExpectedSigners
from assay.formats.results import Raw, ResultError, kinds

KINDS = ("sigstore_bundle", "pep740", "dsse", "intoto_statement")
MOST_SIGNATURES = 50


def attestations(items: Iterable[EvidenceItem], expected: ExpectedSigners) -> tuple[Attestation, ...]:
    """Every signed thing with its outcome. Files that cannot be read are named where they are reported."""
    every = tuple(items)
    roots = {each.sha256: each.data.decode("utf-8", "replace") for each in every if each.kind == "trusted_root"}
    found: list[Attestation] = []
    for item in every:
        if item.kind not in KINDS:
            continue
        try:
            contents: tuple[Sealed, ...] = kinds()[item.kind].read(Raw(item.name, item.data))
        except ResultError:
            continue
        for content in contents:
            verified, why, signer = _outcome(content, expected, roots)
            found.append(Attestation(item.name, item.sha256, item.release, content, verified, why, signer))
    return tuple(found)


def attested(items: Iterable[EvidenceItem], found: Iterable[Attestation]) -> tuple[EvidenceItem, ...]:
    """The items, each with the commit that an expected signer attests it came from. Two that differ attest nothing."""
    commits: dict[str, set[str]] = {}
    for each in found:
        if each.verified is Verified.YES and each.signer.expected and each.commit:
            for subject in each.subjects:
                commits.setdefault(subject.sha256, set()).add(each.commit)
    return tuple(
        replace(each, attested=next(iter(commits[each.sha256]))) if len(commits.get(each.sha256, ())) == 1 else each
        for each in items
    )


def _outcome(content: Sealed, expected: ExpectedSigners, roots: Mapping[str, str]) -> Outcome:
    if content.form == "bundle":
        return sigstore_bundles.verified(content, expected, roots)
    if content.form == "envelope":
        return _envelope(content, expected)
    return Verified.NOT_TRIED, "nobody signed it", Signer()


def _envelope(content: Sealed, expected: ExpectedSigners) -> Outcome:
    """A bare envelope is signed with a key: only one that the profile names can say whose it is."""
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import load_pem_public_key  # noqa: PLC0415
    from securesystemslib.dsse import Envelope  # noqa: PLC0415
    from securesystemslib.exceptions import VerificationError  # noqa: PLC0415
    from securesystemslib.signer import SSlibKey  # type: ignore[attr-defined]  # noqa: PLC0415

    said = json.loads(content.text)
    signatures = [each for each in said.get("signatures") or () if isinstance(each, dict)]
    if not signatures:
        return Verified.NOT_TRIED, "nobody signed it", Signer()
    keys = expected.of("key")
    if not keys:
        return Verified.NOT_TRIED, "it is signed with a key, and the profile names none", Signer()
    for number, wanted in enumerate(keys, 1):
        for each in signatures[:MOST_SIGNATURES]:
            try:
                key = SSlibKey.from_crypto(load_pem_public_key(wanted.key), keyid="k")
                one = {**said, "signatures": [{"keyid": "k", "sig": each["sig"]}]}
                Envelope.from_dict(one).verify([key], 1)
            except (VerificationError, UnsupportedAlgorithm, ValueError, KeyError, TypeError):
                continue
            return Verified.YES, "", Signer("key", f"key {number} of the profile", "", True, expected.by_assessor)
    return Verified.NO, "none of the keys the profile names made this signature", Signer("key", "another key")
