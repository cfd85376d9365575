"""Weaknesses can be reported in private.

Why: A weakness reported in public helps attackers before it helps customers.

Good: the policy or security.txt names a private address, form or platform; or a snapshot shows that private reporting of the
platform is switched on.

Bad: the only channel the policy names is a public tracker or forum (weak where the platform takes private reports all the same).

Unknown: no policy was found, or its language has no reader.

Known false positives: an address named to say that it is not to be used; confidential issues of a tracker; coordination services; a private reporting form of the forge; the words
security issues in another sentence.
"""

import re
from collections.abc import Iterator

from assay.checks.contract import MEDIUM, STRONG, WEAK, Example, Finding, Handed, at, bad, good, unknown
from assay.domain.evidence import Location, Outcome, Unread
from assay.facts.documents import Document, Documents
from assay.facts.platform import Platforms
from assay.facts.profile import Profile
from assay.facts.subject import Subject
from assay.facts.texts import Texts
from assay.formats.disclosure import (
    GENERAL,
    is_current,
    is_for,
    is_template,
    mentions,
    policies,
    private_channels,
    security_txt,
)
from assay.formats.snapshots.example import example

SUPPORTS = {"3.2.2/a": MEDIUM}
COUNTERS = {"3.2.2/a": STRONG}
BECAUSE = "the policy itself names the channel; that somebody reads it was not tried"
STALE_AFTER_DAYS = 90
FIX = "Name a private address or switch on private reporting, and say so in the policy."

PUBLIC_ONLY = re.compile(
    r"\b(open|create|file|raise|submit|post)(ing)? (an?|the|your) (new )?(public )?(github |gitlab |jira )?(issue|ticket|bug report|discussion)\b"
    r"|\b(use|using|through|via|on|in|to) ((the|our|its) )?(public )?(github |gitlab |jira )?(issues? tracker|issues? page|github issues|gitlab issues|bug tracker|forum|discussions|discord|slack|stack overflow)\b",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"\b(do not|don't|never|please avoid|instead of|rather than|not be reported|should not|must not|without|not)\b",
    re.IGNORECASE,
)


def check(
    documents: Documents, texts: Texts, subject: Subject, profile: Profile, platforms: Platforms
) -> Iterator[Finding]:
    seen = platforms.newest
    on_platform = bool(seen and seen.sections.private_reporting.read)
    if seen and on_platform:
        says = "private reporting is switched on, as the platform shows"
        yield good("channel of the platform", says, seen.at(), observed_at=seen.on)
    found = policies(documents)
    readable = [each for each in found or mentions(documents) if each.language in ("en", "")]
    channel = next((each for document in readable if not is_template(document) for each in _private(document)), None)
    for path, fields in security_txt(texts):
        contact = next(
            (value for value in fields.get("contact", ()) if not GENERAL.search(value.removeprefix("mailto:"))), ""
        )
        if contact and is_current(fields, subject.as_of) and is_for(fields, profile.links.values()) and not channel:
            channel = (f"security.txt names {contact[:80]}", at(path))
    if channel:
        yield good("channel", channel[0], channel[1])
        return
    public = next((each for document in readable for each in _public(document)), None)
    if public:
        yield bad(
            "channel",
            f"the policy names a public channel only: {public[0]}",
            public[1],
            fix=f"Name a private address in {public[1].path}, and ask not to use public issues.",
            at_most=WEAK if on_platform else None,
        )
    elif (not readable or not found) and not on_platform:
        reason = (
            f"its language ({found[0].language}) has no reader" if found else "none of the product's own is in the tree"
        )
        yield unknown(
            Unread("disclosure policy", reason, "add SECURITY.md, or name its address in assay.toml"),
            *platforms.hidden("private reporting", "private_reporting"),
        )


def _private(document: Document) -> Iterator[tuple[str, Location]]:
    return ((f"reports go to {what}", at(document.path, line)) for what, line in private_channels(document))


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
        "a section of the README",
        Outcome.GOOD,
        {"README.md": "# Gantry\n\nA crane.\n\n## Security reports\n\nPlease send them to security@gantry.example.\n"},
    ),
    Example(
        "an address in the README that is for something else",
        Outcome.UNKNOWN,
        {"README.md": "# Gantry\n\n## Security\n\nIt is safe.\n\n## Authors\n\nWrite to ada@gantry.example.\n"},
    ),
    Example(
        "the public tracker only",
        Outcome.BAD,
        {"SECURITY.md": _HEAD + "Please open a public issue to report a security vulnerability.\n"},
        strength=STRONG,
    ),
    Example(
        "numbers for security issues",
        Outcome.SILENT,
        {"SECURITY.md": _HEAD + "We use CVE numbers for security issues and publish them on our site.\n"},
        false_positive="the words security issues in another sentence",
    ),
    Example(
        "an address that is closed",
        Outcome.SILENT,
        {
            "SECURITY.md": _HEAD
            + "The mailbox security@gantry.example was shut down, and we do not take reports by mail.\n"
        },
        false_positive="an address named to say that it is not to be used",
    ),
    Example("a policy without any channel", Outcome.SILENT, {"SECURITY.md": _HEAD + "Thank you.\n"}),
    Example("no policy", Outcome.UNKNOWN, {"a": "x"}),
    Example(
        "private reporting of the platform, and no policy in the tree",
        Outcome.GOOD,
        {"a": "x"},
        evidence={"snapshot.json": Handed(example(private_reporting=True))},
    ),
    Example(
        "private reporting that is off",
        Outcome.UNKNOWN,
        {"a": "x"},
        evidence={"snapshot.json": Handed(example(private_reporting=False))},
    ),
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
