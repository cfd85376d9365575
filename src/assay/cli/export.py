"""``assay export``: an assessment in the formats other tools read."""

from pathlib import Path

import click

from assay.cli.assessment_file import opened
from assay.cli.place import put
from assay.reports.exports import STANDARDS, exported


@click.command("export")
@click.argument("assessment", type=click.Path(readable=False, path_type=Path))
@click.option("--to", "standard", type=click.Choice(list(STANDARDS)), required=True, help="Which format to write.")
@click.option(
    "--output", type=click.Path(readable=False, path_type=Path), help="File to write instead of standard output."
)
def command(assessment: Path, standard: str, output: Path | None) -> None:
    """Write an assessment in a format that other tools read.

    ASSESSMENT is a file made by assay assess --format json. Nothing is judged
    anew, and no format gets a score.

    \b
    Example:
      assay assess --format json --output product.json
      assay export --to sarif product.json --output product.sarif
    """
    from assay.store.code_of_practice import load

    put(exported(opened(assessment), standard, load()), output)
