"""``assay seal``: an assessment and everything it rests on, in one file."""

from datetime import datetime
from pathlib import Path

import click

from assay.cli.assessing import A_PATH, Asked, asks
from assay.cli.place import put


@click.command("seal")
@click.argument("path", type=A_PATH, default=Path())
@asks
@click.option(
    "--withhold",
    multiple=True,
    metavar="NAME|KIND|all",
    help="Leave the bytes of this evidence out; its digest, day and effect stay. Repeatable.",
)
@click.option(
    "--sealed-on", type=click.DateTime(["%Y-%m-%d"]), help="The day to write into the pack (default: that of --as-of)."
)
@click.option("--output", type=A_PATH, required=True, help="The file to write.")
def command(path: Path, withhold: tuple[str, ...], sealed_on: datetime | None, output: Path, asked: Asked) -> None:
    """Assess PATH and put the answer with all it rests on into one file.

    From the pack anybody can judge again, without the repository. Names of
    evidence stay in it even where the bytes are withheld, and so does what
    checks said of them: read it before you send it. The same input gives the
    same bytes.

    \b
    Examples:
      assay seal --evidence ../evidence --output product.pack
      assay seal --evidence ../evidence --withhold all --output public.pack
    """
    from assay.assess.remembered import memory_of
    from assay.assess.run import assess
    from assay.assess.seal import seal
    from assay.formats.pack import write

    settings = asked.settings()
    with asked.progress() as progress:
        found = assess(path, asked.ref, settings, memory_of(path, asked.cache), progress)
    pack = seal(found, sealed_on.date() if sealed_on else settings.as_of, withhold)
    put(write(pack).decode("ascii"), output)
    inside = sum(item.sha256 in pack.contents for item in pack.evidence)
    click.echo(f"{output}: {inside} of {len(pack.evidence)} files of evidence with their bytes.", err=True)
    click.echo(f"Next: assay sign {output} --key FILE --role sro", err=True)
