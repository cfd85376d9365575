"""The disclosure policy says what finders need to know.

Why: A finder who does not know what happens next stops waiting.

Good: four of five are there: scope; how to report; a time for the first answer; assurance for good faith; how publication is agreed.

Bad: the policy threatens finders, or no policy in the tree names a time or a channel.

Unknown: no policy, its language is not supported, or it sends its reader to a page elsewhere that may name them.

Known false positives: numbers that are versions or ports; threats against misuse of data only; good faith asked of finders
instead of being assured to them; elements named in order to refuse them; a short file in front of the full policy.
"""

import re
from collections.abc import Iterator

from assay.checks.contract import MEDIUM, Example, Finding, at, bad, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.documents import Document, Documents
from assay.formats.affirmed import HOPED, clause, is_done, is_offered
from assay.formats.disclosure import is_template, pointed_at, policies, private_channels, reporting_words
from assay.formats.documents import QUANTITY

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
    "assurance for good faith": re.compile(
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
    r"(will|may|shall|reserve the right to)\s+(be\s+)?(prosecut|sue\b|pursue legal|take legal action|report(ed)? (them |you )?to (the )?(police|authorities))"
    r"|\bcommits? an? (criminal )?offence|\bbreach(es)? (of )?(our|the) licen[cs]e, and we enforce|\b(legal )?remedies against (persons|anyone|anybody|those|researchers|finders)|\b(solicitor|lawyer|attorney)s? will contact",
    re.IGNORECASE,
)
SCOPE_HEADING = re.compile(r"^\W*(in |out of )?scope\b|supported versions|what is covered", re.IGNORECASE)
WITHHOLDS = re.compile(
    r"\b(do|does|did|will|can) ?(not|n't) (say|tell|run|accept|define|offer|have|give|publish|name|promise|coordinate|make|take part|issue|assign)\b|\b(nobody|no one|no promise)\b",
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
        if reporting_words(each) >= 20 and not is_template(each) and not each.fillers
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
    named = any(_names_a_channel(each) for each in found)
    elsewhere = pointed_at(documents)
    for document in found:
        if document.language != "en":
            yield unknown(
                Unread(
                    document.path,
                    f"its language ({document.language or 'not told by its words'}) has no reader",
                    "an English version, or a person's reading",
                )
            )
            continue
        yield from _judged(document, named=named, elsewhere=elsewhere.target if elsewhere else "")


def _names_a_channel(document: Document) -> bool:
    """Whether it offers a way to report."""
    return bool(next(private_channels(document), None)) or any(
        is_offered(document.text, *match.span()) for match in CHANNEL_NAMED.finditer(document.text)
    )


def _judged(document: Document, *, named: bool, elsewhere: str) -> Iterator[Finding]:
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
    there = [
        name
        for name, pattern in ELEMENTS.items()
        if any(_is_assured(name, text, match) for match in pattern.finditer(text))
    ]
    if "scope" not in there and any(SCOPE_HEADING.search(each.heading) for each in document.passages):
        there.append("scope")
    if _names_a_channel(document):
        there.append("how to report")
    time = next(
        (
            each
            for each in document.quantities
            if ANSWERS.search(each.text)
            and 0 < each.days <= 95
            and not PROMISES_NOTHING.search(each.text)
            and any(is_done(each.text, *match.span()) for match in QUANTITY.finditer(each.text))
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
    elif time or named or reporting_words(document) < 40:
        return
    elif elsewhere:
        yield unknown(
            Unread(document.path, f"it sends its reader to {elsewhere}, which was not fetched", "a copy of that page")
        )
    else:
        yield bad(
            document.path,
            "it names neither a channel nor a time",
            at(document.path, document.passages[0].line),
            fix=f"Add to {document.path}: {', '.join(missing)}.",
        )


def _is_assured(element: str, text: str, match: re.Match[str]) -> bool:
    """Whether the words say so: a negation belongs to the assurance not to sue and to what is out of scope."""
    part = clause(text, *match.span())
    if element == "assurance for good faith" and not match.group().lower().startswith("safe"):
        return True
    return not WITHHOLDS.search(part) and not HOPED.search(part)


_FULL = (
    "# Security\n\nThis policy covers all supported versions of Gantry; the web site is out of scope. Report a vulnerability by mail to security@gantry.example. "
    "You will get an answer within three working days. We will not take legal action against research in good faith. We agree the day of publication with you.\n"
)

_SHORT = (
    "# Security\n\nWe are glad about every vulnerability that is found in our product and look at each of them with care. {}Please do not "
    "disclose anything before we have had the time that is needed to look at it and to mend it for the people who use it.\n"
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
        "neither a channel nor a time",
        Outcome.BAD,
        {"SECURITY.md": _SHORT.format("")},
    ),
    Example(
        "the policy is elsewhere",
        Outcome.UNKNOWN,
        {"SECURITY.md": _SHORT.format("Read our [security policy](https://gantry.example/security). ")},
    ),
    Example(
        "a short file in front of the policy",
        Outcome.GOOD,
        {"SECURITY.md": _SHORT.format(""), "docs/VULNERABILITY-POLICY.md": _FULL},
        false_positive="a short file in front of the full policy",
    ),
    Example(
        "every element is refused",
        Outcome.SILENT,
        {
            "SECURITY.md": "# Security\n\nReport a vulnerability to security@gantry.example if you must. We do not say which versions are in scope. You will not receive a response within 30 days. We do not offer safe harbour and we do not publish advisories.\n"
        },
        false_positive="elements named in order to refuse them",
    ),
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
