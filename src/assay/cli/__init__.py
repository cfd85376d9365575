"""The command line: one file per command, loaded only when it is used.

Asking for help or for one explanation takes no parser: loading one takes three times as long as starting Python.
"""

import gc
import sys

from assay.errors import AssayError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import click

COMMANDS = {
    "assess": "Say for each of the 45 claims what a repository shows.",
    "catalogue": "Print the Code as text, as JSON or for other tools.",
    "challenge": "Hold a completed self-assessment form against a repository.",
    "diff": "Compare two assessments, with the cause of every change.",
    "due": "List what goes stale, expires or falls due, with owners.",
    "explain": "Say what a claim, principle, facet or check asks and how to get there.",
    "export": "Write an assessment in a format that other tools read.",
    "form": "Fill in a self-assessment form, read a completed one, find its faults.",
    "gate": "Fail when a claim got worse than in the agreed baseline.",
    "ingest": "Take test results, scans, SBOMs and other evidence into a folder.",
    "init": "Write assay.toml, the profile of your product.",
    "record": "Record what a named person states, accepts or disputes.",
    "replay": "Judge again from a pack and compare byte for byte.",
    "seal": "Put an assessment and all it rests on into one file, a pack.",
    "sign": "Sign a pack with a key, or make a key.",
    "snapshot": "Read the settings of a project on GitHub or GitLab into a file.",
    "suggest": "Propose passages of your own documents, claim by claim.",
    "verify": "Check a pack and who signed it, offline.",
}
"""Every command with the line ``assay --help`` shows, so that help loads none of them."""

INTRODUCTION = """What a repository can prove about the UK Software Security Code of Practice.

Example: assay assess path/to/repository
Exit codes: 0 done · 1 Assay failed · 2 wrong use or malformed input ·
3 nothing to look at · 4 a gate or a lint found something · 5 not verified.
Verdicts never change the exit code of assess."""

HELP = """Usage: assay [OPTIONS] COMMAND [ARGS]...

{introduction}

Options:
  --version   Show the version and exit.
  -h, --help  Show this message and exit.

Commands:
{commands}"""
"""What the parser would print where there are 80 columns or more."""

WIDTH = 78
STOPPED = "assay: stopped before it was done; no result was written."
INTERRUPTED = 130
"""What a shell expects of a program that was stopped by hand."""


def __getattr__(name: str) -> "click.Group":
    """``group``, the parser, loaded when somebody asks for it."""
    if name != "group":
        raise AttributeError(name)
    from assay.cli.parser import group

    return group


def _shown(text: str) -> str:
    """Names of a repository as a terminal may print them: what would steer it is written as an escape."""
    return "".join(each if each.isprintable() or each == "\n" else ascii(each)[1:-1] for each in text)


def main() -> None:
    """Run the command line and leave with a documented exit code."""
    gc.disable()  # a run is short and makes few cycles; looking for them takes a tenth of an assessment
    try:
        _answer(sys.argv[1:])
    except AssayError as error:
        print(f"assay: {_shown(error.problem)}", file=sys.stderr)
        if error.advice:
            print(f"       {_shown(error.advice)}", file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print(f"\n{STOPPED}", file=sys.stderr)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    finally:
        gc.enable()


def _answer(words: list[str]) -> None:
    if words in (["-h"], ["--help"]) and _has_80_columns():
        from assay.cli.place import put

        put(help_text(), None)
    elif len(words) == 2 and words[0] == "explain" and not words[1].startswith("-"):
        from assay.cli.explanation import explanation
        from assay.cli.place import put

        put(explanation(words[1]), None)
    else:
        from assay.cli.parser import run

        run()


def _has_80_columns() -> bool:
    import shutil

    return shutil.get_terminal_size().columns >= 80


def help_text() -> str:
    """What ``assay --help`` prints."""
    column = max(map(len, COMMANDS)) + 4
    commands = [_wrapped(f"  {name}".ljust(column), says) for name, says in COMMANDS.items()]
    introduction = "\n".join(f"  {line}" if line else "" for line in INTRODUCTION.split("\n"))
    return HELP.format(introduction=introduction, commands="\n".join(commands)) + "\n"


def _wrapped(name: str, says: str) -> str:
    """A command with what it does, further lines below the first."""
    lines, line = [], name
    for word in says.split():
        if len(f"{line}{word}") > WIDTH:
            lines.append(line.rstrip())
            line = " " * len(name)
        line += f"{word} "
    return "\n".join([*lines, line.rstrip()])
