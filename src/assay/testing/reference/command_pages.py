"""The pages on commands and on exit codes, from the command line and from the tree of errors."""

import pkgutil
from collections.abc import Iterator

import click

from assay.errors import FOUND_SOMETHING, AssayError
from assay.testing.reference.words import first_line


def commands() -> str:
    """What ``--help`` says, for Assay and for every command."""
    # Found by name: this package and the command line stand beside each other and import nothing of each other.
    group: click.Group = pkgutil.resolve_name("assay.cli:group")
    top = click.Context(group, info_name="assay", terminal_width=80, **group.context_settings)
    lines = ["# Commands", "", "```text", group.get_help(top), "```"]
    for name in group.list_commands(top):
        command = group.get_command(top, name)
        assert command
        lines += _helped(command, top, name)
    return "\n".join(lines) + "\n"


def _helped(command: click.Command, parent: click.Context, name: str) -> Iterator[str]:
    """The help of a command, and of every command below it."""
    context = click.Context(command, parent=parent, info_name=name)
    yield from ("", f"## {context.command_path}", "", "```text", command.get_help(context), "```")
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            below = command.get_command(context, each)
            assert below
            yield from _helped(below, context, each)


def exit_codes() -> str:
    """Every exit code, and the errors that end a command with it."""
    codes = {
        0: "Done, whatever the verdicts are.",
        FOUND_SOMETHING: "Done, and a gate, a lint or `--fail` found something.",
    }
    rows = []
    for error in _with_kinds(AssayError):
        codes.setdefault(error.exit_code, first_line(error))
        rows.append(f"| `{error.__name__}` | {error.exit_code} | {first_line(error)} |")
    lines = ["# Exit codes", "", "| Exit code | Meaning |", "|---|---|"]
    lines += [f"| {number} | {meaning} |" for number, meaning in sorted(codes.items())]
    lines += ["", "A wrong option or argument ends with 2 as well.", "", "## Errors", ""]
    return "\n".join([*lines, "| Error | Exit code | Raised when |", "|---|---|---|", *rows]) + "\n"


def _with_kinds(error: type[AssayError]) -> Iterator[type[AssayError]]:
    yield error
    for kind in error.__subclasses__():
        yield from _with_kinds(kind)
