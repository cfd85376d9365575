"""One pipeline, as its definition file describes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from assay.domain.evidence import Unread
from assay.facts.ci.jobs import Job, Permissions
from assay.facts.ci.parts import Part
from assay.facts.ci.triggers import Trigger


class Provider(StrEnum):
    """Whose definition language it is."""

    GITHUB = "GitHub Actions"
    GITLAB = "GitLab CI"
    JENKINS = "Jenkins"
    AZURE = "Azure Pipelines"
    CIRCLECI = "CircleCI"


@dataclass(frozen=True, slots=True)
class Pipeline:
    """One definition file (or the one merged definition) of one system."""

    provider: Provider
    path: str
    name: str
    triggers: tuple[Trigger, ...]
    jobs: tuple[Job, ...]
    permissions: Permissions | None = None
    parts: tuple[Part, ...] = ()
    """Parts referred to outside jobs: includes, orbs, libraries, default images."""
    env: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[Unread, ...] = ()

    def job(self, job_id: str) -> Job | None:
        """The job called ``job_id``."""
        return next((job for job in self.jobs if job.id == job_id), None)

    def triggers_of(self, job: Job) -> tuple[Trigger, ...]:
        """What can start this job."""
        return self.triggers if job.triggers is None else job.triggers

    def upstream(self, job: Job) -> tuple[Job, ...]:
        """Every job that must succeed before ``job`` starts, directly or through others."""
        found: dict[str, Job] = {}
        waiting = list(job.needs)
        while waiting:
            needed = self.job(waiting.pop())
            if needed and needed.id not in found:
                found[needed.id] = needed
                waiting.extend(needed.needs)
        return tuple(found.values())
