"""Snapshots of a platform as ``assay snapshot`` writes them. Read strictly: a misspelt field must not pass for an empty one."""

from assay.facts.platform import Snapshot
from assay.formats.results.raw import Raw, ResultError, texts
from assay.formats.snapshots.file import ShapeError
from assay.formats.snapshots.file import read as read_file

TITLE = "snapshot of GitHub or GitLab settings (assay snapshot)"


def recognises(raw: Raw) -> bool:
    """The name of the schema stands in it."""
    return texts(raw.fields.get("schema")).startswith("assay-snapshot/")


def read(raw: Raw) -> tuple[Snapshot, ...]:
    """One snapshot per file."""
    try:
        return (read_file(raw.fields),)
    except ShapeError as fault:
        raise ResultError(str(fault)) from None
