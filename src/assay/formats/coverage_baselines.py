"""The coverage below which a project lets its pipeline fail, from the settings of its tools."""

import configparser
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assay.facts.texts import Texts
from assay.formats import toml_text, yaml_text

OPTION = re.compile(r"--(?:cov-)?fail[-_]under[= ]\s*(\d+(?:\.\d+)?)")
Place = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Baseline:
    """Lines of 100 that must be reached, and where that is set."""

    reached: float
    path: str
    setting: str
    line: int


def _ini(text: str) -> Any:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.read_string(text)
    return {name: dict(parser[name]) for name in parser.sections()}


READERS: Mapping[str, Callable[[str], Any]] = {
    "pyproject.toml": toml_text.read,
    ".coveragerc": _ini,
    "setup.cfg": _ini,
    "tox.ini": _ini,
    "package.json": json.loads,
    ".nycrc": json.loads,
    ".nycrc.json": json.loads,
    "codecov.yml": yaml_text.read,
    ".codecov.yml": yaml_text.read,
    "codecov.yaml": yaml_text.read,
}
PLACES: tuple[Place, ...] = (
    ("tool", "coverage", "report", "fail_under"),
    ("report", "fail_under"),
    ("coverage:report", "fail_under"),
    ("jest", "coverageThreshold", "global", "lines"),
    ("nyc", "lines"),
    ("c8", "lines"),
    ("lines",),
    ("coverage", "status", "project", "default", "target"),
    ("coverage", "status", "project", "target"),
)
OPTIONS: tuple[Place, ...] = (
    ("tool", "pytest", "ini_options", "addopts"),
    ("tool:pytest", "addopts"),
    ("pytest", "addopts"),
)


def baselines(texts: Texts) -> Iterator[Baseline]:
    """Every baseline set in the repository, the top-most file first. A file that cannot be read sets none."""
    for path, text in texts.named(*READERS):
        try:
            settings = READERS[path.rpartition("/")[2].lower()](text)
        except (ValueError, configparser.Error, RecursionError):
            continue
        for place in PLACES:
            yield from _baseline(_at(settings, place), path, place[-1], text)
        for place in OPTIONS:
            said = _at(settings, place)
            option = OPTION.search(" ".join(map(str, said)) if isinstance(said, list) else str(said or ""))
            if option:
                yield from _baseline(option.group(1), path, "fail-under", text)


def _baseline(value: Any, path: str, setting: str, text: str) -> Iterator[Baseline]:
    try:
        reached = float(str(value).strip().removesuffix("%"))
    except ValueError:
        return
    if 0 < reached <= 100:
        line = next((number for number, each in enumerate(text.splitlines(), 1) if setting in each), 1)
        yield Baseline(reached, path, setting, line)


def _at(settings: Any, place: Place) -> Any:
    for name in place:
        settings = settings.get(name) if isinstance(settings, dict) else None
    return settings
