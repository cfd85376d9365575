"""What a workflow auditing tool (zizmor) found in GitHub workflows, run without the repository's own settings."""

from dataclasses import dataclass

from assay.domain.evidence import Unread


@dataclass(frozen=True, slots=True)
class Audit:
    """One finding of the auditor."""

    rule: str
    severity: str
    """``informational`` · ``low`` · ``medium`` · ``high``."""
    confidence: str
    path: str
    line: int
    says: str
    silenced: bool
    """The repository's own settings or comments would have hidden it."""


@dataclass(frozen=True)
class WorkflowAudits:
    """All findings; ``tool`` is empty where the auditor was not installed (then ``unread`` says so)."""

    tool: str
    findings: tuple[Audit, ...]
    files: int
    unread: tuple[Unread, ...] = ()
