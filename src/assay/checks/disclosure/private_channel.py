"""Weaknesses can be reported in private.

Why: A weakness reported in public helps attackers before it helps customers.

Good: the policy or security.txt names a private address, form or platform.

Bad: the only channel the policy names is a public tracker or forum.

Unknown: no policy was found.

Known false positives: confidential issues of a tracker; coordination services; a private reporting form of the forge.
"""

import re
from collections.abc import Iterator

from assay.checks.contract import MEDIUM, STRONG, Example, Finding, at, bad, good, unknown
from assay.domain.evidence import Location, Outcome, Unread
from assay.facts.documents import Document, Documents
from assay.facts.subject import Subject
from assay.facts.texts import Texts
from assay.formats.disclosure import TEMPLATE_SIGNS, is_current, policies, security_txt

SUPPORTS = {"3.2.2/a": MEDIUM}
COUNTERS = {"3.2.2/a": STRONG}
BECAUSE = "the policy itself names the channel; that somebody reads it was not tried"
STALE_AFTER_DAYS = 90
FIX = "Name a private address or switch on private reporting, and say so in the policy."

MAIL = re.compile(r"[\w.+-]{1,64}(?:@|\s?[\[(]at[\])]\s?)[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.IGNORECASE)
PRIVATE_PLACE = re.compile(
    r"security/advisories/new|/security/advisories\b|hackerone\.com|bugcrowd\.com|intigriti\.com|yeswehack\.com|huntr\.(dev|com)|tidelift\.com/(docs/)?security|openbugbounty|confidential|responsible-?disclosure|report[-_]?(a-)?vulnerabilit|security-?(report|contact|form)|vdp\b|kb\.cert\.org|msrc|pgp|keybase|issues\.\w+.*private|g\.co/vulnz|bughunters",
    re.IGNORECASE,
)
PRIVATE_WORDS = re.compile(
    r"private(ly)? (vulnerability )?report|report (it |them |this )?privately|private vulnerability reporting|security advisor(y|ies) (tab|feature|form|page)|\"?report a vulnerability\"? (button|tab|form|link)|confidential (issue|ticket|report)|security tab|draft (a )?security advisor",
    re.IGNORECASE,
)
PUBLIC_ONLY = re.compile(
    r"\b(open|create|file|raise|submit|post|use|through|via|on|using)\b[^.\n]{0,60}\b(an? )?(public )?(github |gitlab |jira )?(issues?|bug tracker|issue tracker|forum|discussions?|discord|slack|stack overflow)\b",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"\b(do not|don't|never|please avoid|instead of|rather than|not be reported|should not|must not|without|not)\b",
    re.IGNORECASE,
)
GENERAL = re.compile(
    r"^(noreply|no-reply|info|sales|example|your|user)@|@example\.(com|org)|@users\.noreply", re.IGNORECASE
)


def check(documents: Documents, texts: Texts, subject: Subject) -> Iterator[Finding]:
    found = policies(documents)
    channel = next(
        (
            each
            for document in found
            if not any(sign in document.text for sign in TEMPLATE_SIGNS)
            for each in _private(document)
        ),
        None,
    )
    for path, fields in security_txt(texts):
        contact = next(
            (value for value in fields.get("contact", ()) if not GENERAL.search(value.removeprefix("mailto:"))), ""
        )
        if contact and is_current(fields, subject.as_of) and not channel:
            channel = (f"security.txt names {contact[:80]}", at(path))
    if channel:
        yield good("channel", channel[0], channel[1])
        return
    public = next((each for document in found for each in _public(document)), None)
    if public:
        yield bad(
            "channel",
            f"the policy names a public channel only: {public[0]}",
            public[1],
            fix=f"Name a private address in {public[1].path}, and ask not to use public issues.",
        )
    elif not found:
        yield unknown(
            Unread("disclosure policy", "none is in the tree", "add SECURITY.md, or name its address in assay.toml")
        )


def _private(document: Document) -> Iterator[tuple[str, Location]]:
    for passage in document.passages:
        if match := PRIVATE_WORDS.search(passage.text):
            if not re.search(
                r"\b(no|not (have|offer|accept)|without)\b",
                passage.text[max(0, match.start() - 30) : match.start()],
                re.IGNORECASE,
            ):
                yield (
                    f"reports go to a private place: {passage.text[max(0, match.start() - 40) : match.end() + 40].strip()}",
                    at(document.path, passage.line),
                )
    for reference in document.references:
        target = reference.target.removeprefix("mailto:")
        if MAIL.fullmatch(target) and not GENERAL.search(target):
            yield f"reports go to {target}", at(document.path, reference.line)
        elif PRIVATE_PLACE.search(target) and target.startswith(("http", "/", "..")):
            yield f"reports go to {target[:100]}", at(document.path, reference.line)


def _public(document: Document) -> Iterator[tuple[str, Location]]:
    for passage in document.passages:
        for sentence in re.split(r"(?<=[.!?])\s", passage.text):
            if (
                PUBLIC_ONLY.search(sentence)
                and not DENIED.search(sentence)
                and re.search(r"vulnerab|security|weakness|flaw", sentence, re.IGNORECASE)
            ):
                yield sentence.strip()[:140], at(document.path, passage.line)


_HEAD = "# Security\n\nWe are glad about every report of a vulnerability in our product and look at each of them with care. "

EXAMPLES = (
    Example("a mail address", Outcome.GOOD, {"SECURITY.md": _HEAD + "Write to security@gantry.example.\n"}),
    Example(
        "the public tracker only",
        Outcome.BAD,
        {"SECURITY.md": _HEAD + "Please open a public issue to report a security vulnerability.\n"},
        strength=STRONG,
    ),
    Example("a policy without any channel", Outcome.SILENT, {"SECURITY.md": _HEAD + "Thank you.\n"}),
    Example("no policy", Outcome.UNKNOWN, {"a": "x"}),
    Example(
        "a confidential issue",
        Outcome.GOOD,
        {"SECURITY.md": _HEAD + "Create a confidential issue in our tracker.\n"},
        false_positive="confidential issues of a tracker",
    ),
    Example(
        "the forge's form",
        Outcome.GOOD,
        {"SECURITY.md": _HEAD + "Use [the form](https://github.com/a/b/security/advisories/new).\n"},
        false_positive="a private reporting form of the forge",
    ),
    Example(
        "a coordination service",
        Outcome.GOOD,
        {"SECURITY.md": _HEAD + "Use the [Tidelift contact](https://tidelift.com/security).\n"},
        false_positive="coordination services",
    ),
    Example(
        "do not open an issue",
        Outcome.SILENT,
        {"SECURITY.md": _HEAD + "Please do not open a public issue for a security vulnerability.\n"},
    ),
)
