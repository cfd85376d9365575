"""``assay assess``: the main job."""

import os
import sys
from pathlib import Path

import click

from assay.cli.assessing import A_PATH, Asked, asks
from assay.cli.place import put

FORMATS = ("text", "json", "html", "markdown")


@click.command("assess")
@click.argument("path", type=A_PATH, default=Path())
@asks
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="What to write (default: text).")
@click.option("--output", type=A_PATH, help="File to write instead of standard output.")
def command(path: Path, form: str, output: Path | None, asked: Asked) -> None:
    """Say for each of the Code's 45 claims what PATH can show.

    PATH is a work tree or a bare repository. Nothing in it is run, fetched or
    changed; only committed files are read.

    \b
    Examples:
      assay assess
      assay assess ../product --ref v2.1.0 --format html --output report.html
    """
    from assay.assess.remembered import assess_document

    with asked.progress() as progress:
        found = assess_document(path, asked.ref, asked.settings(), asked.cache, progress)
    if form == "json":
        import json

        put(json.dumps(found, indent=2, ensure_ascii=True) + "\n", output)
        return
    from assay.store.code_of_practice import load

    if form == "html":
        from assay.reports import html

        put(html.render(found, load()), output)
    elif form == "markdown":
        from assay.reports import markdown

        put(markdown.render(found, load()), output)
    else:
        from assay.reports import text

        colourful = output is None and sys.stdout is not None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        put(text.render(found, load(), _coloured if colourful else text.plain), output)


def _coloured(text: str, colour: str) -> str:
    return click.style(text, fg=colour)
