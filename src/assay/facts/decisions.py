"""What somebody decided about vulnerabilities in the product (VEX), handed over."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assay.domain.evidence import Unread
from assay.facts.imported import Imported


class Status(StrEnum):
    """The four states every VEX format shares."""

    NOT_AFFECTED = "not affected"
    AFFECTED = "affected"
    FIXED = "fixed"
    UNDER_INVESTIGATION = "under investigation"


@dataclass(frozen=True, slots=True)
class Decision:
    """One statement. ``packages`` are the parts it is about, as ``type/name``; ``products`` the names of what holds them."""

    names: frozenset[str]
    """Ids of the vulnerability."""
    status: Status
    reason: str
    """Justification, impact or action, as written; empty where none is given."""
    packages: frozenset[str] = frozenset()
    products: frozenset[str] = frozenset()
    decided_on: date | None = None
    author: str = ""


@dataclass(frozen=True)
class Decisions:
    """All statements handed over."""

    decisions: tuple[Imported[Decision], ...] = ()
    unread: tuple[Unread, ...] = ()
