"""The pages on commands and on exit codes, from the command line and from the tree of errors."""

import pkgutil
from collections.abc import Iterator

import click

from assay.errors import AssayError
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
        told = command.get_help(click.Context(command, parent=top, info_name=name))
        lines += ["", f"## assay {name}", "", "```text", told, "```"]
    return "\n".join(lines) + "\n"


def exit_codes() -> str:
    """Every exit code, and the errors that end a command with it."""
    codes = {0: "Done, whatever the verdicts are."}
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
