"""Results of static analysis and scanners handed over."""

from dataclasses import dataclass
from datetime import date

from assay.domain.evidence import Unread
from assay.facts.imported import Imported


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule the tool says it looked with, and the weakness classes (CWE numbers) it is about."""

    id: str
    weaknesses: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ToolFinding:
    """One open result. ``severity`` is low, medium, high or critical, as the tool rates it; empty where it rates nothing."""

    rule: str
    severity: str
    says: str
    path: str = ""
    line: int | None = None
    weaknesses: frozenset[int] = frozenset()
    fingerprint: str = ""
    """The same for the same result in another run, where the tool gives one."""
    traced: bool = False
    """Whether the tool shows the way data takes through the code."""


@dataclass(frozen=True, slots=True)
class AnalysisRun:
    """One run of one tool over one revision."""

    tool: str
    version: str = ""
    rules: tuple[Rule, ...] = ()
    findings: tuple[ToolFinding, ...] = ()
    dismissed: int = 0
    """Results suppressed in the code or the tool: left out of ``findings``."""
    commit: str = ""
    ran_on: date | None = None
    failed: str = ""
    """Why the run itself does not count as complete; empty where nothing says so."""


@dataclass(frozen=True)
class AnalysisRuns:
    """All runs handed over."""

    runs: tuple[Imported[AnalysisRun], ...] = ()
    unread: tuple[Unread, ...] = ()
