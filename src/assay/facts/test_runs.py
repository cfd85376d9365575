"""Test results handed over."""

from dataclasses import dataclass
from datetime import date

from assay.domain.evidence import Unread
from assay.facts.imported import Imported


@dataclass(frozen=True, slots=True)
class ClaimTest:
    """A test case its author named as proof of a facet; ``outcome`` is passed, failed or skipped."""

    facet: str
    case: str
    outcome: str


@dataclass(frozen=True, slots=True)
class TestRun:
    """What one result file says of its test cases, counted one by one: the totals such files state of themselves are not used."""

    __test__ = False

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    ran_on: date | None = None
    failures: tuple[str, ...] = ()
    """The first names of cases that failed."""
    claims: tuple["ClaimTest", ...] = ()
    """The cases tagged with the property ``assay.claim``."""
    commit: str = ""
    """The commit the file names itself, if it does."""

    @property
    def executed(self) -> int:
        """Cases that were really run."""
        return self.passed + self.failed


@dataclass(frozen=True)
class TestRuns:
    """All test results handed over."""

    __test__ = False

    runs: tuple[Imported[TestRun], ...] = ()
    unread: tuple[Unread, ...] = ()
