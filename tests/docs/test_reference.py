"""The reference says what the program is today, and leaves nothing out."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assay import errors
from assay.assess.discovery import check_ids, collectors
from assay.cli import COMMANDS
from assay.store.code_of_practice import load, schema
from assay.testing.reference import MARK, write


def test_pages_are_up_to_date(root: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "assay.testing.reference", str(tmp_path)], check=True)
    new = {path.relative_to(tmp_path).as_posix(): path.read_text("utf-8") for path in tmp_path.rglob("*.md")}
    kept = root / "docs" / "reference"
    old = {path.relative_to(kept).as_posix(): path.read_text("utf-8") for path in kept.rglob("*.md")}
    assert sorted(old) == sorted(new), "run: make docs"
    assert [name for name, text in new.items() if old[name] != text] == [], "run: make docs"


def test_a_page_that_is_no_longer_written_goes_and_one_by_hand_stays(tmp_path: Path) -> None:
    (tmp_path / "gone.md").write_text(MARK + "# Gone\n", "utf-8")
    (tmp_path / "by-hand.md").write_text("# By hand\n", "utf-8")
    write(tmp_path)
    assert not (tmp_path / "gone.md").exists()
    assert (tmp_path / "by-hand.md").exists()


def test_every_command_and_exit_code_is_there(root: Path) -> None:
    commands = _page(root, "commands.md")
    assert [each for each in COMMANDS if f"## assay {each}\n" not in commands] == []
    codes = _page(root, "exit-codes.md")
    kinds = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, errors.AssayError)]
    assert [kind for kind in kinds if f"| `{kind.__name__}` | {kind.exit_code} |" not in codes] == []
    assert [code for code in {0, *(kind.exit_code for kind in kinds)} if f"\n| {code} | " not in codes] == []


def test_every_check_claim_and_facet_is_there(root: Path) -> None:
    checks = "".join(path.read_text("utf-8") for path in (root / "docs/reference/checks").iterdir())
    assert [each for each in check_ids() if f"\n## {each}\n" not in checks] == []
    claims = "".join(path.read_text("utf-8") for path in (root / "docs/reference/claims").iterdir())
    code = load()
    assert [each.id for each in code.claims if f"\n### {each.id} {each.title}\n" not in claims] == []
    assert [each for each in code.facets if f"\n| {each} | " not in claims] == []


def test_every_fact_is_there_with_its_collector(root: Path) -> None:
    page = _page(root, "facts.md")
    for fact, collector in collectors().items():
        section = page.partition(f"\n## {fact.__name__}\n")[2].partition("\n## ")[0]
        assert f"[{collector.run.__module__}]" in section, fact


def test_every_field_of_the_schemas_is_there(root: Path) -> None:
    for name in ("profile", "assessment"):
        page = _page(root, f"{name}.md")
        fields = set(_fields(json.loads(schema(name))))
        assert len(fields) > 20
        assert [each for each in fields if not re.search(rf"\| `(\S+\.)?{each}` \|", page)] == []


def test_every_field_of_a_profile_has_a_meaning(root: Path) -> None:
    rows = [row for row in _page(root, "profile.md").splitlines() if row.startswith("| `")]
    assert [row for row in rows if row.endswith("|  |")] == []


def _page(root: Path, name: str) -> str:
    return (root / "docs" / "reference" / name).read_text("utf-8")


def _fields(shape: dict[str, Any]) -> Iterator[str]:
    if shape:
        properties = shape.get("properties", {})
        yield from properties
        for each in (*properties.values(), *shape.get("$defs", {}).values(), shape.get("items", {})):
            yield from _fields(each)
