"""Which documents are a test strategy or plan, and which of its parts they hold."""

import re
from collections.abc import Mapping
from datetime import date

from assay.facts.documents import DateRole, Document
from assay.formats.own_statements import Said, statements
from assay.formats.sections import EXCLUDED, sections

SUBJECT = re.compile(
    r"test(ing)?[-_ ](plan|strategy|policy|approach|concept)|(plan|strategy|policy|approach) (for|to|of) test(s|ing)|(quality[-_ ]assurance|\bqa)[-_ ](plan|strategy|policy)|verification[-_ ](plan|strategy)",
    re.IGNORECASE,
)
"""In a title or file name: the document says what is tested and how."""
NOT_ABOUT_US = re.compile(
    r"readme|blog|posts?/|change-?log|template|tutorial|how to|guide|example|sample|introduction", re.IGNORECASE
)
LEVELS = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "unit": r"\bunit\b|\bcomponent[- ]tests?",
        "integration": r"\bintegration\b|contract tests?",
        "system": r"\bend[- ]to[- ]end\b|\be2e\b|\b(system|functional|browser)[- ]tests?",
        "acceptance": r"\b(acceptance|user)[- ]tests?",
        "regression": r"\bregression\b",
        "performance": r"\b(performance|load|stress)[- ]tests?",
    }.items()
}
FEWEST_LEVELS = 2
PARTS = {
    "scope": r"\bin scope\b|scope of (the )?test|(is|are|gets?) tested\b|test(s|ing)? (covers?|applies)|coverage|what we test|requirements? (is|are) (covered|tested)",
    "security testing": r"penetration[- ]test|security[- ]tests?|security testing|\bfuzz|static analysis|\b[sd]ast\b|vulnerability scan|dynamic analysis|abuse case",
    "environments": r"test environment|staging|test (data|bed|system|machine|device)s?|\brunners?\b|supported (platform|browser|operating system|version)s|(runs?|tested) on (linux|windows|macos|every|all|each|real)",
    "entry and exit criteria": r"(entry|exit|acceptance|release|pass|fail|completion) criteria|definition of done|(must|has to|have to) (pass|succeed|be green)|(needs?|requires?) all tests|no (release|merge)\b.{0,60}(fail|open)|block(s|ed)? (the |a |each )?(release|merge)|before (a|each|every|the) release",
}
PATTERNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in PARTS.items()}
TITLES = {
    "scope": re.compile(r"scope|what (we|is) test", re.IGNORECASE),
    "levels": re.compile(r"levels|kinds of test|types of test|test types", re.IGNORECASE),
    "security testing": re.compile(r"security|penetration|fuzz", re.IGNORECASE),
    "environments": re.compile(r"environment|platform", re.IGNORECASE),
    "entry and exit criteria": re.compile(r"criteria|definition of done|exit|release gate", re.IGNORECASE),
}
ENOUGH_PARTS = 4
SECTION_WORDS = 12


def parts(document: Document, names: frozenset[str]) -> Mapping[str, int]:
    """Part of a strategy → the line it is on, for the parts the document asserts."""
    said = statements(document, names)
    found = {name: line for name in TITLES if (line := _titled(document, said, name))}
    for name, pattern in PATTERNS.items():
        if line := next((each.line for each in said if pattern.search(each.text)), 0):
            found.setdefault(name, line)
    levels = {name: each.line for name, pattern in LEVELS.items() for each in said if pattern.search(each.text)}
    if len(levels) >= FEWEST_LEVELS:
        found.setdefault("levels", min(levels.values()))
    return found


def last_dated(document: Document, changed_on: date | None, as_of: date) -> date | None:
    """The newest day its text gives for a version, review or approval; else that of its last change."""
    roles = (DateRole.VERSION, DateRole.REVIEW, DateRole.APPROVAL)
    told = [each.day for each in document.dates if each.role in roles and each.day <= as_of]
    return max(told, default=changed_on)


def _titled(document: Document, said: tuple[Said, ...], name: str) -> int:
    """The line of a section of substance on this part; 0 where there is none."""
    said_on = {each.line for each in said}
    for section in sections(document):
        if (
            TITLES[name].search(section.heading)
            and section.heading != document.title
            and not EXCLUDED.search(section.heading)
            and sum(len(each.text.split()) for each in section.passages if each.line in said_on) >= SECTION_WORDS
        ):
            return section.line
    return 0
