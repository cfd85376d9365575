"""A pack, ``assay-pack/1``: one JSON file from which anybody can judge again, with what was handed over inside or as digests.

A pack is read strictly. Its bytes must be the one way to write its content (``canonical_json``), each member must fit its digest,
each value the type it has in the judgement, and what was read is written again and compared: a member that nobody reads, a default
that was left out and a date in another spelling show there. Whatever is wrong is named with its place.

A digest that fits says that a part was not changed by accident. Whoever changes a pack on purpose changes the digests with it: what
stops that is a signature, and judging again.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

import msgspec

from assay.domain.evidence import Unread
from assay.domain.judgement import Evidence
from assay.errors import MalformedInputError, VerificationError
from assay.facts.profile import NotApplicableMark
from assay.formats.canonical_json import NotCanonicalError, canonical, digest, read_parts, written

SCHEMA = "assay-pack/1"
LARGEST = 200_000_000
ASK_ANEW = "Ask whoever sent it for the file as it was sealed."


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules it was judged by."""

    version: str
    digest: str
    """Over the Code, the judge and every check."""
    judge: str
    """Over what makes verdicts of observations alone."""


@dataclass(frozen=True, slots=True)
class Revision:
    """What was assessed. ``path`` is the name of its folder alone: where it lay on a disk is nobody's business."""

    path: str
    ref: str
    commit: str
    committed_on: date | None
    bare: bool
    shallow: bool
    dirty: bool | None
    as_of: date


@dataclass(frozen=True, slots=True)
class Declared:
    """What was declared of the product, apart from statements and exceptions, which are part of what was judged on."""

    source: str
    by_assessor: bool
    organisation: str
    senior_responsible_owner: str
    product: str
    role: str
    delivery: tuple[str, ...]
    repositories: tuple[str, ...]
    links: dict[str, str]
    not_applicable: tuple[NotApplicableMark, ...]
    assumed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One file that was handed over. Its bytes are in ``contents``, or were withheld, or are those of a release artefact."""

    name: str
    kind: str
    sha256: str
    taken_on: date
    commit: str
    release: str


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything a judgement rests on, and the assessment that came of it."""

    sealed_on: date
    tool: str
    rules: Rules
    subject: Revision
    profile: Declared
    judged_on: Evidence
    unread: tuple[Unread, ...]
    evidence: tuple[Item, ...]
    contents: dict[str, bytes]
    """SHA-256 → bytes, for the items that are not withheld."""
    catalogue: dict[str, Any]
    """The Code as plain data."""
    assessment: dict[str, Any]
    """The document ``assay assess --format json`` writes."""


MEMBERS = tuple(Pack.__dataclass_fields__)
TYPED = tuple(name for name in MEMBERS if name not in ("catalogue", "assessment"))
"""Those that are more than plain data here, and so could be read as something they do not say."""
_NONE = object()
"""What stands where only one of two has a value."""


def write(pack: Pack) -> bytes:
    """The bytes of a pack: the same for the same content. Raises MalformedInputError where they are too many."""
    found = members(pack)
    data = written({"schema": SCHEMA, "digests": digests(found), **found})
    if len(data) > LARGEST:
        raise MalformedInputError(
            f"The pack would be larger than {LARGEST // 1_000_000} MB.",
            advice="Leave the bytes of large files out with --withhold; their digests stay.",
        )
    return data


def members(pack: Pack) -> dict[str, Any]:
    """Each member as plain data."""
    return {name: msgspec.to_builtins(getattr(pack, name)) for name in MEMBERS}


def digests(found: Mapping[str, Any]) -> dict[str, str]:
    """Member → SHA-256 of its canonical bytes."""
    return {name: digest(found[name]) for name in MEMBERS}


def read_pack(data: bytes, name: str) -> Pack:
    """The pack in ``data``. Raises MalformedInputError where it is none, VerificationError where a digest does not fit; ``name``
    is what the file is called in the message."""
    if len(data) > LARGEST:
        raise _no_pack(name, f"it is larger than {LARGEST // 1_000_000} MB")
    try:
        found, parts = read_parts(data)
        _check_members(found, name)
        said = found.pop("digests")
        del found["schema"]
        for member in MEMBERS:
            if said[member] != hashlib.sha256(parts[member]).hexdigest():
                raise VerificationError(
                    f"{name}: the digest of {member!r} does not fit: it was changed after sealing.", advice=ASK_ANEW
                )
        pack = msgspec.convert(found, Pack)
        for member in TYPED:
            again = msgspec.to_builtins(getattr(pack, member))
            if canonical(again) != parts[member]:
                place = first_difference(found[member], again, member)
                raise _no_pack(name, f"{place} is not as assay seal writes it")
    except NotCanonicalError as fault:
        raise _no_pack(name, str(fault)) from None
    except msgspec.ValidationError as fault:
        raise _no_pack(name, str(fault)) from None
    except RecursionError:
        raise _no_pack(name, "it is nested too deeply") from None
    _check_agreement(pack, name)
    return pack


def first_difference(one: object, other: object, place: str = "") -> str:
    """Where two plain values differ first, as a dotted path; empty where they are the same."""
    steps: Iterable[tuple[str, object, object]]
    if isinstance(one, dict) and isinstance(other, dict):
        names = sorted(one.keys() | other.keys())
        steps = ((f"{place}.{name}" if place else name, one.get(name, _NONE), other.get(name, _NONE)) for name in names)
    elif isinstance(one, list | tuple) and isinstance(other, list | tuple):
        pairs = enumerate(zip_longest(one, other, fillvalue=_NONE))
        steps = ((f"{place}[{number}]", *pair) for number, pair in pairs)
    else:
        return "" if type(one) is type(other) and one == other else place or "the top"
    return next((found for where, left, right in steps if (found := first_difference(left, right, where))), "")


def _check_members(found: Any, name: str) -> None:
    if not isinstance(found, dict) or found.get("schema") != SCHEMA:
        raise _no_pack(name, f"its schema is not {SCHEMA}")
    wanted = {"schema", "digests", *MEMBERS}
    if missing := sorted(wanted - found.keys()):
        raise _no_pack(name, f"it has no member {missing[0]!r}")
    if strange := sorted(found.keys() - wanted):
        raise _no_pack(name, f"it has a member {strange[0]!a} that no pack has")
    said = found["digests"]
    if not isinstance(said, dict) or set(said) != set(MEMBERS):
        raise _no_pack(name, "its digests are not those of its members")


def _check_agreement(pack: Pack, name: str) -> None:
    """Raises VerificationError where two parts of a pack say different things, or bytes are not those that are named."""
    items = {item.sha256: item for item in pack.evidence}
    for sha256, content in pack.contents.items():
        if sha256 not in items:
            raise VerificationError(f"{name}: contents.{sha256[:64]!a}: no item of the evidence has these bytes.")
        if hashlib.sha256(content).hexdigest() != sha256:
            raise VerificationError(f"{name}: the bytes of {items[sha256].name!r} are not those it was judged on.")
    rules = {"version": pack.rules.version, "digest": pack.rules.digest}
    listed = msgspec.to_builtins(pack.evidence)
    for place, inside, beside in (
        ("tool", pack.assessment.get("tool"), pack.tool),
        ("rules", pack.assessment.get("rules"), rules),
        ("as_of", pack.assessment.get("as_of"), pack.subject.as_of.isoformat()),
        ("evidence", pack.assessment.get("evidence"), listed),
    ):
        if first_difference(inside, beside):
            raise VerificationError(f"{name}: assessment.{place} says something else than the pack around it.")
    counts = pack.assessment.get("counts")
    if not isinstance(counts, dict) or not all(type(number) is int for number in counts.values()):
        raise VerificationError(f"{name}: assessment.counts does not say how many claims have which verdict.")


def _no_pack(name: str, fault: str) -> MalformedInputError:
    return MalformedInputError(f"{name} is no pack that can be trusted: {fault}.", advice=ASK_ANEW)
