"""The normalised model of continuous integration, one shape for five systems (judgement rules, section 4.1)."""

from assay.facts.ci.commands import Command, Does, Install
from assay.facts.ci.definitions import Pipeline, Provider
from assay.facts.ci.jobs import Job, Permissions, Step
from assay.facts.ci.parts import Part, PartKind
from assay.facts.ci.pipelines import CiPipelines
from assay.facts.ci.triggers import Trigger, TriggerKind

__all__ = [
    "CiPipelines",
    "Command",
    "Does",
    "Install",
    "Job",
    "Part",
    "PartKind",
    "Permissions",
    "Pipeline",
    "Provider",
    "Step",
    "Trigger",
    "TriggerKind",
]
