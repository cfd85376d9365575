"""The real command behind those that only run another: sudo, npx, poetry run, a shell, a container."""

import re
from collections.abc import Iterator

from assay.facts.ci import Does
from assay.formats import shell
from assay.formats.tools import classify

RUNNERS = {
    ("npx",), ("bunx",), ("uvx",), ("pipx", "run"), ("uv", "tool", "run"), ("pnpm", "dlx"), ("pnpm", "exec"), ("yarn", "dlx"), ("yarn", "exec"), ("npm", "exec"),
    ("poetry", "run"), ("uv", "run"), ("pipenv", "run"), ("pdm", "run"), ("hatch", "run"), ("rye", "run"), ("bundle", "exec"), ("mise", "exec"), ("xvfb-run",), ("sudo",), ("time",),
    ("nice",), ("exec",), ("command",), ("env",), ("nohup",), ("ionice",), ("stdbuf",), ("chronic",), ("dotnet", "tool", "run"), ("php",), ("&",), ("call",), ("doas",), ("gosu",), ("retry",), ("catchsegv",), ("dbus-run-session",), ("wine",), ("opam", "exec"), ("nix-shell",), ("coverage", "run"),
    ("xargs",), ("setsid",), ("unbuffer",), ("winpty",), ("corepack",), ("pixi", "run"), ("conda", "run"), ("micromamba", "run"), ("nix", "develop"), ("cross-env",), ("dotenv",),
}  # fmt: skip
"""Words in front of the real command."""
TAKES_VALUE = frozenset(
    "-u -p --package --with --from --python -c --group --extra --project --directory -n --user -E --filter --prefix -C --cwd -e --env --only-group --no-group --source -P -I -L".split()
)
FLAGS = {
    "sudo": frozenset({"-E", "-n"}),
    "doas": frozenset({"-n"}),
    "time": frozenset({"-p"}),
    "nix": frozenset({"-c"}),
}
"""Options that take no value with this runner, though they do with others."""
SHELLS = frozenset({"bash", "sh", "zsh", "dash", "ash"})
INLINE = re.compile(r"-[a-z]*c")
"""The option with which a shell is handed a script."""
DEEPEST = 4
PYTHONS = re.compile(r"(python|pypy|py)[0-9.]*$")
CONTAINER_TOOLS = ("docker", "docker-compose", "podman", "nerdctl")
CONTAINER_FLAGS = re.compile(
    r"-[itdTPq]{1,5}|--(rm|init|privileged|no-deps|interactive|tty|detach|read-only|quiet|service-ports|build|publish-all|no-TTY)|--[^=]+=.*"
)
FROM_IMAGE = frozenset({Does.STATIC_ANALYSIS, Does.SECRET_SCAN, Does.VULNERABILITY_MATCH, Does.DYNAMIC_TEST, Does.SBOM, Does.PIPELINE_AUDIT})  # fmt: skip
"""What an image of a tool's name does by its entry point."""
MAY_BE_NOTHING = re.compile(r"\$\{\{(?!.*'\s*(?:echo|printf|true|:)\b).{1,500}\|\|\s*''\s*\}\}", re.DOTALL)
"""An expression before a command that puts a wrapper there in some cases and nothing in the others."""


Unwrapped = tuple[list[str], dict[str, str], bool]
"""Words of a command, the variables set for it alone, and whether its failure has no effect."""


def unwrapped(words: list[str], env: dict[str, str], depth: int) -> Iterator[Unwrapped]:
    """The real command behind ``sudo``, ``npx``, ``poetry run``, ``bash -c`` … as one or more argument lists."""
    argv, env = list(words), dict(env)
    for _ in range(6):
        if not argv:
            return
        if len(argv) > 1 and MAY_BE_NOTHING.fullmatch(argv[0]):
            argv = argv[1:]
            continue
        head = argv[0].rpartition("/")[2]
        inline = next((at for at, each in enumerate(argv[1:9], 1) if INLINE.fullmatch(each)), 0)
        if head == "command" and argv[1:2] in (["-v"], ["-V"]):
            break
        if depth < DEEPEST and ((head in SHELLS and inline) or (head == "eval" and len(argv) > 1)):
            inner = " ".join(argv[1:]) if head == "eval" else " ".join(argv[inline + 1 : inline + 2])
            for simple in shell.split(inner):
                for each, given, ignored in unwrapped(simple.words, env | simple.env, depth + 1):
                    yield each, given, ignored or simple.failure_ignored
            return
        if PYTHONS.fullmatch(head):
            argv = _of_python(argv)
            break
        if head in CONTAINER_TOOLS:
            yield argv, env, False
            if depth < DEEPEST:
                for each in _inside_container(argv):
                    yield from unwrapped(each, {}, depth + 1)
            return
        if head == "timeout":
            at = 1
            while at < len(argv) and argv[at].startswith("-"):
                at += 2 if argv[at] in ("-k", "-s") else 1
            argv = argv[at + 1 :]
            continue
        length = next((n for n in (3, 2, 1) if (head, *argv[1:n]) in RUNNERS), 0)
        if not length or (head, *argv[1:2]) == ("coverage", "run"):
            break
        argv = after_options(argv, length, env)
    if argv:
        yield argv, env, False


def _of_python(argv: list[str]) -> list[str]:
    """The module or script that Python is told to run, as the command; the words as they are for ``-c``."""
    at = 1
    while at < len(argv) and argv[at].startswith("-") and argv[at] not in ("-c", "-m"):
        at += 2 if argv[at] in ("-W", "-X") else 1
    rest = argv[at:]
    if rest[:1] == ["-m"] and len(rest) > 1:
        return ["python", *rest] if rest[1] == "build" else rest[1:]
    if rest and rest[0].endswith(".py"):
        return [rest[0].rpartition("/")[2], *rest[1:]]
    return [argv[0].rpartition("/")[2], *argv[1:]]


def after_options(argv: list[str], at: int, env: dict[str, str]) -> list[str]:
    """The words after a runner's options; variables it sets are put to ``env``."""
    flags = FLAGS.get(argv[0], frozenset())
    while at < len(argv) and argv[at] != "--":
        if assigned := shell.ASSIGNMENT.match(argv[at]):
            env[assigned.group().rstrip("+=")] = argv[at][assigned.end() :]
        elif not argv[at].startswith("-"):
            break
        at += 2 if argv[at] in TAKES_VALUE and argv[at] not in flags else 1
    rest = argv[at + 1 :] if at < len(argv) and argv[at] == "--" else argv[at:]
    if rest and "@" in rest[0][1:]:
        rest = [rest[0][0] + rest[0][1:].partition("@")[0], *rest[1:]]
    return [rest[0].partition("==")[0], *rest[1:]] if rest else rest


def _inside_container(argv: list[str]) -> Iterator[list[str]]:
    """What ``docker run`` and ``docker compose exec`` are told to run, and the tool an image is named after."""
    at = 1
    while at < len(argv) and (argv[at].startswith("-") or argv[at] in ("compose", "container")):
        takes_value = argv[at] in ("-f", "--file", "-p", "--project-name", "--profile", "--env-file", "-H", "--context")
        at += 2 if takes_value else 1
    if argv[at : at + 1] not in (["run"], ["exec"]):
        return
    at += 1
    while at < len(argv) and argv[at].startswith("-"):
        at += 1 if CONTAINER_FLAGS.fullmatch(argv[at]) else 2
    if at >= len(argv):
        return
    yield argv[at + 1 :]
    tool = [argv[at].rpartition("@")[0] or argv[at]]
    tool = [tool[0].rpartition("/")[2].partition(":")[0], *argv[at + 1 :]]
    if classify(tool) & FROM_IMAGE:
        yield tool
