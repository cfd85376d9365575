"""Ties a row to a claim by what it says. The number alone decides only where a row says nothing else."""

import re
from dataclasses import dataclass
from functools import cached_property

from assay.domain.catalogue import Catalogue, Claim
from assay.facts.forms import MatchedBy, RowKind
from assay.formats.forms.wording import Wording, digests, nearest

CLAIM_NUMBER = re.compile(r"(?<![\d.])([1-9])\s?\.\s?(\d{1,2})\s?\.\s?(\d{1,2}|S)(?![\d.]*\d)")
PRINCIPLE_NUMBER = re.compile(r"(?<![\d.])([1-9])\.(\d{1,2})(?![\d.]*\d)")
_KINDS = r"(?:assurance )?(claim|principle|ref(?:erence)?|control|requirement|theme)s?\b"
_COUNTED = r"((?:[A-Z]{1,3}-?)?\d{1,2}(?:\s?\.\s?(?:\d{1,2}|S)){0,2})(?![\w%])"
LABEL = re.compile(
    rf"^[^\w\u2018\u201c]{{0,5}}(?:(?:{_KINDS}[\s#:.]{{0,4}})?{_COUNTED}|{_KINDS}\s{{0,3}}(?=[:\u2013\u2014]))\s{{0,3}}[-.:)\u2013\u2014]{{0,2}}\s{{0,3}}",
    re.IGNORECASE,
)
"""A number in front of the wording, with the word for what is counted; the word alone only before a colon."""
EVERYWHERE = frozenset({"secu", "soft", "with", "from", "that", "prod", "deve"})
EDITIONS = ("apc_v1", "form_v0_4")
"""Those whose numbers a row may bear; the claim trees have none of their own for the 45."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a row is about. ``id`` is empty where it is about nothing in the Code."""

    kind: RowKind
    id: str
    by: MatchedBy
    number: str
    wording: str

    @property
    def known(self) -> bool:
        """Whether it is about something in the Code."""
        return bool(self.id)


@dataclass(frozen=True)
class Matcher:
    """The Code and the digests of its official wording."""

    code: Catalogue
    wording: Wording

    @cached_property
    def _titles(self) -> tuple[tuple[str, frozenset[str]], ...]:
        return tuple((claim.id, digests(text)) for claim in self._claims for text in (claim.title, claim.says))

    @cached_property
    def _principles(self) -> tuple[tuple[str, frozenset[str]], ...]:
        return tuple((each.id, digests(each.title)) for each in self.code.principles)

    @cached_property
    def _claims(self) -> tuple[Claim, ...]:
        return tuple(claim for claim in self.code.claims if claim.counted)

    def match(self, number_text: str, wording_text: str) -> Match:
        """What the cell for the number and the cell for the wording say the row is about; they may be one."""
        label = LABEL.match(wording_text)
        words = " ".join(wording_text[label.end() if label else 0 :].split())
        source = number_text or wording_text[: label.end() if label else 0]
        claim_number, principle_number = CLAIM_NUMBER.search(source), PRINCIPLE_NUMBER.search(source)
        number = ".".join(claim_number.groups()) if claim_number else ""
        if not number and principle_number:
            number = ".".join(principle_number.groups())
        if not number:
            number = (
                " ".join(source.split())[:40].strip(" .:-") if number_text else (label.group(2) or "" if label else "")
            )
        kind_word = (label.group(1) or label.group(3) or "") if label else ""
        called = f"{number_text} {kind_word}".casefold()
        for text in dict.fromkeys((words, " ".join(wording_text.split()))):
            if found := self._by_words(text):
                return Match(found[0], found[1], found[2], number, words)
        if claim_number:
            return self._by_claim_number(number, words)
        title = next((each.title for each in self.code.principles if each.id == number), "")
        if title and not words:
            return Match(RowKind.PRINCIPLE, number, MatchedBy.NUMBER, number, words)
        if title and _stems(title) & _stems(words):
            return Match(RowKind.PRINCIPLE, number, MatchedBy.SUBJECT, number, words)
        kind = RowKind.UNKNOWN_CLAIM if "claim" in called else RowKind.UNKNOWN_PRINCIPLE
        return Match(kind, "", MatchedBy.NOTHING, number, words)

    def _by_words(self, text: str) -> tuple[RowKind, str, MatchedBy] | None:
        if not text:
            return None
        if found := self.wording.claim(text):
            return RowKind.CLAIM, found, MatchedBy.WORDING
        if found := self.wording.principle(text):
            return RowKind.PRINCIPLE, found, MatchedBy.WORDING
        seen = digests(text)
        if found := nearest(seen, self._principles):
            return RowKind.PRINCIPLE, found, MatchedBy.TITLE
        if found := nearest(seen, self._titles):
            return RowKind.CLAIM, found, MatchedBy.TITLE
        return None

    def _by_claim_number(self, number: str, words: str) -> Match:
        candidates = [claim for claim in self._claims if number in {claim.numbers.get(each) for each in EDITIONS}]
        if not words:
            if len(candidates) == 1:
                return Match(RowKind.CLAIM, candidates[0].id, MatchedBy.NUMBER, number, words)
        else:
            said = [(_groups_said(claim, words), claim.id) for claim in candidates]
            said = [(count, name) for count, name in said if count >= 2]
            best = max((count for count, _ in said), default=0)
            names = [name for count, name in said if count == best]
            if len(names) == 1:
                return Match(RowKind.CLAIM, names[0], MatchedBy.SUBJECT, number, words)
        return Match(RowKind.UNKNOWN_CLAIM, "", MatchedBy.NOTHING, number, words)


def _groups_said(claim: Claim, words: str) -> int:
    """How many groups of the terms of a claim a text speaks of; terms are beginnings of words."""
    folded = words.casefold()
    return sum(any(re.search(rf"\b{re.escape(term)}", folded) for term in group) for group in claim.subject_terms) + (
        len(claim.subject_terms) == 1
    )


def _stems(text: str) -> set[str]:
    """The beginnings of the words that tell one principle from another."""
    return {word[:4] for word in re.findall(r"[a-z]{4,}", text.casefold())} - EVERYWHERE
