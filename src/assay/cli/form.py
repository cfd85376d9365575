"""``assay form``: what concerns the self-assessment form."""

from pathlib import Path

import click

from assay.cli.assessing import A_PATH, Asked, asks
from assay.cli.place import put, put_bytes


@click.group("form")
def command() -> None:
    """Fill in a self-assessment form, read a completed one, find its faults.

    \b
    Examples:
      assay form export --template self-assessment.docx --output filled.docx
      assay form lint filled.docx
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


@command.command("export")
@click.argument("path", type=A_PATH, required=False)
@click.option("--assessment", type=A_PATH, help="Assessment made earlier, to write instead of assessing PATH anew.")
@click.option("--form", "completed", type=A_PATH, help="File made by assay form import, to write instead.")
@click.option("--template", type=A_PATH, help="Your own copy of the official form (.docx), to fill in.")
@click.option("--output", type=A_PATH, required=True, help="File to write: .docx, .md, .html or .csv.")
@asks
def export(
    path: Path | None,
    assessment: Path | None,
    completed: Path | None,
    template: Path | None,
    output: Path,
    asked: Asked,
) -> None:
    """Write the self-assessment form of PATH, with evidence and digests.

    With a template your copy of the official form is filled in: rows are
    found by their wording, nothing that stands in it is changed, and claims
    it has no row for go into an annex. Without one the same tables are written
    in Assay's own words. A claim without evidence is left for a person to
    answer; it is never written as met.

    PATH is the repository (default: the current folder). Beside --assessment
    it is only read for the digests of the files the assessment cites.

    \b
    Examples:
      assay form export --template self-assessment.docx --output filled.docx
      assay form export --assessment a.json ../product --output form.html
    """
    from assay.cli import form_export

    ending = form_export.ending_of(output, template)
    form = form_export.form_to_write(path, assessment, completed, asked)
    written = form_export.written(form, ending, template, output)
    put_bytes(written.data, output)
    put(form_export.summary(form, written, output), None)


@command.command("import")
@click.argument("form", type=A_PATH)
@click.option("--output", type=A_PATH, help="File to write instead of standard output.")
def import_form(form: Path, output: Path | None) -> None:
    """Read a completed FORM into a machine file that loses none of its text.

    FORM may have been edited, reordered or laid out anew, with tracked
    changes: they are read as accepted, and listed. What is no row about the
    Code is kept beside the rows.

    \b
    Example: assay form import filled.docx --output form.json
    """
    import json

    from assay.assess.form_document import document
    from assay.cli.form_file import opened
    from assay.store.code_of_practice import load

    put(json.dumps(document(opened(form), load()), indent=2, ensure_ascii=True) + "\n", output)
