"""Builds steps from scripts, following indirection into files of the repository (judgement rules, 4.1, rule 1)."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from assay.facts.ci import Command, Does, Step
from assay.formats import commands

Reader = Callable[[str], "str | None"]
"""Gives the text of a file of the revision by its path, or None where there is none."""

COMMAND_VARIABLE = re.compile(
    r"(?P<before>^\s*|&&\s*|\|\|\s*|;\s*)"
    r"(?:\$\{\{\s*env\.(?P<expression>[A-Za-z_]\w{0,60})\s*\}\}|\$\{?(?P<shell>[A-Za-z_]\w{0,60})\}?)(?=\s|$)",
    re.MULTILINE,
)
PLAIN_VALUE = re.compile(r"[\w./@+-]{1,100}( [\w./@+=-]{1,100}){0,6}")
DEEPEST = 3
MOST_COMMANDS = 600
MAKEFILES = ("GNUmakefile", "makefile", "Makefile")
TARGET = re.compile(r"^([A-Za-z0-9_./%$(){} -]{1,200}?)\s*::?(?!=)\s*([^=#]*?)(?:#.*)?$")
NODE_RUNNERS = frozenset({"npm", "yarn", "pnpm", "bun"})
NOT_SCRIPTS = frozenset(
    "install i ci add run-script exec dlx publish audit config set cache link pack why outdated version info remove global workspace workspaces plugin create init up upgrade update dedupe prune login whoami view".split()
)


def script_step(
    script: str,
    path: str,
    line: int,
    read_file: Reader,
    *,
    name: str = "",
    folder: str = "",
    shell: str = "",
    env: Mapping[str, str] | None = None,
    outer_env: Mapping[str, str] | None = None,
    failure_ignored: bool = False,
    runs_always: bool = False,
    condition: str = "",
    step_line: int = 0,
) -> Step:
    """A step that runs ``script``, whose first line is ``line`` of ``path``; ``outer_env`` is what job and pipeline set."""
    known = {**(outer_env or {}), **(env or {})}
    found = (
        ()
        if shell.startswith(("python", "node", "perl"))
        else read_commands(with_known_commands(script, known), path, line, read_file, folder)
    )
    return Step(
        name=name,
        path=path,
        line=step_line or line,
        commands=found,
        script=script,
        script_line=line,
        env=env or {},
        condition=condition,
        failure_ignored=failure_ignored,
        runs_always=runs_always,
        does=frozenset().union(*(command.does for command in found)) if found else frozenset(),
        publishes=next((_short(command) for command in found if Does.PUBLISH in command.does), ""),
        shell=shell,
    )


def with_known_commands(script: str, env: Mapping[str, str]) -> str:
    """The script with variables at command position replaced by what the definition sets them to, such as ``$CARGO test``."""

    def value(match: re.Match[str]) -> str:
        name = match.group("expression") or match.group("shell")
        known = env.get(name, "")
        return match.group("before") + known if PLAIN_VALUE.fullmatch(known) else match.group(0)

    return COMMAND_VARIABLE.sub(value, script) if env else script


def is_variable(command: Command) -> bool:
    """Whether what runs is named by a variable nobody could resolve."""
    return command.argv[0].startswith(("$", "${")) and not command.via


def read_commands(script: str, path: str, line: int, read_file: Reader, folder: str = "") -> tuple[Command, ...]:
    """The commands of a script and of the scripts, make targets and package scripts it calls."""
    found = list(_followed(commands.read(script, path, line), read_file, folder, 0, frozenset()))
    return tuple(found[:MOST_COMMANDS])


def _followed(
    given: tuple[Command, ...], read_file: Reader, folder: str, depth: int, seen: frozenset[str]
) -> Iterator[Command]:
    for command in given:
        if command.argv[:1] == ("cd",) and len(command.argv) == 2 and "$" not in command.argv[1]:
            folder = _join(folder, command.argv[1])
        yield command
        if depth >= DEEPEST or command.argv[0] in ("echo", "printf", "test", "["):
            continue
        for script, path, line, at in _called(command, read_file, folder):
            key = f"{path}:{line}"
            if key in seen:
                continue
            inner = commands.read(script, path, line)
            via = (*command.via, command.text[:80])
            ignored = command.failure_ignored
            marked = tuple(replace(each, via=via, failure_ignored=each.failure_ignored or ignored) for each in inner)
            yield from _followed(marked, read_file, at, depth + 1, seen | {key})


def _called(command: Command, read_file: Reader, folder: str) -> Iterator[tuple[str, str, int, str]]:
    """(script, path, line, folder) of what a command runs inside the repository."""
    argv = command.argv
    name, rest = argv[0].rpartition("/")[2], list(argv[1:])
    if name in NODE_RUNNERS:
        yield from _package_scripts(name, rest, read_file, folder)
    elif name in ("make", "gmake"):
        yield from _make(rest, read_file, folder)
    elif name == "tox":
        yield from _tox(rest, read_file, folder)
    elif name == "nox":
        yield from _nox(read_file, folder)
    elif name == "composer":
        yield from _composer(rest, read_file, folder)
    elif name in ("just", "task"):
        yield from _recipes(name, rest, read_file, folder)
    elif (
        name in ("bash", "sh", "source", ".", "zsh") or "/" in argv[0].strip("/") or argv[0].endswith((".sh", ".bash"))
    ):
        target = (
            argv[0]
            if name not in ("bash", "sh", "source", ".", "zsh")
            else next((each for each in rest if not each.startswith("-")), "")
        )
        path = _join(folder, target)
        if (
            path
            and "$" not in path
            and not path.endswith((".py", ".js", ".bat", ".ps1"))
            and name not in ("gradlew", "mvnw")
        ):
            text = read_file(path)
            if text is not None and (path.endswith((".sh", ".bash")) or re.match(r"#!.*\b(ba|z|da|k)?sh\b", text)):
                yield text, path, 1, folder


def _package_scripts(
    runner: str, rest: list[str], read_file: Reader, folder: str
) -> Iterator[tuple[str, str, int, str]]:
    at = next((rest[n + 1] for n, each in enumerate(rest[:-1]) if each in ("--prefix", "-C", "--cwd", "--dir")), "")
    plain = [
        each
        for n, each in enumerate(rest)
        if not each.startswith("-")
        and (n == 0 or rest[n - 1] not in ("--prefix", "-C", "--cwd", "--dir", "-w", "--filter", "--workspace"))
    ]
    plain = plain[1:] if plain[:1] in (["run"], ["run-script"]) else plain
    if not plain or plain[0] in NOT_SCRIPTS:
        return
    wanted = {"t": "test", "tst": "test"}.get(plain[0], plain[0])
    path = _join(_join(folder, at), "package.json")
    text = read_file(path)
    scripts = _json(text).get("scripts") if text else None
    if not isinstance(scripts, dict):
        return
    for each in (f"pre{wanted}", wanted, f"post{wanted}"):
        script = scripts.get(each)
        if isinstance(script, str):
            yield script, path, _line_of(text or "", f'"{each}"'), _join(folder, at)


def _make(rest: list[str], read_file: Reader, folder: str) -> Iterator[tuple[str, str, int, str]]:
    at, file = folder, ""
    targets: list[str] = []
    skip = ""
    for each in rest:
        if skip == "-C":
            at, skip = _join(folder, each), ""
        elif skip == "-f":
            file, skip = each, ""
        elif skip:
            skip = ""
        elif each in ("-C", "-f", "-j", "-o"):
            skip = each if each != "-j" else ""
        elif not each.startswith("-") and "=" not in each:
            targets.append(each)
    for name in (file,) if file else MAKEFILES:
        path = _join(at, name)
        text = read_file(path)
        if text is None:
            continue
        rules = _rules(text)
        waiting = targets or list(rules)[:1]
        done: set[str] = set()
        while waiting and len(done) < 30:
            target = waiting.pop(0)
            if target in done or target not in rules:
                continue
            done.add(target)
            needs, recipe, line = rules[target]
            waiting += needs
            if recipe:
                yield recipe, path, line, at
        return


def _rules(text: str) -> dict[str, tuple[list[str], str, int]]:
    found: dict[str, tuple[list[str], str, int]] = {}
    current: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("\t"):
            body = line[1:]
            cleaned = body.lstrip("@-+ ")
            if body.lstrip("@+ ").startswith("-") and cleaned:
                cleaned += " || true"
            for target in current:
                needs, recipe, first = found[target]
                found[target] = (needs, recipe + cleaned + "\n", first or number)
        elif line and not line[0].isspace() and not line.startswith("#") and len(line) < 2000:
            match = TARGET.match(line)
            current = []
            if match:
                needs = [each for each in match.group(2).split() if not each.startswith(("$", "|", ";"))]
                for target in match.group(1).split():
                    old = found.get(target, ([], "", 0))
                    found[target] = (old[0] + needs, old[1], old[2])
                    current.append(target)
                found.pop(".PHONY", None)
                current = [each for each in current if each in found]
    return found


def _tox(rest: list[str], read_file: Reader, folder: str) -> Iterator[tuple[str, str, int, str]]:
    for name in ("tox.ini", "setup.cfg"):
        path = _join(folder, name)
        text = read_file(path)
        if text is None:
            continue
        lines, collecting = text.splitlines(), False
        script, first = [], 0
        in_env = False
        for number, line in enumerate(lines, 1):
            if line.startswith("["):
                in_env, collecting = line.startswith(("[testenv", "[tox:testenv")), False
            elif in_env and re.match(r"commands(_pre|_post)?\s*=", line):
                collecting = True
                first = first or number
                script.append(_forgiving(line.partition("=")[2].strip()))
            elif collecting and (line[:1].isspace() or not line):
                script.append(_forgiving(line.strip()))
            else:
                collecting = False
        if script:
            yield (
                re.sub(
                    r"\{(posargs|envpython|toxinidir)[^}]{0,80}\}", "", "\n".join(script).replace("{envpython} ", "")
                ),
                path,
                first,
                folder,
            )
        return
    text = read_file(_join(folder, "pyproject.toml"))
    if text and "[tool.tox" in text:
        yield (
            "\n".join(re.findall(r'"((?:pytest|coverage|python -m pytest|python -m unittest)[^"\n]{0,200})"', text)),
            _join(folder, "pyproject.toml"),
            _line_of(text, "[tool.tox"),
            folder,
        )


def _forgiving(line: str) -> str:
    """A line of tox as shell: the dash in front of a command makes tox ignore its failure."""
    return f"{line[2:]} || true" if line.startswith("- ") else line


def _nox(read_file: Reader, folder: str) -> Iterator[tuple[str, str, int, str]]:
    path = _join(folder, "noxfile.py")
    text = read_file(path)
    if text:
        for match in re.finditer(r"session\.run\(\s*((?:\"[^\"\n]{0,120}\"|'[^'\n]{0,120}'|,|\s)+)", text):
            words = re.findall(r"[\"']([^\"'\n]{1,120})[\"']", match.group(1))
            yield " ".join(words), path, text.count("\n", 0, match.start()) + 1, folder


def _composer(rest: list[str], read_file: Reader, folder: str) -> Iterator[tuple[str, str, int, str]]:
    plain = [each for each in rest if not each.startswith("-")]
    plain = plain[1:] if plain[:1] in (["run"], ["run-script"]) else plain
    path = _join(folder, "composer.json")
    text = read_file(path) if plain else None
    scripts = _json(text).get("scripts", {}) if text else {}
    found = scripts.get(plain[0]) if isinstance(scripts, dict) and plain else None
    for each in found if isinstance(found, list) else [found]:
        if isinstance(each, str):
            yield (
                each.replace("@php ", "").replace("@composer ", "composer "),
                path,
                _line_of(text or "", f'"{plain[0]}"'),
                folder,
            )


def _recipes(tool: str, rest: list[str], read_file: Reader, folder: str) -> Iterator[tuple[str, str, int, str]]:
    plain = [each for each in rest if not each.startswith("-")]
    if tool != "just" or not plain:
        return
    for name in ("justfile", "Justfile", ".justfile"):
        path = _join(folder, name)
        text = read_file(path)
        if text is None:
            continue
        lines = text.splitlines()
        for number, line in enumerate(lines):
            if re.match(re.escape(plain[0]) + r"\b[^:=\n]{0,200}:(?!=)", line):
                body = []
                for later in lines[number + 1 :]:
                    if later and not later[0].isspace():
                        break
                    body.append(later.strip().lstrip("@-"))
                yield "\n".join(body), path, number + 2, folder
                return


def _json(text: str | None) -> dict[str, object]:
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _line_of(text: str, wanted: str) -> int:
    at = text.find(wanted)
    return text.count("\n", 0, at) + 1 if at >= 0 else 1


def _join(folder: str, path: str) -> str:
    parts: list[str] = [] if path.startswith("/") else [each for each in folder.split("/") if each]
    for each in path.replace("$GITHUB_WORKSPACE", "").replace("${{ github.workspace }}", "").split("/"):
        if each == ".." and parts:
            parts.pop()
        elif each not in ("", ".", ".."):
            parts.append(each)
    return "/".join(parts)


def _short(command: Command) -> str:
    words = [each for each in command.argv[:4] if not each.startswith("$")]
    return " ".join(words)[:60] + (f" (from {command.via[0]})" if command.via else "")
