"""The written framework covers the seven topics it must have at least.

Why: A topic the framework leaves out is decided anew, or not at all, by whoever happens to meet it.

Good: each of threat modelling, secure coding, requirements, governance and roles, test strategy, data management and
configuration management has a section of substance or two statements of the organisation.

Bad: three or more of the topics have no trace in the documents that are cited.

Unknown: what is cited has no text, stands elsewhere, or is in a language without a reader.

Known false positives: lists of topics declared out of scope; copied standards.
"""

from collections.abc import Iterator

from assay.checks.contract import MEDIUM, Example, Finding, at, bad, good, unknown
from assay.checks.design.framework_document import FRAMEWORK, stating
from assay.domain.evidence import Outcome
from assay.facts.documents import Documents
from assay.facts.profile import Profile
from assay.facts.roots import Roots
from assay.formats import citations
from assay.formats.development_framework import cited, found, is_english, topics
from assay.formats.product_names import product_names

SUPPORTS = {"1.1.1/b": MEDIUM}
COUNTERS = {"1.1.1/b": MEDIUM}
BECAUSE = "a topic that is missing can be proven; words that are there are not yet quality"
STALE_AFTER_DAYS = 365
FIX = "Add a section on each topic that is missing."

FACETS = ("1.1.1/a", "1.1.1/b")
MOST_MISSING = 2


def check(documents: Documents, profile: Profile, roots: Roots) -> Iterator[Finding]:
    names = product_names(profile, roots, documents)
    unseen = [
        unread for each in profile.citations if each.statement.facet in FACETS for unread in citations.unseen(each)
    ]
    if unseen:
        yield unknown(*unseen)
        return
    stated = tuple(each for each in cited(profile, *FACETS) if is_english(each))
    texts = stated or found(documents, names)
    if not texts:
        return
    seen = topics(texts, names)
    untraced = [name for name, each in seen.items() if not each.traced]
    thing = ", ".join(each.path for each in texts[:3])
    if all(each.covered for each in seen.values()):
        yield good(thing, "covers all seven topics", *(at(each.path, each.line) for each in seen.values()))
    elif stated and len(untraced) > MOST_MISSING:
        yield bad(
            thing,
            f"says nothing of {', '.join(untraced)}",
            at(texts[0].path),
            fix=f"Add to {texts[0].path} a section on {', on '.join(untraced)}.",
        )


def _without(*titles: str) -> str:
    parts = FRAMEWORK.split("\n## ")
    return "\n## ".join(part for part in parts if not part.startswith(titles))


_ONLY_CODING = (
    "# How we code\n\n## Secure coding\n\n"
    + "Developers follow our coding standard and look at each change twice before it goes in. " * 25
    + "\n"
)
_OUT_OF_SCOPE = _ONLY_CODING + (
    "\n## Out of scope\n\n- Threat modelling and attack surface\n- Security requirements and acceptance criteria\n- Roles and responsibilities\n"
    "- Data classification and retention\n- Configuration management and change control\n- Penetration tests and the test plan\n"
)
_COPIED = (
    FRAMEWORK.replace("We ", "Producers must ")
    .replace(" we ", " producers ")
    .replace("our ", "the ")
    .replace("Gantry", "software")
)

EXAMPLES = (
    Example(
        "all seven",
        Outcome.GOOD,
        {"assay.toml": stating("docs/sdlc.md"), "docs/sdlc.md": FRAMEWORK},
        strength=MEDIUM,
    ),
    Example("all seven, found by title", Outcome.GOOD, {"README.md": "# Gantry\n", "docs/sdlc.md": FRAMEWORK}),
    Example(
        "coding and nothing else",
        Outcome.BAD,
        {"assay.toml": stating("docs/sdlc.md"), "docs/sdlc.md": _ONLY_CODING},
        strength=MEDIUM,
    ),
    Example(
        "topics that are only denied",
        Outcome.BAD,
        {
            "assay.toml": stating("docs/sdlc.md"),
            "docs/sdlc.md": _ONLY_CODING
            + "\nWe have no threat model. There is no test strategy. There is no data classification. We have no configuration management.\n",
        },
    ),
    Example(
        "topics that are declared out of scope",
        Outcome.BAD,
        {"assay.toml": stating("docs/sdlc.md"), "docs/sdlc.md": _OUT_OF_SCOPE},
        false_positive="lists of topics declared out of scope",
    ),
    Example(
        "two topics are missing",
        Outcome.SILENT,
        {"assay.toml": stating("docs/sdlc.md"), "docs/sdlc.md": _without("Data management", "Threat modelling")},
    ),
    Example(
        "two documents cover them together",
        Outcome.GOOD,
        {
            "assay.toml": stating("docs/sdlc.md")
            + stating("docs/data.md", "1.1.1/b").partition("[[statements]]")[1]
            + stating("docs/data.md", "1.1.1/b").partition("[[statements]]")[2],
            "docs/sdlc.md": _without("Data management"),
            "docs/data.md": "# Data at Gantry\n\nWe keep a retention list for Gantry. Our personal data is deleted after a year. We classify what comes in.\n",
        },
    ),
    Example(
        "a standard copied whole",
        Outcome.SILENT,
        {"assay.toml": stating("docs/sdlc.md"), "docs/sdlc.md": _COPIED},
        false_positive="copied standards",
    ),
    Example("nothing cited, nothing found", Outcome.SILENT, {"a": "x"}),
    Example("an address", Outcome.UNKNOWN, {"assay.toml": stating("https://wiki.gantry.example/sdlc")}),
)
