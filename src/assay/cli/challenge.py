"""``assay challenge``: a completed form held against a repository."""

import sys
from datetime import datetime
from pathlib import Path

import click

from assay.cli.assess import _moment, _profile_text, _Progress, cache_folder
from assay.cli.place import put


@click.command("challenge")
@click.argument("form", type=click.Path(path_type=Path))
@click.option(
    "--repository",
    type=click.Path(path_type=Path),
    required=True,
    help="Work tree or bare repository to hold it against.",
)
@click.option("--ref", default="HEAD", help="Branch, tag or commit to look at (default: HEAD).")
@click.option(
    "--profile", type=click.Path(path_type=Path), help="Your own profile; overrides the repository's assay.toml."
)
@click.option("--evidence", type=click.Path(path_type=Path), help="Folder of files handed over, made by assay ingest.")
@click.option(
    "--address",
    multiple=True,
    help="Where the repository is on the web, so that links in FORM to its files can be followed in it. May be given again.",
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Judge as on this day (default: today, UTC).")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="What to write (default: text).",
)
@click.option("--output", type=click.Path(path_type=Path), help="File to write instead of standard output.")
@click.option("--no-cache", is_flag=True, help="Neither use nor keep results of earlier runs.")
@click.option("--no-tools", is_flag=True, help="Run no outside tool (zizmor).")
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
def command(
    form: Path,
    repository: Path,
    ref: str,
    profile: Path | None,
    evidence: Path | None,
    address: tuple[str, ...],
    as_of: datetime | None,
    shape: str,
    output: Path | None,
    no_cache: bool,
    no_tools: bool,
    quiet: bool,
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
    from assay.collect.repository import Settings

    read = opened(form)
    settings = Settings(
        as_of=_moment(as_of),
        profile_text=_profile_text(profile),
        profile_source=str(profile) if profile else "",
        use_tools=not no_tools,
        evidence=evidence,
    )
    progress = _Progress(quiet=quiet or not sys.stderr.isatty())
    found = challenge_document(
        read, repository, ref, settings, None if no_cache else cache_folder(), address, progress.says
    )
    progress.done()
    if shape == "json":
        import json

        put(json.dumps(found, indent=2, ensure_ascii=True) + "\n", output)
        return
    from assay.reports import challenge

    put(challenge.markdown(found) if shape == "markdown" else challenge.text(found), output)
