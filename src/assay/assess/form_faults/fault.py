"""What every fault of a form has, and how a rule says where it found one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assay.domain.catalogue import Catalogue
from assay.facts.forms import CompletedForm, FormRow, Place

LONGEST_QUOTE = 160


@dataclass(frozen=True, slots=True)
class Found:
    """One place where a form has a fault: what is wrong there, and the words it is seen by."""

    says: str
    place: Place
    quote: str = ""
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of fault. ``why`` tells a buyer why it matters, ``remedy`` the vendor what to do."""

    id: str
    title: str
    why: str
    remedy: str
    find: Callable[[CompletedForm, Catalogue], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule and one place it was broken at."""

    rule: Rule
    found: Found


def quoted(text: str) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 2].rstrip() + " …"


def in_row(row: FormRow, says: str, quote: str = "") -> Found:
    """A fault of one row."""
    return Found(says, row.place, quoted(quote), (row.id,) if row.id else ())
