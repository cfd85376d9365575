"""Support end dates are published for each release line.

Why: Who does not know when support ends runs unsupported software without noticing.

Good: a table or a sentence gives the last day of support of the release lines, or a rule gives it for all of them. A list of
supported lines without dates, or a rule that ends support with the next release, counts for little.

Bad: dates are given, but a line released later is missing; or, weaker, a line is listed as supported and has no date.

Unknown: no text in the repository speaks of it, its language has no reader, or the release lines are not known.

Known false positives: help channels on a page named SUPPORT; tables of supported versions without dates; support of other products;
the example table a forge offers.
"""

from collections.abc import Iterator, Sequence

from assay.checks.contract import MEDIUM, WEAK, Change, Example, Finding, at, bad, good, unknown
from assay.domain.evidence import Location, Outcome, Unread
from assay.facts.documents import Document, Documents
from assay.facts.profile import Profile
from assay.facts.roots import Roots
from assay.facts.subject import Subject
from assay.facts.tags import Tags
from assay.formats.product import Product, Version, product, recent, shown
from assay.formats.statements import has_reader
from assay.formats.support import SupportedLine, is_for_some, lines, places, rules, unreadable, until_next

SUPPORTS = {"4.1.1/a": MEDIUM}
COUNTERS = {"4.1.1/a": MEDIUM}
BECAUSE = "the dates stand in the text and were compared with the releases; that they are kept was not seen"
STALE_AFTER_DAYS = 180
FIX = "Publish a table with the last day of support of every release line, or a rule that gives it."

Placed = tuple[Document, SupportedLine]


def check(documents: Documents, tags: Tags, roots: Roots, profile: Profile, subject: Subject) -> Iterator[Finding]:
    about = product(documents, roots, profile, tags)
    read = [each for each in places(documents) if has_reader(each)]
    placed = [(document, line) for document in read for line in lines(document, about)]
    dated = [(document, line) for document, line in placed if line.ends_on]
    running = [(document, line) for document, line in dated if line.ends_on and line.ends_on >= subject.as_of]
    every = [(each, sentence) for each in read for sentence in rules(each, about)]
    rule = min(every, key=lambda each: is_for_some(each[1]), default=None)
    tied = next(((each, sentence) for each in read for sentence in until_next(each, about)), None)
    if running:
        yield _dated(running, about)
    if rule:
        page, sentence = rule
        whose = " for some lines" if is_for_some(sentence) else ""
        yield good(
            "rule",
            f"a rule gives the end of support{whose}: {sentence.text[:140]}",
            at(page.path, sentence.line),
            at_most=WEAK if whose else None,
        )
    if dated and not rule and not tied:
        yield from _gaps(placed, about.since(recent(subject.as_of)), only_missing=not running)
    if dated and not rule and not about.releases:
        yield unknown(Unread("release lines", "neither tags nor a changelog tell them", "tag the releases, or keep a changelog with dates"))  # fmt: skip
    if running or rule:
        return
    listed = [(document, line) for document, line in placed if line.supported and not line.ends_on]
    if tied:
        page, sentence = tied
        yield good("rule", f"support is tied to the next release, without a date: {sentence.text[:140]}", at(page.path, sentence.line), at_most=WEAK)  # fmt: skip
    elif listed:
        yield good(listed[0][0].path, f"it lists {_named(listed)} as supported, without a date", at(listed[0][0].path, listed[0][1].at_line), at_most=WEAK, objects=len(listed))  # fmt: skip
    elif not dated and (unread := unreadable(documents)):
        yield unknown(*unread)
    elif not dated and not (about.releases and not about.since(recent(subject.as_of))):
        yield unknown(Unread("support dates", "no text in the repository gives them", "add docs/support.md with a table of release lines and dates"))  # fmt: skip


def _dated(running: Sequence[Placed], about: Product) -> Finding:
    first, line = min(running, key=lambda each: str(each[1].ends_on))
    return good(
        first.path,
        f"an end of support is given for {_named(running)}, the next on {line.ends_on} for {shown(line.line)}",
        *dict.fromkeys(at(document.path, each.at_line) for document, each in running[:3]),
        at_most=None if about.releases else WEAK,
        objects=len({each.line for _, each in running}),
    )


def _gaps(placed: Sequence[Placed], released: Sequence[Version], *, only_missing: bool) -> Iterator[Finding]:
    """Lines the dates leave out: released after the newest listed one, or listed as supported without a date."""
    listed = [(document, line) for document, line in placed if line.listed]
    if not listed:
        return
    document, newest = max(listed, key=lambda each: each[1].line)
    later = {
        version[: len(newest.line)]
        for version in released
        if version[: len(newest.line)] > newest.line and not any(line.covers(version) for _, line in listed)
    }
    for missing in sorted(later, reverse=True):
        yield _gap(shown(missing), "was released and has no end of support", at(document.path, newest.at_line))
    if only_missing:
        return
    known = {line.line for _, line in placed if line.ends_on}
    for page, line in listed:
        if line.supported and not line.ends_on and not line.below and line.line not in known:
            yield _gap(shown(line.line), "is listed as supported and has no end of support", at(page.path, line.at_line), weak=True)  # fmt: skip


def _gap(line: str, says: str, place: Location, *, weak: bool = False) -> Finding:
    return bad(
        line,
        f"{line} {says}",
        place,
        fix=f"Add the last day of support of {line} to {place.path}, or a rule that gives it.",
        at_most=WEAK if weak else None,
    )


def _named(placed: Sequence[Placed]) -> str:
    names = list(dict.fromkeys(shown(line.line) for _, line in placed))
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")


_TABLE = "# Gantry support\n\n| Version | Released | End of support |\n|---|---|---|\n| 4.x | 2025-05-01 | 2028-04-30 |\n| 3.x | 2023-05-01 | 2027-04-30 |\n| 2.x | 2021-05-01 | 2025-04-30 |\n"
_RELEASED = tuple(Change(f"Release {tag}", {"a": tag}, tag=tag) for tag in ("v2.9.0", "v3.4.0", "v4.1.0"))
_MARKS = (
    "# Security\n\n## Supported versions\n\n| Version | Supported |\n|---|---|\n| 4.x | {yes} |\n| < 4.0 | {no} |\n"
)

EXAMPLES = (
    Example(
        "every line has a date", Outcome.GOOD, {"docs/support.md": _TABLE}, history=_RELEASED, strength=MEDIUM
    ),
    Example("dates and no releases to compare", Outcome.GOOD, {"docs/support.md": _TABLE}, strength=WEAK),
    Example(
        "a rule gives the dates",
        Outcome.GOOD,
        {"SUPPORT.md": "# Support\n\nEvery minor release receives security fixes for two years after its first release.\n"},
        strength=MEDIUM,
    ),
    Example(
        "a rule in a table",
        Outcome.GOOD,
        {
            "docs/releases.rst": "Releases\n========\n\n========  =====================\nType      Security fixes for\n========  =====================\nStandard  8 months\nLTS       3 years\n========  =====================\n"
        },
        strength=MEDIUM,
    ),
    Example(
        "reStructuredText, months and a status",
        Outcome.GOOD,
        {
            "docs/releases.rst": "Releases\n========\n\n.. list-table::\n   :header-rows: 1\n\n   * - Version\n     - Status\n   * - 4\n     - Supported until April 2028\n   * - 3\n     - EOL Nov 2027\n"
        },
        history=_RELEASED,
        strength=MEDIUM,
    ),
    Example(
        "AsciiDoc",
        Outcome.GOOD,
        {
            "docs/lifecycle.adoc": "= Life cycle\n\n[cols=2]\n|===\n|Release |End of life\n\n|4.1 |30 April 2028\n|3.4 |30 April 2027\n|===\n"
        },
        history=_RELEASED,
        strength=MEDIUM,
    ),
    Example(
        "a sentence in the README",
        Outcome.GOOD,
        {"README.md": "# Gantry\n\n## Support\n\nVersion 4.1 is supported until 30 April 2028.\n"},
        history=_RELEASED,
        strength=MEDIUM,
    ),
    Example(
        "a later release is missing",
        Outcome.BAD,
        {"docs/support.md": _TABLE},
        history=(*_RELEASED, Change("Release 5", {"a": "5"}, tag="v5.0.0")),
        strength=MEDIUM,
    ),
    Example(
        "the current line has no date",
        Outcome.BAD,
        {
            "docs/support.md": _TABLE.replace("| 4.x | 2025-05-01 | 2028-04-30 |", "| 4.x | 2025-05-01 | TBD |").replace(
                "End of support |\n", "End of support | Status |\n"
            ).replace("|---|\n", "|---|---|\n").replace("TBD |", "TBD | Active |").replace("-30 |", "-30 | Active |")
        },
        history=_RELEASED,
        strength=WEAK,
    ),
    Example(
        "nothing was released in three years",
        Outcome.SILENT,
        {"README.md": "# Gantry\n"},
        history=tuple(Change("Release", {"a": tag}, tag=tag, on=_RELEASED[0].on.replace(year=2020)) for tag in ("v1.0.0", "v1.1.0")),
    ),
    Example("no text about it", Outcome.UNKNOWN, {"README.md": "# Gantry\n"}, history=_RELEASED),
    Example(
        "German",
        Outcome.UNKNOWN,
        {
            "docs/support.md": "# Support\n\nDie Version 4.1 wird bis zum 30.04.2028 von uns mit Updates versorgt, und wir sagen es den Kunden ein Jahr vorher, wenn das für eine Version nicht mehr der Fall ist.\n"
        },
        history=_RELEASED,
    ),
    Example(
        "a page of help channels",
        Outcome.UNKNOWN,
        {"SUPPORT.md": "# Support\n\nAsk in the forum. We answer until 18:00. The office was opened on 2024-03-01.\n"},
        history=_RELEASED,
        false_positive="help channels on a page named SUPPORT",
    ),
    Example(
        "tick marks only",
        Outcome.GOOD,
        {"SECURITY.md": _MARKS.format(yes=":white_check_mark:", no=":x:")},
        history=_RELEASED,
        false_positive="tables of supported versions without dates",
        strength=WEAK,
    ),
    Example(
        "versions of Python",
        Outcome.UNKNOWN,
        {
            "README.md": "# Gantry\n\n## Supported Python versions\n\n| Version | End of life |\n|---|---|\n| 3.14 | 2030-10-31 |\n| 3.13 | 2029-10-31 |\n\n## Support\n\nPostgreSQL 17 is supported until 2029-11-08.\n"
        },
        history=_RELEASED,
        false_positive="support of other products",
    ),
    Example(
        "lines that were never released here",
        Outcome.UNKNOWN,
        {"docs/support.md": _TABLE.replace("| 4.x", "| 22.04").replace("| 3.x", "| 20.04").replace("| 2.x", "| 18.04")},
        history=_RELEASED,
        false_positive="support of other products",
    ),
    Example(
        "the forge's example",
        Outcome.UNKNOWN,
        {
            "SECURITY.md": "# Security\n\n| Version | Supported |\n|---|---|\n| 5.1.x | :white_check_mark: |\n| 5.0.x | :x: |\n| 4.0.x | :white_check_mark: |\n| < 4.0 | :x: |\n"
        },
        false_positive="the example table a forge offers",
    ),
    Example(
        "a promise of dates",
        Outcome.UNKNOWN,
        {"SUPPORT.md": "# Support\n\nWe plan to support each version for two years. We will publish the dates by 2027-01-31.\n"},
        history=_RELEASED,
    ),
    Example(
        "a denial",
        Outcome.UNKNOWN,
        {"SUPPORT.md": "# Support\n\nWe do not support any version for two years, and there is no guarantee of fixes for 12 months.\n"},
        history=_RELEASED,
    ),
    Example(
        "questions and conditions",
        Outcome.UNKNOWN,
        {
            "docs/faq.md": "# Support\n\nIs every release supported for two years? If you buy the gold plan, every release is supported for five years. Version 4.1 is not supported until 2028-01-31.\n"
        },
        history=_RELEASED,
    ),
    Example(
        "HTML",
        Outcome.GOOD,
        {
            "docs/support.html": "<h1>Support</h1><table><tr><th>Version</th><th>End of support</th></tr><tr><td>4.1</td><td>2028-01-31</td></tr></table>"
        },
        history=_RELEASED,
        strength=MEDIUM,
    ),
    Example(
        "blanks to be filled in",
        Outcome.UNKNOWN,
        {"SUPPORT.md": "# Support\n\n| Version | End of support |\n|---|---|\n| 4.x | YYYY-MM-DD |\n| 3.x | [date] |\n\nEach release is supported for [number] months.\n"},
        history=_RELEASED,
    ),
    Example(
        "a table in a code block",
        Outcome.UNKNOWN,
        {"docs/support.md": "# Support\n\n```\n" + _TABLE + "```\n"},
        history=_RELEASED,
    ),
    Example("vendored", Outcome.UNKNOWN, {"vendor/b/SUPPORT.md": _TABLE, "README.md": "# Gantry\n"}, history=_RELEASED),
    Example(
        "support of features",
        Outcome.UNKNOWN,
        {"docs/deprecation.md": "# Deprecation policy\n\nEvery deprecated API is supported for 12 months after the release that deprecates it.\n"},
        history=_RELEASED,
    ),
)  # fmt: skip
