"""The command line: one file per command, loaded only when it is used."""

import importlib
import sys

import click

import assay
from assay.errors import AssayError

COMMANDS = {
    "assess": "Say for each of the 45 claims what a repository shows.",
    "catalogue": "Print the Code as text or JSON.",
    "challenge": "Hold a completed self-assessment form against a repository.",
    "diff": "Compare two assessments, with the cause of every change.",
    "due": "List what goes stale, expires or falls due, with owners.",
    "explain": "Say what a claim, principle, facet or check asks and how to get there.",
    "form": "Find faults in a completed self-assessment form.",
    "gate": "Fail when a claim got worse than in the agreed baseline.",
    "ingest": "Take test results, scans, SBOMs and other evidence into a folder.",
    "init": "Write assay.toml, the profile of your product.",
    "record": "Record what a named person states, accepts or disputes.",
    "snapshot": "Read the settings of a project on GitHub or GitLab into a file.",
    "suggest": "Propose passages of your own documents, claim by claim.",
}
"""Every command with the line ``assay --help`` shows, so that help loads none of them."""

INTERRUPTED = 130
"""What a shell expects of a program that was stopped by hand."""


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


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.version_option(assay.__version__, prog_name="assay")
def group() -> None:
    """What a repository can prove about the UK Software Security Code of Practice.

    \b
    Example: assay assess path/to/repository
    Exit codes: 0 done · 1 Assay failed · 2 wrong use or malformed input ·
    3 nothing to look at · 4 a gate or a lint found something. Verdicts never
    change the exit code of assess.
    """


def main() -> None:
    """Run the command line and leave with a documented exit code."""
    try:
        if code := group.main(standalone_mode=False):
            sys.exit(code)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.Abort:
        click.echo("assay: stopped before it was done; no result was written.", err=True)
        sys.exit(INTERRUPTED)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(2)
    except AssayError as error:
        click.echo(f"assay: {error.problem}", err=True)
        if error.advice:
            click.echo(f"       {error.advice}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
