"""How long systems are set to keep logs, as the definitions of infrastructure and pipelines in the tree say."""

from dataclasses import dataclass

from assay.domain.evidence import Unread


@dataclass(frozen=True, slots=True)
class RetentionSetting:
    """One setting. ``about`` is what the definition calls the thing it is set on."""

    days: float
    about: str
    path: str
    line: int


@dataclass(frozen=True)
class RetentionSettings:
    """All settings found."""

    settings: tuple[RetentionSetting, ...] = ()
    unread: tuple[Unread, ...] = ()
