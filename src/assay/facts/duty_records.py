"""Records of duties really carried out: training, reviews, exercises, notices. Each is one row somebody entered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from assay.domain.evidence import Location, Unread

PROMPT_DAYS = 31
"""Within so many days an entry was made near the time of what it records."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table of a duty. ``kind`` is person, people, text, date, moment, choice or number."""

    name: str
    kind: str
    about: str
    may_be_blank: bool = False
    values: tuple[str, ...] = ()
    """Those allowed, for a choice."""
    may_lie_ahead: bool = False
    """Whether its day may be one that has not come."""


@dataclass(frozen=True, slots=True)
class Duty:
    """What the table of a duty holds."""

    id: str
    title: str
    says: str
    file: str
    """Where it is usually kept."""
    facets: tuple[str, ...]
    every_days: int
    """How long one entry counts."""
    dated: str
    """The column with the day of what is recorded."""
    key: tuple[str, ...]
    """The columns that tell one entry from another, though it is corrected later."""
    columns: tuple[Column, ...]
    example: str
    apart: tuple[str, ...] = ()
    """Rows that differ in these cannot all have happened on one day."""


@dataclass(frozen=True)
class Entry:
    """One row. ``faults`` says why it does not count, each as the rest of a sentence about the row."""

    values: Mapping[str, str]
    place: Location
    on: date | None = None
    """The day of what it records, where it gives one."""
    entered_on: date | None = None
    """The day a commit first held it; None where no history tells."""
    faults: tuple[str, ...] = ()
    handed: bool = False
    """Handed over by who assesses, not kept in the assessed repository."""

    def day(self, column: str) -> date | None:
        """The day in a column; None where it is blank."""
        text = self.values.get(column, "")[:10]
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None

    def moment(self, column: str) -> datetime | None:
        """The time in a column, the first of its day where it gives no more; None where it is blank."""
        try:
            return datetime.fromisoformat(self.values.get(column, "")).replace(tzinfo=None)
        except ValueError:
            return None

    def number(self, column: str) -> float:
        """The number in a column."""
        return float(self.values.get(column) or 0)

    @property
    def of_its_time(self) -> bool:
        """Whether it was handed over, or committed within a month of what it records."""
        if self.handed:
            return True
        return bool(self.on and self.entered_on and self.entered_on - self.on <= timedelta(days=PROMPT_DAYS))


@dataclass(frozen=True)
class Kept:
    """All records of one duty."""

    duty: Duty
    as_of: date
    entries: tuple[Entry, ...] = ()
    unread: tuple[Unread, ...] = ()
    """Tables that could not be read; or, where there is no table at all, just that."""
    absent: bool = False
    """Whether nobody named or handed over any table."""

    @property
    def sound(self) -> tuple[Entry, ...]:
        """The entries without a fault."""
        return tuple(each for each in self.entries if not each.faults)

    def within(self, days: int, entries: Iterable[Entry] | None = None) -> tuple[Entry, ...]:
        """The sound entries (or those given) about the last ``days`` days."""
        first = self.as_of - timedelta(days=days)
        return tuple(each for each in (self.sound if entries is None else entries) if each.on and each.on >= first)


@dataclass(frozen=True)
class DutyRecords:
    """The records of every duty."""

    kept: Mapping[str, Kept] = field(default_factory=dict)

    def of(self, duty: str) -> Kept:
        """Those of the duty called ``duty``."""
        return self.kept[duty]

    @property
    def unread(self) -> tuple[Unread, ...]:
        """Tables that were named or handed over and cannot be read. That a duty has none is said by the checks that ask for it."""
        return tuple(dict.fromkeys(each for kept in self.kept.values() if not kept.absent for each in kept.unread))
