"""``assay assess``: the main job."""

import os
import sys
from datetime import date, datetime
from pathlib import Path

import click

from assay.cli.clock import today
from assay.cli.place import put
from assay.errors import MalformedInputError, UnreadablePathError

FORMATS = ("text", "json", "html", "markdown")
FIRST_YEAR, LAST_YEAR = 1990, 2199


@click.command("assess")
@click.argument("path", type=click.Path(readable=False, path_type=Path), default=Path())
@click.option("--ref", default="HEAD", help="Branch, tag or commit to look at (default: HEAD).")
@click.option(
    "--profile",
    type=click.Path(readable=False, path_type=Path),
    help="Your own profile; overrides the repository's assay.toml.",
)
@click.option(
    "--evidence",
    type=click.Path(readable=False, path_type=Path),
    help="Folder of files handed over, made by assay ingest.",
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Judge as on this day (default: today, UTC).")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="What to write (default: text).")
@click.option(
    "--output", type=click.Path(readable=False, path_type=Path), help="File to write instead of standard output."
)
@click.option("--no-cache", is_flag=True, help="Neither use nor keep results of earlier runs.")
@click.option("--no-tools", is_flag=True, help="Run no outside tool (zizmor).")
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
def command(
    path: Path,
    ref: str,
    profile: Path | None,
    evidence: Path | None,
    as_of: datetime | None,
    form: str,
    output: Path | None,
    no_cache: bool,
    no_tools: bool,
    quiet: bool,
) -> None:
    """Say for each of the Code's 45 claims what PATH can show.

    PATH is a work tree or a bare repository. Nothing in it is run, fetched or
    changed; only committed files are read.

    \b
    Examples:
      assay assess
      assay assess ../product --ref v2.1.0 --format html --output report.html
    """
    from assay.assess.remembered import assess_document
    from assay.collect.repository import Settings
    from assay.store.code_of_practice import load

    given = _profile_text(profile)
    settings = Settings(
        as_of=_moment(as_of),
        profile_text=given,
        profile_source=str(profile) if profile else "",
        use_tools=not no_tools,
        evidence=evidence,
    )
    progress = _Progress(quiet=quiet or not sys.stderr.isatty())
    found = assess_document(path, ref, settings, None if no_cache else cache_folder(), progress.says)
    progress.done()
    if form == "json":
        import json

        put(json.dumps(found, indent=2, ensure_ascii=True) + "\n", output)
    elif form == "html":
        from assay.reports import html

        put(html.render(found, load()), output)
    elif form == "markdown":
        from assay.reports import markdown

        put(markdown.render(found, load()), output)
    else:
        from assay.reports import text

        colourful = output is None and sys.stdout is not None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        put(text.render(found, load(), _coloured if colourful else text.plain), output)


def cache_folder() -> Path | None:
    """The user's own cache folder; None where there is no home to keep it in."""
    home, given = os.environ.get("HOME"), os.environ.get("XDG_CACHE_HOME")
    if given:
        return Path(given) / "assay"
    return Path(home) / ".cache" / "assay" if home else None


def _moment(as_of: datetime | None) -> date:
    if as_of is None:
        return today()
    if not FIRST_YEAR <= as_of.year <= LAST_YEAR:
        raise MalformedInputError(
            f"--as-of must lie between the years {FIRST_YEAR} and {LAST_YEAR}.", advice="Give a day such as 2026-01-31."
        )
    return as_of.date()


def _profile_text(profile: Path | None) -> str:
    if profile is None:
        return ""
    try:
        return profile.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedInputError(
            f"{profile} is not UTF-8 text (byte {error.start}).", advice="Save it as UTF-8."
        ) from None
    except OSError as error:
        raise UnreadablePathError(
            f"{profile} cannot be read: {error.strerror}.", advice="Give the path of a profile; assay init writes one."
        ) from None


def _coloured(text: str, colour: str) -> str:
    return click.style(text, fg=colour)


class _Progress:
    """One line on standard error that says what is being looked at, gone when done."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet

    def says(self, what: str) -> None:
        if not self._quiet:
            click.echo(f"\r\033[Kreading {what} …", nl=False, err=True)

    def done(self) -> None:
        if not self._quiet:
            click.echo("\r\033[K", nl=False, err=True)
