"""Reads compose files: services, with what they build, publish and are given."""

import re
from typing import Any

from assay.facts.ci import Part
from assay.facts.containers import ComposeFile, Service
from assay.formats.ci.parts import image
from assay.formats.containers.errors import ContainerError
from assay.formats.yaml_text import Marked, MarkedList, YamlError
from assay.formats.yaml_text import read as read_yaml

COMPOSE = re.compile(r"(docker-)?compose([.-][\w.-]{1,60})?\.ya?ml", re.IGNORECASE)


def is_compose(name: str) -> bool:
    """Whether a file of this name is a compose file."""
    return bool(COMPOSE.fullmatch(name))


def compose(path: str, text: str) -> ComposeFile:
    """The services of a compose file; raises ContainerError."""
    try:
        found = read_yaml(text)
    except YamlError as error:
        raise ContainerError(str(error)) from None
    services = found.get("services") if isinstance(found, Marked) else None
    if not isinstance(services, Marked):
        raise ContainerError("it has no services")
    return ComposeFile(
        path,
        tuple(
            _service(name, body, services.line_of(name), path)
            for name, body in services.items()
            if isinstance(body, Marked)
        ),
    )


def _service(name: str, body: Marked, line: int, path: str) -> Service:
    given = body.get("image")
    part: Part | None = (
        image(re.sub(r"\$\{\w+:?-([^}]{0,200})\}", r"\1", given), path, body.line_of("image"))
        if isinstance(given, str)
        else None
    )
    build = body.get("build")
    environment: dict[str, tuple[str, int]] = {}
    variables: Any = body.get("environment")
    if isinstance(variables, Marked):
        environment = {key: (_as_written(value), variables.line_of(key)) for key, value in variables.items()}
    elif isinstance(variables, MarkedList):
        for at, each in zip(variables.lines, variables, strict=False):
            key, _, value = str(each).partition("=")
            environment[key] = (value, at)
    ports = body.get("ports")
    return Service(
        name, line, part, str(build.get("context", ".")) if isinstance(build, Marked) else _as_written(build), environment,
        tuple(_port(each) for each in ports) if isinstance(ports, MarkedList) else (),
    )  # fmt: skip


def _as_written(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _port(given: object) -> str:
    if not isinstance(given, Marked):
        return str(given)
    return ":".join(str(given[key]) for key in ("host_ip", "published", "target") if given.get(key) is not None)
