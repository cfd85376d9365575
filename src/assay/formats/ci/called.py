"""What a command runs inside the repository: scripts, make targets, package scripts, tox, nox, just, task and Composer scripts."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from assay.facts.ci import Command
from assay.formats.ci.makefiles import make
from assay.formats.ci.places import Reader, join
from assay.formats.ci.python_runners import nox, tox
from assay.formats.yaml_text import Marked, YamlError
from assay.formats.yaml_text import read as read_yaml


class Called(NamedTuple):
    """A script, the file and line it starts on, and the folder it runs in."""

    script: str
    path: str
    line: int
    folder: str
    sourced: bool = False
    """The caller takes its functions over."""


SHELLS = frozenset({"bash", "sh", "zsh", "dash", "ash", "source", "."})
SHEBANG = re.compile(r"#!.{0,60}\b(ba|z|da|k|a)?sh\b")
OTHER_LANGUAGES = (".py", ".js", ".mjs", ".ts", ".rb", ".pl", ".bat", ".cmd", ".ps1")
NODE_RUNNERS = frozenset({"npm", "yarn", "pnpm", "bun"})
NOT_SCRIPTS = frozenset(
    "install i ci add run-script exec dlx publish audit config set cache link pack why outdated version info remove global workspace workspaces plugin create init up upgrade update dedupe prune login whoami view".split()
)
AT_FOLDER = ("--prefix", "-C", "--cwd", "--dir")
OF_MEMBER = {"npm": ("-w", "--workspace"), "pnpm": ("-F", "--filter"), "bun": ("-F", "--filter")}
"""Options that name one package of a workspace."""


def called(command: Command, read_file: Reader, folder: str) -> Iterator[Called]:
    """Everything in the repository that ``command`` runs when started in ``folder``."""
    argv = command.argv
    name, rest = argv[0].rpartition("/")[2], list(argv[1:])
    if name in _RUNNERS:
        for found in _RUNNERS[name](rest, read_file, folder):
            yield Called(*found)
    elif name in NODE_RUNNERS:
        yield from _package_scripts(name, rest, read_file, folder)
    elif name in SHELLS or "/" in argv[0].strip("/") or name.endswith((".sh", ".bash")):
        target = next((each for each in rest if not each.startswith(("-", "+"))), "") if name in SHELLS else argv[0]
        path = join(folder, target)
        if path and "$" not in path and not path.endswith(OTHER_LANGUAGES) and name not in ("gradlew", "mvnw"):
            text = read_file(path)
            if text is not None and (path.endswith((".sh", ".bash")) or SHEBANG.match(text) or name in SHELLS):
                yield Called(text, path, 1, folder, name in ("source", "."))


def _package_scripts(name: str, rest: list[str], read_file: Reader, folder: str) -> Iterator[Called]:
    at = next((rest[n + 1] for n, each in enumerate(rest[:-1]) if each in AT_FOLDER), "")
    where: str | None = join(folder, at)
    of_member = OF_MEMBER.get(name, ())
    if rest[:1] == ["workspace"] and len(rest) > 2:
        where, rest = _member(rest[1], read_file, folder), rest[2:]
    for n, each in enumerate(rest):
        option, equals, value = each.partition("=")
        if option in of_member:
            where = _member(value if equals else "".join(rest[n + 1 : n + 2]), read_file, folder)
    plain = [
        each
        for n, each in enumerate(rest)
        if not each.startswith("-") and (n == 0 or rest[n - 1] not in (*AT_FOLDER, *of_member))
    ]
    plain = plain[1:] if plain[:1] in (["run"], ["run-script"]) else plain
    if where is not None and plain and plain[0] not in NOT_SCRIPTS:
        yield from _package_script({"t": "test", "tst": "test"}.get(plain[0], plain[0]), read_file, where)


def _member(wanted: str, read_file: Reader, folder: str) -> str | None:
    """The folder of the workspace package that ``wanted`` names, by its name or its path; None where it cannot be told."""
    given = _json(read_file(join(folder, "package.json"))).get("workspaces")
    given = given.get("packages") if isinstance(given, dict) else given
    for pattern in (wanted, *(given if isinstance(given, list) else ()), *_pnpm_members(read_file, folder)):
        inside, star, _ = str(pattern).partition("*")
        place = join(folder, inside + wanted.rpartition("/")[2] if star else inside)
        text = read_file(join(place, "package.json"))
        if text and (pattern == wanted or _json(text).get("name") == wanted):
            return place
    return None


def _pnpm_members(read_file: Reader, folder: str) -> list[object]:
    try:
        found = _mapping(read_yaml(read_file(join(folder, "pnpm-workspace.yaml")) or "")).get("packages")
    except YamlError:
        return []
    return found if isinstance(found, list) else []


def _package_script(wanted: str, read_file: Reader, folder: str) -> Iterator[Called]:
    path = join(folder, "package.json")
    text = read_file(path)
    scripts = _json(text).get("scripts") if text else None
    if not text or not isinstance(scripts, dict):
        return
    for each in (f"pre{wanted}", wanted, f"post{wanted}"):
        script = scripts.get(each)
        if isinstance(script, str):
            yield Called(script, path, _line_of(text, f'"{each}"'), folder)


def _run_all(rest: list[str], read_file: Reader, folder: str) -> Iterator[Called]:
    """``npm-run-all``, ``run-s`` and ``run-p``: several package scripts, by name or pattern."""
    scripts = _json(read_file(join(folder, "package.json"))).get("scripts")
    for each in rest:
        if each.endswith(":*") and isinstance(scripts, dict):
            for name in scripts:
                if str(name).startswith(each[:-1]):
                    yield from _package_script(str(name), read_file, folder)
        elif not each.startswith("-"):
            yield from _package_script(each, read_file, folder)


def _composer(rest: list[str], read_file: Reader, folder: str) -> Iterator[Called]:
    plain = [each for each in rest if not each.startswith("-")]
    plain = plain[1:] if plain[:1] in (["run"], ["run-script"]) else plain
    path = join(folder, "composer.json")
    text = (read_file(path) if plain else None) or ""
    scripts = _json(text).get("scripts", {})
    found = scripts.get(plain[0]) if isinstance(scripts, dict) and plain else None
    for each in found if isinstance(found, list) else [found]:
        if isinstance(each, str):
            script = each.removeprefix("@php ").replace("@composer ", "composer ")
            script = f"composer run-script {script[1:]}" if script.startswith("@") else script
            yield Called(script, path, _line_of(text, f'"{plain[0]}"'), folder)


def _just(rest: list[str], read_file: Reader, folder: str) -> Iterator[Called]:
    plain = [each for each in rest if not each.startswith("-")]
    for name in ("justfile", "Justfile", ".justfile") if plain else ():
        path = join(folder, name)
        text = read_file(path)
        if text is None:
            continue
        lines = text.splitlines()
        for number, line in enumerate(lines):
            if re.match(r"@?" + re.escape(plain[0]) + r"\b[^:=\n]{0,200}:(?!=)", line):
                body = []
                for later in lines[number + 1 :]:
                    if later and not later[0].isspace():
                        break
                    bare = later.strip()
                    forgiving = bare.lstrip("@").startswith("-") and len(bare) > 1
                    body.append(bare.lstrip("@-") + (" || true" if forgiving else ""))
                yield Called("\n".join(body), path, number + 2, folder)
                return


def _task(rest: list[str], read_file: Reader, folder: str) -> Iterator[Called]:
    plain = [each for each in rest if not each.startswith("-") and "=" not in each]
    for name in ("Taskfile.yml", "Taskfile.yaml", "taskfile.yml", "Taskfile.dist.yml"):
        path = join(folder, name)
        text = read_file(path)
        if text is None:
            continue
        tasks = _tasks(text)
        waiting, done = plain or ["default"], set[str]()
        while waiting and len(done) < MOST_TASKS:
            wanted = waiting.pop(0)
            body = tasks.get(wanted)
            if wanted in done or body is None:
                continue
            done.add(wanted)
            line = tasks.line_of(wanted) if isinstance(tasks, Marked) else 1
            given = body if isinstance(body, dict) else {"cmds": body}
            waiting += [each for each in given.get("deps") or () if isinstance(each, str)]
            for each in _cmds(given.get("cmds", given.get("cmd"))):
                if "task" in each:
                    waiting.append(str(each["task"]))
                elif isinstance(each.get("cmd"), str):
                    forgiving = " || true" if True in (each.get("ignore_error"), given.get("ignore_error")) else ""
                    yield Called(each["cmd"] + forgiving, path, line, folder)
        return


MOST_TASKS = 30


@lru_cache(maxsize=16)
def _tasks(text: str) -> dict[str, Any]:
    try:
        return _mapping(_mapping(read_yaml(text)).get("tasks"))
    except YamlError:
        return {}


def _cmds(given: object) -> Iterator[dict[str, Any]]:
    for each in given if isinstance(given, list) else [given]:
        if isinstance(each, (str, dict)):
            yield {"cmd": each} if isinstance(each, str) else each


@lru_cache(maxsize=16)
def _json(text: str | None) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _line_of(text: str, wanted: str) -> int:
    at = text.find(wanted)
    return text.count("\n", 0, at) + 1 if at >= 0 else 1


_RUNNERS: dict[str, Callable[[list[str], Reader, str], Iterator[Sequence[Any]]]] = {
    "make": make, "gmake": make, "tox": tox, "nox": nox, "composer": _composer, "just": _just, "task": _task,
    "run-s": _run_all, "run-p": _run_all, "npm-run-all": _run_all,
}  # fmt: skip
