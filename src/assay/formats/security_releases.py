"""Releases that fixed a vulnerability, as the list of changes of the product says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assay.facts.documents import Document, Documents

CHANGES = re.compile(r"^(changes?|change[-_ ]?log|history|news|release[-_ ]?notes?|releases)\b", re.IGNORECASE)
VERSION = re.compile(r"\bv?(\d+(?:\.\d+)+(?:[-+.]?(?:rc|alpha|beta|a|b|post|pre)[-.]?\d*)?)\b", re.IGNORECASE)
ADVISORY = re.compile(
    r"\b(?:CVE-\d{4}-\d{4,}|GHSA(?:-[23456789cfghjmpqrvwx]{4}){3}|RUSTSEC-\d{4}-\d{4}|PYSEC-\d{4}-\d+)\b"
)
SECURITY = re.compile(r"^\W*security( (fix(es)?|updates?|patch(es)?|release))?\W*$", re.IGNORECASE)
THE_END = 1_000_000_000
OF_OTHERS = re.compile(r"\b(bump|upgrade|updat)\w*\b.{0,60}\b(dependenc|from|to)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SecurityRelease:
    """One version with the advisory or heading that marks it, and where that stands."""

    version: str
    mark: str
    path: str
    line: int
    ids: frozenset[str] = frozenset()
    """Public identifiers its entry names, those of other components left out."""
    notes: str = ""
    """What its entry says of weaknesses: passages that name one, and those below a heading about security."""


def change_lists(documents: Documents) -> tuple[Document, ...]:
    """The own lists of changes."""
    return tuple(each for each in documents.documents if CHANGES.search(each.name) and not each.set_aside)


def listed_versions(documents: Documents) -> frozenset[str]:
    """Every version that has an entry."""
    return frozenset(
        found.group(1)
        for document in change_lists(documents)
        for each in document.headings
        if (found := VERSION.search(each.text))
    )


def security_releases(documents: Documents) -> Iterator[SecurityRelease]:
    """Each version once per list of changes, in the order of the list."""
    for document in change_lists(documents):
        yield from _of(document)


def _of(document: Document) -> Iterator[SecurityRelease]:
    starts = [(each.line, found.group(1)) for each in document.headings if (found := VERSION.search(each.text))]
    for number, (start, version) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else THE_END
        marks = [
            (each.line, each.text)
            for each in document.headings
            if start < each.line < end and SECURITY.match(each.text)
        ]
        marks += [
            (passage.line, found.group())
            for passage in document.passages
            if start <= passage.line < end
            and (found := ADVISORY.search(passage.text))
            and not OF_OTHERS.search(passage.text)
        ]
        if marks:
            line, mark = min(marks)
            notes = " ".join(
                each.text
                for each in document.passages
                if start <= each.line < end
                and (ADVISORY.search(each.text) or SECURITY.match(each.heading))
                and not OF_OTHERS.search(each.text)
            )
            yield SecurityRelease(version, mark, document.path, line, frozenset(ADVISORY.findall(notes)), notes)
