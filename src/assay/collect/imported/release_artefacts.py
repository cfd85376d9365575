"""What covers each file of the releases: every signature is verified here, by the same computation a customer would do.

Nothing is believed for its name: a signature counts once it verifies, a list of checksums once it is itself signed, and both only
for the very bytes that were handed over.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from assay.collect.imported.binding import tie
from assay.collect.imported.detached_signatures import verified
from assay.collect.imported.sigstore_bundles import tag_of
from assay.collect.repository import Repository, Settings
from assay.domain.evidence import Unread
from assay.errors import AssayError
from assay.facts.attestations import Attestation, Verified
from assay.facts.evidence import ARTEFACT, EvidenceItem, EvidenceItems
from assay.facts.imported import Source
from assay.facts.release_artefacts import Coverage, Covered, ReleaseArtefacts
from assay.facts.signed_files import Checksum, DetachedSignature
from assay.facts.signers import ExpectedSigners
from assay.formats.results import Raw, ResultError, kinds
from assay.store.evidence import place_of

DETACHED = ("minisign", "openpgp_signature", "ssh_signature")
BILLS = ("cyclonedx", "spdx")
LIST = "checksums"
ENDINGS = re.compile(
    r"(\.(asc|sig|sign|gpg|pgp|minisig|sshsig|sigstore|bundle|att|attestation|publish|intoto|provenance|slsa|build|json|jsonl))+$"
)
KINDS = {
    "bundle": "Sigstore bundle", "envelope": "signed attestation", "bare": "unsigned attestation",
    "minisign": "minisign signature", "openpgp": "OpenPGP signature", "ssh": "SSH signature",
}  # fmt: skip
MISSING = Unread(
    "release artefacts",
    "none were handed over",
    "assay ingest with --as-artefact and --release on the files of the release",
)


def collect(
    items: EvidenceItems, repository: Repository, settings: Settings, signers: ExpectedSigners
) -> ReleaseArtefacts:
    artefacts, lists = items.of(ARTEFACT), items.of(LIST)
    declared = {
        "signers_declared": bool(signers.signers),
        "by_assessor": signers.by_assessor,
        "builders": signers.builders,
    }
    folder = settings.evidence
    if folder is None or not (artefacts or items.of(*BILLS)):
        return ReleaseArtefacts(**declared, unread=(MISSING,))  # type: ignore[arg-type]
    case = _Case(items, repository, settings, signers, folder)
    covered_lists = [_covered(each, case, ()) for each in lists]
    usable = [(item, each) for item, each in zip(lists, covered_lists, strict=True) if isinstance(each, Covered)]
    targets = [(item, _covered(item, case, usable)) for item in (*artefacts, *items.of(*BILLS))]
    of_artefacts = [each for item, each in targets if item.kind == ARTEFACT]
    return ReleaseArtefacts(
        artefacts=tuple(each for each in of_artefacts if isinstance(each, Covered)),
        others=(
            *(each for item, each in targets if item.kind != ARTEFACT and isinstance(each, Covered)),
            *(each for _, each in usable),
        ),
        unread=tuple(
            dict.fromkeys(
                [
                    *(() if artefacts else (MISSING,)),
                    *(each for each in (*of_artefacts, *covered_lists) if isinstance(each, Unread)),
                    *signers.unread,
                    *(_strays(items) if artefacts else ()),
                ]
            )
        ),
        **declared,  # type: ignore[arg-type]
    )


class _Case:
    """All that is asked for again and again."""

    def __init__(
        self, items: EvidenceItems, repository: Repository, settings: Settings, signers: ExpectedSigners, folder: Path
    ) -> None:
        self.items, self.repository, self.settings, self.signers = items, repository, settings, signers
        self.folder = folder
        self.known = {each.sha256 for each in items.items}
        self.signatures = items.of(*DETACHED)


def _covered(
    item: EvidenceItem, case: _Case, lists: list[tuple[EvidenceItem, Covered]] | tuple[()]
) -> Covered | Unread:
    # Said and attested are compared below, one artefact at a time: here they must not put each other out.
    source = tie(replace(item, attested="") if item.commit or item.release else item, case.repository)
    if isinstance(source, Unread):
        return source
    found = [
        *_attesting(item, source, case),
        *_detached(item, case),
        *(each for listed in lists for each in _by_list(item, *listed, case.folder)),
    ]
    return Covered(source, tuple(found))


def _attesting(item: EvidenceItem, source: Source, case: _Case) -> Iterator[Coverage]:
    for each in case.items.attestations:
        if not _together(each.release, item.release):
            continue
        digests = {subject.sha256 for subject in each.subjects if subject.sha256}
        if item.sha256 in digests:
            yield _by_attestation(each, item, source, case)
        elif not digests & case.known and _is_meant(each, item.name):
            why = "it is about another file: the digest it names is not that of this one"
            yield Coverage(
                KINDS[each.content.form], each.name, each.sha256, Verified.NO, why, each.signer, each.content.statement
            )


def _by_attestation(each: Attestation, item: EvidenceItem, source: Source, case: _Case) -> Coverage:
    outcome, why, signer, statement = each.verified, each.why, each.signer, each.content.statement
    if statement and statement.summary and not statement.summary.passed and outcome is Verified.YES:
        outcome, why = Verified.NO, f"{statement.summary.verifier[:80]} says that this file did not pass"
    ran_at = tag_of(signer.identity)
    if signer.expected and ran_at and item.release and ran_at != item.release:
        signer = replace(signer, expected=False)
        why = f"the workflow that signed ran at the tag {ran_at}, not at {item.release}"
    commit = statement.provenance.commit if statement and statement.provenance else ""
    named = commit or signer.commit
    return Coverage(
        KINDS[each.content.form], each.name, each.sha256, outcome, why, signer, statement,
        source=_compared(named, source, case.repository), commit=named,
    )  # fmt: skip


def _compared(named: str, source: Source, repository: Repository) -> str:
    """A tag that was set anew on a commit of the same content releases the same source."""
    if not named or not source.commit:
        return ""
    try:
        commit = repository.git.resolve(named)
        if commit == source.commit:
            return "same"
        trees = repository.git.run("rev-parse", "--end-of-options", f"{commit}^{{tree}}", f"{source.commit}^{{tree}}")
    except AssayError:
        return "not in this history"
    one, other = trees.decode().split()[-2:]
    return "same content" if one == other else "other"


def _is_meant(each: Attestation, name: str) -> bool:
    """Whether a statement names a file so, or the signature of a plain file is kept under its name."""
    if each.content.statement:
        return any(PurePosixPath(subject.name).name == name for subject in each.subjects)
    return name in (each.name, ENDINGS.sub("", each.name)) or ENDINGS.sub("", each.name) == ENDINGS.sub("", name)


def _detached(item: EvidenceItem, case: _Case) -> Iterator[Coverage]:
    for each in case.signatures:
        if not _together(each.release, item.release) or not _signs_by_name(each.name, item.name):
            continue
        kind = _kind(each)
        outcome, why, signer = verified(
            kind, each.data, place_of(case.folder, item.sha256), case.signers, case.settings.as_of
        )
        yield Coverage(KINDS[kind], each.name, each.sha256, outcome, why, signer)


def _by_list(item: EvidenceItem, listing: EvidenceItem, covered: Covered, folder: Path) -> Iterator[Coverage]:
    """A list speaks for a file as far as it is signed itself. It names the file, or holds its digest under another name."""
    if not _together(listing.release, item.release):
        return
    try:
        lines: tuple[Checksum, ...] = kinds()[LIST].read(Raw(listing.name, listing.data))
    except ResultError:
        return
    named = [each for each in lines if PurePosixPath(each.file).name == item.name]
    digests = {each.algorithm: _digest(item, each.algorithm, folder) for each in named or lines}
    agreeing = any(each.digest == digests.get(each.algorithm) for each in named or lines)
    differing = bool(named) and not agreeing
    if differing:
        why = f"{listing.name} gives another digest for it"
        yield Coverage("list of checksums", listing.name, listing.sha256, Verified.NO, why, through=listing.name)
    elif agreeing and not covered.coverage:
        why = f"its digest is in {listing.name}, which nobody signed"
        yield Coverage("list of checksums", listing.name, listing.sha256, Verified.NOT_TRIED, why, through=listing.name)
    elif agreeing:
        for each in covered.coverage:
            yield replace(each, through=listing.name, statement=None, source="", commit="")


def _digest(item: EvidenceItem, algorithm: str, folder: Path) -> str:
    if algorithm == "sha256":
        return item.sha256
    try:
        with place_of(folder, item.sha256).open("rb") as stream:
            return hashlib.file_digest(stream, algorithm).hexdigest()
    except OSError:
        return ""


def _strays(items: EvidenceItems) -> Iterator[Unread]:
    """Signatures of nothing that was handed over: they show nothing, and that is said."""
    digests = {each.sha256 for each in items.items}
    signed = [each for each in items.items if each.kind in (ARTEFACT, LIST, *BILLS)]
    for each in items.of(*DETACHED):
        if not any(
            _signs_by_name(each.name, other.name) and _together(each.release, other.release) for other in signed
        ):
            yield Unread(
                each.name,
                "no file that it could be the signature of was handed over",
                "the file it signs, under its own name",
            )
    for attestation in items.attestations:
        subjects = attestation.subjects
        if not digests & {each.sha256 for each in subjects} and not any(
            _is_meant(attestation, each.name) for each in signed
        ):
            about = next((each.name for each in subjects if each.name), "a file")
            yield Unread(
                attestation.name, f"it is about {about[:80]}, which was not handed over", "the file it is about"
            )


def _signs_by_name(signature: str, file: str) -> bool:
    return signature != file and re.sub(r"\.(asc|sig|sign|gpg|pgp|minisig|sshsig)$", "", signature) == file


def _together(one: str, other: str) -> bool:
    """Files said to be of two releases have nothing to do with each other."""
    return not one or not other or one == other


def _kind(item: EvidenceItem) -> str:
    try:
        (found,) = kinds()[item.kind].read(Raw(item.name, item.data))
    except (ResultError, ValueError):
        return item.kind.partition("_")[0]
    assert isinstance(found, DetachedSignature)
    return found.kind
