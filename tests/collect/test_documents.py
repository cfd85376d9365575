"""Which documents of a revision are read, and that nothing is left out in silence."""

from pathlib import Path

import pytest

from assay.collect.repository import Repository
from assay.collect.tree import documents as module
from assay.facts.documents import Documents
from assay.store.memory import Memory
from assay.testing.repository import build


def collected(folder: Path, files: dict[str, str | bytes]) -> Documents:
    with Repository(build(folder / "r", files)) as repository:
        return module.collect(repository, repository.tree, Memory())


def test_a_top_folder_called_source_may_hold_documents(tmp_path: Path) -> None:
    found = collected(tmp_path, {"source/admin/security-guide.rst": "Security\n========\n\nKeep it up to date.\n"})
    assert [each.path for each in found.documents] == ["source/admin/security-guide.rst"]


def test_documents_beyond_the_limit_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    found = collected(tmp_path, {f"docs/security-{n}.md": "# A\n\nSome text.\n" for n in range(5)})
    assert [each.path for each in found.documents] == ["docs/security-0.md", "docs/security-1.md"]
    assert [each.reason for each in found.unread] == ["3 of 5 were left out: the 2 nearest to the top were read"]
