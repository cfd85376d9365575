"""``assay catalogue``: the Code itself, as text, as JSON or in a format of other tools."""

import dataclasses
import json
import textwrap
from pathlib import Path

import click

from assay.cli.place import put
from assay.domain.catalogue import Catalogue
from assay.reports.exports import OF_THE_CODE, code_exported


@click.command("catalogue")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", *OF_THE_CODE]),
    default="text",
    help="What to write (default: text).",
)
@click.option(
    "--output", type=click.Path(readable=False, path_type=Path), help="File to write instead of standard output."
)
def command(form: str, output: Path | None) -> None:
    """Print the Code: themes, principles, claims and facets, in our own words.

    The official wording stays in your own copy of the form.

    \b
    Example: assay catalogue --format oscal --output code.json
    """
    from assay.store.code_of_practice import load

    if form in OF_THE_CODE:
        from assay.cli.clock import today

        put(code_exported(load(), form, today()), output)
    else:
        put(as_json(load()) if form == "json" else as_text(load()), output)


def as_json(code: Catalogue) -> str:
    """The whole catalogue as JSON; strengths are words."""
    found = dataclasses.asdict(code)
    for claim in found["claims"]:
        for facet in claim["facets"]:
            facet["needs"] = facet["needs"].word
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def as_text(code: Catalogue) -> str:
    """The catalogue as lines of at most 80 columns."""
    lines = []
    for theme in code.themes:
        lines.append(f"Theme {theme.id}  {theme.title}")
        for principle in code.principles_of(theme.id):
            lines += ["", f"{principle.id}  {principle.title}"]
            for claim in code.claims_of(principle.id):
                lines += textwrap.wrap(
                    f"{claim.id:<7}{claim.title}: {claim.says} [{claim.who_can_know.value}; {len(claim.facets)} facets]",
                    80, initial_indent="  ", subsequent_indent="         ",
                )  # fmt: skip
        lines.append("")
    counted = sum(claim.counted for claim in code.claims)
    lines.append(
        f"{len(code.themes)} themes, {len(code.principles)} principles, {counted} claims and "
        f"{len(code.claims) - counted} supplier leaf, {len(code.facets)} facets."
    )
    return "\n".join(lines) + "\n"
