"""What earlier assessments of this product recorded, and whether the history still holds it."""

from dataclasses import dataclass
from datetime import date

from assay.domain.evidence import Unread


@dataclass(frozen=True, slots=True)
class EarlierAssessment:
    """The commits one earlier assessment names. ``gone`` are those no branch, tag or the assessed revision leads to."""

    path: str
    as_of: date
    product: str
    ref: str
    """The branch or tag it was made of, as it was given; ``HEAD`` if none was."""
    commit: str
    cited: tuple[str, ...]
    """Other commits it points at as evidence."""
    gone: tuple[str, ...] = ()
    tag_now: str = ""
    """The commit of the tag called ``ref``, where there is one."""


@dataclass(frozen=True)
class EarlierAssessments:
    """Those kept in the repository as JSON, oldest first."""

    assessments: tuple[EarlierAssessment, ...]
    unread: tuple[Unread, ...] = ()
