"""What a statement cites is filled in.

Why: A form nobody filled in shows that somebody had a form.

Good: at least twenty words of its own, no template residue outside code, and in logs no blank cell where a date, name or outcome
belongs. It supports nothing by itself.

Bad: fillers such as [Date] or TBD, next to no words, blank cells in a log, or the same day in every row of a list of months or
weeks. Medium where a third of a record or more is unfilled, else weak. The statement stands bare whichever it is, so a single
filler in a long log need not weigh more.

Unknown: it has no text that can be read.

Known false positives: task lists; fillers in documents nobody cites; fillers inside code; columns that may stay blank.
"""

from collections.abc import Iterator

from assay.checks.citation.citation_resolves import LOG, place, stating
from assay.checks.contract import ANY, MEDIUM, WEAK, Example, Finding, Strength, at, bad, good, unknown
from assay.domain.evidence import Outcome
from assay.facts.profile import Profile
from assay.formats.citations import filling, is_record, unfilled_strength

SUPPORTS: dict[str, Strength] = {}
COUNTERS = {ANY: MEDIUM}
BECAUSE = "a record left blank shows that it was not kept; a filler in a policy shows that it was not finished"
STALE_AFTER_DAYS = 365
FIX = "Fill the places in, or take out what does not apply."

MOST_SHOWN = 5


def check(profile: Profile) -> Iterator[Finding]:
    for citation in profile.citations:
        statement, document = citation.statement, citation.document
        thing = f"{statement.document} for {statement.facet}"
        if document is None:
            if citation.unread:
                yield unknown(*citation.unread)
            continue
        faults = list(filling(citation))
        if not faults:
            yield good(thing, f"{document.path} is filled in", at(document.path))
            continue
        more = f" and {len(faults) - 1} more" if len(faults) > 1 else ""
        kind = "record" if is_record(document) else "document"
        yield bad(
            thing,
            f"the {kind} {statement.document}, cited by {statement.person} for {statement.facet}, {faults[0][0]}{more}",
            *(spot for _, line in faults[:MOST_SHOWN] for spot in place(citation, profile, line)),
            fix=f"Fill in {statement.document}: it {'; it '.join(says for says, _ in faults[:MOST_SHOWN])}.",
            at_most=unfilled_strength(document),
            facets=(statement.facet,),
        )


_UNFILLED = (
    "# Training log\n\nThis log lists the developers and the courses in secure coding they attended, as kept by the office for all who write code here.\n\n"
    "| Developer | Course | Date |\n|---|---|---|\n| [Name] | [Insert course] | [Date] |\n| [Name] | TBD | [Date] |\n"
)
_ONE_BLANK = (
    LOG + "| Dee Tailor | Secure coding in Go, OWASP | |\n| Eve Archer | Secure coding in Go, OWASP | 2026-05-04 |\n"
)
_POLICY = (
    "# Training policy\n\nEvery developer at [Company] takes a course in secure coding within a month of joining and again each year; the head of "
    "engineering keeps the list of courses and looks at it every quarter.\n"
)
_COPIED = (
    "# Checks log\n\nDevelopers and their training, looked at month by month by the head of engineering.\n\n| Month | Person | Done on |\n|---|---|---|\n"
    + "".join(
        f"| {month} | Ada Builder | 2026-06-30 |\n"
        for month in ("January", "February", "March", "April", "May", "June")
    )
)


def _cites(text: str, more: str = "") -> dict[str, str]:
    return {"assay.toml": stating("docs/training.md", more), "docs/training.md": text}


EXAMPLES = (
    Example("a log that is filled in", Outcome.GOOD, _cites(LOG)),
    Example("a form with nothing filled in", Outcome.BAD, _cites(_UNFILLED), strength=MEDIUM),
    Example("an empty file", Outcome.BAD, _cites("\n"), strength=MEDIUM),
    Example("one blank date in a log", Outcome.BAD, _cites(_ONE_BLANK), strength=WEAK),
    Example("a filler in a policy", Outcome.BAD, _cites(_POLICY), strength=WEAK),
    Example("one day for every month", Outcome.BAD, _cites(_COPIED), strength=WEAK),
    Example("nothing is cited", Outcome.SILENT, {"docs/training.md": _UNFILLED}),
    Example(
        "a scan without text",
        Outcome.UNKNOWN,
        {"assay.toml": stating("docs/training.pdf"), "docs/training.pdf": b"%PDF-1.4\nnothing to read\n"},
    ),
    Example(
        "a log with a list of tasks",
        Outcome.GOOD,
        _cites(LOG + "\n- [x] Ada Builder took the course\n- [ ] TBD\n"),
        false_positive="task lists",
    ),
    Example(
        "a template beside the log",
        Outcome.GOOD,
        {**_cites(LOG), "docs/templates/training.md": _UNFILLED},
        false_positive="fillers in documents nobody cites",
    ),
    Example(
        "a filler in a block of code",
        Outcome.GOOD,
        _cites(LOG + "\n```\ncurl https://gantry.example/[name]  # TODO\n```\n"),
        false_positive="fillers inside code",
    ),
    Example(
        "no day of leaving yet",
        Outcome.GOOD,
        _cites(LOG.replace("| Date |", "| Date | End date |").replace("|---|---|---|", "|---|---|---|---|")
        .replace("-02 |", "-02 | |").replace("-09 |", "-09 | |").replace("-01 |", "-01 | |")),
        false_positive="columns that may stay blank",
    ),
)  # fmt: skip
