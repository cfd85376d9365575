"""Proposes passages of the vendor's own documents per claim. What it finds is read by a person; nothing here reaches a verdict."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from assay.collect import policies
from assay.collect.repository import Repository
from assay.domain.catalogue import Claim, Facet
from assay.domain.evidence import Statement, Unread
from assay.errors import NothingToAssessError
from assay.facts.citations import Citation
from assay.facts.documents import Document
from assay.facts.suggestions import ForClaim, LeftOut, Source, Suggestion, Suggestions
from assay.formats.citations import LANGUAGES, OWN_OUTPUT, filling, off_subject, opening
from assay.formats.portions import Portion, portions
from assay.store import vocabulary
from assay.store.code_of_practice import load
from assay.store.passage_index import Hit, PassageIndex

LIMIT = 3
FOR_CUSTOMERS = ("3.1.", "3.2.", "4.")
"""Claims shown by what is said to customers or finders: a text that speaks to its reader is what is looked for."""
MOST_PORTIONS = 200_000
LONG_WORD = 6
STOP_WORDS = frozenset(
    """about above after again against also another away because been before being between both cannot comes could does each either else
    every everybody everything from gets given goes have here holds into itself kept know made make makes many more most much must named
    neither none nothing only other others over own part parts says same shown since some somebody such take taken than that their them
    then there these they thing things this those through till under until upon used uses very well were what when where which while
    whoever whom whose will with within without would your""".split()
)


class Placed(NamedTuple):
    """A portion and where it stands."""

    portion: Portion
    document: Document
    source: Source


def suggest(
    path: Path | None,
    ref: str = "HEAD",
    folder: Path | None = None,
    claims: Sequence[str] = (),
    limit: int = LIMIT,
    progress: Callable[[str], None] = lambda _: None,
) -> Suggestions:
    """At most ``limit`` passages per claim from the revision, the folder, or both. Raises NothingToAssessError kinds, UnknownIdError."""
    code = load()
    wanted = tuple(code.claim(each) for each in claims) or tuple(each for each in code.claims if each.counted)
    found, commit = policies.Policies(), ""
    progress("documents")
    if path is not None:
        with Repository(path, ref) as repository:
            commit = repository.commit
            found += policies.of_repository(repository)
    if folder is not None:
        found += policies.of_folder(folder)
    if not (found.documents or found.set_aside or found.unread):
        raise NothingToAssessError(
            "There is no document to read.", advice="Name a folder of policies with --documents FOLDER."
        )
    progress("passages")
    readable, unread, aside = _readable(found)
    placed = list(_placed(readable))
    index = PassageIndex((each.portion.text, each.portion.around) for each in placed)
    try:
        by_claim = tuple(_for_claim(claim, index, placed, limit) for claim in wanted)
    finally:
        index.close()
    return Suggestions(
        place=" and ".join(str(each) for each in (path, folder) if each is not None),
        commit=commit,
        documents=tuple(source for _, source in readable),
        claims=by_claim,
        set_aside=(*found.set_aside, *aside),
        unread=(*found.unread, *unread),
    )


def placed_in(path: Path, ref: str = "HEAD") -> list[Placed]:
    """Every portion of the documents of a revision: what is searched."""
    with Repository(path, ref) as repository:
        return list(_placed(_readable(policies.of_repository(repository))[0]))


Read = tuple[Document, Source]


def _readable(found: policies.Policies) -> tuple[list[Read], list[Unread], list[tuple[str, str]]]:
    """The documents in a language with a reader that no assessment wrote; the rest is said."""
    kept, unread, aside = [], [], []
    for document, source in found.documents:
        if document.language not in LANGUAGES:
            reason = f"its language ({document.language}) has no reader"
            unread.append(Unread(document.path, reason, "an English version, or a person's reading"))
        elif OWN_OUTPUT.search(f"{document.title}\n{document.text}"):
            aside.append((document.path, "written by an assessment"))
        else:
            kept.append((document, source))
    return kept, unread, aside


def _placed(readable: Sequence[Read]) -> Iterator[Placed]:
    """Every portion once: a text that stands in several documents is taken where it stands first."""
    seen: set[str] = set()
    for document, source in readable:
        for portion in portions(document):
            key = " ".join(portion.text.casefold().split())
            if key not in seen and len(seen) < MOST_PORTIONS:
                seen.add(key)
                yield Placed(portion, document, source)


def _for_claim(claim: Claim, index: PassageIndex, placed: Sequence[Placed], limit: int) -> ForClaim:
    """The nearest first, those that need a second look behind the others."""
    plain: list[Suggestion] = []
    doubtful: list[Suggestion] = []
    left_out: list[LeftOut] = []
    for hit, facet in _ranked(claim, index):
        portion, document, source = placed[hit.number]
        if portion.reason:
            if len(plain) + len(doubtful) < limit:
                left_out.append(LeftOut(portion.text, source.path, portion.line, portion.reason))
            continue
        doubts = _doubts(portion, claim)
        place = doubtful if doubts else plain
        if len(place) < limit:
            suggestion = Suggestion(
                facet=facet.id,
                text=portion.text,
                quote=portion.quote,
                source=source,
                headings=portion.headings,
                line=portion.line,
                words=hit.words,
                notes=(*doubts, *_hindrances(portion, document, source, facet, claim)),
            )
            place.append(suggestion)
    return ForClaim(claim.id, tuple((plain + doubtful)[:limit]), tuple(left_out[:limit]))


def _doubts(portion: Portion, claim: Claim) -> tuple[str, ...]:
    """What makes it doubtful that the passage says what is so at the vendor."""
    doubts = []
    if portion.leaves_open:
        doubts.append(f"it leaves the thing open ({portion.leaves_open!r})")
    if portion.to_reader and not claim.id.startswith(FOR_CUSTOMERS):
        doubts.append("it speaks to its reader: make sure it is about your own practice")
    return tuple(doubts)


def _hindrances(portion: Portion, document: Document, source: Source, facet: Facet, claim: Claim) -> tuple[str, ...]:
    """Why a statement that cites the passage would weigh no more than a bare one, by the rules that judge citations."""
    if not source.object_id:
        return ("only a committed document can be cited: commit it first",)
    statement = Statement(facet.id, None, "", "", date.min, 0, "", source.path, source.sha256, portion.quote)
    citation = Citation(statement, claim.subject_terms, source.path, "", "", source.sha256, document)
    faults = (*opening(citation), *filling(citation), *off_subject(citation))
    return tuple(f"as it stands, a citation would not hold: the document {says}" for says, _ in faults[:1])


def _ranked(claim: Claim, index: PassageIndex) -> list[tuple[Hit, Facet]]:
    """Passages about the claim with the facet each is nearest to; the nearest first."""
    words = vocabulary.load()[claim.id]
    best: dict[int, tuple[Hit, Facet]] = {}
    for facet in claim.facets:
        of_facet = _beginnings(f"{facet.says} {facet.shown_by}")
        for about in words.about:
            for hit in index.holding(about, (*words.near, *of_facet), words.unlike):
                if hit.number not in best or hit.distance < best[hit.number][0].distance:
                    best[hit.number] = (hit, facet)
    return sorted(best.values(), key=lambda each: (each[0].distance, each[0].number))


def _beginnings(text: str) -> tuple[str, ...]:
    """The telling words of what we say of a facet, cut to where related words still agree: ``enforc`` for enforcing and enforcement."""
    found = (each for each in re.findall(r"[a-z]{4,}", text.casefold()) if each not in STOP_WORDS)
    return tuple(
        dict.fromkeys(
            each if len(each) < LONG_WORD else f"{each[: max(LONG_WORD - 1, len(each) - 3)]}*" for each in found
        )
    )
