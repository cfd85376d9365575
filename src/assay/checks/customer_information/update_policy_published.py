"""Update frequency and process are published.

Why: Who knows when updates come, and how, can plan for them and notices when one is missing.

Good: a text for customers says how often updates come, or on which event; another, or the same, says by which way they come and
how they are applied. Each of the two counts on its own.

Bad: a section titled as a policy on updates says neither, or that there is none.

Unknown: no text in the repository speaks of it, or its language has no reader.

Known false positives: how often dependencies are updated or meetings are held; how often the program looks for updates; builds of
every night; how often the vendor deploys a service of its own.
"""

from collections.abc import Iterator

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, at, bad, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.documents import Document, Documents
from assay.facts.profile import Profile
from assay.facts.roots import Roots
from assay.facts.tags import Tags
from assay.formats.product import Product, product
from assay.formats.statements import has_reader
from assay.formats.support import places, unreadable
from assay.formats.updating import customer_pages, empty_policies, how_often, instructions, ways

SUPPORTS = {"4.1.2/a": MEDIUM, "4.1.2/b": MEDIUM}
COUNTERS = {"4.1.2/a": MEDIUM, "4.1.2/b": MEDIUM}
BECAUSE = "the text says it in numbers and steps; whether practice agrees was not compared here"
STALE_AFTER_DAYS = 365
FIX = "Say in docs/support.md how often updates come, by which way, and how to apply them."


def check(documents: Documents, tags: Tags, roots: Roots, profile: Profile) -> Iterator[Finding]:
    about = product(documents, roots, profile, tags)
    read = [each for each in places(documents) if has_reader(each)]
    often = _frequency(read, about, is_service="saas" in profile.delivery)
    process = _process([each for each in customer_pages(documents) if has_reader(each)], about)
    if often:
        yield often
    if process:
        yield process
    if often or process:
        return
    empty = next(((document, section) for document in read for section in empty_policies(document, about)), None)
    if empty:
        document, section = empty
        yield bad(
            document.path,
            f"{section.heading!r} says neither how often updates come nor how",
            at(document.path, section.line),
            fix=f"Say in {document.path} how often updates come, by which way, and how to apply them.",
        )
    elif unread := unreadable(documents):
        yield unknown(*unread)
    elif not any(list(ways(document, about)) for document in read):
        yield unknown(Unread("update policy", "no text in the repository gives one", "add it to docs/support.md"))


def _frequency(read: list[Document], about: Product, *, is_service: bool) -> Finding | None:
    found = [(document, *each) for document in read for each in how_often(document, about, is_service=is_service)]
    if not found:
        return None
    document, sentence, firm = max(found, key=lambda each: each[2])
    return good(
        "frequency",
        f"it says how often{'' if firm else ', as an aim'}: {sentence.text[:160]}",
        at(document.path, sentence.line),
        at_most=None if firm else WEAK,
        facets=("4.1.2/a",),
    )


def _process(read: list[Document], about: Product) -> Finding | None:
    current = about.newest[0] if about.newest else 0
    found = [(document, each) for document in read for each in instructions(document, about)]
    applied = [(document, each) for document, each in found if each.major is None or each.major >= current]
    if not applied:
        return None
    way = next(((document, sentence) for document in read for sentence in ways(document, about)), None)
    document, steps = max(applied, key=lambda each: (each[1].fetches, *each[1].rank))
    whole = bool(way) or steps.fetches
    by = f"; they come so: {way[1].text[:90]}" if way else ""
    return good(
        "process",
        f"it says how updates are applied ({steps.heading!r}){by}",
        at(document.path, steps.line),
        *([at(way[0].path, way[1].line)] if way else []),
        at_most=None if whole else WEAK,
        facets=("4.1.2/b",),
    )


_TITLE = "# Gantry support\n\n## Updates\n\n"
_BOTH = (
    _TITLE
    + "Updates are released every six weeks, and are published on the download page.\n\n## Updating Gantry\n\nBack up the database.\n\n```\ngantry stop\ndocker compose pull\ndocker compose up -d\n```\n"
)


def _says(sentence: str) -> dict[str, str]:
    return {"docs/support.md": f"{_TITLE}{sentence}\n"}


EXAMPLES = (
    Example("how often, which way and how", Outcome.GOOD, {"docs/support.md": _BOTH}, strength=MEDIUM),
    Example("how often", Outcome.GOOD, _says("Security updates are published on the second Tuesday of each month."), strength=MEDIUM),
    Example("on an event", Outcome.GOOD, _says("A patch release is published within 7 days of a security fix."), strength=MEDIUM),
    Example("times a year", Outcome.GOOD, {"RELEASES.md": "# Releases\n\nA minor release occurs four times a year.\n"}, strength=MEDIUM),
    Example("as an aim", Outcome.GOOD, {"README.md": "# Gantry\n\nWe aim to release a new version every six weeks.\n"}, strength=WEAK),
    Example(
        "a policy that says nothing",
        Outcome.BAD,
        {
            "docs/update-policy.md": "# Update policy\n\nOur customers are dear to us, and so are our updates. They bring a better Gantry to everybody, with all that the good name of the house stands for.\n"
        },
        strength=MEDIUM,
    ),
    Example("no policy, by its own words", Outcome.BAD, {"docs/updates.md": "# Update policy\n\nWe do not have an update policy.\n"}),
    Example(
        "only by which way",
        Outcome.SILENT,
        _says("New versions are published on PyPI."),
    ),
    Example("no text about it", Outcome.UNKNOWN, {"README.md": "# Gantry\n\nGantry lifts things.\n"}),
    Example(
        "German",
        Outcome.UNKNOWN,
        {
            "docs/support.md": "# Support\n\nUpdates erscheinen monatlich, und wie man sie einspielt, das steht auf der Seite für die Installation, die wir mit jeder Version für die Kunden neu machen.\n"
        },
    ),
    Example(
        "dependencies and meetings",
        Outcome.UNKNOWN,
        {"README.md": "# Gantry\n\nDependencies are updated every week by a bot. The release team meets weekly in a call.\n"},
        false_positive="how often dependencies are updated or meetings are held",
    ),
    Example(
        "the program looks for updates",
        Outcome.UNKNOWN,
        {"README.md": "# Gantry\n\nGantry checks for new releases every 24 hours.\n"},
        false_positive="how often the program looks for updates",
    ),
    Example(
        "nightly builds",
        Outcome.UNKNOWN,
        {"README.md": "# Gantry\n\nNightly versions are published every day.\n"},
        false_positive="builds of every night",
    ),
    Example(
        "deployments of the vendor",
        Outcome.UNKNOWN,
        {"README.md": "# Gantry\n\nNew versions are deployed to our servers twice a week.\n"},
        false_positive="how often the vendor deploys a service of its own",
    ),
    Example(
        "deployments of a service that is the product",
        Outcome.GOOD,
        {"README.md": "# Gantry\n\nNew versions are deployed to our servers twice a week.\n"},
        profile='schema = 1\n[product]\ndelivery = ["saas"]\n',
        false_positive="how often the vendor deploys a service of its own",
    ),
    Example("a denial", Outcome.UNKNOWN, {"README.md": "# Gantry\n\nUpdates are not released monthly, quarterly or at any other interval.\n"}),
    Example("a promise", Outcome.UNKNOWN, {"README.md": "# Gantry\n\nWe plan to release updates every month.\n"}),
    Example("when they are ready", Outcome.UNKNOWN, {"README.md": "# Gantry\n\nUpdates appear when they are ready, and as needed.\n"}),
    Example("another product", Outcome.UNKNOWN, {"README.md": "# Gantry\n\nKubernetes releases a new version every four months.\n"}),
    Example("headings only", Outcome.UNKNOWN, {"docs/updates.md": "# Updates\n\n## Monthly updates\n\n## How to apply updates\n"}),
    Example("vendored", Outcome.UNKNOWN, {"vendor/b/docs/support.md": _BOTH, "README.md": "# Gantry\n"}),
)  # fmt: skip
