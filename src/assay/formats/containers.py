"""Reads Dockerfiles and compose files."""

import json
import re
from collections.abc import Iterator
from typing import Any

from assay.facts.ci import Part
from assay.facts.containers import ComposeFile, Copy, Dockerfile, Instruction, Service, Stage
from assay.formats.ci.parts import image
from assay.formats.ci.steps import Reader, read_commands
from assay.formats.yaml_text import Marked, YamlError
from assay.formats.yaml_text import read as read_yaml

LARGEST = 300_000
HEREDOC = re.compile(r"<<-?([\"']?)(\w{1,60})\1")


class ContainerError(ValueError):
    """The text is no container definition."""


def dockerfile(path: str, text: str, read_file: Reader) -> Dockerfile:
    """The stages of a Dockerfile; raises ContainerError where there is no FROM."""
    if len(text) > LARGEST:
        raise ContainerError("it is larger than 300 kB")
    defaults: dict[str, str] = {}
    stages: list[Stage] = []
    instructions: list[Instruction] = []
    for keyword, body, line in _instructions(text):
        if keyword == "ARG" and not stages:
            name, _, value = body.partition("=")
            defaults[name.strip()] = value.strip().strip("\"'")
        elif keyword == "FROM":
            if stages:
                stages[-1] = _with(stages[-1], instructions)
            instructions = []
            stages.append(_stage(body, line, path, defaults, [each.name for each in stages]))
        elif keyword == "RUN":
            script = re.sub(r"^(--\w[\w-]{0,30}(=\S{0,300})?\s+)+", "", body)
            if script.startswith("["):
                script = _from_json(script)
            instructions.append(Instruction(keyword, body, line, read_commands(script, path, line, read_file)))
        elif keyword in ("COPY", "ADD"):
            instructions.append(Instruction(keyword, body, line, copy=_copy(body, line)))
        else:
            instructions.append(Instruction(keyword, body, line))
    if not stages:
        raise ContainerError("it has no FROM")
    stages[-1] = _with(stages[-1], instructions)
    return Dockerfile(path, tuple(stages))


def _with(stage: Stage, instructions: list[Instruction]) -> Stage:
    return Stage(stage.name, stage.base, stage.line, tuple(instructions), stage.from_stage)


def _stage(body: str, line: int, path: str, defaults: dict[str, str], earlier: list[str]) -> Stage:
    words = [each for each in body.split() if not each.startswith("--")]
    reference = re.sub(
        r"\$\{?(\w+)(?::-([^}]{0,200}))?\}?",
        lambda match: defaults.get(match.group(1)) or match.group(2) or match.group(),
        words[0] if words else "",
    )
    name = words[2] if len(words) >= 3 and words[1].upper() == "AS" else ""
    if reference in earlier and reference:
        return Stage(name, None, line, (), reference)
    return Stage(name, None if reference in ("scratch", "") else image(reference, path, line), line, ())


def _copy(body: str, line: int) -> Copy:
    from_stage = ""
    if match := re.search(r"--from=(\S{1,200})", body):
        from_stage = match.group(1)
    plain = re.sub(r"--\w[\w-]{0,30}(=\S{0,300})?\s+", "", body).strip()
    words = _from_json(plain).split() if plain.startswith("[") else plain.split()
    sources = tuple(words[:-1])
    return Copy(
        sources,
        words[-1] if words else "",
        line,
        from_stage,
        not from_stage and any(each in (".", "./", "/", "*") for each in sources),
    )


def _from_json(text: str) -> str:
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return " ".join(str(each) for each in found) if isinstance(found, list) else text


def _instructions(text: str) -> Iterator[tuple[str, str, int]]:
    escape = "`" if re.match(r"(#[^\n]*\n){0,3}#\s*escape\s*=\s*`", text, re.I) else "\\"
    lines = text.splitlines()
    number = 0
    while number < len(lines):
        line = lines[number].strip()
        first = number + 1
        number += 1
        if not line or line.startswith("#"):
            continue
        parts = [line]
        while parts[-1].endswith(escape) and number < len(lines):
            parts[-1] = parts[-1][:-1]
            following = lines[number]
            number += 1
            parts.append("" if following.strip().startswith("#") else following.rstrip())
            if following.strip().startswith("#") or not following.strip():
                parts[-1] = escape
        body = "\\\n".join(each.rstrip(escape) for each in parts) if len(parts) > 1 else line
        keyword, _, rest = body.partition(" ")
        if keyword.upper() in ("RUN", "COPY") and (mark := HEREDOC.search(rest)):
            inner = []
            while number < len(lines) and lines[number].strip() != mark.group(2):
                inner.append(lines[number])
                number += 1
            number += 1
            if keyword.upper() == "RUN":
                rest = "\n".join(inner)
        yield keyword.upper(), rest.strip() if "\n" not in rest else rest, first


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
        environment = {
            key: ("" if value is None else str(value), variables.line_of(key)) for key, value in variables.items()
        }
    elif isinstance(variables, list):
        for number, each in enumerate(variables):
            key, _, value = str(each).partition("=")
            environment[key] = (value, variables.lines[number] if hasattr(variables, "lines") else line)
    return Service(
        name, line, part, str(build.get("context", ".")) if isinstance(build, dict) else str(build or ""), environment,
        tuple(str(each) for each in body.get("ports") or ()) if isinstance(body.get("ports"), list) else (),
    )  # fmt: skip
