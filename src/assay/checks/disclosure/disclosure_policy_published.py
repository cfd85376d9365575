"""A policy tells finders how to report a weakness.

Why: A finder who does not know where to go goes public.

Good: a security policy of the product's own, in the repository, says in a hundred words or more how to report (fewer: weak).

Bad: not concluded from one repository: the policy may stand at the organisation or on the web.

Unknown: no policy in the tree; or the only one speaks a language or form that cannot be read.

Known false positives: template text nobody filled in; a vendored policy; a policy that only lists versions; one that refuses reports
or promises to take them later.
"""

from collections.abc import Iterator

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, Strength, at, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.documents import Document, Documents
from assay.facts.texts import Texts
from assay.formats.disclosure import is_template, names_a_way, pointed_at, policies, reporting_words, security_txt

SUPPORTS = {"3.2.1/a": MEDIUM}
COUNTERS: dict[str, Strength] = {}
BECAUSE = "the text stands where a finder would look; that the place is public was not seen"
STALE_AFTER_DAYS = 90
FIX = "Write a SECURITY.md that says where to report, what to expect and by when."

ENOUGH_WORDS = 100
FEWEST_WORDS = 40


def check(documents: Documents, texts: Texts) -> Iterator[Finding]:
    found = [document for document in policies(documents) if _speaks(document)]
    for document in found:
        words = reporting_words(document)
        yield good(
            document.path,
            f"says in {words} words how to report a weakness",
            at(document.path, document.passages[0].line),
            at_most=None if words >= ENOUGH_WORDS else WEAK,
        )
    if found:
        return
    if any(True for _ in security_txt(texts)) or any(document.fillers for document in policies(documents)):
        return
    yield unknown(*(documents.unread or (_unseen(documents),)))


def _unseen(documents: Documents) -> Unread:
    elsewhere = pointed_at(documents)
    reason = (
        f"{elsewhere.text} sends to {elsewhere.target[:120]}, which is not fetched"
        if elsewhere
        else "none in English that says how to report is in the tree; it may stand at the organisation or on the web"
    )
    return Unread("disclosure policy", reason, "add SECURITY.md, or name its address in assay.toml")


def _speaks(document: Document) -> bool:
    filled_in = not document.fillers and not is_template(document)
    enough = document.language == "en" and reporting_words(document) >= FEWEST_WORDS
    return filled_in and enough and names_a_way(document)


_POLICY = (
    "# Security policy\n\nPlease report a vulnerability in Gantry by mail to security@gantry.example and encrypt it with the key below. "
    "Do not open a public issue. We answer within three working days and tell you what we found within two weeks. "
    "We will agree with you on the day of publication, name you in the advisory if you wish, and release fixes for every supported version. "
    "Please tell us which version you looked at, what you did, what you saw, and what an attacker would gain. "
    "Reports about denial of service by many requests and about outdated browsers are out of scope. "
    "We take no legal step against anybody who looks in good faith and leaves the data of others alone. Thank you for your help.\n"
)

EXAMPLES = (
    Example(
        "a file that sends elsewhere",
        Outcome.UNKNOWN,
        {"SECURITY.md": "# Security\n\nThe policy is at https://gantry.example/security.\n"},
    ),
    Example("a policy with substance", Outcome.GOOD, {"SECURITY.md": _POLICY}, strength=MEDIUM),
    Example(
        "a template nobody filled in",
        Outcome.SILENT,
        {"SECURITY.md": _POLICY + "\nContact: [INSERT EMAIL]\n"},
        false_positive="template text nobody filled in",
    ),
    Example("no policy", Outcome.UNKNOWN, {"README.md": "# x\n\nWe have a vulnerability disclosure policy.\n"}),
    Example(
        "a vendored policy", Outcome.UNKNOWN, {"vendor/lib/SECURITY.md": _POLICY}, false_positive="a vendored policy"
    ),
    Example("an empty file", Outcome.UNKNOWN, {"SECURITY.md": ""}),
    Example(
        "only versions",
        Outcome.UNKNOWN,
        {"SECURITY.md": "# Supported versions\n\n| Version | Supported |\n|---|---|\n| 1.x | yes |\n"},
        false_positive="a policy that only lists versions",
    ),
)
