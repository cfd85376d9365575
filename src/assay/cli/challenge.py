"""``assay challenge``: a completed form held against a repository."""

from pathlib import Path

import click

from assay.cli.assessing import A_PATH, Asked, asks
from assay.cli.place import put


@click.command("challenge")
@click.argument("form", type=A_PATH)
@click.option("--repository", type=A_PATH, required=True, help="Work tree or bare repository to hold it against.")
@click.option(
    "--address",
    multiple=True,
    help="Where the repository is on the web, so that links in FORM to its files can be followed in it. May be given again.",
)
@asks
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="What to write (default: text).",
)
@click.option("--output", type=A_PATH, help="File to write instead of standard output.")
def command(
    form: Path, repository: Path, address: tuple[str, ...], shape: str, output: Path | None, asked: Asked
) -> None:
    """Hold a completed FORM against a repository, and write what to ask.

    For each claim: confirmed, contradicted, unsupported, not answerable from
    here, understated, or not answered. What FORM cites in the repository is
    looked up there; other links are listed and never opened.

    \b
    Examples:
      assay challenge form.docx --repository ../product --ref v2.1.0
      assay challenge form.md --repository product.git --format markdown \\
        --address https://git.example/team/product --output questions.md
    """
    from assay.assess.challenge import challenge_document
    from assay.cli.form_file import opened

    read = opened(form)
    with asked.progress() as progress:
        found = challenge_document(read, repository, asked.ref, asked.settings(), asked.cache, address, progress)
    if shape == "json":
        import json

        put(json.dumps(found, indent=2, ensure_ascii=True) + "\n", output)
        return
    from assay.reports import challenge

    put(challenge.markdown(found) if shape == "markdown" else challenge.text(found), output)
