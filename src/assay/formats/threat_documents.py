"""Which documents are a threat model: what is at stake, who or what threatens it, and what is done about it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assay.facts.documents import Document, Passage
from assay.formats.assertions import promises, sentences
from assay.formats.product_names import names_one
from assay.formats.sections import EXCLUDED, sections, words

SUBJECT = re.compile(
    r"threat[-_ ]?model|threat[-_ ](and risk )?(analysis|assessment|landscape|catalogue|catalog)|threats (and|&) (mitigations?|countermeasures?|responses?)|attack[-_ ]tree|\bstride\b",
    re.IGNORECASE,
)
"""In a title, heading or file name: what follows may be a threat model."""
SECTION = re.compile(r"threat[- ]?model|threats? (and|&)|attack tree|\bstride\b", re.IGNORECASE)
STAKES = re.compile(
    r"\bassets?\b|data[- ]flows?|trust (boundar|zone|level)|entry points?|attack surface|data stores?|sensitive|confidential|credentials|private keys?|customer data|user data",
    re.IGNORECASE,
)
THREATS = re.compile(
    r"\battack(er|ers|s|ed)?\b|adversar|\bthreats?\b(?![- ]model)|spoof|tamper|repudiat|denial[- ]of[- ]service|(elevation|escalation) of privilege|privilege escalation|malicious|compromis|injection|man[- ]in[- ]the[- ]middle|brute[- ]force|eavesdrop|impersonat|\bexploit",
    re.IGNORECASE,
)
RESPONSES = re.compile(
    r"mitigat|counter-?measure|prevent|protect(s|ed|ion)? (against|from)|(is|are) (encrypted|verified|validated|signed|authenticated|rejected|limited|checked|isolated|sandboxed)|accept(ed|s)? (the |this )?risk|risk (is )?accepted|residual risk|we (assume|trust|limit|verify|require|reject)|defen[cs]e|hardening|rate[- ]limit",
    re.IGNORECASE,
)
NOT_A_MODEL = re.compile(
    r"how to|guide to|introduction|what is|tutorial|workshop|training|template|example|course|penetration[- ]test|pen[- ]?test|data protection impact|\bdpia\b|privacy policy|change-?log|release notes|roadmap|readme|schema|\bformats?\b|\bapi\b|reference|manual|usage|user guide",
    re.IGNORECASE,
)
FORM = re.compile(r"Software Security Code of Practice|Assurance Principles and Claims", re.IGNORECASE)
TEACHING = re.compile(
    r"\b(to|you) (create|write|draw|build|edit|open|save|export|import|use|do|start) (a |an |your |the )?(new )?(threat )?(model|diagram)|threat modell?ing is (a|an|the)\b|(create|draw|edit|import|export)s? threat models?|threat modell?ing (tool|feature|workshop)",
    re.IGNORECASE,
)
DRAFT = re.compile(
    r"\bdraft\b|not (yet )?(ratified|approved|reviewed|complete)|work in progress|\bWIP\b", re.IGNORECASE
)
DRAFT_WITHIN = 12
"""Passages at the beginning in which a document says of itself that it is a draft."""
FEWEST_WORDS = 120
FEWEST_IN_SENTENCE = 3
FEWEST_THREATS = 3
FEWEST_RESPONSES = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """How much a text says of each part of a threat model, and where it begins."""

    stakes: int
    threats: int
    responses: int
    words: int
    line: int
    first: str
    """The first sentence that names a threat."""

    @property
    def is_model(self) -> bool:
        """Whether all three parts are there and it is more than a list of words."""
        return (
            self.stakes >= 1
            and self.threats >= FEWEST_THREATS
            and self.responses >= FEWEST_RESPONSES
            and self.words >= FEWEST_WORDS
        )


def reading(document: Document) -> Reading:
    """What the whole document says."""
    return _read(document.passages, document.passages[0].line if document.passages else 0)


def model(document: Document, names: frozenset[str]) -> Reading | None:
    """The threat model a document is, or holds in a section of its own, if it names the product; None if there is none."""
    found = next((each for passages, line in _parts(document) if (each := _read(passages, line)).is_model), None)
    if found is None or any("threat" in each for each in names):
        return None  # A product that is itself about threats documents its features in the same words.
    whole = f"{document.title}\n{document.text}"
    return None if FORM.search(whole) or TEACHING.search(whole) or not names_one(whole, names) else found


def _parts(document: Document) -> Iterator[tuple[tuple[Passage, ...], int]]:
    """The passages that may be a model, with the line they begin on: the whole document by its title, or sections."""
    title = f"{document.title} {document.name}"
    if SUBJECT.search(title) and not NOT_A_MODEL.search(title):
        yield document.passages, document.passages[0].line if document.passages else 0
    elif any(SECTION.search(each.text) for each in document.headings):
        for each in sections(document):
            if (
                SECTION.search(each.heading)
                and not NOT_A_MODEL.search(each.heading)
                and not EXCLUDED.search(each.heading)
            ):
                yield each.passages, each.line


def is_draft(document: Document) -> bool:
    """Whether it says of itself that it is one."""
    beginning = [document.title, *(each.text for each in document.passages[:DRAFT_WITHIN])]
    return any(DRAFT.search(each) for each in beginning)


def _read(passages: tuple[Passage, ...], line: int) -> Reading:
    said = [
        (sentence, passage)
        for passage in passages
        for sentence in sentences(passage.text)
        if len(sentence.split()) >= FEWEST_IN_SENTENCE and not promises(sentence) and not sentence.endswith("?")
    ]
    threats = [(sentence, passage) for sentence, passage in said if THREATS.search(sentence)]
    return Reading(
        stakes=sum(1 for sentence, passage in said if STAKES.search(f"{passage.heading} {sentence}")),
        threats=len(threats),
        responses=sum(1 for sentence, _ in said if RESPONSES.search(sentence)),
        words=words(passages),
        line=threats[0][1].line if threats else line,
        first=threats[0][0] if threats else "",
    )
