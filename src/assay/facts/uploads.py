"""What pipelines keep or hand on after a job: uploaded artefacts, with what each takes along and how long it is kept."""

from dataclasses import dataclass

from assay.domain.evidence import Unread


@dataclass(frozen=True, slots=True)
class Upload:
    """One upload of a job."""

    job: str
    path: str
    line: int
    takes: tuple[str, ...]
    """Files, folders and patterns as written."""
    name: str = ""
    hidden: bool = True
    """Whether files and folders that start with a dot go along; patterns that name one take it in any case."""
    credentials: str = ""
    """Where the checkout of the same job leaves a credential in the folder it works in; empty where it leaves none."""
    short_lived: bool = False
    """That credential ends with the job, before anybody can fetch the artefact."""
    days: float | None = None
    """How long the artefact is kept, where the definition says so."""


@dataclass(frozen=True)
class Uploads:
    """The uploads of every job that can run."""

    uploads: tuple[Upload, ...] = ()
    unread: tuple[Unread, ...] = ()
