"""The way software is developed securely is written down.

Why: What is in the heads of some people changes unnoticed, and leaves with them.

Good: a document that is cited for it, or found by its title and text, describes at some length how this organisation develops
and secures software, from requirements to maintenance.

Bad: the document cited for it is not there, holds under 300 words of prose, or is about something else.

Unknown: the document cited has no text, stands elsewhere, or is in a language without a reader.

Known false positives: generic templates; a sentence that names a standard; standards copied from others.
"""

from collections.abc import Iterator

from assay.checks.contract import MEDIUM, Example, Finding, at, bad, good, unknown
from assay.domain.evidence import Outcome
from assay.facts.citations import Citation
from assay.facts.documents import Document, Documents
from assay.facts.profile import Profile
from assay.facts.roots import Roots
from assay.formats import citations
from assay.formats.development_framework import ENOUGH_PHASES, ENOUGH_WORDS, SUBJECT, found, is_framework, phases
from assay.formats.own_statements import is_unfilled, statements
from assay.formats.product_names import product_names
from assay.formats.sections import spoken_for, words

SUPPORTS = {"1.1.1/a": MEDIUM}
COUNTERS = {"1.1.1/a": MEDIUM}
BECAUSE = "that it exists and what it is about can be seen; whether people follow it cannot"
STALE_AFTER_DAYS = 365
FIX = "Write down how you develop and secure software, keep it under version control, and cite it for 1.1.1/a."


def check(documents: Documents, profile: Profile, roots: Roots) -> Iterator[Finding]:
    names = product_names(profile, roots, documents)
    cited = [each for each in profile.citations if each.statement.facet == "1.1.1/a"]
    for citation in cited:
        yield from _judged(citation, names)
    if cited:
        return
    for document in found(documents, names):
        yield _good(document, names)
    unread = [each for each in documents.unread if SUBJECT.search(each.source)]
    if unread:
        yield unknown(*unread)


def _judged(citation: Citation, names: frozenset[str]) -> Iterator[Finding]:
    document = citation.document
    if unseen := citations.unseen(citation):
        yield unknown(*unseen)
        return
    if document is None:
        yield _bad(citation, citation.missing or "cannot be opened")
        return
    said = statements(document, names)
    length = words(spoken_for(document))
    if length < ENOUGH_WORDS:
        yield _bad(citation, f"holds {length} words of prose")
    elif len(phases(said)) < ENOUGH_PHASES // 2 + 1:
        yield _bad(citation, "says nothing of how software is developed")
    elif not is_unfilled(document) and not citation.set_aside and is_framework(document, names):
        yield _good(document, names)


def _good(document: Document, names: frozenset[str]) -> Finding:
    said = statements(document, names)
    first = next((each for each in said if each.own), said[0])
    return good(
        document.path,
        f"describes {', '.join(phases(said))} in {words(spoken_for(document))} words (object {document.digest[:12]}): {first.text[:100]}",
        at(document.path, first.line),
    )


def _bad(citation: Citation, says: str) -> Finding:
    cited = citation.statement.document
    return bad(
        cited,
        f"{cited}, cited by {citation.statement.person}, {says}",
        at(citation.path or "assay.toml"),
        fix=f"Cite for 1.1.1/a the document that describes your way of developing, or write it in {cited}.",
    )


def stating(document: str, facet: str = "1.1.1/a") -> str:
    """A profile that cites ``document`` for the framework."""
    return (
        f'schema = 1\n[product]\nname = "Gantry"\n[[statements]]\nfacet = "{facet}"\nsays = "We follow the secure development process that is cited here."\n'
        f'person = "Ada Builder"\nrole = "Head of Engineering"\ndate = 2026-09-01\ndocument = "{document}"\n'
    )


FRAMEWORK = """# Secure development process of Gantry

Version 2.1 of 2026-06-12, approved by Ada Builder, last reviewed 2026-06-12.

## Governance and roles

The product owner is accountable for the risk of Gantry and approves each release. Every team names a security champion, who
reviews this process twice a year. We record who holds which role in the staff handbook, and the head of engineering approves changes of it.

## Requirements

We write each feature as a user story with acceptance criteria. Security requirements come from the threat model and from
customers, and each carries a number that tests refer to. The product owner orders them by risk before work begins.

## Threat modelling

For each new interface our architects draw the data flows, list the threats with STRIDE and decide on a response together
with the security champion. We keep the model beside the design and bring it up to date when an interface changes.

## Secure coding

Developers follow our coding standard, which builds on the OWASP guides. Static analysis runs on each pull request, and every change
needs the code review of a second developer. We fix findings of high severity before the merge.

## Test strategy

We test each requirement by unit tests and integration tests. A penetration test by outside experts takes place each year, and
fuzz tests cover the parsers. A release needs all tests to pass and the coverage to hold its level.

## Data management

Customer data falls into three classes, each with its own retention. Personal data is encrypted at rest, and we use made-up
data in test environments. Backups are restored as an exercise every quarter.

## Configuration management

All source, build definitions and infrastructure are under version control with branch protection. We pin dependencies in lock files,
and releases are built by the pipeline from a tag and signed. The baseline of each release is recorded.

## Maintenance

We watch advisories for all components, and patch releases follow the times in our vulnerability policy. Incidents are reviewed
afterwards and lead to new requirements. Each release line is supported for two years after the next one.
"""
_HOUSE_RULES = (
    "# House rules\n\n"
    + (
        "The kitchen on the second floor is cleaned by whoever used it last, and cups go into the machine. Bicycles stand in the yard, "
        "visitors sign the book at the door, and the last person to leave turns the lights off and closes all windows.\n\n"
    )
    * 10
)
_GENERIC = (
    FRAMEWORK.replace("Gantry", "[Product]")
    .replace("We ", "The organisation must ")
    .replace(" we ", " the organisation must ")
    .replace("our ", "its ")
)

EXAMPLES = (
    Example(
        "a process that is cited",
        Outcome.GOOD,
        {"assay.toml": stating("handbook/how.md"), "handbook/how.md": FRAMEWORK},
        strength=MEDIUM,
    ),
    Example(
        "a process found by its title",
        Outcome.GOOD,
        {"README.md": "# Gantry\n", "docs/secure-development.md": FRAMEWORK},
        strength=MEDIUM,
    ),
    Example("the cited process is not there", Outcome.BAD, {"assay.toml": stating("docs/sdlc.md")}, strength=MEDIUM),
    Example(
        "the cited process is a sentence",
        Outcome.BAD,
        {"assay.toml": stating("docs/sdlc.md"), "docs/sdlc.md": "# SDLC\n\nWe follow OWASP and test our software.\n"},
    ),
    Example(
        "house rules are cited",
        Outcome.BAD,
        {"assay.toml": stating("docs/rules.md"), "docs/rules.md": _HOUSE_RULES},
    ),
    Example(
        "a README names a standard",
        Outcome.SILENT,
        {"README.md": "# Gantry\n\nWe follow the OWASP secure development life cycle in all phases.\n"},
        false_positive="a sentence that names a standard",
    ),
    Example(
        "headings without text",
        Outcome.SILENT,
        {"docs/sdlc.md": "".join(line + "\n\n" for line in FRAMEWORK.splitlines() if line.startswith("#"))},
    ),
    Example(
        "a template nobody filled in",
        Outcome.SILENT,
        {"docs/secure-development.md": _GENERIC},
        false_positive="generic templates",
    ),
    Example(
        "a standard written for everybody",
        Outcome.SILENT,
        {"docs/secure-development.md": _GENERIC.replace("[Product]", "products")},
        false_positive="standards copied from others",
    ),
    Example(
        "a process in a vendored folder",
        Outcome.SILENT,
        {"vendor/lib/docs/secure-development.md": FRAMEWORK},
    ),
    Example(
        "everything is planned",
        Outcome.SILENT,
        {
            "docs/secure-development.md": FRAMEWORK.replace("We ", "We will ")
            .replace(" is ", " will be ")
            .replace(" are ", " will be ")
            .replace(" needs ", " will need ")
            .replace("Gantry", "it")
            .replace("our ", "our future ")
        },
    ),
    Example("nothing cited, nothing found", Outcome.SILENT, {"docs/usage.md": "# Usage\n\nRun it.\n"}),
    Example(
        "a scan without text", Outcome.UNKNOWN, {"assay.toml": stating("docs/sdlc.pdf"), "docs/sdlc.pdf": b"%PDF-1.4\n"}
    ),
    Example(
        "another language",
        Outcome.UNKNOWN,
        {
            "assay.toml": stating("docs/sdlc.md"),
            "docs/sdlc.md": "# Prozess\n\n"
            + "Wir prüfen jede Änderung mit einem zweiten Augenpaar, und die Tests sind für das Team nicht freiwillig.\n\n"
            * 30,
        },
    ),
)
