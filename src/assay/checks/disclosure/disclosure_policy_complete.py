"""The disclosure policy says what finders need to know.

Why: A finder who does not know what happens next stops waiting.

Good: four of five are there: scope; how to report; a time for the first answer; assurance for good faith; how publication is agreed.

Bad: the policy threatens finders, or names no time and no channel.

Unknown: no policy, or its language is not supported.

Known false positives: numbers that are versions or ports; threats against misuse of data only; good faith asked of finders
instead of being assured to them.
"""

import re
from collections.abc import Iterator

from assay.checks.contract import MEDIUM, Example, Finding, at, bad, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.documents import Document, Documents
from assay.formats.disclosure import TEMPLATE_SIGNS, policies, private_channels, reporting_words

SUPPORTS = {"3.2.1/b": MEDIUM}
COUNTERS = {"3.2.1/b": MEDIUM}
BECAUSE = "the elements were found in the text; that they are kept was not seen"
STALE_AFTER_DAYS = 90
FIX = "Add what is missing: scope, channel, time for a first answer, assurance for good faith, publication."

ELEMENTS = {
    "scope": re.compile(
        r"\b(in|out of|within|outside) (the )?scope\b|\bscope\b|this policy (applies|covers)|supported versions|versions? (are|is) supported|applies to",
        re.IGNORECASE,
    ),
    "good faith": re.compile(
        r"safe harbou?r|no legal (action|step)|not (take|pursue|initiate|bring|seek)[^.]{0,40}\blegal|will not (sue|prosecute)|not be (prosecuted|sued)|good[- ]faith[^.]{0,80}\b(authori[sz]ed|lawful|permitted|protected)|(authori[sz]ed|lawful)[^.]{0,80}good[- ]faith",
        re.IGNORECASE,
    ),
    "publication": re.compile(
        r"coordinat|embargo|publish|public(ly)? disclos|advisor(y|ies)|credit|acknowledg\w+ (in|your)|CVE",
        re.IGNORECASE,
    ),
}
CHANNEL_NAMED = re.compile(
    r"\breport(s|ed|ing)?\b[^.]{0,120}(@|\bmail\b|\be-?mail|\bform\b|hackerone|bugcrowd|privately|http)|\bcontact\w*\b[^.]{0,80}(@|http)",
    re.IGNORECASE,
)
ANSWERS = re.compile(
    r"\b(respon|repl|answer|acknowledg|confirm|get back|receive|hear|contact you|triage|update)", re.IGNORECASE
)
PROMISES_NOTHING = re.compile(r"no (guarantee|promise|sla)|best effort|cannot guarantee|not guarantee", re.IGNORECASE)
THREAT = re.compile(
    r"(will|may|shall|reserve the right to)\s+(be\s+)?(prosecut|sue\b|pursue legal|take legal action|report(ed)? to (the )?(police|authorities))",
    re.IGNORECASE,
)
THREAT_ALLOWED = re.compile(
    r"(will|shall|do|does) not|won't|not (be )?(take|pursue|prosecut|sue)|extort|misuse|data of (others|users)|privacy violation",
    re.IGNORECASE,
)


def check(documents: Documents) -> Iterator[Finding]:
    found = [
        each
        for each in policies(documents)
        if reporting_words(each) >= 20 and not any(sign in each.text for sign in TEMPLATE_SIGNS)
    ]
    if not found:
        yield unknown(
            Unread(
                "disclosure policy",
                "none with text is in the tree",
                "add SECURITY.md, or name its address in assay.toml",
            )
        )
        return
    for document in found:
        if document.language not in ("en", ""):
            yield unknown(
                Unread(
                    document.path,
                    f"its language ({document.language}) has no reader",
                    "an English version, or a person's reading",
                )
            )
            continue
        yield from _judged(document)


def _judged(document: Document) -> Iterator[Finding]:
    text = document.text
    threat = next(
        (
            passage
            for passage in document.passages
            if (match := THREAT.search(passage.text))
            and not THREAT_ALLOWED.search(passage.text[max(0, match.start() - 120) : match.end() + 120])
        ),
        None,
    )
    if threat:
        yield bad(
            document.path,
            f"it threatens finders: {threat.text[:120]}",
            at(document.path, threat.line),
            fix=f"Replace the threat in {document.path} by an assurance for research in good faith.",
        )
        return
    there = [name for name, pattern in ELEMENTS.items() if pattern.search(text)]
    if next(private_channels(document), None) or CHANNEL_NAMED.search(text):
        there.append("how to report")
    time = next(
        (
            each
            for each in document.quantities
            if ANSWERS.search(each.text)
            and each.days <= 95
            and each.days > 0
            and not PROMISES_NOTHING.search(each.text)
        ),
        None,
    )
    if time:
        there.append("time for an answer")
    missing = [name for name in (*ELEMENTS, "how to report", "time for an answer") if name not in there]
    if len(there) >= 4:
        yield good(
            document.path,
            f"it has {', '.join(there)}{'; missing: ' + missing[0] if missing else ''}",
            at(document.path, time.line if time else document.passages[0].line),
        )
    elif not time and "how to report" not in there and reporting_words(document) >= 40:
        yield bad(
            document.path,
            "it names neither a channel nor a time",
            at(document.path, document.passages[0].line),
            fix=f"Add to {document.path}: {', '.join(missing)}.",
        )


_FULL = (
    "# Security\n\nThis policy covers all supported versions of Gantry; the web site is out of scope. Report a vulnerability by mail to security@gantry.example. "
    "You will get an answer within three working days. We will not take legal action against research in good faith. We agree the day of publication with you.\n"
)

EXAMPLES = (
    Example("everything is there", Outcome.GOOD, {"SECURITY.md": _FULL}),
    Example(
        "finders are threatened",
        Outcome.BAD,
        {
            "SECURITY.md": "# Security\n\nReport a vulnerability by mail to security@gantry.example within one day. Anybody who tests our systems will be prosecuted, and reports are answered when we like.\n"
        },
    ),
    Example(
        "half of it",
        Outcome.SILENT,
        {
            "SECURITY.md": "# Security\n\nReport a vulnerability to security@gantry.example and we will look at it as soon as we find the time to do so, thank you very much.\n"
        },
    ),
    Example("no policy", Outcome.UNKNOWN, {"a": "x"}),
    Example(
        "another language",
        Outcome.UNKNOWN,
        {
            "SECURITY.md": "# Sicherheit\n\nBitte melden Sie eine Schwachstelle (vulnerability report) nicht in der öffentlichen Liste, sondern mit einer E-Mail an die Adresse, die auf der Seite steht; wir sehen uns das an und Sie hören von uns.\n"
        },
    ),
    Example(
        "a number that is a port",
        Outcome.SILENT,
        {
            "SECURITY.md": "# Security\n\nReport a vulnerability to security@gantry.example. The service listens on port 443 and version 3 is answered by a human who looks at the mail now and then.\n"
        },
        false_positive="numbers that are versions or ports",
    ),
    Example(
        "good faith is asked, not assured",
        Outcome.SILENT,
        {
            "SECURITY.md": "# Security\n\nThe current release is in scope. Report a vulnerability to security@gantry.example. Make a good faith effort to avoid privacy violations and destruction of data, and only use accounts you own. We publish an advisory with the fix.\n"
        },
        false_positive="good faith asked of finders instead of being assured to them",
    ),
    Example(
        "only misuse of data is punished",
        Outcome.GOOD,
        {"SECURITY.md": _FULL + "\nWe may take legal action against misuse of data of others.\n"},
        false_positive="threats against misuse of data only",
    ),
)
