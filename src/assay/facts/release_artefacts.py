"""Files of releases handed over, and what covers each of them: signatures, attestations and signed lists of checksums."""

from dataclasses import dataclass, field

from assay.domain.evidence import Location, Unread
from assay.facts.attestations import Signer, Statement, Verified
from assay.facts.imported import Source


@dataclass(frozen=True, slots=True)
class Coverage:
    """One thing that speaks of a file."""

    kind: str
    """What people call it, such as ``Sigstore bundle``."""
    file: str
    """The name of the file it stands in."""
    sha256: str
    verified: Verified
    why: str = ""
    """Why it failed, could not be verified, or is not by whom it should be."""
    signer: Signer = field(default_factory=Signer)
    statement: Statement | None = None
    through: str = ""
    """The list of checksums that was signed in its stead."""
    source: str = ""
    """How the commit its provenance names compares with the one of the release: ``same``, ``same content``, ``other``,
    ``not in this history``; empty where no commit is named."""
    commit: str = ""
    """The commit its provenance or its certificate names."""

    @property
    def holds(self) -> bool:
        """Whether it was verified and is by an expected signer."""
        return self.verified is Verified.YES and self.signer.expected

    def at(self) -> Location:
        """Where it stands."""
        return Location(f"evidence:{self.file}@{self.sha256[:12]}")


@dataclass(frozen=True, slots=True)
class Covered:
    """A file and all that speaks of it."""

    source: Source
    coverage: tuple[Coverage, ...] = ()

    @property
    def name(self) -> str:
        """Its name."""
        return self.source.name

    @property
    def sha256(self) -> str:
        """The digest of its bytes."""
        return self.source.sha256

    @property
    def holding(self) -> Coverage | None:
        """What shows best whose it is: verified, by an expected signer, dated by somebody else if possible."""
        held = [each for each in self.coverage if each.holds]
        return min(held, key=lambda each: each.signer.dated_by_itself, default=None)


@dataclass(frozen=True)
class ReleaseArtefacts:
    """What was handed over of the releases."""

    artefacts: tuple[Covered, ...] = ()
    others: tuple[Covered, ...] = ()
    """Bills of materials and lists of checksums, which can be covered as well."""
    signers_declared: bool = False
    by_assessor: bool = False
    builders: tuple[str, ...] = ()
    """Builders the profile accepts."""
    unread: tuple[Unread, ...] = ()
    """What could not be tied, and signatures of nothing that was handed over."""

    def of(self, commit: str) -> tuple[Covered, ...]:
        """The artefacts of the release made from this commit."""
        return tuple(each for each in self.artefacts if each.source.commit == commit)

    def covered(self, sha256: str) -> Covered | None:
        """What is known of any file of this digest."""
        return next((each for each in (*self.artefacts, *self.others) if each.sha256 == sha256), None)
