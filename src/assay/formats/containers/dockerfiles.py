"""Reads Dockerfiles: stages, instructions, and the commands they run."""

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from assay.facts.containers import Copy, Dockerfile, Instruction, Stage
from assay.formats.ci.parts import image
from assay.formats.ci.steps import Reader, read_commands
from assay.formats.code import LANGUAGES
from assay.formats.containers.errors import ContainerError

DOCKERFILE = re.compile(
    r"(docker|container)file([.-][\w.-]{1,60})?|[\w.-]{1,60}\.(docker|container)file", re.IGNORECASE
)
OF_ANOTHER_KIND = (
    frozenset(
        "md rst adoc txt html pdf dockerignore containerignore j2 jinja jinja2 tmpl tpl erb in json yml yaml toml xml csv lock snap patch diff orig bak swp png svg".split()
    )
    | LANGUAGES.keys()
)
"""Endings of documents, templates, data and sources: what has one is about Dockerfiles, or makes some."""
LARGEST = 300_000
LONGEST_DEFAULT = 500
HEREDOC = re.compile(r"(?<!\S)\d{0,3}<<-?([\"']?)([A-Za-z_]\w{0,60})\1(?!\S)")
KEYWORD = re.compile(r"[A-Za-z]{1,40}(?![\w-])")
ESCAPE = re.compile(r"#[ \t]{0,40}escape[ \t]{0,40}=[ \t]{0,40}`[ \t\r]{0,40}$", re.IGNORECASE)
DIRECTIVE = re.compile(r"#[ \t]{0,40}\w{1,40}[ \t]{0,40}=")
VARIABLE = re.compile(r"\$(?:(\w{1,80})|\{(\w{1,80})(?::?-([^}]{0,200}))?\})")

PLATFORM = re.compile(r"\$\{?(?:TARGET|BUILD)(?:OS|ARCH|VARIANT|PLATFORM)\}?")
"""Variables the builder sets on its own."""


class _Found(NamedTuple):
    """One instruction as written: continued lines are joined by a backslash and a line end, so lines can be counted."""

    keyword: str
    body: str
    line: int
    here: str = ""
    """The lines of its here-documents, with their end marks."""

    @property
    def on_one_line(self) -> str:
        """The body without line ends."""
        return self.body.replace("\\\n", " ").strip()


def is_dockerfile(name: str) -> bool:
    """Whether a file of this name is a Dockerfile, such as ``Dockerfile.dev`` and ``web.Containerfile``, but not ``dockerfile.go``."""
    return bool(DOCKERFILE.fullmatch(name)) and name.rpartition(".")[2].lower() not in OF_ANOTHER_KIND


def dockerfile(path: str, text: str, read_file: Reader) -> Dockerfile:
    """The stages of a Dockerfile; ``read_file`` gives scripts its RUN lines call. Raises ContainerError without a FROM."""
    if len(text) > LARGEST:
        raise ContainerError("it is larger than 300 kB")
    defaults: dict[str, str] = {}
    stages: list[Stage] = []
    instructions: list[Instruction] = []
    env: dict[str, dict[str, str]] = {}
    set_here: dict[str, str] = {}
    for found in _instructions(text):
        if found.keyword == "ARG" and not stages:
            for name, value in _assignments(found.on_one_line):
                defaults[name] = _substituted(value, defaults)[:LONGEST_DEFAULT]
        elif found.keyword == "FROM":
            if stages:
                stages[-1] = _with(stages[-1], instructions)
            instructions = []
            stages.append(_stage(found.on_one_line, found.line, path, defaults, [each.name for each in stages]))
            set_here = env[stages[-1].name] = dict(env[stages[-1].from_stage] if stages[-1].from_stage else {})
        elif found.keyword == "RUN":
            instructions.append(_run(found, path, read_file, set_here))
        elif found.keyword in ("COPY", "ADD"):
            body = found.on_one_line
            instructions.append(Instruction(found.keyword, body, found.line, copy=_copy(body, found.line)))
        else:
            if found.keyword == "ENV":
                set_here |= _environment(found.on_one_line)
            instructions.append(Instruction(found.keyword, found.on_one_line, found.line))
    if not stages:
        raise ContainerError("it has no FROM")
    stages[-1] = _with(stages[-1], instructions)
    return Dockerfile(path, tuple(stages))


def _environment(body: str) -> dict[str, str]:
    """The variables of ENV, which may also be written ``NAME value``."""
    name, _, value = body.partition(" ")
    return {name: value.strip()} if "=" not in name else dict(_assignments(body))


def _run(found: _Found, path: str, read_file: Reader, env: Mapping[str, str]) -> Instruction:
    line, script = found.line, _without_flags(found.body)
    line += found.body[: len(found.body) - len(script)].count("\n")
    text = f"{found.body}\n{found.here}" if found.here else found.body
    mark = HEREDOC.match(script)
    if script.startswith("["):
        words = _from_json(script.replace("\\\n", " "))
        script = script if words is None else _as_shell(words)
    elif mark and not script[mark.end() :].strip():
        # Nothing but a here-document: its lines are the script, in the language its first line names.
        script, line = found.here.rpartition("\n")[0], line + 1
        if script.startswith("#!") and "sh" not in script.partition("\n")[0]:
            script = ""
    elif found.here:
        script = f"{script}\n{found.here}"
    return Instruction(found.keyword, text, found.line, read_commands(script, path, line, read_file, env=env))


def _as_shell(words: list[str]) -> str:
    """The exec form as a script: what a shell is told to run is the script itself."""
    if len(words) == 3 and words[0].rpartition("/")[2] in ("sh", "bash", "ash", "dash") and words[1].startswith("-"):
        return words[2]
    return shlex.join(words)


def _without_flags(body: str) -> str:
    """What follows ``--mount=…`` and the like."""
    while body.startswith("--"):
        parts = body.split(None, 1)
        body = (parts[1] if len(parts) > 1 else "").removeprefix("\\\n").lstrip()
    return body


def _assignments(body: str) -> Iterator[tuple[str, str]]:
    try:
        words = shlex.split(body)
    except ValueError:
        words = body.split()
    for word in words:
        name, _, value = word.partition("=")
        yield name, value


def _substituted(text: str, defaults: dict[str, str]) -> str:
    return VARIABLE.sub(
        lambda match: defaults.get(match.group(1) or match.group(2)) or match.group(3) or match.group(), text
    )


def _with(stage: Stage, instructions: list[Instruction]) -> Stage:
    return Stage(stage.name, stage.base, stage.line, tuple(instructions), stage.from_stage)


def _stage(body: str, line: int, path: str, defaults: dict[str, str], earlier: list[str]) -> Stage:
    words = _without_flags(body).split()
    reference = _substituted(words[0], defaults) if words else ""
    name = words[2] if len(words) >= 3 and words[1].upper() == "AS" else ""
    same = [each for each in earlier if each and each.casefold() == reference.casefold()]
    same = same or _chosen_by_platform(reference, earlier)
    if same:
        return Stage(name, None, line, (), same[-1])
    return Stage(name, None if reference in ("scratch", "") else image(reference, path, line), line, ())


def _chosen_by_platform(reference: str, earlier: list[str]) -> list[str]:
    """The earlier stages a name may mean in which the builder fills in the platform it builds for."""
    pieces = PLATFORM.split(reference)
    if len(pieces) == 1 or "$" in "".join(pieces):
        return []
    meant = re.compile(r"[\w.-]{0,40}".join(re.escape(each) for each in pieces), re.IGNORECASE)
    return [each for each in earlier if each and meant.fullmatch(each)]


def _copy(body: str, line: int) -> Copy:
    plain = _without_flags(body)
    flags = body[: len(body) - len(plain)].split()
    from_stage = next((each.removeprefix("--from=") for each in flags if each.startswith("--from=")), "")
    words = (_from_json(plain) if plain.startswith("[") else None) or plain.split()
    sources = tuple(words[:-1])
    whole = not from_stage and any(each in (".", "./", "/", "*", "./*") for each in sources)
    return Copy(sources, words[-1] if words else "", line, from_stage, whole)


def _from_json(text: str) -> list[str] | None:
    """The words of an exec form; None where it is none and Docker would take it for plain text."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, list) and all(isinstance(each, str) for each in found) else None


def _instructions(text: str) -> Iterator[_Found]:
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    escape = _escape(lines)
    number = 0
    while number < len(lines):
        first = number + 1
        parts, number = _continued(lines, number, escape)
        joined = "\\\n".join(parts)
        if not (keyword := KEYWORD.match(joined)):
            continue
        body = joined[keyword.end() :].removeprefix("\\\n").strip()
        here: list[str] = []
        if keyword.group().upper() in ("RUN", "COPY", "ADD"):
            for mark in HEREDOC.finditer(body):
                try:
                    end = next(at for at in range(number, len(lines)) if lines[at].strip() == mark.group(2))
                except StopIteration:
                    raise ContainerError(f"line {first}: the here-document {mark.group(2)} has no end") from None
                here += lines[number : end + 1]
                number = end + 1
        yield _Found(keyword.group().upper(), body, first, "\n".join(here))


def _continued(lines: list[str], number: int, escape: str) -> tuple[list[str], int]:
    """The lines of one instruction from ``number`` on, continuation marks dropped, and the number of the next line."""
    parts: list[str] = []
    while number < len(lines):
        line = lines[number].strip()
        number += 1
        if line.startswith("#") or not line:
            # Comments and empty lines do not end an instruction that is being continued.
            if not parts:
                return [], number
            parts.append("")
            continue
        parts.append(line.removesuffix(escape))
        if not line.endswith(escape):
            break
    while parts and not parts[-1]:
        parts.pop()
    return parts, number


def _escape(lines: list[str]) -> str:
    """The character that continues a line: a directive at the very top may choose the backtick."""
    for line in lines:
        if ESCAPE.match(line.strip()):
            return "`"
        if not DIRECTIVE.match(line.strip()):
            break
    return "\\"
