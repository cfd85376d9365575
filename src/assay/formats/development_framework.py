"""Which documents write down how an organisation develops software securely, and which topics they cover."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assay.facts.documents import Document, Documents
from assay.facts.profile import Profile
from assay.formats.assertions import denies, sentences
from assay.formats.own_statements import Said, is_unfilled, statements, teaches, voice
from assay.formats.sections import EXCLUDED, sections, spoken_for, words

SUBJECT = re.compile(
    r"secure[-_ ]?(software[-_ ])?(development|engineering)|security[-_ ]engineering[-_ ](process|framework|policy)|\bs-?sdlc\b|\bs?sdl\b|\bssdf\b"
    r"|(software|system|product|security)[-_ ]development[-_ ](life[-_ ]?cycle|process|policy|framework|standard|procedure|methodology)"
    r"|development[-_ ]life[-_ ]?cycle|secure[-_ ]by[-_ ]design|(development|engineering)[-_ ](process|framework|policy|handbook|standard)",
    re.IGNORECASE,
)
"""In a title or file name: the document is about how software is developed."""
NOT_ABOUT_US = re.compile(
    r"readme|blog|news|posts?/|change-?log|release[-_ ]notes|template|tutorial|glossary", re.IGNORECASE
)
PHASES = {
    "requirements": r"requirement|user stor|use cases?\b|acceptance criteri",
    "design": r"\bdesign|architect|threat model",
    "implementation": r"implement|\bcod(e|ing)\b|programming|develop(s|ed|ing|ment)\b",
    "review": r"\breview|pull request|merge request|four[- ]eyes",
    "test": r"\btest",
    "release": r"\breleas|\bdeploy|\bship(s|ped|ping)?\b",
    "maintenance": r"mainten|vulnerabilit|incident|patch|end[- ]of[- ](life|support)",
}
PHASE_PATTERNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in PHASES.items()}
SECURITY = re.compile(r"secur|vulnerab|threat|attack|risk", re.IGNORECASE)
TOPICS = {
    "threat modelling": r"threat[- ]model|attack surface|(ab|mis)use case|\bstride\b|attack tree|adversar|threat analysis|threats?\b",
    "secure coding": r"secure coding|coding (standard|guideline|rule)s?|owasp|cert c\b|input validation|code review|static analysis|linter|memory[- ]safe",
    "requirements": r"security requirement|requirements?\b|user need|user stor|acceptance criteri",
    "governance and roles": r"roles? and responsibilit|responsible (owner|for)|senior responsible|security (champion|officer|lead)|approv(es|ed|er|al)|governance|accountab",
    "test strategy": r"test(ing)? (strategy|plan|approach)|unit[- ]tests?|integration[- ]tests?|penetration[- ]test|fuzz|test coverage|regression tests?|(are|is) tested",
    "data management": r"data (classification|protection|management|life[- ]?cycle|handling|retention|minimi[sz])|retention|personal data|encrypt(ed|ion) at rest|backups?\b",
    "configuration management": r"version control|configuration (management|control|item)|change (control|management)|baseline|reproducib|branch protection|infrastructure as code|protected branch",
}
"""The seven topics a framework covers at least, and the words that show a text is about one."""
TOPIC_PATTERNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in TOPICS.items()}
ENOUGH_WORDS = 300
ENOUGH_PHASES = 5
ENOUGH_OWN = 3
SECTION_WORDS = 25


@dataclass(frozen=True, slots=True)
class Coverage:
    """How documents treat one topic: whether there is enough, whether there is any trace, and where."""

    covered: bool
    traced: bool
    path: str
    line: int


def cited(profile: Profile, *facets: str) -> tuple[Document, ...]:
    """The documents that statements about these facets cite and that could be read, each once."""
    found = {
        each.document.path: each.document
        for each in profile.citations
        if each.document and not each.set_aside and each.statement.facet in facets
    }
    return tuple(found.values())


def found(documents: Documents, names: frozenset[str]) -> tuple[Document, ...]:
    """The documents nobody cited that nevertheless are one: by title or name, and by what they say of their own ways."""
    each_once = {document.digest: document for document in reversed(documents.own)}
    return tuple(
        document
        for document in reversed(each_once.values())
        if SUBJECT.search(f"{document.title} {document.name}")
        and not NOT_ABOUT_US.search(document.path)
        and not is_unfilled(document)
        and is_english(document)
        and is_framework(document, names)
    )


def is_english(document: Document) -> bool:
    """Whether its language has a reader; texts too short to tell count as English."""
    return document.language in ("en", "")


def is_framework(document: Document, names: frozenset[str]) -> bool:
    """Whether it describes, at some length and of its own organisation, how software is developed and kept secure."""
    said = statements(document, names)
    return (
        words(spoken_for(document)) >= ENOUGH_WORDS
        and voice(document, said) >= ENOUGH_OWN
        and not teaches(document, said)
        and sum(1 for each in said if SECURITY.search(each.text)) >= ENOUGH_OWN
        and len(phases(said)) >= ENOUGH_PHASES
    )


def phases(said: tuple[Said, ...]) -> list[str]:
    """The phases of the life cycle that sentences speak of."""
    return [name for name, pattern in PHASE_PATTERNS.items() if any(pattern.search(each.text) for each in said)]


def topics(documents: tuple[Document, ...], names: frozenset[str]) -> Mapping[str, Coverage]:
    """How a set of documents treats each of the seven topics: the best place for each."""
    return {
        name: max((_coverage(pattern, each, names) for each in documents), key=lambda one: (one.covered, one.traced))
        for name, pattern in TOPIC_PATTERNS.items()
    }


def _coverage(pattern: re.Pattern[str], document: Document, names: frozenset[str]) -> Coverage:
    """Covered by a section of substance, or by two statements the organisation makes of itself; a standard makes none."""
    said = statements(document, names)
    said_on = {each.line for each in said}
    own = [each for each in said if pattern.search(each.text) and (each.own or each.duty)]
    speaks = voice(document, said) >= ENOUGH_OWN
    section = next(
        (
            each
            for each in sections(document)
            if pattern.search(each.heading)
            and each.heading != document.title
            and not EXCLUDED.search(each.heading)
            and sum(len(one.text.split()) for one in each.passages if one.line in said_on) >= SECTION_WORDS
        ),
        None,
    )
    traces = [
        each.line
        for each in spoken_for(document)
        if any(pattern.search(sentence) and not denies(sentence) for sentence in sentences(each.text))
    ]
    line = section.line if section else own[0].line if own else traces[0] if traces else 0
    covered = speaks and (section is not None or len({each.text for each in own}) >= 2)
    return Coverage(covered, bool(traces) or section is not None, document.path, line)
