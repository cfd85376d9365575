"""Recognises the official wording of a claim without holding it: by short digests of three words in a row.

The digests are made from somebody's own copy of the form (``python -m assay.testing.claim_wording``) and give no text back.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

ALIKE = 0.6
"""How much of the digests of both texts together must be shared; another claim about the same thing shares far less."""
HELD = 0.85
"""How much of the digests of a claim a longer text must hold: the wording with guidance behind it."""
DIGEST = 8
MOST_WORDS = 400


def digests(text: str) -> frozenset[str]:
    """One short digest for every three words in a row, beginning and end marked."""
    words = ["^", *re.findall(r"[^\W_]+", text.casefold().replace("'", "").replace("\u2019", ""))[:MOST_WORDS], "$"]
    runs = (" ".join(words[start : start + 3]) for start in range(max(1, len(words) - 2)))
    return (
        frozenset(hashlib.sha256(run.encode()).hexdigest()[:DIGEST] for run in runs) if len(words) > 2 else frozenset()
    )


@dataclass(frozen=True)
class Wording:
    """The digests of every claim and principle by id."""

    claims: Mapping[str, frozenset[str]]
    principles: Mapping[str, frozenset[str]]

    def claim(self, text: str) -> str:
        """The claim ``text`` words; empty if none, or if two fit equally."""
        return nearest(digests(text), self.claims.items())

    def principle(self, text: str) -> str:
        """The principle ``text`` words; empty if none."""
        return nearest(digests(text), self.principles.items())


def nearest(seen: frozenset[str], known: Iterable[tuple[str, frozenset[str]]]) -> str:
    """The id whose digests are alike enough and more alike than all others; empty if there is none."""
    found: list[tuple[float, str]] = []
    for name, wanted in known:
        shared = len(seen & wanted)
        if not shared:
            continue
        alike, held = 2 * shared / (len(seen) + len(wanted)), shared / len(wanted)
        if alike >= ALIKE or held >= HELD:
            found.append((max(alike, held), name))
    found.sort(reverse=True)
    if not found or (len(found) > 1 and found[0][0] == found[1][0]):
        return ""
    return found[0][1]
