"""``assay suggest``: passages of your own documents that may bear on a claim, for a person to read."""

from pathlib import Path

import click

from assay.cli.assessing import A_PATH
from assay.cli.place import put

FORMATS = ("text", "json", "markdown")
MOST = 20


@click.command("suggest")
@click.argument("path", type=A_PATH, required=False)
@click.option("--ref", default="HEAD", help="Branch, tag or commit to look at (default: HEAD).")
@click.option(
    "--documents",
    type=A_PATH,
    help="A folder of documents that need not be committed; without PATH, only they are read.",
)
@click.option("--claim", "claims", multiple=True, metavar="ID", help="Only this claim; may be given again.")
@click.option("--limit", type=click.IntRange(1, MOST), default=3, help="Passages per claim (default: 3).")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="What to write (default: text).")
@click.option("--output", type=A_PATH, help="File to write instead of standard output.")
def command(
    path: Path | None,
    ref: str,
    documents: Path | None,
    claims: tuple[str, ...],
    limit: int,
    form: str,
    output: Path | None,
) -> None:
    """Propose passages of your own documents, claim by claim.

    PATH is a work tree or a bare repository (default: the current folder). A
    passage is proposed for its words. It supports nothing until a named person
    completes the statement printed under it. Nothing is run or fetched.

    \b
    Examples:
      assay suggest
      assay suggest ../product --claim 2.1.6 --claim 4.2.1
      assay suggest --documents policies --format markdown --output read.md
    """
    from assay.assess.suggest import suggest
    from assay.reports import suggestions
    from assay.store.code_of_practice import load

    place = Path() if path is None and documents is None else path
    found = suggest(place, ref, documents, claims, limit)
    if form == "json":
        import json

        put(json.dumps(suggestions.data(found, load()), indent=2, ensure_ascii=True) + "\n", output)
    elif form == "markdown":
        put(suggestions.markdown(found, load()), output)
    else:
        put(suggestions.text(found, load()), output)
