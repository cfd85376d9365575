"""When documents that rule how people work were last changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assay.domain.evidence import Unread


@dataclass(frozen=True)
class DocumentChanges:
    """Path → day of the last commit that touched it, for documents about development and testing by name or title."""

    changed_on: Mapping[str, date]
    unread: tuple[Unread, ...] = ()
