"""Signed statements handed over: what they say of which files, and whether the signature was verified."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Verified(StrEnum):
    """What became of a signature."""

    YES = "verified"
    NO = "failed"
    NOT_TRIED = "could not verify"


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed, as the signature or the key shows. Where nothing was verified, ``identity`` is what the signature says of itself."""

    kind: str = ""
    """``sigstore``, ``key``, ``minisign``, ``openpgp`` or ``ssh``."""
    identity: str = ""
    """The identity of a certificate, or the id of a key."""
    issuer: str = ""
    expected: bool = False
    """Whether the profile names this signer."""
    by_assessor: bool = False
    """Whether it was the assessor who named it."""
    repository: str = ""
    """The repository whose workflow signed, as the certificate says."""
    commit: str = ""
    """The commit that workflow ran at, as the certificate says."""
    dated_by_itself: bool = False
    """Whether the key has expired since, and only the signer says that the signature is older."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A file a statement is about: its name and its digests, as algorithm → lower-case hex."""

    name: str
    digests: Mapping[str, str]

    @property
    def sha256(self) -> str:
        """Empty where it is not given."""
        return self.digests.get("sha256", "")


@dataclass(frozen=True, slots=True)
class Provenance:
    """How something was made. What a statement does not say is empty."""

    builder: str = ""
    repository: str = ""
    """Address of the source."""
    commit: str = ""
    workflow: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """The result of somebody else's verification."""

    verifier: str
    passed: bool
    resource: str = ""
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """An in-toto statement."""

    subjects: tuple[Subject, ...]
    predicate_type: str
    provenance: Provenance | None = None
    summary: Summary | None = None
    bill: str = ""
    """The SBOM it holds, as JSON; empty where it holds none."""
    bill_kind: str = ""
    """``cyclonedx`` or ``spdx``."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """One signed thing of a file, before anything is verified. ``form`` is ``bundle``, ``envelope`` or ``bare``."""

    form: str
    text: str
    """The JSON to be verified; empty for a bare statement."""
    statement: Statement | None = None
    """None for the signature of a plain file."""
    signed_sha256: str = ""
    """The digest of the plain file it says it signs."""


@dataclass(frozen=True, slots=True)
class Attestation:
    """A signed thing with the outcome of its verification."""

    name: str
    """The file it stood in."""
    sha256: str
    release: str
    content: Sealed
    verified: Verified
    why: str = ""
    """Why it failed or could not be verified."""
    signer: Signer = field(default_factory=Signer)

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """The files it is about."""
        if self.content.statement:
            return self.content.statement.subjects
        return (Subject("", {"sha256": self.content.signed_sha256}),) if self.content.signed_sha256 else ()

    @property
    def commit(self) -> str:
        """The commit the statement or the certificate names; empty where neither does, or they differ."""
        statement = self.content.statement
        named = statement.provenance.commit if statement and statement.provenance else ""
        within = {each.digests["gitCommit"] for each in self.subjects if "gitCommit" in each.digests}
        commits = ({named, self.signer.commit} | within) - {""}
        return next(iter(commits)) if len(commits) == 1 else ""
