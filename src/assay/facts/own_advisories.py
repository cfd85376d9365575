"""Advisories kept in the tree: what somebody here published about a weakness."""

from dataclasses import dataclass
from datetime import date

from assay.domain.evidence import Unread


@dataclass(frozen=True, slots=True)
class OwnAdvisory:
    """One advisory. ``packages`` are ``type/name``; ``says`` is the beginning of its text, with the names of products."""

    path: str
    ids: frozenset[str]
    form: str
    """``csaf``, ``osv`` or ``text``."""
    affected: bool
    """Whether it says which versions are affected."""
    remedy: bool
    """Whether it says what to do, or which version has the fix."""
    says: str
    packages: frozenset[str] = frozenset()
    published_on: date | None = None

    @property
    def for_machines(self) -> bool:
        """Whether it is in a form machines read."""
        return self.form != "text"

    @property
    def complete(self) -> bool:
        """Whether customers learn from it whether they are affected and what to do."""
        return bool(self.ids) and self.affected and self.remedy


@dataclass(frozen=True)
class OwnAdvisories:
    """All advisories in the tree, test data and examples left out."""

    advisories: tuple[OwnAdvisory, ...] = ()
    unread: tuple[Unread, ...] = ()
