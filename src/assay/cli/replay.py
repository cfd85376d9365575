"""``assay replay``: the same answer again, from the pack alone."""

from pathlib import Path

import click

from assay.cli.assessing import A_PATH
from assay.cli.pack_file import opened
from assay.cli.place import put


@click.command("replay")
@click.argument("pack", type=A_PATH)
def command(pack: Path) -> None:
    """Judge again from PACK and compare the assessment byte for byte.

    It shows that the verdicts follow from what was observed. That it was
    observed is what a signature vouches for: assay verify. Exit codes:
    0 the same · 4 sealed under other rules, so nothing is shown; what these
    rules would say otherwise is listed · 5 something else came out.

    \b
    Example:
      assay replay product.pack
    """
    from assay.assess.replay import Outcome, replay
    from assay.errors import FOUND_SOMETHING, VerificationError
    from assay.formats.pack import read_pack
    from assay.reports.columns import printable, wrapped

    read = read_pack(opened(pack), str(pack))
    found = replay(read)
    if found.outcome is Outcome.DIFFERS:
        raise VerificationError(
            f"{pack}: judging again gives something else, first at {printable(found.difference)}.",
            advice="Do not rely on its verdicts: they do not follow from what it holds.",
        )
    other = [line for each in found.other for line in wrapped(each, "    ", "  - ")]
    if found.outcome is Outcome.SAME:
        lines = ["The same assessment, byte for byte."]
        if other:
            lines += ["The judge and the Code are those it was sealed with; what observed is not:", *other]
        put("\n".join(lines) + "\n", None)
        return
    lines = [*wrapped(f"{read.tool} judged it by other rules, so it cannot be shown to be the same:"), *other]
    lines.append("By the rules here no claim would differ." if not found.changes else "By the rules here:")
    for change in found.changes:
        lines.append(f"{change.claim}  {change.before} -> {change.after}")
        for cause in change.causes:
            lines += wrapped(f"{cause.kind}: {cause.says}", "      ", "    - ")
    put("\n".join(lines) + "\n", None)
    raise click.exceptions.Exit(FOUND_SOMETHING)
