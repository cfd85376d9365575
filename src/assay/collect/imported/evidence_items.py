"""The evidence folder named by the person who assesses, and no other: files of the repository never count as handed over."""

from dataclasses import replace
from pathlib import Path

from assay.collect.imported.attesting import attestations, attested
from assay.collect.repository import Repository, Settings
from assay.errors import MalformedInputError
from assay.facts.evidence import EvidenceItems
from assay.facts.signers import ExpectedSigners
from assay.store import evidence


def collect(repository: Repository, settings: Settings, signers: ExpectedSigners) -> EvidenceItems:
    """Signed statements are verified here, so that what they attest can be tied by them.

    Raises MalformedInputError where the folder is part of the assessed revision: then its owner made it, like any file there.
    """
    if settings.evidence is None:
        return EvidenceItems()
    inside = _inside(settings.evidence, repository)
    if inside and any(each.path.startswith(inside + "/") for each in repository.tree.entries):
        raise MalformedInputError(
            f"{settings.evidence} is part of the assessed revision: what lies in the repository was not handed over.",
            advice="Keep the evidence folder outside of it, or untracked.",
        )
    loaded = evidence.load(settings.evidence)
    found = attestations(loaded.items, signers)
    return replace(loaded, items=attested(loaded.items, found), attestations=found)


def _inside(folder: Path, repository: Repository) -> str:
    """The folder as a path of the work tree; empty where it lies elsewhere."""
    place, top = folder.resolve(), repository.path.resolve()
    return "" if repository.git.bare or not place.is_relative_to(top) else place.relative_to(top).as_posix()
