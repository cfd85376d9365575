"""``assay snapshot``: the only command that opens a connection, when and where its user says so."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

import assay
from assay.cli.assessing import A_PATH
from assay.cli.clock import now
from assay.cli.place import put
from assay.errors import MalformedInputError

if TYPE_CHECKING:
    from datetime import datetime

    from assay.collect.forge.client import Client
    from assay.facts.platform import Snapshot

Take = Callable[["Client", str, "datetime", str, int], "Snapshot"]

LONGEST_NAME = 300
output_option = click.option(
    "--output", type=A_PATH, required=True, help="The file to write, to be reviewed and ingested."
)
redact_option = click.option(
    "--redact", is_flag=True, help="Put a digest in place of every person's name; the same person stays the same."
)
changes_option = click.option(
    "--changes",
    type=click.IntRange(1, 200),
    default=50,
    show_default=True,
    help="Of how many of the newest merged changes the reviews are read.",
)


@click.group("snapshot")
def command() -> None:
    """Read the settings of a project on GitHub or GitLab into a file.

    Branch rules, members and their second factor, rights of pipelines,
    security switches, releases, reviews and checks: what files cannot show.
    The token comes from the environment alone and is neither printed nor
    kept. What it may not see stands in the file as unread, with the right
    that would show it.

    \b
    Example:
      GITHUB_TOKEN=… assay snapshot github gantry/gantry --output s.json
      assay ingest s.json --into ../evidence
      assay assess --evidence ../evidence
    """


@command.command("github")
@click.argument("name", metavar="OWNER/NAME")
@click.option("--server", default="https://api.github.com", show_default=True, help="Address of the REST interface.")
@output_option
@redact_option
@changes_option
def github_command(name: str, server: str, output: Path, redact: bool, changes: int) -> None:
    """Read a project on GitHub. The token: GITHUB_TOKEN or GH_TOKEN.

    \b
    Example: assay snapshot github gantry/gantry --output snapshot.json
    """
    from assay.collect.forge import github

    if name.count("/") != 1:
        raise MalformedInputError(f"{name!r} is no OWNER/NAME.", advice="Such as gantry/gantry.")
    token = _token("GITHUB_TOKEN", "GH_TOKEN")
    _snapshot(github.take, server, github.headers(token), name, output, redact, changes)


@command.command("gitlab")
@click.argument("name", metavar="GROUP/PROJECT")
@click.option("--server", default="https://gitlab.com", show_default=True, help="Address of the GitLab server.")
@output_option
@redact_option
@changes_option
def gitlab_command(name: str, server: str, output: Path, redact: bool, changes: int) -> None:
    """Read a project on GitLab. The token: GITLAB_TOKEN.

    \b
    Example: assay snapshot gitlab gantry/crane --output snapshot.json
    """
    from assay.collect.forge import gitlab

    if "/" not in name.strip("/"):
        raise MalformedInputError(f"{name!r} is no GROUP/PROJECT.", advice="Such as gantry/tools/crane.")
    token = _token("GITLAB_TOKEN")
    _snapshot(gitlab.take, server.rstrip("/") + gitlab.INTERFACE, gitlab.headers(token), name, output, redact, changes)


def _snapshot(
    take: Take, server: str, headers: dict[str, str], name: str, output: Path, redact: bool, changes: int
) -> None:
    from assay.collect.forge.client import Client
    from assay.formats.snapshots.file import written
    from assay.formats.snapshots.redaction import redacted

    if len(name) > LONGEST_NAME or any(not part or part in (".", "..") for part in name.strip("/").split("/")):
        raise MalformedInputError(f"{name[:80]!r} is no name of a project.")
    click.echo(f"Asking {server} …", err=True)
    with Client(server, headers) as client:
        snapshot = take(client, name.strip("/"), now(), f"assay {assay.__version__}", changes)
    if redact:
        snapshot = redacted(snapshot, secrets.token_bytes(32))
    put(written(snapshot), output)
    for line in _not_seen(snapshot):
        click.echo(line, err=True)
    click.echo(f"Wrote {output}. Review it, then: assay ingest {output} --into FOLDER", err=True)


def _token(*names: str) -> str:
    """The first of these variables that is set: a token never comes from an option, a file or the repository."""
    token = next((os.environ[name].strip() for name in names if os.environ.get(name, "").strip()), "")
    if not token:
        click.echo(f"No token in {' or '.join(names)}: only what everybody may see is read.", err=True)
    elif not token.isascii() or not token.isprintable() or " " in token:
        raise MalformedInputError(f"What {' or '.join(names)} holds is no token.", advice="It has no spaces or lines.")
    return token


def _not_seen(snapshot: "Snapshot") -> list[str]:
    """A line for every section that was not read, with the right it takes."""
    from assay.formats.snapshots.file import plain

    sections = plain(snapshot)["sections"]
    return [
        f"  not seen: {name.replace('_', ' ')}: {each['unread']['reason']}"
        + (f" (needs {each['unread']['right']})" if each["unread"]["right"] else "")
        for name, each in sorted(sections.items())
        if "unread" in each
    ]
