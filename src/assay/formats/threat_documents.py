"""Which documents are a threat model: what is at stake, who or what threatens it, and what is done about it."""

import re
from dataclasses import dataclass

from assay.facts.documents import Document, Passage
from assay.formats.assertions import promises, sentences
from assay.formats.product_names import names_one
from assay.formats.sections import EXCLUDED, sections, words

SUBJECT = re.compile(
    r"threat[-_ ]?model|threat[-_ ](and risk )?(analysis|assessment|landscape|catalogue|catalog)|threats (and|&) (mitigations?|countermeasures?|responses?)|attack[-_ ](tree|surface|vector)|\bstride\b|security[-_ ](model|considerations|assessment|self[-_ ]assessment|architecture)|risk[-_ ]analysis",
    re.IGNORECASE,
)
"""In a title, heading or file name: what follows may be a threat model."""
STAKES = re.compile(
    r"\bassets?\b|data[- ]flows?|trust (boundar|zone|level)|entry points?|attack surface|data stores?|sensitive|confidential|credentials|private keys?|customer data|user data",
    re.IGNORECASE,
)
THREATS = re.compile(
    r"\battack(er|ers|s|ed)?\b|adversar|\bthreats?\b|spoof|tamper|repudiat|denial[- ]of[- ]service|(elevation|escalation) of privilege|privilege escalation|malicious|compromis|injection|man[- ]in[- ]the[- ]middle|brute[- ]force|eavesdrop|impersonat|\bexploit",
    re.IGNORECASE,
)
RESPONSES = re.compile(
    r"mitigat|counter-?measure|prevent|protect(s|ed|ion)? (against|from)|(is|are) (encrypted|verified|validated|signed|authenticated|rejected|limited|checked|isolated|sandboxed)|accept(ed|s)? (the |this )?risk|risk (is )?accepted|residual risk|we (assume|trust|limit|verify|require|reject)|defen[cs]e|hardening|rate[- ]limit",
    re.IGNORECASE,
)
NOT_A_MODEL = re.compile(
    r"how to|guide to|introduction|what is|tutorial|workshop|training|template|example|course|penetration[- ]test|pen[- ]?test|data protection impact|\bdpia\b|privacy policy|change-?log|release notes|roadmap|readme",
    re.IGNORECASE,
)
FORM = re.compile(r"Software Security Code of Practice|Assurance Principles and Claims", re.IGNORECASE)
TEACHING = re.compile(
    r"\b(to|you) (create|write|draw|build|edit|open|save|export|import|use|do|start) (a |an |your |the )?(new )?(threat )?(model|diagram)|threat modell?ing is (a|an|the)\b|(create|draw|edit|import|export)s? threat models?|threat modell?ing (tool|feature|workshop)",
    re.IGNORECASE,
)
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
    if FORM.search(document.text + document.title) or TEACHING.search(document.text):
        return None
    if SUBJECT.search(f"{document.title} {document.name}") and not NOT_A_MODEL.search(
        f"{document.title} {document.name}"
    ):
        parts = [(document.passages, document.passages[0].line if document.passages else 0)]
    else:
        parts = [
            (each.passages, each.line)
            for each in sections(document)
            if re.search(r"threat[- ]?model|threats? (and|&)|attack tree|\bstride\b", each.heading, re.IGNORECASE)
            and not NOT_A_MODEL.search(each.heading)
            and not EXCLUDED.search(each.heading)
        ]
    if not names_one(f"{document.title}\n{document.text}", names):
        return None
    return next((found for passages, line in parts if (found := _read(passages, line)).is_model), None)


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
