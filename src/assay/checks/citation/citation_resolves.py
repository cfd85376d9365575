"""What a statement cites can be opened as it was cited.

Why: A citation nobody can follow is a bare statement that looks like more.

Good: each cited path is a file of this revision that speaks for the product; its digest and the passage quoted fit where they
are given. It supports nothing by itself.

Bad: the file is missing or is a folder or link, lies among vendored code, tests or templates, changed since it was cited, lacks
the passage, or was written by an assessment. The citation then no longer counts: the statement stands bare.

Unknown: an address (nothing is fetched), a file in another repository, or one without text that can be read.

Known false positives: pages on the web and in private places; documents of another repository of the product; a path written with
a dot or a fragment.
"""

from collections.abc import Iterator

from assay.checks.contract import ANY, WEAK, Example, Finding, Strength, at, bad, good, unknown
from assay.domain.evidence import Location, Outcome
from assay.facts.citations import Citation
from assay.facts.profile import FILE, Profile
from assay.formats.citations import opening

SUPPORTS: dict[str, Strength] = {}
COUNTERS = {ANY: WEAK}
BECAUSE = "it only takes the citation away: whether the duty is done remains open"
STALE_AFTER_DAYS = 30
FIX = "Cite a document that is committed here, and cite it again after it changes."


def check(profile: Profile) -> Iterator[Finding]:
    if profile.source == "assumed" and profile.unread:
        yield unknown(*profile.unread)
    for citation in profile.citations:
        statement = citation.statement
        thing = f"{statement.document} for {statement.facet}"
        faults = list(opening(citation))
        for says, line in faults:
            yield bad(
                thing,
                f"{statement.document}, cited by {statement.person} for {statement.facet}, {says}",
                *place(citation, profile, line),
                fix=f"Repair the citation of {statement.document} in the statement on {statement.facet}.",
                facets=(statement.facet,),
            )
        if citation.unread:
            yield unknown(*citation.unread)
        elif not faults:
            yield good(thing, f"{citation.path} is there (SHA-256 {citation.sha256[:16]})", at(citation.path))


def place(citation: Citation, profile: Profile, line: int | None = None) -> tuple[Location, ...]:
    """Where to look: in the document, or where there is none at the statement, if that is in the repository."""
    if citation.path:
        return (at(citation.path, line),)
    return () if profile.by_assessor else (at(FILE),)


def stating(document: str, more: str = "") -> str:
    """A profile that cites ``document`` for the training of developers."""
    return (
        'schema = 1\n[[statements]]\nfacet = "1.1.2/a"\nsays = "Every developer took the secure coding course."\nperson = "Ada Builder"\n'
        f'role = "Head of Engineering"\ndate = 2026-09-01\ndocument = "{document}"\n{more}'
    )


LOG = (
    "# Training log\n\n| Developer | Course | Date |\n|---|---|---|\n| Ada Builder | Secure coding in Python, OWASP | 2026-03-02 |\n"
    "| Ben Maker | Secure coding in Python, OWASP | 2026-03-09 |\n| Cem Smith | Secure coding in Go, OWASP | 2026-04-01 |\n"
)

EXAMPLES = (
    Example("a log that is there", Outcome.GOOD, {"assay.toml": stating("docs/training.md"), "docs/training.md": LOG}),
    Example("a log that is not there", Outcome.BAD, {"assay.toml": stating("docs/training.md")}, strength=WEAK),
    Example(
        "a log among vendored code",
        Outcome.BAD,
        {"assay.toml": stating("vendor/lib/training.md"), "vendor/lib/training.md": LOG},
    ),
    Example(
        "a log that changed since",
        Outcome.BAD,
        {"assay.toml": stating("docs/training.md", f'sha256 = "{"0" * 64}"\n'), "docs/training.md": LOG},
    ),
    Example(
        "a passage that is not in it",
        Outcome.BAD,
        {
            "assay.toml": stating("docs/training.md", 'quote = "All forty developers were trained."\n'),
            "docs/training.md": LOG,
        },
    ),
    Example("the statement cites its own place", Outcome.BAD, {"assay.toml": stating("assay.toml")}),
    Example("nothing is cited", Outcome.SILENT, {"docs/training.md": LOG}),
    Example(
        "a profile that cannot be read", Outcome.UNKNOWN, {"assay.toml": "schema = 1\n[[statements]]\nfacet = 3\n"}
    ),
    Example(
        "a page on the web",
        Outcome.UNKNOWN,
        {"assay.toml": stating("https://intranet.gantry.example/training")},
        false_positive="pages on the web and in private places",
    ),
    Example(
        "a document beside, in a listed repository",
        Outcome.UNKNOWN,
        {"assay.toml": stating("../handbook/training.md", '[[repositories]]\npath = "../handbook"\n')},
        false_positive="documents of another repository of the product",
    ),
    Example(
        "a path with a dot and a fragment",
        Outcome.GOOD,
        {"assay.toml": stating("./docs/training.md#2026"), "docs/training.md": LOG},
        false_positive="a path written with a dot or a fragment",
    ),
)
