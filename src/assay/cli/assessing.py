"""What every command that assesses asks for: the same options in the same words, and progress while it works."""

import functools
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assay.cli.clock import today
from assay.errors import MalformedInputError, UnreadablePathError

if TYPE_CHECKING:
    from assay.collect.repository import Settings

FIRST_YEAR, LAST_YEAR = 1990, 2199
A_PATH = click.Path(readable=False, path_type=Path)
"""A path that is opened by us, so that one that cannot be read ends with our own words and exit code."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How to assess, as typed."""

    ref: str
    profile: Path | None
    evidence: Path | None
    as_of: datetime | None
    no_cache: bool
    no_tools: bool
    quiet: bool

    def settings(self) -> "Settings":
        """The same, read and checked; raises MalformedInputError and UnreadablePathError."""
        from assay.collect.repository import Settings

        return Settings(
            as_of=_moment(self.as_of),
            profile_text=_profile_text(self.profile),
            profile_source=str(self.profile) if self.profile else "",
            use_tools=not self.no_tools,
            evidence=self.evidence,
        )

    @property
    def cache(self) -> Path | None:
        """The user's own cache folder; None where there is no home to keep it in, or it is not wanted."""
        home, given = os.environ.get("HOME"), os.environ.get("XDG_CACHE_HOME")
        if self.no_cache or not (home or given):
            return None
        return Path(given) / "assay" if given else Path(home or "") / ".cache" / "assay"

    @contextmanager
    def progress(self) -> Iterator[Callable[[str], None]]:
        """One line on standard error that says what is being looked at, gone when done."""
        shown = not self.quiet and sys.stderr is not None and sys.stderr.isatty()

        def says(what: str) -> None:
            if shown:
                click.echo(f"\r\033[Kreading {what} …", nl=False, err=True)

        try:
            yield says
        finally:
            if shown:
                click.echo("\r\033[K", nl=False, err=True)


OPTIONS = (
    click.option("--ref", default="HEAD", help="Branch, tag or commit to look at (default: HEAD)."),
    click.option("--profile", type=A_PATH, help="Your own profile; overrides the repository's assay.toml."),
    click.option("--evidence", type=A_PATH, help="Folder of files handed over, made by assay ingest."),
    click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Judge as on this day (default: today, UTC)."),
    click.option("--no-cache", is_flag=True, help="Neither use nor keep results of earlier runs."),
    click.option("--no-tools", is_flag=True, help="Run no outside tool (zizmor)."),
    click.option("--quiet", is_flag=True, help="No progress on standard error."),
)
NAMES = ("ref", "profile", "evidence", "as_of", "no_cache", "no_tools", "quiet")


def asks(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options above; it gets them as ``asked``."""

    @functools.wraps(command)
    def with_asked(**typed: Any) -> None:
        command(asked=Asked(**{name: typed.pop(name) for name in NAMES}), **typed)

    for option in reversed(OPTIONS):
        with_asked = option(with_asked)
    return with_asked


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
