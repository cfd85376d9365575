"""Ways to get to a claim: practical routes by size and platform, the proof each leaves, and where to read deeper."""

from dataclasses import dataclass

SIZES = ("two-person firm", "small team", "mid-size vendor", "regulated enterprise")
PLATFORMS = ("GitHub", "GitLab", "no forge", "any")


@dataclass(frozen=True, slots=True)
class Tool:
    """An open tool that serves a route."""

    name: str
    licence: str
    serves: str


@dataclass(frozen=True, slots=True)
class Route:
    """One way to get there; ``size`` and ``platform`` say for whom, ``proof`` what it leaves behind."""

    title: str
    size: str
    platform: str
    steps: tuple[str, ...]
    tools: tuple[Tool, ...]
    proof: str
    effort: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A public text that goes deeper."""

    title: str
    url: str
    why: str


@dataclass(frozen=True, slots=True)
class Guidance:
    """Everything that helps a person act on one claim."""

    claim: str
    counts: str
    does_not_count: str
    routes: tuple[Route, ...]
    reading: tuple[Reading, ...]
