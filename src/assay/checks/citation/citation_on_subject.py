"""What a statement cites speaks of the claim it is cited for.

Why: A real document about something else is the easiest thing to cite.

Good: in one place the text asserts something on the subject of the claim; the place is shown, and it proves nothing by itself.

Bad: no word of the subject occurs, or the words stand only in promises and denials or far apart. The citation then counts for
nothing until the statement quotes a passage; a quoted passage needs just one of the words, because a named person vouches for it.

Unknown: the text is in a language without terms, or it has no text.

Known false positives: other words for the same thing; the subject named by the title alone.
"""

from collections.abc import Iterator

from assay.checks.citation.citation_resolves import LOG, place, stating
from assay.checks.contract import ANY, WEAK, Example, Finding, Strength, at, bad, good, unknown
from assay.domain.evidence import Outcome
from assay.facts.profile import Profile
from assay.formats.citations import off_subject, on_subject, unseen

SUPPORTS: dict[str, Strength] = {}
COUNTERS = {ANY: WEAK}
BECAUSE = "words show what a text is about, never that it is true or done"
STALE_AFTER_DAYS = 365
FIX = "Quote the passage that shows it, or cite other evidence."


def check(profile: Profile) -> Iterator[Finding]:
    for citation in profile.citations:
        statement, document = citation.statement, citation.document
        thing = f"{statement.document} for {statement.facet}"
        for says, line in off_subject(citation):
            yield bad(
                thing,
                f"{statement.document}, cited by {statement.person} for {statement.facet}, {says}",
                *place(citation, profile, line),
                fix=f"Quote the passage of {statement.document} that shows {statement.facet}, or cite other evidence.",
                facets=(statement.facet,),
            )
        if unread := unseen(citation):
            yield unknown(*unread)
        elif document and (passage := on_subject(citation)):
            shown = f"{passage.text[:120]} (object {document.digest[:12]})"
            yield good(thing, f"speaks of the subject: {shown}", at(document.path, passage.line))


_RECIPE = (
    "# Baking bread\n\nMix flour, water, salt and yeast, leave the dough for an hour in a warm place, fold it twice and bake it for forty minutes "
    "until the crust is brown and sounds hollow.\n"
)
_PROMISED = (
    "# Plan\n\nWe will train every developer in secure coding next year. The office keeps a calendar of all events in the building, and the list is "
    "open to everybody who works here on any day of the week.\n"
)
_DENIED = (
    "# Notes\n\nNo developer has been trained in secure coding. The office keeps a calendar of all events in the building, and the list is open to "
    "everybody who works here on any day of the week.\n"
)
_WORKSHOPS = (
    "# Workshops\n\nThe whole programming staff sat through two days of lessons by an outside tutor about writing code that withstands attack, and each "
    "passed the test at the end on 4 March 2026. Engineers who joined later did the same.\n"
)
_TITLED = "# Training of developers\n\n- Ada Builder: OWASP Top Ten, two days, certificate of 2026-03-02\n- Ben Maker: OWASP Top Ten, two days, certificate of 2026-03-09\n"

EXAMPLES = (
    Example("a training log", Outcome.GOOD, {"assay.toml": stating("docs/training.md"), "docs/training.md": LOG}),
    Example(
        "a recipe for bread",
        Outcome.BAD,
        {"assay.toml": stating("docs/training.md"), "docs/training.md": _RECIPE},
        strength=WEAK,
    ),
    Example(
        "training that is only promised",
        Outcome.BAD,
        {"assay.toml": stating("docs/training.md"), "docs/training.md": _PROMISED},
    ),
    Example(
        "training that is denied",
        Outcome.BAD,
        {"assay.toml": stating("docs/training.md"), "docs/training.md": _DENIED},
    ),
    Example(
        "a quotation from a recipe",
        Outcome.BAD,
        {
            "assay.toml": stating("docs/training.md", 'quote = "leave the dough for an hour in a warm place"\n'),
            "docs/training.md": _RECIPE,
        },
    ),
    Example("nothing is cited", Outcome.SILENT, {"docs/training.md": LOG}),
    Example(
        "a text in German",
        Outcome.UNKNOWN,
        {
            "assay.toml": stating("docs/schulung.md"),
            "docs/schulung.md": "# Schulung\n\nAlle Entwickler haben im März die Schulung besucht und wir haben die Liste der Namen in der Ablage. "
            "Die Prüfung ist bestanden, und das Zeugnis liegt für jeden bei den Akten mit der Unterschrift der Leitung.\n",
        },
    ),
    Example(
        "other words, and the passage is quoted",
        Outcome.GOOD,
        {
            "assay.toml": stating("docs/workshops.md", 'quote = "Engineers who joined later did the same."\n'),
            "docs/workshops.md": _WORKSHOPS,
        },
        false_positive="other words for the same thing",
    ),
    Example(
        "the title says training, the rows say who",
        Outcome.GOOD,
        {"assay.toml": stating("docs/people.md"), "docs/people.md": _TITLED},
        false_positive="the subject named by the title alone",
    ),
)
