"""What a document says of its own organisation or product, as opposed to standards it copies and readers it teaches."""

import re
from dataclasses import dataclass

from assay.facts.documents import Document
from assay.formats.assertions import denies, promises, sentences
from assay.formats.product_names import names_one
from assay.formats.sections import spoken_for

FIRST_PERSON = re.compile(r"\b(we|our|ours|us)\b", re.IGNORECASE)
DUTY = re.compile(
    r"\b(must|shall|(is|are) required|has to|have to|(every|each|all) (change|developer|engineer|release|commit|pull request|merge request|member|feature)s?"
    r"|developers?|engineers?|the team|maintainers?|reviewers?|(product|service|security|risk|code) (owner|lead|champion|officer)s?)\b",
    re.IGNORECASE,
)
CONCRETE = re.compile(
    r"(?<![\w./-])[\w./-]{1,80}\.(ya?ml|md|toml|json|sh|py|m?[jt]s|mjs|cfg|ini)\b|(?<!\w)(docs|scripts|src|tests|\.github)/|\bmain\b( branch)?[ ,.)]|#[a-z][\w-]{2,30}\b",
)
"""Files, folders, branches and channels of one's own, which no text for everybody can name."""
READER = re.compile(r"\b(you|your|yours)\b", re.IGNORECASE)
RELATIVE = re.compile(r"(?!\w+:|//|#|[\w.+-]+@)[\w./-]+")
FEWEST_WORDS = 5
MOST_NOTES = 3


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence that asserts, with its place; ``own`` where it speaks as or of the organisation, its product or its files."""

    text: str
    line: int
    heading: str
    own: bool
    duty: bool


def statements(document: Document, names: frozenset[str]) -> tuple[Said, ...]:
    """The sentences that say how things are, outside sections about what is left out; not questions, plans or denials."""
    return tuple(
        Said(
            sentence,
            passage.line,
            passage.heading,
            bool(FIRST_PERSON.search(sentence) or CONCRETE.search(sentence)) or names_one(sentence, names),
            bool(DUTY.search(sentence)),
        )
        for passage in spoken_for(document)
        for sentence in sentences(passage.text)
        if len(sentence.split()) >= FEWEST_WORDS
        and not sentence.endswith("?")
        and not promises(sentence)
        and not denies(sentence)
    )


def voice(document: Document, said: tuple[Said, ...]) -> int:
    """How often it speaks as or of the organisation itself: own sentences, and links to other documents beside it."""
    beside = {each.target for each in document.references if RELATIVE.match(each.target)}
    return sum(1 for each in said if each.own) + len(beside)


def is_unfilled(document: Document) -> bool:
    """Whether it is a template: places to be filled in, or several notes of what is yet to come."""
    places = [each.text for each in document.fillers]
    return any(not each.isalpha() for each in places) or sum(1 for each in places if each.isupper()) >= MOST_NOTES


def teaches(document: Document, said: tuple[Said, ...]) -> bool:
    """Whether it speaks to a reader who is to learn or do something more than of its own organisation."""
    to_reader = sum(1 for each in said if READER.search(each.text) and not FIRST_PERSON.search(each.text))
    return to_reader >= 3 and to_reader > sum(1 for each in said if each.own)
