"""What a check file holds, and the words it speaks in.

A check is one module below a family folder. Its id is the file name with hyphens; nothing is registered anywhere. It has

* a docstring: first line the statement that is true when good; then the paragraphs ``Why:``, ``Good:``, ``Bad:``,
  ``Unknown:`` and ``Known false positives:`` (printed by ``assay explain``);
* ``SUPPORTS`` and ``COUNTERS``: facet id → the greatest strength it may reach; the facet ``ANY`` (``"*"``) stands for whichever
  facet a finding names, for checks about what is stated or cited, which may concern every claim;
* ``BECAUSE``: the reason for that strength; ``STALE_AFTER_DAYS``; ``FIX``: the remedy in general;
* ``IS_RECORD = True`` where what it finds good is the record of a duty really carried out (see ``recorded``);
* ``EXAMPLES``: small repositories with the outcome expected, run as tests and shown in the reference;
* ``check``: a generator of ``Finding`` whose annotated parameters are the facts it needs.

A check that yields nothing was silent: it read everything it needs and found neither condition. What it could not read
it yields as ``unknown``; unknown never counts for or against.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from assay.domain.evidence import Location, Outcome, Unread
from assay.domain.strength import MEDIUM, STRONG, WEAK, Strength

__all__ = [
    "ANY",
    "MEDIUM",
    "STRONG",
    "WEAK",
    "Change",
    "Example",
    "Finding",
    "Handed",
    "Strength",
    "at",
    "bad",
    "counted",
    "cut",
    "good",
    "not_applicable",
    "touched",
    "unknown",
]

ANY = "*"
"""In ``SUPPORTS`` or ``COUNTERS``: any facet, but only where a finding names it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One commit of an example's history, applied in order before the final files."""

    subject: str
    files: Mapping[str, str] = field(default_factory=dict)
    author: str = "Ada Builder <ada@example.com>"
    on: date = date(2026, 9, 1)
    merge: bool = False
    tag: str = ""
    signature: str = ""
    """Text of a signature: makes ``tag`` an annotated tag that ends with it."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A file handed over beside an example's repository, as ``assay ingest`` takes it in.

    ``{commit}`` in its text or in ``commit`` stands for the newest commit, ``{commit:v1.0}`` for the one a tag names, and
    ``{sha256:name}`` for the digest of a file that is handed over before it.
    """

    content: str | bytes
    commit: str = ""
    """What the person who hands it over says it is about."""
    release: str = ""
    taken_on: date | None = None
    """The day of the assessment unless given."""
    artefact: bool = False
    """A file of a release, as with ``--as-artefact``."""
    sealed: bool = False
    """The text is a statement: it is handed over in an envelope signed with the key of ``assay.formats.signed_example``."""


@dataclass(frozen=True, slots=True)
class Example:
    """A small repository and what the check says about it.

    ``expect`` holds when at least one finding has that outcome and, for good, none is bad; for bad, at least one is
    bad; for silent, there is no finding. ``false_positive`` names the listed trap the example stands for.
    """

    name: str
    expect: Outcome
    files: Mapping[str, str | bytes]
    false_positive: str = ""
    history: tuple[Change, ...] = ()
    profile: str = ""
    """Text of an assessor's profile (TOML), empty for none."""
    strength: Strength | None = None
    """When given: the strength of the strongest good or bad finding must be exactly this."""
    as_of: date = date(2026, 10, 1)
    evidence: Mapping[str, Handed] = field(default_factory=dict)
    """File name → what is handed over beside the repository."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says about one object (or about ``objects`` alike ones)."""

    outcome: Outcome
    thing: str
    says: str
    locations: tuple[Location, ...] = ()
    fix: str = ""
    at_most: Strength | None = None
    """Caps the strength below what the check declares."""
    facets: tuple[str, ...] = ()
    """Only these facets are touched; empty for all the check declares in this direction (for ``ANY``: none)."""
    objects: int = 1
    observed_at: date | None = None
    unread: tuple[Unread, ...] = ()
    revision: str = ""
    """The commit it was seen at, where that is not the assessed one."""


def at(path: str, line: int | None = None, commit: str | None = None) -> Location:
    """A place in the repository; ``line`` counts from 1."""
    return Location(path, line or None, commit)


def good(
    thing: str,
    says: str,
    *locations: Location,
    at_most: Strength | None = None,
    facets: tuple[str, ...] = (),
    objects: int = 1,
    observed_at: date | None = None,
    revision: str = "",
) -> Finding:
    """The good condition was observed on ``thing``."""
    return Finding(Outcome.GOOD, thing, says, locations, "", at_most, facets, objects, observed_at, revision=revision)


def bad(
    thing: str,
    says: str,
    *locations: Location,
    fix: str = "",
    at_most: Strength | None = None,
    facets: tuple[str, ...] = (),
    objects: int = 1,
    observed_at: date | None = None,
    revision: str = "",
) -> Finding:
    """The bad condition was observed on ``thing``; ``fix`` is concrete for this repository."""
    return Finding(Outcome.BAD, thing, says, locations, fix, at_most, facets, objects, observed_at, revision=revision)


def unknown(*unread: Unread) -> Finding:
    """Something the check needs could not be read."""
    first = unread[0]
    more = f" and {len(unread) - 1} more" if len(unread) > 1 else ""
    return Finding(Outcome.UNKNOWN, first.source, f"could not look: {first.reason}{more}", unread=unread)


def not_applicable(why: str) -> Finding:
    """The check has no object in this product or profile."""
    return Finding(Outcome.NOT_APPLICABLE, "", why)


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: ``1 job``, ``3 jobs``."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def cut(text: str, most: int = 70) -> str:
    """The text, or as many whole words of it as fit."""
    if len(text) <= most:
        return text
    start = text[:most]
    return f"{start.rpartition(' ')[0] or start} …"


def touched(declared: Mapping[str, Strength], named: tuple[str, ...]) -> dict[str, Strength]:
    """Facet → greatest strength for a finding that names these facets; KeyError for one that is not declared."""
    found = {facet: most for facet, most in declared.items() if facet != ANY and (not named or facet in named)}
    return found | {facet: declared[ANY if ANY in declared else facet] for facet in named if facet not in found}
