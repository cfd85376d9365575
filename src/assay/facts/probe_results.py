"""Results of OpenSSF Scorecard's probes, handed over."""

from dataclasses import dataclass
from datetime import date

from assay.domain.evidence import Unread
from assay.facts.imported import Imported


@dataclass(frozen=True, slots=True)
class Probe:
    """One answer. ``holds`` is None where the tool could not tell or the question does not apply."""

    name: str
    holds: bool | None
    says: str = ""


@dataclass(frozen=True, slots=True)
class ProbeRun:
    """One run over one commit. Scores are not kept: they say how many of the tool's points were given, not what is so."""

    commit: str
    ran_on: date | None
    probes: tuple[Probe, ...]
    version: str = ""


@dataclass(frozen=True)
class ProbeResults:
    """All runs handed over."""

    runs: tuple[Imported[ProbeRun], ...] = ()
    unread: tuple[Unread, ...] = ()
