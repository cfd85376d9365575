"""``assay due``: what goes stale, expires or falls due."""

import sys
from datetime import datetime
from pathlib import Path

import click

from assay.cli.assess import _moment, _profile_text, _Progress, cache_folder
from assay.cli.place import put


@click.command("due")
@click.argument("path", type=click.Path(path_type=Path), default=Path())
@click.option("--within", default="30d", help="How far to look ahead: 30d, 12w, 6m, 1y (default: 30d).")
@click.option("--ref", default="HEAD", help="Branch, tag or commit to look at (default: HEAD).")
@click.option(
    "--profile",
    type=click.Path(path_type=Path),
    help="Your own profile; overrides the repository's assay.toml.",
)
@click.option(
    "--evidence",
    type=click.Path(path_type=Path),
    help="Folder of files handed over, made by assay ingest.",
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Look from this day (default: today, UTC).")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "ics"]),
    default="text",
    help="What to write; ics is for calendars (default: text).",
)
@click.option("--output", type=click.Path(path_type=Path), help="File to write instead of standard output.")
@click.option("--fail", is_flag=True, help="End with 4 when something is overdue.")
@click.option("--no-cache", is_flag=True, help="Neither use nor keep results of earlier runs.")
@click.option("--no-tools", is_flag=True, help="Run no outside tool (zizmor).")
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
def command(
    path: Path,
    within: str,
    ref: str,
    profile: Path | None,
    evidence: Path | None,
    as_of: datetime | None,
    form: str,
    output: Path | None,
    fail: bool,
    no_cache: bool,
    no_tools: bool,
    quiet: bool,
) -> None:
    """List what goes stale, expires or falls due at PATH, by day.

    Each item has its owner, the claims it bears on, what to do, and which
    verdicts fall if nobody does. The day given is the last good one.

    \b
    Examples:
      assay due --within 12w
      assay due ../product --within 6m --format ics --output due.ics
    """
    from assay.assess.due import look_ahead
    from assay.assess.due.document import document
    from assay.assess.due.window import until
    from assay.assess.remembered import memory_of
    from assay.collect.repository import Settings
    from assay.errors import FOUND_SOMETHING

    settings = Settings(
        as_of=_moment(as_of),
        profile_text=_profile_text(profile),
        profile_source=str(profile) if profile else "",
        use_tools=not no_tools,
        evidence=evidence,
    )
    last = until(settings.as_of, within)
    progress = _Progress(quiet=quiet or not sys.stderr.isatty())
    memory = memory_of(path, None if no_cache else cache_folder())
    found = document(look_ahead(path, ref, settings, last, memory, progress.says))
    progress.done()
    if form == "json":
        import json

        put(json.dumps(found, indent=2, ensure_ascii=True) + "\n", output)
    elif form == "ics":
        from assay.reports import icalendar

        put(icalendar.render(found), output)
    else:
        from assay.reports import due

        put(due.render(found), output)
    if fail and found["overdue"]:
        raise click.exceptions.Exit(FOUND_SOMETHING)
