"""Who was trained, in what and when is on record for each person.

Why: The way of developing lives in the people; training that nobody recorded cannot be relied on, or repeated when it is due.

Good: entries of the last year with person, subject, day and provider; and for everybody named at least one whose subject is secure
development or the tools in use. Medium if kept as it happened, or handed over.

Bad: fillers, blank cells, formulas, days that have not come, one day copied down different courses; or nothing but general
awareness.

Unknown: no table of training, or one that was written for a long time on one day.

Known false positives: templates and examples of the table; one class that many took on one day; awareness courses beside others.
"""

import re
from collections.abc import Iterator
from datetime import date

from assay.checks import recorded
from assay.checks.contract import MEDIUM, WEAK, Change, Example, Finding, bad, counted, good
from assay.domain.evidence import Outcome
from assay.facts.duty_records import DutyRecords, Entry

IS_RECORD = True
SUPPORTS = {"1.1.2/a": MEDIUM, "1.1.2/b": MEDIUM}
COUNTERS = {"1.1.2/a": MEDIUM, "1.1.2/b": MEDIUM}
BECAUSE = recorded.BECAUSE
STALE_AFTER_DAYS = 365
FIX = "Enter each course with person, subject, day and provider in the month it is taken."

ON_SUBJECT = re.compile(
    r"secur\w* (cod|develop|design|software|engineer|test|review|program|build)|threat model|owasp|asvs|samm\b|ssdf|\bsdl|vulnerab|injection|cryptograph|supply chain"
    r"|static analysis|fuzz|penetration|code review|secrets? (scan|manage|handl)|dependenc|memory safety|hardening|incident response|\bsast\b|\bdast\b|sbom"
    r"|\b(git|github|gitlab|jenkins|docker|kubernetes|terraform|semgrep|codeql|sonarqube|python|java|javascript|typescript|rust|golang|kotlin|swift|php|ruby|c\+\+|c#)(?!\w)",
    re.IGNORECASE,
)
AWARENESS = re.compile(
    r"awareness|phishing|gdpr|data protection|privacy|password|clean desk|fire|first aid|induction", re.IGNORECASE
)


def check(records: DutyRecords) -> Iterator[Finding]:
    kept = records.of("training")
    yield from recorded.unfit(kept, ("1.1.2/a",))
    entries = recorded.counting(kept)
    if not entries:
        return
    people: dict[str, list[Entry]] = {}
    for each in entries:
        people.setdefault(each.values["person"].casefold(), []).append(each)
    newest = [max(taken, key=lambda each: str(each.on)) for taken in people.values()]
    oldest = min(each.on for each in newest if each.on)
    yield good(
        "training records",
        f"{counted(len(people), 'person has', 'people have')} a record of training within a year ({recorded.how_kept(newest)})",
        *recorded.places(newest),
        at_most=recorded.reach(newest),
        facets=("1.1.2/a",),
        objects=len(people),
        observed_at=oldest,
    )
    bare = [taken[0].values["person"] for taken in people.values() if not any(_on_subject(each) for each in taken)]
    if bare:
        yield bad(
            "subjects of training",
            f"{len(bare)} of {counted(len(people), 'person', 'people')} took no course on secure development or the tools in use: {recorded.listed(bare)}",
            *recorded.places([people[each.casefold()][0] for each in bare]),
            fix=f"Train {bare[0]} in your framework and tools, beyond general awareness.",
            at_most=MEDIUM if len(bare) == len(people) else WEAK,
            facets=("1.1.2/b",),
            objects=len(bare),
        )
    if len(bare) < len(people):
        taken = [each for each in entries if _on_subject(each)]
        yield good(
            "subjects of training",
            f"{counted(len(people) - len(bare), 'person', 'people')} took courses on secure development or the tools in use, such as {taken[0].values['subject']!r}",
            *recorded.places(taken),
            at_most=recorded.reach(taken),
            facets=("1.1.2/b",),
            objects=len(people) - len(bare),
            observed_at=oldest,
        )


def _on_subject(entry: Entry) -> bool:
    subject = entry.values["subject"]
    return bool(ON_SUBJECT.search(subject)) and not AWARENESS.search(subject)


_HEAD = "person,subject,date,provider,reference\n"
_ADA = "Ada Builder,Secure coding in Python,2026-09-02,Northbank Training,NB-118\n"
_BEN = "Ben Maker,Secure coding in Python,2026-09-02,Northbank Training,NB-119\n"
_OLD = (
    "Ada Builder,Secure coding in Python,{0}-01-12,Northbank,N-1\nBen Maker,Threat modelling,{0}-03-02,Northbank,N-2\n"
    "Cem Smith,Secure design,{0}-06-02,Northbank,N-3\nDee Tailor,Code review,{0}-08-11,Northbank,N-4\n"
)


def _kept(rows: str) -> dict[str, str]:
    return recorded.table("training", _HEAD + rows)


EXAMPLES = (
    Example("kept as it happened", Outcome.GOOD, _kept(_ADA + _BEN), strength=MEDIUM),
    Example("handed over", Outcome.GOOD, {"a": "x"}, evidence=recorded.handed("training", _HEAD + _OLD.format(2026)), strength=MEDIUM),
    Example(
        "kept over the year",
        Outcome.GOOD,
        _kept(_OLD.format(2026)),
        history=tuple(
            Change("Record training", _kept("".join(_OLD.format(2026).splitlines(keepends=True)[:rows])), on=on)
            for rows, on in enumerate((date(2026, 1, 13), date(2026, 3, 5), date(2026, 6, 3), date(2026, 8, 12)), 1)
        ),
        strength=MEDIUM,
    ),
    Example(
        "entered months later",
        Outcome.GOOD,
        _kept("Ada Builder,Secure coding in Python,2026-03-02,Northbank Training,NB-118\n"),
        strength=WEAK,
    ),
    Example("a year written on one day", Outcome.UNKNOWN, _kept(_OLD.format(2026))),
    Example("fillers", Outcome.BAD, _kept("[Name],[Insert course],[Date],TBD,\n[Name],TBD,[Date],TBD,\n"), strength=MEDIUM),
    Example("a day that has not come", Outcome.BAD, _kept(_ADA.replace("2026-09-02", "2026-11-02")), strength=MEDIUM),
    Example(
        "one day for all courses",
        Outcome.BAD,
        _kept("".join(f"{name} Maker,{what},2026-09-01,Northbank,\n" for name, what in zip(("Ada", "Ben", "Cem", "Dee"), ("Secure coding", "Threat modelling", "Fuzzing", "Code review"), strict=True))),
        strength=MEDIUM,
    ),
    Example("only awareness", Outcome.BAD, _kept(_ADA.replace("Secure coding in Python", "Phishing awareness")), strength=MEDIUM),
    Example("older than a year", Outcome.SILENT, _kept(_ADA.replace("2026-09-02", "2025-02-02"))),
    Example("no table", Outcome.UNKNOWN, {"a": "x"}),
    Example("a table nobody names", Outcome.UNKNOWN, {"docs/templates/training.csv": _HEAD + "[Name],[Course],[Date],,\n"}, false_positive="templates and examples of the table"),
    Example(
        "a class of five",
        Outcome.GOOD,
        _kept("".join(f"{name} Maker,Secure coding in Go,2026-09-01,Northbank,\n" for name in ("Ada", "Ben", "Cem", "Dee", "Eve"))),
        false_positive="one class that many took on one day",
    ),
    Example(
        "awareness beside a course",
        Outcome.GOOD,
        _kept(_ADA + "Ada Builder,Phishing awareness,2026-09-20,Northbank,\n"),
        false_positive="awareness courses beside others",
    ),
)  # fmt: skip
