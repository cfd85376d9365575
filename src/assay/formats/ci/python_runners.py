"""The commands behind tox and nox: only those of the environments or sessions that are asked for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from assay.formats import toml_text
from assay.formats.ci.places import Reader, join

SUBSTITUTED = re.compile(
    r"\{(posargs|envpython|toxinidir|tox_root|envsitepackagesdir|env_site_packages_dir|envdir|env_dir)[^{}]{0,80}\}(/(?=\S))?"
)
SECTION = re.compile(r"\[(?:tox:)?(testenv)(?::([^\]]{1,200}))?\]")
COMMANDS = re.compile(r"commands(_pre|_post)?\s*=")
OPTIONS = ("-e", "--env", "-s", "--session", "--sessions")
SESSION = re.compile(r"^def (\w{1,80})\(\s*\w+", re.MULTILINE)
NAMED = re.compile(r"@nox\.session\([^)]{0,300}name\s*=\s*[\"']([\w.-]{1,80})[\"']")
RUN = re.compile(r"\w+\.(run|install|run_always)\(((?:\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'|[,\s])+)")
STRINGS = re.compile(r"\"([^\"\n]{1,200})\"|'([^'\n]{1,200})'")

Script = tuple[str, str, int, str]
"""(script, path, line, folder)."""


@dataclass(slots=True)
class _Environment:
    commands: list[str] = field(default_factory=list)
    line: int = 0


def tox(rest: list[str], read_file: Reader, folder: str) -> Iterator[Script]:
    """The commands of the environments that ``tox`` with these words runs."""
    for name, read in (
        ("tox.ini", _of_ini),
        ("tox.toml", _of_toml),
        ("pyproject.toml", _of_pyproject),
        ("setup.cfg", _of_ini),
    ):
        path = join(folder, name)
        text = read_file(path)
        found = read(text) if text else {}
        if not found:
            continue
        wanted = _asked_for(rest)
        for environment in _chosen(found, wanted):
            yield "\n".join(_plain(each) for each in environment.commands), path, environment.line, folder
        return


def _chosen(found: dict[str, _Environment], wanted: list[str]) -> list[_Environment]:
    """The environments asked for; all of them where none is, or one that only running can tell."""
    if not wanted or any("$" in each for each in wanted):
        return list(found.values())
    base = found.get("")
    chosen = [found.get(name) or base for name in wanted]
    return list({id(each): each for each in chosen if each}.values())


def _asked_for(rest: list[str]) -> list[str]:
    """The names behind ``-e`` or ``-s``."""
    names: list[str] = []
    for at, each in enumerate(rest):
        option, equals, value = each.partition("=")
        if each in OPTIONS and at + 1 < len(rest):
            names += rest[at + 1].split(",")
        elif option in OPTIONS and equals:
            names += value.split(",")
        elif re.match(r"-[es]\w", each):
            names += each[2:].split(",")
    return [each.strip() for each in names if each.strip()]


def _plain(line: str) -> str:
    """A line of tox as shell: a dash in front makes tox ignore its failure."""
    line = SUBSTITUTED.sub("", line.replace("{envpython}", "python")).strip()
    return f"{line[2:]} || true" if line.startswith("- ") else line


@lru_cache(maxsize=16)
def _of_ini(text: str) -> dict[str, _Environment]:
    found: dict[str, _Environment] = {}
    names: list[str] = []
    collecting = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("["):
            section = SECTION.match(line)
            names, collecting = _names(section.group(2) or "") if section else [], False
        elif names and COMMANDS.match(line):
            collecting = True
            for name in names:
                environment = found.setdefault(name, _Environment())
                environment.line = environment.line or number
                environment.commands.append(line.partition("=")[2].strip())
        elif collecting and (line[:1].isspace() or not line):
            for name in names:
                found[name].commands.append(line.strip() if not line.strip().startswith("#") else "")
        elif not line.startswith("#"):
            collecting = False
    return found


def _names(section: str) -> list[str]:
    """The names a section stands for: ``{py311,py312}-django`` means two; more than a few are not told apart."""
    names = [""]
    for piece in re.split(r"(\{[^{}]{0,200}\})", section):
        choices = piece[1:-1].split(",") if piece.startswith("{") else [piece]
        names = [start + each.strip() for start in names for each in choices][:50]
    return names


def _of_toml(text: str) -> dict[str, _Environment]:
    try:
        return _of_tables(toml_text.read(text), text)
    except (ValueError, RecursionError):
        return {}


def _of_pyproject(text: str) -> dict[str, _Environment]:
    try:
        tool = toml_text.read(text).get("tool")
    except (ValueError, RecursionError):
        return {}
    given = tool.get("tox") if isinstance(tool, dict) else None
    if not isinstance(given, dict):
        return {}
    line = _line_of(text, "[tool.tox")
    if isinstance(given.get("legacy_tox_ini"), str):
        start = _line_of(text, "legacy_tox_ini")
        found = _of_ini(given["legacy_tox_ini"])
        return {name: _Environment(each.commands, each.line + start) for name, each in found.items()}
    return {name: _Environment(each.commands, line) for name, each in _of_tables(given, text).items()}


def _of_tables(given: dict[str, Any], text: str) -> dict[str, _Environment]:
    tables = {"": given.get("env_run_base")}
    tables |= given["env"] if isinstance(given.get("env"), dict) else {}
    found = {}
    for name, table in tables.items():
        commands = table.get("commands") if isinstance(table, dict) else None
        if isinstance(commands, list):
            lines = [
                " ".join(str(word) for word in each if isinstance(word, str))
                for each in commands
                if isinstance(each, list)
            ]
            found[name] = _Environment(lines, _line_of(text, "commands"))
    return found


def nox(rest: list[str], read_file: Reader, folder: str) -> Iterator[Script]:
    """The commands of the sessions that ``nox`` with these words runs."""
    path = join(folder, "noxfile.py")
    text = read_file(path)
    if not text:
        return
    wanted = [each.partition("(")[0].partition("-")[0] for each in _asked_for(rest)]
    starts = [(match.start(), match.group(1)) for match in SESSION.finditer(text)]
    ends = [start for start, _ in starts[1:]] + [len(text)] * bool(starts)
    before, line, counted = 0, 1, 0
    for (start, name), end in zip(starts, ends, strict=True):
        named = NAMED.search(text[before:start])
        names = {name, named.group(1).partition("-")[0] if named else name}
        before = start
        if wanted and not names & set(wanted) and not any("$" in each for each in wanted):
            continue
        for match in RUN.finditer(text, start, end):
            words = [first or second for first, second in STRINGS.findall(match.group(2))]
            words = words if match.group(1).startswith("run") else ["pip", "install", *words]
            line += text.count("\n", counted, match.start())
            counted = match.start()
            if words:
                yield " ".join(words), path, line, folder


def _line_of(text: str, wanted: str) -> int:
    at = text.find(wanted)
    return text.count("\n", 0, at) + 1 if at >= 0 else 1
