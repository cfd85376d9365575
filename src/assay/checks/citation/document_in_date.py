"""Documents people rely on name their approver and were reviewed in time.

Why: A process nobody looked at for years describes a company that no longer exists.

Good: a document about the development framework has a version or day, names who approved it, and was reviewed (or changed since)
within a year or the interval it sets itself.

Bad: the day set for its next review has passed, its last review was over twenty-four months ago, or the field for a review is
empty or a filler. Weak for documents cited for other claims.

Unknown: it bears no day, and the history cannot tell one; or it cannot be read.

Known false positives: copyright years; dates of examples; file dates after checkout; past reviews listed beside the newest.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from assay.checks.contract import ANY, MEDIUM, WEAK, Change, Example, Finding, at, bad, good, unknown
from assay.checks.design.framework_document import FRAMEWORK, stating
from assay.domain.evidence import Outcome, Unread
from assay.facts.document_changes import DocumentChanges
from assay.facts.documents import Document, Documents
from assay.facts.profile import Profile
from assay.facts.roots import Roots
from assay.facts.subject import Subject
from assay.formats import citations
from assay.formats.development_framework import found
from assay.formats.document_control import Control, read
from assay.formats.product_names import product_names

SUPPORTS = {"1.1.1/c": WEAK}
COUNTERS = {"1.1.1/c": MEDIUM, ANY: WEAK}
BECAUSE = "the days were read; whether anybody read the document on them was not seen"
STALE_AFTER_DAYS = 365
FIX = "Review the document, and write down who approved it, when, and when it is due again."

FRAMEWORK_CLAIM = "1.1.1/"
OWNED = "1.1.1/c"
OLD = timedelta(days=731)


def check(
    documents: Documents, profile: Profile, roots: Roots, changes: DocumentChanges, subject: Subject
) -> Iterator[Finding]:
    facets: dict[str, list[str]] = {}
    texts: dict[str, tuple[Document, date | None]] = {}
    for citation in profile.citations:
        if unseen := citations.unseen(citation):
            yield unknown(*unseen)
        elif citation.document:
            texts[citation.path] = (citation.document, citation.changed_on)
            facets.setdefault(citation.path, []).append(citation.statement.facet)
    if not any(each.startswith(FRAMEWORK_CLAIM) for named in facets.values() for each in named):
        for document in found(documents, product_names(profile, roots, documents)):
            texts.setdefault(document.path, (document, changes.changed_on.get(document.path)))
            facets.setdefault(document.path, []).append(OWNED)
    for path, (document, changed_on) in texts.items():
        named = facets[path]
        rules = any(each.startswith(FRAMEWORK_CLAIM) for each in named)
        touched = tuple(dict.fromkeys([*([OWNED] if rules else []), *named]))
        yield from _judged(document, changed_on, touched, subject.as_of, rules=rules)


def _judged(
    document: Document, changed_on: date | None, touched: tuple[str, ...], as_of: date, *, rules: bool
) -> Iterator[Finding]:
    control = read(document, as_of)
    if fault := _fault(control, as_of):
        says, line = fault
        yield bad(
            document.path,
            f"{says} (object {document.digest[:12]})",
            at(document.path, line),
            fix=f"Review {document.path} and record who approved it and when.",
            facets=touched,
        )
        return
    reviewed = control.last_review or changed_on
    if reviewed is None and not control.version:
        yield unknown(
            Unread(document.path, "it bears no day, and the history cannot tell one", "a day of its last review")
        )
    elif rules and control.approver and reviewed and (as_of - reviewed).days <= control.interval:
        how = "last reviewed" if control.last_review else "last changed"
        yield good(
            document.path,
            f"approved by {control.approver}, {how} {reviewed} (object {document.digest[:12]})",
            at(document.path, control.approver_line),
            facets=(OWNED,),
            observed_at=reviewed,
        )


def _fault(control: Control, as_of: date) -> tuple[str, int] | None:
    if control.unfilled:
        return f"the field for its {control.unfilled} is not filled in", control.unfilled_line
    if control.next_review and control.next_review < as_of:
        return f"its review was due on {control.next_review}", control.next_line
    if control.last_review and as_of - control.last_review > OLD:
        return f"its last review was on {control.last_review}", control.last_line
    return None


_LINE = "Version 2.1 of 2026-06-12, approved by Ada Builder, last reviewed 2026-06-12."


def _with(line: str) -> dict[str, str]:
    return {"assay.toml": stating("docs/sdlc.md"), "docs/sdlc.md": FRAMEWORK.replace(_LINE, line)}


_TABLE = (
    "| Version | Reviewed on | Approved by | Next review |\n|---|---|---|---|\n| 1.0 | 2023-05-02 | Ada Builder | 2024-05-02 |\n"
    "| 2.0 | 2026-04-02 | Ada Builder | 2027-04-02 |\n"
)
_TRAINING = 'schema = 1\n[[statements]]\nfacet = "1.1.2/a"\nsays = "Every developer took the course."\nperson = "Ada Builder"\nrole = "Head of Engineering"\ndate = 2026-09-01\ndocument = "docs/training.md"\n'

EXAMPLES = (
    Example("approved and reviewed", Outcome.GOOD, _with(_LINE), strength=WEAK),
    Example("found by its title", Outcome.GOOD, {"README.md": "# Gantry\n", "docs/sdlc.md": FRAMEWORK}),
    Example("the review is overdue", Outcome.BAD, _with(f"{_LINE} Next review: 2026-09-12."), strength=MEDIUM),
    Example(
        "last reviewed years ago",
        Outcome.BAD,
        _with("Approved by: Ada Builder. Last reviewed: 12 June 2023"),
        strength=MEDIUM,
    ),
    Example(
        "the field is a filler",
        Outcome.BAD,
        _with("Approved by: Ada Builder\n\nLast reviewed: [Date]"),
        strength=MEDIUM,
    ),
    Example(
        "the field is empty",
        Outcome.BAD,
        _with("| Approved by | Ada Builder |\n|---|---|\n| Next review | |\n"),
        strength=MEDIUM,
    ),
    Example(
        "a training log whose audit is overdue",
        Outcome.BAD,
        {
            "assay.toml": _TRAINING,
            "docs/training.md": "# Training log\n\nNext audit due: 2025-01-31.\n\n- Ada Builder took the secure coding course on 2024-02-02.\n",
        },
        strength=WEAK,
    ),
    Example("nobody approved it", Outcome.SILENT, _with("Last reviewed 2026-06-12.")),
    Example("a role is no approver", Outcome.SILENT, _with("Approved by: [Name], last reviewed 2026-06-12.")),
    Example(
        "an old year in the notice",
        Outcome.GOOD,
        _with(f"Copyright 2014 Gantry Ltd.\n\n{_LINE}"),
        false_positive="copyright years",
    ),
    Example(
        "a day in a sample",
        Outcome.GOOD,
        _with(f"{_LINE}\n\n```\nNext review: 2019-01-01\n```\n"),
        false_positive="dates of examples",
    ),
    Example(
        "the rows of earlier reviews",
        Outcome.GOOD,
        _with(_TABLE),
        false_positive="past reviews listed beside the newest",
    ),
    Example(
        "changed years ago by the history, whatever day the files bear",
        Outcome.SILENT,
        {"assay.toml": stating("docs/sdlc.md")},
        history=(
            Change(
                "Process", {"docs/sdlc.md": FRAMEWORK.replace(_LINE, "Approved by Ada Builder.")}, on=date(2023, 1, 1)
            ),
        ),
        false_positive="file dates after checkout",
    ),
    Example("nothing cited, nothing found", Outcome.SILENT, {"a": "x"}),
    Example("an address", Outcome.UNKNOWN, {"assay.toml": stating("https://wiki.gantry.example/sdlc")}),
)
