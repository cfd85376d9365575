"""The page on the formats of what can be handed over."""

from assay.formats.results import kinds
from assay.testing.reference.words import cell


def page() -> str:
    """Every kind with its name, what people call it, and what its reader holds to."""
    lines = [
        "# What can be handed over",
        "",
        "`assay ingest` takes in files of these kinds. A file is recognised by its structure; where two kinds could be meant,",
        "`--kind` tells which.",
        "",
        "| Kind | Format | Read how |",
        "|---|---|---|",
    ]
    for name, module in kinds().items():
        first = " ".join((module.__doc__ or "").split("\n\n")[0].split())
        lines.append(f"| `{name}` | {cell(module.TITLE)} | {cell(first)} |")
    return "\n".join(lines) + "\n"
