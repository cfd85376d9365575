"""How every check on the records of a duty reads them: one set of rules for what counts, how much, and what is said of the rest.

A table in the owner's repository is the owner's word. What lifts it above a statement is that it was kept as things happened,
which the history shows: entries committed within a month of their day reach medium, others weak. Many entries about a long time
that came in on one day tell nobody whether they were made at the time, so they are neither for nor against.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from assay.checks.contract import MEDIUM, WEAK, Finding, Handed, Strength, bad, counted, cut, unknown
from assay.domain.evidence import Location, Unread
from assay.facts.duty_records import PROMPT_DAYS, Entry, Kept

BECAUSE = "it is a dated record by name, kept in a history or handed over; nobody but its author vouches for it"
MANY = 4
LONG_DAYS = 120
MOST_SHOWN = 5


def unfit(kept: Kept, facets: tuple[str, ...]) -> Iterator[Finding]:
    """What keeps records from counting: tables that cannot be read, rows with faults, and tables written at one go."""
    if kept.unread:
        yield unknown(*kept.unread)
    if late := at_one_go(kept):
        when = late[0].entered_on
        first, last = min(each.on for each in late if each.on), max(each.on for each in late if each.on)
        yield unknown(
            Unread(
                f"{late[0].place.path}",
                f"{len(late)} entries about {first} to {last} came in with the commits of one day ({when}): nobody can tell whether they were made at the time",
                "an export of the place they were kept before (assay ingest), or a statement that cites it",
            )
        )
    wrong = [each for each in kept.entries if each.faults]
    if wrong:
        yield bad(
            f"entries of {kept.duty.title}",
            f"{len(wrong)} of {counted(len(kept.entries), 'entry', 'entries')} cannot count: {_named(wrong)}",
            *places(wrong),
            fix=f"Correct {wrong[0].place}: it {wrong[0].faults[0]}.",
            at_most=MEDIUM if 3 * len(wrong) >= len(kept.entries) else WEAK,
            facets=facets,
            objects=len(wrong),
        )


def at_one_go(kept: Kept) -> tuple[Entry, ...]:
    """The late entries, where there are many of them about four months or more and one day brought them all in."""
    late = [each for each in kept.sound if each.on and not each.of_its_time]
    if len(late) < MANY or len({each.entered_on for each in late}) > 1:
        return ()
    days = [each.on for each in late if each.on]
    return tuple(late) if (max(days) - min(days)).days >= LONG_DAYS else ()


def counting(kept: Kept, days: int = 0) -> tuple[Entry, ...]:
    """The entries that can count: without fault, about the last ``days`` days (or the interval of the duty), not written at one go."""
    out = at_one_go(kept)
    return tuple(each for each in kept.within(days or kept.duty.every_days) if each not in out)


def reach(entries: Sequence[Entry]) -> Strength:
    """Medium where at least two thirds were kept near their day; weak where most were written up later, or no history tells."""
    prompt = sum(each.of_its_time for each in entries)
    return MEDIUM if 3 * prompt >= 2 * len(entries) else WEAK


def how_kept(entries: Sequence[Entry]) -> str:
    """In words, what the history tells of when they were entered."""
    if all(each.handed for each in entries):
        return "handed over"
    prompt = sum(each.of_its_time for each in entries)
    return f"{prompt} of {len(entries)} entered within {PROMPT_DAYS} days of their day"


def places(entries: Sequence[Entry]) -> tuple[Location, ...]:
    """Where to look, the first few."""
    return tuple(each.place for each in entries[:MOST_SHOWN])


def listed(names: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    more = len(names) - MOST_SHOWN
    return ", ".join(cut(each, 60) for each in names[:MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _named(wrong: Sequence[Entry]) -> str:
    """The first of each kind of fault with its line."""
    kinds = Counter(each.faults[0] for each in wrong)
    shown = [next(each for each in wrong if each.faults[0] == fault) for fault in list(kinds)[:3]]
    return "; ".join(f"line {each.place.line} {cut(each.faults[0], 120)}" for each in shown)


def kept_in(duty: str, path: str) -> str:
    """A profile that names the table of one duty."""
    return f'schema = 1\n[organisation]\nname = "Gantry Ltd"\n[records]\n{duty} = "{path}"\n'


def table(duty: str, text: str) -> dict[str, str]:
    """The files of a repository that keeps one table."""
    return {"assay.toml": kept_in(duty, f"assurance/{duty}.csv"), f"assurance/{duty}.csv": text}


def handed(duty: str, text: str) -> dict[str, Handed]:
    """The table as it is handed over."""
    return {f"{duty}.csv": Handed(text)}
