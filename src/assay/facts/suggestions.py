"""Passages of the vendor's own documents that may bear on a claim: reading matter for a person, never evidence."""

from dataclasses import dataclass

from assay.domain.evidence import Unread


@dataclass(frozen=True, slots=True)
class Source:
    """The document a passage stands in. ``object_id`` is git's, empty where the document is not committed here."""

    path: str
    sha256: str
    object_id: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One passage with the claim and the facet it seems to bear on."""

    facet: str
    text: str
    """The passage as a reader sees it; the cells of a row of a table are parted by bars."""
    quote: str
    """What a statement can quote; empty where no part of a row is long enough."""
    source: Source
    headings: tuple[str, ...]
    """The headings over it, the title first."""
    line: int
    words: tuple[str, ...]
    """The words it was found by."""
    notes: tuple[str, ...] = ()
    """What a person should look at before citing it."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A passage with the words of a claim that cannot speak for it, and why."""

    text: str
    path: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class ForClaim:
    """What was found for one claim, the likeliest first. Nothing in ``found`` means that nothing was found."""

    claim: str
    found: tuple[Suggestion, ...]
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Everything proposed for the documents of one revision, of one folder, or of both."""

    place: str
    commit: str
    documents: tuple[Source, ...]
    """Those that were read."""
    claims: tuple[ForClaim, ...]
    set_aside: tuple[tuple[str, str], ...] = ()
    """Documents that do not speak for the product, each with the reason."""
    unread: tuple[Unread, ...] = ()
