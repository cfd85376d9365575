"""Builds steps from scripts, following what they call in the repository (judgement rules, 4.1, rule 1)."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from assay.domain.evidence import Unread
from assay.facts.ci import Command, Does, Step
from assay.formats import commands, shell
from assay.formats.ci.called import called
from assay.formats.ci.places import Reader, join

__all__ = ["Piece", "Reader", "left_out", "of_commands", "read_commands", "script_step", "steps_of_one_shell"]

DEEPEST = 3
MOST_FOLLOWED = 2000
"""Commands from called files that are kept beside those of the script itself."""
MOST_CALLS = 300
"""Commands of one script that are looked at for what they call."""
NO_COMMANDS = frozenset({"$true", "$false", "$null", "$_"})
"""Values of PowerShell, where a pipe or an assignment puts them first."""
SILENT = frozenset({"echo", "printf", "test", "[", "[[", "cd", "export", "set"})
"""Commands that call nothing."""
OTHER_SHELLS = ("python", "node", "perl", "ruby", "Rscript", "julia")


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
    foreign = shell.startswith(OTHER_SHELLS)
    found = () if foreign else read_commands(script, path, line, read_file, folder, known)
    return of_commands(
        found,
        Step(
            name=name,
            path=path,
            line=step_line or line,
            script=script,
            script_line=line,
            env=env or {},
            condition=condition,
            failure_ignored=failure_ignored,
            runs_always=runs_always,
            shell=shell,
        ),
    )


def of_commands(found: tuple[Command, ...], step: Step) -> Step:
    """The step with its commands and what they do."""
    return replace(
        step,
        commands=found,
        does=frozenset().union(*(command.does for command in found)) if found else frozenset(),
        publishes=next((_short(command) for command in found if Does.PUBLISH in command.does), ""),
    )


def steps_of_one_shell(pieces: Sequence["Piece"], step: Step, read_file: Reader, env: Mapping[str, str]) -> list[Step]:
    """A step per piece where one shell runs them all, so that ``cd`` and ``set +e`` reach the next."""
    starts: list[int] = []
    lines: list[int] = []
    for piece in pieces:
        starts.append(len(lines))
        lines += range(piece.line, piece.line + piece.script.rstrip("\n").count("\n") + 1)
    whole = "\n".join(piece.script.rstrip("\n") for piece in pieces)
    found: list[list[Command]] = [[] for _ in pieces]
    at = 0
    for command in read_commands(whole, step.path, 1, read_file, "", env):
        if not command.via:
            at = bisect_left(starts, command.line) - 1
            command = replace(command, path=pieces[at].path, line=lines[command.line - 1])
        found[at].append(command)
    return [
        of_commands(
            tuple(own), replace(step, path=piece.path, line=piece.line, script=piece.script, script_line=piece.line)
        )
        for own, piece in zip(found, pieces, strict=True)
    ]


class Piece(NamedTuple):
    """A part of a script, and where its first line stands."""

    script: str
    path: str
    line: int


def left_out(steps: Iterable[Step], said: set[str]) -> list[Unread]:
    """What the steps run that cannot be told: once for every file, which ``said`` remembers."""
    found = []
    for step in steps:
        if len(step.script) > shell.LONGEST_SCRIPT and f"{step.path} long" not in said:
            said.add(f"{step.path} long")
            found.append(
                Unread(f"{step.path}:{step.line}", "the script is too long to be read whole", "a shorter script")
            )
        for command in step.commands:
            if command.path not in said and is_variable(command):
                said.add(command.path)
                found.append(
                    Unread(
                        f"{command.path}:{command.line}",
                        f"what runs there is named by a variable ({command.argv[0]})",
                        "write the command out",
                    )
                )
    return found


def is_variable(command: Command) -> bool:
    """Whether what runs is named by a variable nobody could resolve."""
    name, following = command.argv[0], command.argv[1:2]
    if command.via or name.lower() in NO_COMMANDS or following in (("=",), ("+=",)):
        return False
    return bool(commands.VARIABLE.fullmatch(name))


def read_commands(
    script: str, path: str, line: int, read_file: Reader, folder: str = "", env: Mapping[str, str] | None = None
) -> tuple[Command, ...]:
    """The commands of a script and of the scripts, make targets and package scripts it calls."""
    following = _Following(read_file, env or {})
    return tuple(following.all_of(commands.read(script, path, line, env), folder, 0))


class _Following:
    """Each called script is read once, or twice where its failure has no effect in one place and some in another."""

    def __init__(self, read_file: Reader, env: Mapping[str, str]) -> None:
        self.read_file = read_file
        self.env = env
        self.seen: set[tuple[str, int, str, bool]] = set()
        self.calls: set[tuple[tuple[str, ...], str, bool]] = set()
        self.kept = 0

    def all_of(self, given: tuple[Command, ...], folder: str, depth: int) -> Iterator[Command]:
        """``given``, each command followed by those it leads to."""
        names = frozenset(each.argv[0] for each in given)
        before = folder
        for command in given:
            moved = _moved(command, folder, before)
            folder, before = moved if moved else (folder, before)
            if command.install and folder:
                install = replace(command.install, folder=join(folder, command.install.folder))
                command = replace(command, install=install)
            yield command
            call = (command.argv, folder, command.failure_ignored)
            if depth >= DEEPEST or command.argv[0] in SILENT or call in self.calls or len(self.calls) >= MOST_CALLS:
                continue
            for each in called(command, self.read_file, folder):
                self.calls.add(call)
                key = (each.path, each.line, each.script, command.failure_ignored)
                if key in self.seen or self.kept > MOST_FOLLOWED:
                    continue
                self.seen.add(key)
                via = (*command.via, command.text[:80])
                ignored = command.failure_ignored
                inner = commands.read(
                    each.script, each.path, each.line, self.env, names if each.sourced else frozenset()
                )
                marked = tuple(replace(one, via=via, failure_ignored=one.failure_ignored or ignored) for one in inner)
                self.kept += len(marked)
                yield from self.all_of(marked, each.folder, depth + 1)


def _moved(command: Command, folder: str, before: str) -> tuple[str, str] | None:
    """The folder after ``cd`` and the one to go back to; None if the command changes none or one that cannot be told."""
    words = [each for each in command.argv if each != "--"]
    if words == ["popd"] or words == ["cd", "-"]:
        return before, folder
    if len(words) != 2 or words[0] not in ("cd", "pushd", "Set-Location"):
        return None
    target = join(folder, words[1])
    return None if "$" in target else (target, folder)


def _short(command: Command) -> str:
    words = [each for each in command.argv[:4] if not each.startswith("$")]
    return " ".join(words)[:60] + (f" (from {command.via[0]})" if command.via else "")
