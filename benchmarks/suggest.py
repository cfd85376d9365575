"""How many of the passages that bear on a claim are proposed among its first three, and how many of those proposed bear on it.

    python benchmarks/suggest.py            print the table
    python benchmarks/suggest.py --misses   print also what was missed and what was proposed wrongly
    python benchmarks/suggest.py --peer     rank with bm25s as well, where it is installed

Measured on the labelled sets in ``tests/suggest/sets``. The first group was tuned on; the second was looked at once and then
tuned on; the third was written afterwards and never tuned on. ``recall@3`` is the share of labelled passages that were among
the first three of their claim (of a claim with more than three, any three); ``precision@3`` the share of proposed passages that
carry a label of the claim. ``facet`` says how many of the right ones were put under a facet the label names.
"""

import argparse
import importlib
import importlib.util
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assay.assess.suggest import Placed, placed_in, suggest
from assay.facts.suggestions import Suggestion
from assay.formats.word_forms import folded
from assay.store import vocabulary
from assay.store.code_of_practice import load
from assay.testing.policy_sets import Label, PolicySet, read_set
from assay.testing.repository import build

SETS = Path(__file__).parents[1] / "tests" / "suggest" / "sets"
GROUPS: Mapping[str, Sequence[str]] = {
    "tuned on": ("two-person-firm", "isms", "trust-pages", "people-and-privacy"),
    "seen once, then tuned on": ("line-of-business", "pdf-pack", "open-core", "insurer-supplier", "nothing-to-show"),
    "never tuned on": ("device-maker", "studio-wiki"),
}
FIRST = 3
PEER = "bm25s"


@dataclass(frozen=True, slots=True)
class Counts:
    """What was proposed and what should have been, over one set or several."""

    proposed: int = 0
    right: int = 0
    right_facet: int = 0
    labelled: int = 0
    found: int = 0
    silent: int = 0
    """Claims without a label for which nothing was proposed."""
    unlabelled: int = 0
    """Claims without a label."""

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    @property
    def recall(self) -> str:
        """Share of labelled passages found."""
        return _share(self.found, self.labelled)

    @property
    def precision(self) -> str:
        """Share of proposed passages that are right."""
        return _share(self.right, self.proposed)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A passage proposed for a claim by whatever engine; ``facet`` is empty where the engine knows none."""

    claim: str
    document: str
    text: str
    facet: str = ""


def measured(labelled: PolicySet, proposals: Iterable[Proposal], misses: bool = False) -> Counts:
    """The counts of one set."""
    by_claim: dict[str, list[Proposal]] = {claim.id: [] for claim in load().claims if claim.counted}
    for proposal in proposals:
        by_claim[proposal.claim].append(proposal)
    total = Counts()
    for claim, proposed in by_claim.items():
        labels = [label for label in labelled.labels if claim in label.claims]
        right = [each for each in proposed if any(_same(each, label) for label in labels)]
        facets = [each for each in right if any(_same(each, label) and each.facet in label.about for label in labels)]
        found = [label for label in labels if any(_same(each, label) for each in proposed)]
        total += Counts(
            len(proposed), len(right), len(facets), min(FIRST, len(labels)), min(FIRST, len(found)),
            int(not labels and not proposed), int(not labels),
        )  # fmt: skip
        if misses:
            for each in proposed:
                if each not in right:
                    print(f"  wrong  {claim}  {each.text[:100]}")
            for label in labels:
                if label not in found:
                    print(f"  missed {claim}  {label.text[:100]}")
    return total


def chosen(labelled: PolicySet) -> list[Proposal]:
    """What ``assay suggest`` proposes."""
    with tempfile.TemporaryDirectory() as folder:
        found = suggest(build(Path(folder) / "repository", labelled.files), limit=FIRST)

    def proposal(claim: str, each: Suggestion) -> Proposal:
        return Proposal(claim, each.source.path, each.text, each.facet)

    return [proposal(claim.claim, each) for claim in found.claims for each in claim.found]


def by_words_alone(labelled: PolicySet) -> list[Proposal]:
    """The first three by FTS5's bm25 for all words of the claim, without asking for a word of each group."""
    placed = _placed(labelled)
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE passages USING fts5(text, tokenize='unicode61')")
    rows = ((number, folded(_whole(each))) for number, each in enumerate(placed))
    database.executemany("INSERT INTO passages(rowid, text) VALUES (?, ?)", rows)

    def first(terms: Sequence[str]) -> list[int]:
        query = " OR ".join(f'"{term}"' for term in terms)
        asked = "SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY bm25(passages), rowid LIMIT ?"
        return [number for (number,) in database.execute(asked, (query, FIRST))]

    found = _first_of_each_claim(placed, first)
    database.close()
    return found


def by_peer(labelled: PolicySet) -> list[Proposal]:
    """The first three by bm25s for all words of the claim."""
    peer = importlib.import_module(PEER)
    placed = _placed(labelled)
    if not placed:
        return []
    index = peer.BM25()
    index.index([folded(_whole(each)).split() for each in placed], show_progress=False)

    def first(terms: Sequence[str]) -> list[int]:
        words = sorted({word for term in terms for word in term.split()})
        numbers, weights = index.retrieve([words], k=min(FIRST, len(placed)), show_progress=False)
        return [int(number) for number, weight in zip(numbers[0], weights[0], strict=True) if weight > 0]

    return _first_of_each_claim(placed, first)


def table(misses: bool = False) -> Iterator[str]:
    """One line per set and per group."""
    yield f"{'set':<28}{'passages':>9}{'recall@3':>10}{'precision@3':>13}{'facet':>7}{'rightly silent':>16}"
    for group, names in GROUPS.items():
        total = Counts()
        for name in names:
            labelled = read_set(SETS / name)
            counts = measured(labelled, chosen(labelled), misses)
            yield _row(name, counts)
            total += counts
        yield _row(group.upper(), total)


def by_engine(engines: "Mapping[str, Engine]") -> Iterator[str]:
    """One line per engine and group."""
    for group, names in GROUPS.items():
        yield f"by engine, {group}"
        for engine, propose in engines.items():
            labelled = [read_set(SETS / name) for name in names]
            yield _row(engine, sum((measured(each, propose(each)) for each in labelled), Counts()))


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--misses", action="store_true", help="print what was missed and what was wrong")
    options.add_argument("--peer", action="store_true", help="rank with bm25s too, where it is installed")
    given = options.parse_args()
    for line in table(given.misses):
        print(line)
    engines = dict(ENGINES)
    if given.peer and importlib.util.find_spec(PEER):
        engines[f"{PEER}, words alone"] = by_peer
    elif given.peer:
        print(f"{PEER} is not installed, so it is left out.")
    for line in by_engine(engines):
        print(line)


def _placed(labelled: PolicySet) -> list[Placed]:
    with tempfile.TemporaryDirectory() as folder:
        return placed_in(build(Path(folder) / "repository", labelled.files))


def _first_of_each_claim(placed: Sequence[Placed], first: Callable[[Sequence[str]], list[int]]) -> list[Proposal]:
    found = []
    for claim in load().claims:
        if claim.counted:
            words = vocabulary.load()[claim.id]
            listed = [term for about in words.about for group in about for term in group]
            terms = tuple(dict.fromkeys(folded(term) for term in (*listed, *words.near)))
            for number in first(terms):
                if not placed[number].portion.reason:
                    found.append(Proposal(claim.id, placed[number].source.path, placed[number].portion.text))
    return found


def _whole(placed: Placed) -> str:
    return f"{placed.portion.text} {placed.portion.around}"


def _same(proposal: Proposal, label: Label) -> bool:
    one, other = _plain(proposal.text), _plain(label.text)
    return proposal.document == label.document and (one in other or other in one)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "-"


def _row(name: str, counts: Counts) -> str:
    silent = f"{counts.silent} of {counts.unlabelled}"
    return (
        f"{name:<28}{counts.labelled:>9}{counts.recall:>10}{counts.precision:>13}"
        f"{_share(counts.right_facet, counts.right):>7}{silent:>16}"
    )


Engine = Callable[[PolicySet], list[Proposal]]
ENGINES: Mapping[str, Engine] = {"FTS5, word of every group": chosen, "FTS5, words alone": by_words_alone}

if __name__ == "__main__":
    main()
