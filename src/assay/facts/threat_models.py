"""Threat models in the file formats of modelling tools."""

from dataclasses import dataclass

from assay.domain.evidence import Unread


@dataclass(frozen=True, slots=True)
class ThreatModel:
    """One model. ``threats`` is None where the tool derives them from the elements."""

    path: str
    form: str
    """``Threat Dragon`` · ``OTM`` · ``pytm`` · ``Threagile`` · ``Microsoft Threat Modeling Tool``."""
    title: str
    elements: int
    flows: int
    threats: int | None


@dataclass(frozen=True)
class ThreatModels:
    """Every model found; models in set-aside folders (tests, examples, vendored) are left out."""

    models: tuple[ThreatModel, ...]
    unread: tuple[Unread, ...] = ()
