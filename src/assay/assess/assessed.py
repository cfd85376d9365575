"""What an assessment gives, apart from how it is made: so that it can be written down, and judged again, without a repository."""

from collections.abc import Mapping
from dataclasses import dataclass

from assay.domain.assessment import Judgement
from assay.domain.evidence import Observation, Unread
from assay.domain.judgement import Evidence
from assay.facts.evidence import EvidenceItem
from assay.facts.profile import Profile
from assay.facts.subject import Subject


@dataclass(frozen=True, slots=True)
class Assessment:
    """A judgement with everything needed to read it again: what was assessed, under which rules, on what profile."""

    tool: str
    rules_digest: str
    subject: Subject
    profile: Profile
    judgement: Judgement
    observations: tuple[Observation, ...]
    unread: tuple[Unread, ...]
    set_aside: Mapping[str, str]
    """Claims and facets that do not apply, each with the reason."""
    object_ids: Mapping[str, str]
    """Path → git object id, or SHA-256 for what was handed over, of the files observations point at."""
    judged_on: Evidence
    """What the judgement rests on, as the judge was given it."""
    evidence: tuple[EvidenceItem, ...] = ()
    """What was handed over beside the repository."""
