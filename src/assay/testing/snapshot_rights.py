"""The table of rights in the guide to snapshots, made from the one place they are written.

``python -m assay.testing.snapshot_rights GUIDE`` writes it anew.
"""

import sys
from pathlib import Path

from assay.assess.discovery import load_check
from assay.formats.snapshots.rights import NEEDS

HEAD = ("What is read", "GitHub: permission of a fine-grained token", "GitLab: scope and role", "Claims that gain")


def table() -> str:
    """A row per section: what it takes on each platform, and the claims its checks can support."""
    rows = [
        (f"`{each.section}`", each.github, each.gitlab, ", ".join(_claims(each.checks)) or "none yet") for each in NEEDS
    ]
    lines = [HEAD, tuple("---" for _ in HEAD), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def renewed(text: str) -> str:
    """The guide with the table as it is today."""
    before, begin, rest = text.partition(f"| {HEAD[0]} |")
    if not begin:
        raise ValueError("the guide holds no table of rights")
    return before + table() + rest[rest.index("\n\n") + 1 :]


def _claims(checks: tuple[str, ...]) -> list[str]:
    return sorted({facet.partition("/")[0] for name in checks for facet in load_check(name).supports})


if __name__ == "__main__":
    guide = Path(sys.argv[1])
    guide.write_text(renewed(guide.read_text("utf-8")), "utf-8")
