"""Measurements of which lines the tests reach, handed over."""

from dataclasses import dataclass
from datetime import date

from assay.domain.evidence import Unread
from assay.facts.imported import Imported


@dataclass(frozen=True, slots=True)
class CoverageRun:
    """One measurement, counted line by line."""

    lines: int
    covered: int
    ran_on: date | None = None

    @property
    def reached(self) -> float:
        """Lines reached of 100."""
        return 100 * self.covered / self.lines


@dataclass(frozen=True)
class CoverageRuns:
    """All measurements handed over."""

    runs: tuple[Imported[CoverageRun], ...] = ()
    unread: tuple[Unread, ...] = ()
