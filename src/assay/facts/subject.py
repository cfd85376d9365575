"""Which revision of which repository is assessed."""

from dataclasses import dataclass
from datetime import date

from assay.domain.evidence import Unread


@dataclass(frozen=True, slots=True)
class Subject:
    """The assessed revision. ``dirty`` is None where there is no work tree; ``commit`` is empty before the first commit."""

    path: str
    ref: str
    commit: str
    committed_on: date | None
    bare: bool
    shallow: bool
    dirty: bool | None
    as_of: date
    unread: tuple[Unread, ...] = ()
