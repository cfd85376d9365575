"""``assay due``: what goes stale, expires or falls due."""

from pathlib import Path

import click

from assay.cli.assessing import A_PATH, Asked, asks
from assay.cli.place import put


@click.command("due")
@click.argument("path", type=A_PATH, default=Path())
@click.option("--within", default="30d", help="How far to look ahead: 30d, 12w, 6m, 1y (default: 30d).")
@asks
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "ics"]),
    default="text",
    help="What to write; ics is for calendars (default: text).",
)
@click.option("--output", type=A_PATH, help="File to write instead of standard output.")
@click.option("--fail", is_flag=True, help="End with 4 when something is overdue.")
def command(path: Path, within: str, form: str, output: Path | None, fail: bool, asked: Asked) -> None:
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
    from assay.errors import FOUND_SOMETHING

    settings = asked.settings()
    last = until(settings.as_of, within)
    with asked.progress() as progress:
        memory = memory_of(path, asked.cache)
        found = document(look_ahead(path, asked.ref, settings, last, memory, progress))
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
