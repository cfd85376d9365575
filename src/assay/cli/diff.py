"""``assay diff``: what changed between two assessments, and why."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from assay.cli.assessment_file import opened
from assay.cli.place import put


@click.command("diff")
@click.argument("before", type=click.Path(readable=False, path_type=Path))
@click.argument("after", type=click.Path(readable=False, path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="What to write (default: text).",
)
@click.option(
    "--output", type=click.Path(readable=False, path_type=Path), help="File to write instead of standard output."
)
def command(before: Path, after: Path, form: str, output: Path | None) -> None:
    """Compare two assessments claim by claim, with the cause of every change.

    BEFORE and AFTER are files made by assay assess --format json.

    \b
    Example:
      assay assess --ref v1 --format json --output v1.json
      assay assess --ref v2 --format json --output v2.json
      assay diff v1.json v2.json
    """
    import dataclasses

    from assay.assess.diff import compare
    from assay.reports.columns import wrapped

    old, new = opened(before), opened(after)
    changes = compare(old, new)
    if form == "json":
        put(json.dumps([dataclasses.asdict(change) for change in changes], indent=2) + "\n", output)
        return
    lines = [*wrapped(_name(old), "     ", "From "), *wrapped(_name(new), "     ", "to   "), ""]
    if not changes:
        lines.append("No claim changed.")
    for change in changes:
        if change.before == change.after:
            lines.append(f"{change.claim}  still {change.after}, on other evidence")
        else:
            lines.append(f"{change.claim}  {change.before} -> {change.after} ({change.direction})")
        for cause in change.causes:
            lines += wrapped(f"{cause.kind}: {cause.says}", "      ", "    - ")
    put("\n".join(lines) + "\n", output)


def _name(found: Mapping[str, Any]) -> str:
    subject = found["subject"]
    return f"{subject['path']} at {subject['commit'][:12] or 'no commit'}, as of {found['as_of']}, {found['tool']}"
