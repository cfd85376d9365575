"""``assay gate``: for pipelines, shut only when a claim got worse."""

import sys
from datetime import datetime
from pathlib import Path

import click

from assay.cli.assess import _moment, _profile_text, _Progress, cache_folder
from assay.cli.place import put


@click.command("gate")
@click.argument("path", type=click.Path(path_type=Path), default=Path())
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    required=True,
    help="The agreed assessment, made by assay assess --format json.",
)
@click.option("--ref", default="HEAD", help="Branch, tag or commit to look at (default: HEAD).")
@click.option(
    "--profile",
    type=click.Path(path_type=Path),
    help="Your own profile; overrides the repository's assay.toml.",
)
@click.option(
    "--evidence",
    type=click.Path(path_type=Path),
    help="Folder of files handed over, made by assay ingest.",
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day of today (default: today, UTC).")
@click.option("--strict", is_flag=True, help="Fail as well for what could no longer be seen or got weaker.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="What to write (default: text)."
)
@click.option("--output", type=click.Path(path_type=Path), help="File to write instead of standard output.")
@click.option("--no-cache", is_flag=True, help="Neither use nor keep results of earlier runs.")
@click.option("--no-tools", is_flag=True, help="Run no outside tool (zizmor).")
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
def command(
    path: Path,
    baseline: Path,
    ref: str,
    profile: Path | None,
    evidence: Path | None,
    as_of: datetime | None,
    strict: bool,
    form: str,
    output: Path | None,
    no_cache: bool,
    no_tools: bool,
    quiet: bool,
) -> None:
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
    from assay.collect.repository import Settings
    from assay.errors import FOUND_SOMETHING

    agreed = opened(baseline)
    settings = Settings(
        as_of=_moment(as_of),
        profile_text=_profile_text(profile),
        profile_source=str(profile) if profile else "",
        use_tools=not no_tools,
        evidence=evidence,
    )
    progress = _Progress(quiet=quiet or not sys.stderr.isatty())
    memory = memory_of(path, None if no_cache else cache_folder())
    found = gate_document(gate(path, ref, settings, agreed, memory, progress.says), strict=strict)
    progress.done()
    if form == "json":
        import json

        put(json.dumps(found, indent=2, ensure_ascii=True) + "\n", output)
    else:
        from assay.reports import gate as report

        put(report.render(found), output)
    if not found["passed"]:
        raise click.exceptions.Exit(FOUND_SOMETHING)
