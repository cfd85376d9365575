"""What a statement cites, as it stands in the assessed revision."""

from dataclasses import dataclass
from datetime import date

from assay.domain.evidence import Statement, Unread
from assay.facts.documents import Document


@dataclass(frozen=True)
class Citation:
    """One statement that cites something, and what was found there."""

    statement: Statement
    subject: tuple[tuple[str, ...], ...]
    """The groups of terms of its claim: a text about the claim has one of each."""
    path: str = ""
    """The file cited; empty where there is none."""
    missing: str = ""
    """Why there is nothing to open; empty where there is something."""
    set_aside: str = ""
    """The folder or kind that does not speak for the product (vendored, tests, templates); empty if it does."""
    sha256: str = ""
    """Of the bytes found."""
    document: Document | None = None
    changed_on: date | None = None
    """Day of the last commit that touched it, where the history is there to tell."""
    unread: tuple[Unread, ...] = ()
    """Why it could not be looked at, which is neither for nor against it."""
