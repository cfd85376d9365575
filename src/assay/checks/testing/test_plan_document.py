"""A strategy says what is tested, how, and when testing is enough.

Why: Without a plan, what was easy to test is tested, and nobody knows what was left out.

Good: a document cited for it, or called a test plan or strategy, holds four of: scope, levels, security testing, environments,
entry and exit criteria; and it bears a day, or was changed, in the last twelve months.

Bad: the document that is cited holds fewer, or is older than twenty-four months.

Unknown: what is cited has no text, stands elsewhere, or is in a language without a reader.

Known false positives: tutorials about testing; documentation of test tools.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from assay.checks.contract import MEDIUM, WEAK, Change, Example, Finding, at, bad, good, unknown
from assay.domain.evidence import Outcome
from assay.facts.citations import Citation
from assay.facts.document_changes import DocumentChanges
from assay.facts.documents import Document, Documents
from assay.facts.profile import Profile
from assay.facts.roots import Roots
from assay.facts.subject import Subject
from assay.formats import citations
from assay.formats.development_framework import is_english
from assay.formats.own_statements import is_unfilled, statements, teaches, voice
from assay.formats.product_names import product_names
from assay.formats.test_strategy import ENOUGH_PARTS, NOT_ABOUT_US, SUBJECT, last_dated, parts

SUPPORTS = {"1.3.1/a": MEDIUM}
COUNTERS = {"1.3.1/a": WEAK}
BECAUSE = "its parts were found in the text; whether it fits the product, a reader must judge"
STALE_AFTER_DAYS = 365
FIX = "Write down scope, levels, security testing, environments and exit criteria, and look at it every year."

FRESH = timedelta(days=366)
OLD = timedelta(days=731)
ENOUGH_OWN = 3


def check(
    documents: Documents, profile: Profile, roots: Roots, changes: DocumentChanges, subject: Subject
) -> Iterator[Finding]:
    names = product_names(profile, roots, documents)
    cited = [each for each in profile.citations if each.statement.facet == "1.3.1/a"]
    for citation in cited:
        if unseen := citations.unseen(citation):
            yield unknown(*unseen)
        elif citation.document and not citation.set_aside:
            yield from _judged(citation, citation.document, names, subject.as_of)
    paths = {each.path for each in cited}
    for document in documents.own:
        if document.path not in paths and _is_plan(document, names):
            held = parts(document, names)
            day = last_dated(document, changes.changed_on.get(document.path), subject.as_of)
            if len(held) >= ENOUGH_PARTS and day and subject.as_of - day <= FRESH:
                yield _good(document, held, day)


def _judged(citation: Citation, document: Document, names: frozenset[str], as_of: date) -> Iterator[Finding]:
    held = parts(document, names)
    day = last_dated(document, citation.changed_on, as_of)
    where = citation.statement.document
    missing = [
        each
        for each in ("scope", "levels", "security testing", "environments", "entry and exit criteria")
        if each not in held
    ]
    if len(held) < ENOUGH_PARTS:
        says = f"it has no word on {', '.join(missing)}"
    elif day and as_of - day > OLD:
        says = f"its last day is {day}"
    else:
        if day and as_of - day <= FRESH:
            yield _good(document, held, day)
        return
    yield bad(
        where,
        f"{where}, cited by {citation.statement.person}, is no test plan of today: {says}",
        at(document.path),
        fix=f"Bring {where} up to date{': add ' + ', '.join(missing) if missing else ''}.",
    )


def _is_plan(document: Document, names: frozenset[str]) -> bool:
    """A plan by its title or name, filled in, and of the product itself rather than for whoever wants to learn."""
    if not SUBJECT.search(f"{document.title} {document.name}") or NOT_ABOUT_US.search(
        f"{document.path} {document.title}"
    ):
        return False
    said = statements(document, names)
    return (
        is_english(document)
        and not is_unfilled(document)
        and voice(document, said) >= ENOUGH_OWN
        and not teaches(document, said)
    )


def _good(document: Document, held: Mapping[str, int], day: date) -> Finding:
    return good(
        document.path,
        f"holds {', '.join(sorted(held))}; last dated {day} (object {document.digest[:12]})",
        *(at(document.path, line) for line in sorted(set(held.values()))[:3]),
        observed_at=day,
    )


def _stating(document: str) -> str:
    return (
        'schema = 1\n[product]\nname = "Gantry"\n[[statements]]\nfacet = "1.3.1/a"\nsays = "We test by the strategy that is cited here."\n'
        f'person = "Ada Builder"\nrole = "Head of Testing"\ndate = 2026-09-01\ndocument = "{document}"\n'
    )


_PLAN = """# Test strategy

Version 3 of 2026-05-04.

## Scope

We test every requirement of Gantry, and the third-party parts it is made of are tested through its own interfaces.

## Levels

Our unit tests cover each module, integration tests cover the interfaces, and end-to-end tests drive the crane simulator.

## Security testing

We fuzz the parsers each night, and outside experts carry out a penetration test of Gantry each year.

## Environments

We run all tests on Linux and Windows with made-up test data, and the staging system is built like the one of a customer.

## Exit criteria

All tests must pass and no finding of high severity is open before a release.
"""
_TUTORIAL = (
    _PLAN.replace("We ", "You ")
    .replace("Our ", "Your ")
    .replace(" of Gantry", "")
    .replace("# Test strategy", "# Test strategy for beginners")
)

EXAMPLES = (
    Example(
        "a plan that is cited",
        Outcome.GOOD,
        {"assay.toml": _stating("docs/testing.md"), "docs/testing.md": _PLAN},
        strength=MEDIUM,
    ),
    Example(
        "a plan found by its title",
        Outcome.GOOD,
        {"README.md": "# Gantry\n", "docs/testing.md": _PLAN},
        strength=MEDIUM,
    ),
    Example(
        "a plan dated by its history",
        Outcome.GOOD,
        {"README.md": "# Gantry\n", "docs/test-plan.md": _PLAN.replace("Version 3 of 2026-05-04.", "")},
    ),
    Example(
        "the cited plan is a sentence",
        Outcome.BAD,
        {
            "assay.toml": _stating("docs/testing.md"),
            "docs/testing.md": "# Test plan\n\nWe test our software well and often.\n",
        },
        strength=WEAK,
    ),
    Example(
        "the cited plan is old",
        Outcome.BAD,
        {"assay.toml": _stating("docs/testing.md"), "docs/testing.md": _PLAN.replace("2026-05-04", "2023-05-04")},
    ),
    Example(
        "a plan nobody touched for years",
        Outcome.SILENT,
        {"README.md": "# Gantry\n"},
        history=(
            Change("Plan", {"docs/test-plan.md": _PLAN.replace("Version 3 of 2026-05-04.", "")}, on=date(2023, 1, 1)),
        ),
    ),
    Example(
        "a plan of plans",
        Outcome.SILENT,
        {
            "docs/test-plan.md": "# Test plan\n\nWe will define scope, levels, environments and exit criteria, and plan to fuzz our parsers.\n"
        },
    ),
    Example(
        "headings alone",
        Outcome.SILENT,
        {
            "docs/test-plan.md": "# Test plan\n\n## Scope\n\n## Levels\n\n## Security testing\n\n## Environments\n\n## Exit criteria\n"
        },
    ),
    Example(
        "a lesson about testing",
        Outcome.SILENT,
        {"README.md": "# Gantry\n", "docs/strategy.md": _TUTORIAL},
        false_positive="tutorials about testing",
    ),
    Example(
        "how to run a test tool",
        Outcome.SILENT,
        {
            "docs/testing.md": "# Testing\n\nInstall pytest, then run the unit tests and the integration tests. You need Docker for the test environment.\n"
        },
        false_positive="documentation of test tools",
    ),
    Example("nothing cited, nothing found", Outcome.SILENT, {"a": "x"}),
    Example("an address is cited", Outcome.UNKNOWN, {"assay.toml": _stating("https://wiki.gantry.example/tests")}),
)
