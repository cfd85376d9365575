"""At least twelve months of notice are promised.

Why: A habit can be dropped; a commitment in writing can be relied on and planned with.

Good: a clause in a policy, contract or terms says that customers learn of the end of support at least twelve months before it,
with number, unit and subject in one sentence.

Bad: the longest such notice is shorter than twelve months, or there are only words such as reasonable notice.

Unknown: no text in the repository speaks of the end of support, or its language has no reader.

Known false positives: clauses about data retention or contract renewal; the end of other products or of single features; reminders
sent after a first notice.
"""

from collections.abc import Iterator

from assay.checks.contract import MEDIUM, STRONG, Example, Finding, at, bad, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.documents import Documents
from assay.facts.profile import Profile
from assay.facts.roots import Roots
from assay.facts.tags import Tags
from assay.formats.notice import notices, speaks_of_the_end
from assay.formats.product import product
from assay.formats.statements import has_reader, sentences
from assay.formats.support import places, unreadable

SUPPORTS = {"4.2.1/a": MEDIUM}
COUNTERS = {"4.2.1/a": STRONG}
BECAUSE = "the clause itself was found; whether it was kept is another question"
STALE_AFTER_DAYS = 365
FIX = "Add a clause: customers learn of the end of support of a release line at least twelve months before it."

A_YEAR = 360
"""Twelve months of thirty days: the least anybody can mean by twelve months or a year."""


def check(documents: Documents, tags: Tags, roots: Roots, profile: Profile) -> Iterator[Finding]:
    about = product(documents, roots, profile, tags)
    read = [each for each in places(documents) if has_reader(each)]
    found = [(document, notice) for document in read for notice in notices(document, about)]
    if found:
        document, notice = max(found, key=lambda each: -1 if each[1].days is None else each[1].days)
        clause, place = notice.sentence.text[:160], at(document.path, notice.sentence.line)
        if notice.days is not None and notice.days >= A_YEAR:
            yield good("notice", f"it is promised: {clause}", place)
            return
        fix = f"Promise at least twelve months of notice before the end of support in {document.path}."
        if notice.days:
            yield bad("notice", f"about {notice.days:.0f} days are promised: {clause}", place, fix=fix)
        else:
            yield bad("notice", f"no time is promised: {clause}", place, fix=fix, at_most=MEDIUM)
    elif unread := unreadable(documents):
        yield unknown(*unread)
    elif not any(speaks_of_the_end(each, sentence, about) for each in read for sentence in sentences(each)):
        yield unknown(Unread("notice", "no text in the repository speaks of the end of support", "add the clause to docs/support.md"))  # fmt: skip


_HEAD = "# Support\n\nGantry is supported for everybody who bought it. "


def _says(sentence: str) -> dict[str, str]:
    return {"SUPPORT.md": f"{_HEAD}{sentence}\n"}


EXAMPLES = (
    Example(
        "twelve months",
        Outcome.GOOD,
        _says("We announce the end of support of a release line at least twelve months in advance."),
        strength=MEDIUM,
    ),
    Example(
        "a contract clause",
        Outcome.GOOD,
        {"docs/support-terms.md": "# Terms\n\nThe vendor gives no less than 365 days' written notice before support of a version ends.\n"},
    ),
    Example(
        "support goes on after the notice",
        Outcome.GOOD,
        _says("When we discontinue a product, security updates continue for 18 months after the announcement."),
    ),
    Example(
        "in a table",
        Outcome.GOOD,
        {"docs/support.md": "# Support\n\n| What | How long |\n|---|---|\n| Answer | 2 days |\n| End of support notice | 12 months |\n"},
    ),
    Example(
        "long for major versions, short for minor ones",
        Outcome.GOOD,
        _says("The end of support of a major version is announced a year before it. Minor versions get 3 months' notice of their end of life."),
    ),
    Example(
        "thirty days",
        Outcome.BAD,
        _says("We announce the end of support of a version at least 30 days before it."),
        strength=STRONG,
    ),
    Example(
        "a quarter",
        Outcome.BAD,
        {"docs/release-policy.rst": "Release policy\n==============\n\nAn e-mail is sent out 3 months before the end of support of a release.\n"},
        strength=STRONG,
    ),
    Example("reasonable notice", Outcome.BAD, _says("We give reasonable notice before the end of support."), strength=MEDIUM),
    Example("none at all", Outcome.BAD, _says("Support of a version may end at any time without notice."), strength=MEDIUM),
    Example("an end without a notice", Outcome.SILENT, _says("Version 2 reached its end of life on 2026-03-31.")),
    Example("an aim", Outcome.SILENT, _says("Where possible we aim to give up to twelve months of notice before the end of support.")),
    Example("a plan", Outcome.SILENT, _says("We plan to announce the end of support twelve months in advance.")),
    Example("a denial", Outcome.SILENT, _says("We do not give twelve months of notice before the end of support.")),
    Example("no text about it", Outcome.UNKNOWN, _says("Ask in the forum, where we answer within 12 months.")),
    Example(
        "German",
        Outcome.UNKNOWN,
        {"SUPPORT.md": "# Support\n\nDas Ende der Unterstützung für eine Version sagen wir den Kunden mit einer Frist von zwölf Monaten an, und das gilt für alle Versionen von Gantry, die wir verkaufen.\n"},
    ),
    Example(
        "how long data is kept",
        Outcome.UNKNOWN,
        _says("Customers are notified 12 months before their retained data is deleted. Contracts renew unless twelve months' notice is given."),
        false_positive="clauses about data retention or contract renewal",
    ),
    Example(
        "the end of a contract and of its data",
        Outcome.UNKNOWN,
        _says("Twelve months of notice are given before the renewal of a contract ends support fees."),
        false_positive="clauses about data retention or contract renewal",
    ),
    Example(
        "an option, and Python",
        Outcome.UNKNOWN,
        _says("An option is retired twelve months after we announce it. We announce 12 months in advance that Python 3.9 is no longer supported."),
        false_positive="the end of other products or of single features",
    ),
    Example(
        "a reminder",
        Outcome.GOOD,
        _says("Customers get 12 months' notice of the end of support. A reminder is sent 30 days before the end of support."),
        false_positive="reminders sent after a first notice",
        strength=MEDIUM,
    ),
    Example(
        "a reminder alone",
        Outcome.UNKNOWN,
        _says("A reminder is sent 30 days before the end of support."),
        false_positive="reminders sent after a first notice",
    ),
    Example("blanks", Outcome.UNKNOWN, _says("[Company] gives [number] months of notice.")),
    Example("in a code block", Outcome.UNKNOWN, {"SUPPORT.md": "# Support\n\n```\nEnd of support is announced 12 months in advance.\n```\n"}),
    Example(
        "vendored",
        Outcome.UNKNOWN,
        {"vendor/b/SUPPORT.md": "# Support\n\nThe end of support is announced twelve months in advance.\n", "README.md": "# Gantry\n"},
    ),
)  # fmt: skip
