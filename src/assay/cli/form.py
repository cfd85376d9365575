"""``assay form``: what concerns the self-assessment form."""

from pathlib import Path

import click

from assay.cli.assessing import A_PATH
from assay.cli.place import put


@click.group("form")
def command() -> None:
    """Read a completed self-assessment form.

    \b
    Example: assay form lint self-assessment.docx
    """


@command.command("lint")
@click.argument("form", type=A_PATH)
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="What to write (default: text).",
)
@click.option("--output", type=A_PATH, help="File to write instead of standard output.")
def lint(form: Path, shape: str, output: Path | None) -> None:
    """Find what is wrong with a completed FORM by reading it alone.

    FORM is the official .docx, a Markdown or HTML page, or CSV. Rows are tied
    to claims by their wording, never by their number alone where they have
    one. Says nothing on whether the answers are true: see assay challenge.

    \b
    Example: assay form lint self-assessment.docx
    Exit codes: 0 no fault · 2 not a form that can be read ·
    3 no row about the Code in it · 4 faults found
    """
    from assay.assess.form_faults import faults
    from assay.assess.form_faults.document import document
    from assay.cli.form_file import opened
    from assay.errors import FOUND_SOMETHING
    from assay.store.code_of_practice import load

    read = opened(form)
    found = faults(read, load())
    written = document(read, found)
    if shape == "json":
        import json

        put(json.dumps(written, indent=2, ensure_ascii=True) + "\n", output)
    else:
        from assay.reports import form_faults

        put(form_faults.markdown(written) if shape == "markdown" else form_faults.text(written), output)
    if found:
        raise click.exceptions.Exit(FOUND_SOMETHING)
