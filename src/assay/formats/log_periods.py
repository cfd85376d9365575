"""How long documents say logs are kept, by class of log."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assay.facts.documents import Document
from assay.formats.statements import Sentence, has_reader, headings_over, is_denied, is_stated, lengths, sentences

CLASSES = {
    "audit": re.compile(r"\baudit", re.IGNORECASE),
    "build": re.compile(r"\b(build|ci|ci/cd|pipeline|workflow|runner)s?\b|codebuild", re.IGNORECASE),
    "access": re.compile(r"\baccess(?!ible)", re.IGNORECASE),
    "application": re.compile(r"\bapp(lication)?s?\b", re.IGNORECASE),
    "deployment": re.compile(r"\bdeploy", re.IGNORECASE),
    "flow": re.compile(r"\b(vpc|flow|network|dns|firewall)\b", re.IGNORECASE),
}
"""Classes of logs that may be kept for different times; what is of none of them stands for logs in general."""
LOGS = re.compile(r"\b(logs?|log (?:data|files?|entries|records?)|audit trails?)\b", re.IGNORECASE)
KEPT = re.compile(
    r"\b(retain(?:ed|s)?|retention|kept|keeps?|stored?|preserved?|archived?|(?:deleted|purged|removed|expires?|rotated out) after)\b",
    re.IGNORECASE,
)
ABOUT = re.compile(
    r"\blog\w*[-_ ]{1,3}(and[-_ ]\w{1,20}[-_ ])?(retention|polic|management|standard|decision)|\b(security|retention|build|monitoring|operations)[-_ ]?\w{0,20}[-_ ]polic|build[-_ ]environment|polic(y|ies)/|\bisms\b",
    re.IGNORECASE,
)
"""Documents that decide what an organisation does with its logs."""
OF_BUILDS = re.compile(
    r"\b(build|ci|ci/cd|pipeline|workflow|runner|deployment)s?\b.{0,30}\b(logs?|audit trails?)\b|\blogs? of (the |our )?(build|pipeline|ci|workflow|deployment)",
    re.IGNORECASE,
)
NOT_A_PERIOD = re.compile(
    r"\b(every|each|once|within|per|review\w*|rotat\w+ every|check\w*)\b[^.;]{0,30}$", re.IGNORECASE
)
"""Words before a length that make it an interval of something else."""
FOR_USERS = re.compile(
    r"\b(by default|you can|can be (?:set|configured|changed)|configurable|set the|options?|parameter|recommend\w*|incidents?|evidence|account deletion|environment variable|e\.g\.|for example)\b|`",
    re.IGNORECASE,
)
"""Words of a manual: they tell users what the product can do, not what its maker decided."""
LONGEST = 40 * 366.0


@dataclass(frozen=True, slots=True)
class LogPeriod:
    """A period for one class of logs; ``kind`` is empty for logs in general."""

    kind: str
    days: float
    path: str
    line: int
    text: str


def log_periods(document: Document) -> Iterator[LogPeriod]:
    """Every period the document states; nothing where it is about something else or in a language without a reader."""
    if not has_reader(document):
        return
    decides = bool(ABOUT.search(f"{document.path} {document.title}"))
    for sentence in sentences(document):
        if decides or OF_BUILDS.search(sentence.text):
            yield from _of(document, sentence)
    if not decides:
        return
    for table in document.tables:
        header = " ".join(table.header)
        if not (KEPT.search(header) and LOGS.search(f"{header} {table.heading} {document.title}")):
            continue
        for row in table.rows:
            if (days := _longest(" | ".join(row[1:]))) and is_stated(" ".join(row)):
                yield LogPeriod(kind_of(row[0]), days, document.path, table.line, " | ".join(row)[:160])


def _of(document: Document, sentence: Sentence) -> Iterator[LogPeriod]:
    text = sentence.text
    kept = KEPT.search(text)
    if not kept or not is_stated(text) or FOR_USERS.search(text) or is_denied(text, *kept.span()):
        return
    about = LOGS.search(text)
    over = next((each.text for each in headings_over(document, sentence.line)), "")
    if not about and not (LOGS.search(over) and KEPT.search(over)):
        return
    if days := _longest(text):
        yield LogPeriod(kind_of(text if about else over), days, document.path, sentence.line, text[:160])


def _longest(text: str) -> float | None:
    """The longest period named: a shorter one is the part kept at hand."""
    found = [each.days for each in lengths(text) if not NOT_A_PERIOD.search(text[: each.start])]
    return max((each for each in found if 1 <= each <= LONGEST), default=None)


def kind_of(text: str) -> str:
    """The class of log a text speaks of; empty where it names none, or more than one."""
    found = [kind for kind, words in CLASSES.items() if words.search(text)]
    return found[0] if len(found) == 1 else ""
