"""The group of all commands, for whatever the quick answers of ``assay.cli`` do not cover."""

import importlib
import sys

import click

import assay
from assay.cli import COMMANDS, INTERRUPTED, INTRODUCTION, STOPPED


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"assay.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=_Commands,
    help=INTRODUCTION.replace("\n\n", "\n\n\b\n"),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)
@click.version_option(assay.__version__, prog_name="assay")
def group() -> None:
    """All commands."""


def run() -> None:
    """What the command line says, with the exit code click gives for wrong use."""
    try:
        if code := group.main(standalone_mode=False):
            sys.exit(code)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.Abort:
        click.echo(STOPPED, err=True)
        sys.exit(INTERRUPTED)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(2)
