"""``assay gate``: for pipelines, shut only when a claim got worse."""

from pathlib import Path

import click

from assay.cli.assessing import A_PATH, Asked, asks
from assay.cli.place import put


@click.command("gate")
@click.argument("path", type=A_PATH, default=Path())
@click.option(
    "--baseline", type=A_PATH, required=True, help="The agreed assessment, made by assay assess --format json."
)
@asks
@click.option("--strict", is_flag=True, help="Fail as well for what could no longer be seen or got weaker.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="What to write (default: text)."
)
@click.option("--output", type=A_PATH, help="File to write instead of standard output.")
def command(path: Path, baseline: Path, strict: bool, form: str, output: Path | None, asked: Asked) -> None:
    """Fail when a claim got worse at PATH than in the agreed baseline.

    The change is judged on the day of the baseline; what got worse by age
    alone is a note. Exit codes: 0 no claim got worse · 4 one did.

    \b
    Examples:
      assay assess --ref main --format json --output baseline.json
      assay gate --baseline baseline.json
    """
    from assay.assess.gate import gate, gate_document
    from assay.assess.remembered import memory_of
    from assay.cli.assessment_file import opened
    from assay.errors import FOUND_SOMETHING

    agreed = opened(baseline)
    with asked.progress() as progress:
        memory = memory_of(path, asked.cache)
        judged = gate(path, asked.ref, asked.settings(), agreed, memory, progress)
    found = gate_document(judged, strict=strict)
    if form == "json":
        import json

        put(json.dumps(found, indent=2, ensure_ascii=True) + "\n", output)
    else:
        from assay.reports import gate as report

        put(report.render(found), output)
    if not found["passed"]:
        raise click.exceptions.Exit(FOUND_SOMETHING)
