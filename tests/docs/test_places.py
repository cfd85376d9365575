"""Every place a document names exists: files, headings, layers, decisions."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"(?<!\\)\[[^\]\n]*\]\(([^)\s]+)\)")
PATH = re.compile(
    r"(?:\.ci|benchmarks|docs|requirements|src|tests)/[\w./*-]*|[A-Z]{4,}(?:\.md)?|Makefile|pyproject\.toml"
)


def test_links_lead_somewhere(documents: Mapping[Path, str]) -> None:
    assert list(_broken_links(documents)) == []


def test_a_broken_link_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A heading: twice\n\n## `assay x`\n")
    text = "[a](page.md#a-heading-twice) [b](page.md#assay-x) [c](page.md#other) [d](none.md) `[e](code.md)`"
    assert [each.split()[-1] for each in _broken_links({page: text})] == ["page.md#other", "none.md"]


def test_named_paths_exist(root: Path, documents: Mapping[Path, str]) -> None:
    named = [
        (path.name, word)
        for path, text in documents.items()
        if root / "docs" / "reference" not in path.parents  # there the docstrings speak of other repositories
        for word in INLINE.findall(FENCED.sub("", text))
        if PATH.fullmatch(word) and word.lower() != word.upper() and ("/" in word or "." in word)
    ]
    assert len(named) > 40
    assert [each for each in named if not list(root.glob(each[1].rstrip("/")))] == []


def test_layers_are_those_the_contract_holds(root: Path, documents: Mapping[Path, str]) -> None:
    contracts = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each["type"] == "layers")
    assert f"```text\n{chr(10).join(layers)}\n```" in documents[root / "CONTRIBUTING.md"]


def test_decisions_are_numbered_without_a_gap_and_listed(root: Path, documents: Mapping[Path, str]) -> None:
    folder = root / "docs" / "decisions"
    files = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert [name[:4] for name in files] == [f"{number:04}" for number in range(1, len(files) + 1)]
    assert LINK.findall(documents[folder / "README.md"]) == files
    assert [name for name in files if not documents[folder / name].startswith(f"# {name[:4]} ")] == []


def test_every_document_can_be_reached_from_the_readme(root: Path, documents: Mapping[Path, str]) -> None:
    seen, waiting = set[Path](), [root / "README.md"]
    while waiting:
        page = waiting.pop()
        if page not in seen and page in documents:
            seen.add(page)
            waiting += [(page.parent / link.partition("#")[0]).resolve() for link in LINK.findall(documents[page])]
    assert sorted(path.relative_to(root).as_posix() for path in documents.keys() - seen) == []


def _broken_links(documents: Mapping[Path, str]) -> Iterator[str]:
    for page, text in documents.items():
        for link in LINK.findall(INLINE.sub("", FENCED.sub("", text))):
            if re.match(r"[a-z]+:", link):
                continue
            name, _, heading = link.partition("#")
            target = (page.parent / name).resolve() if name else page
            if not target.exists() or (heading and heading not in _headings(target)):
                yield f"{page.name}: {link}"


def _headings(page: Path) -> set[str]:
    """The anchors a forge makes of the headings."""
    titles = re.findall(r"^#+ (.+)$", FENCED.sub("", page.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
