"""``assay explain``: what something asks, why, what counts, and how to get there."""

from pathlib import Path

import click

from assay.cli.explanation import explanation
from assay.cli.place import put

__all__ = ["command", "explanation"]


@click.command("explain")
@click.argument("name")
@click.option(
    "--assessment",
    type=click.Path(readable=False, path_type=Path),
    help="An assessment made with --format json: also say where it stands on the claim.",
)
def command(name: str, assessment: Path | None) -> None:
    """Say what NAME asks and how to get there.

    NAME is a claim (2.2.2), a principle (2.2), a facet (2.2.2/a), a role, or a
    check (build-uses-lockfile).

    \b
    Examples:
      assay explain 2.2.2
      assay explain 2.2.2 --assessment gantry.json
    """
    if assessment is None:
        put(explanation(name), None)
        return
    from assay.cli.assessment_file import opened

    put(explanation(name, opened(assessment)), None)
