"""The guide to snapshots names the rights the program names, and the program names every check that reads a snapshot."""

from collections.abc import Mapping
from pathlib import Path

from assay.assess.discovery import checks
from assay.facts.platform import Platforms
from assay.formats.snapshots.rights import NEEDS
from assay.testing.snapshot_rights import renewed, table


def test_the_guide_holds_the_table_of_rights(root: Path, documents: Mapping[Path, str]) -> None:
    guide = documents[root / "docs" / "how-to" / "snapshot-a-platform.md"]
    assert table() in guide, "run: make docs"
    assert renewed(guide) == guide


def test_the_rights_name_the_checks_that_read_a_snapshot() -> None:
    reading = {check.id for check in checks() if Platforms in check.needs}
    assert {name for each in NEEDS for name in each.checks} == reading, "name it in formats/snapshots/rights.py"
