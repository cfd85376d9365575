"""What somebody signs about a pack: an in-toto statement whose subject is the file of the pack.

The subject binds every byte. The predicate repeats the digests of the parts, the items of evidence and how many claims have which
verdict, so that a signer can read what is signed, and so that a signature that no longer fits can say what has changed since.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import msgspec

from assay.errors import MalformedInputError
from assay.formats.canonical_json import NotCanonicalError, canonical, digest, read
from assay.formats.pack import Pack, members

TYPE = "https://in-toto.io/Statement/v1"
PREDICATE_TYPE = "urn:assay:pack-signature:1"
PAYLOAD_TYPE = "application/vnd.in-toto+json"

NOT_SAID_BY_A_SIGNER = ("catalogue", "contents")
"""Members that are named only as part of the whole: the Code is one of the rules, and bytes may be withheld without a word."""


class Role(StrEnum):
    """As what somebody signs."""

    SRO = "sro"
    VENDOR = "vendor"
    ASSESSOR = "assessor"


@dataclass(frozen=True, slots=True)
class Signed:
    """The predicate."""

    signer: str
    role: Role
    signed_on: date
    as_of: date
    organisation: str
    product: str
    commit: str
    verdicts: dict[str, int]
    """Verdict → number of claims."""
    digests: dict[str, str]
    """Part of the pack → SHA-256; that of ``evidence`` is the evidence set."""
    evidence: tuple[tuple[str, str], ...]
    """(name, SHA-256) of each item."""
    timestamp: str = ""
    """An RFC 3161 response over the pack, in base64; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as read: which pack it is about, and what it says."""

    name: str
    sha256: str
    signed: Signed


def statement(name: str, sha256: str, signed: Signed) -> bytes:
    """The bytes to sign."""
    return canonical(
        {
            "_type": TYPE,
            "subject": [{"name": name, "digest": {"sha256": sha256}}],
            "predicateType": PREDICATE_TYPE,
            "predicate": msgspec.to_builtins(signed),
        }
    )


def signed(pack: Pack, signer: str, role: Role, signed_on: date, timestamp: str = "") -> Signed:
    """What ``signer`` says of ``pack``."""
    return Signed(
        signer=signer,
        role=role,
        signed_on=signed_on,
        as_of=pack.subject.as_of,
        organisation=pack.profile.organisation,
        product=pack.profile.product,
        commit=pack.subject.commit,
        verdicts=dict(pack.assessment["counts"]),
        digests=_digests(pack),
        evidence=_evidence(pack),
        timestamp=timestamp,
    )


def read_statement(payload: bytes, name: str) -> Statement:
    """The statement in a payload; raises MalformedInputError where it is none of a pack."""
    try:
        found = read(payload + b"\n")
        subject, about = found["subject"], found["predicate"]
        said = Statement(subject[0]["name"], subject[0]["digest"]["sha256"], msgspec.convert(about, Signed))
        again = statement(said.name, said.sha256, said.signed)
    except (NotCanonicalError, msgspec.ValidationError, KeyError, IndexError, TypeError) as fault:
        raise MalformedInputError(f"{name} signs no pack: {fault}.") from None
    if again != payload:
        raise MalformedInputError(f"{name} signs something else than a pack.")
    return said


def changes(was: Signed, pack: Pack) -> tuple[str, ...]:
    """In what the pack differs from what was signed, in words."""
    return tuple(_changes(was, pack))


def _changes(was: Signed, pack: Pack) -> Iterator[str]:
    now = signed(pack, was.signer, was.role, was.signed_on)
    before, after = dict(was.evidence), dict(now.evidence)
    yield from (f"evidence {name!a} was taken out" for name in sorted(before.keys() - after.keys()))
    yield from (f"evidence {name!a} was added" for name in sorted(after.keys() - before.keys()))
    yield from (f"evidence {name!a} has other bytes" for name in sorted(before.keys() & after.keys()) if before[name] != after[name])
    if was.commit != now.commit:
        yield f"it is of commit {now.commit[:12]}, signed was {was.commit[:12]}"
    if was.as_of != now.as_of:
        yield f"it is judged on {now.as_of}, signed was {was.as_of}"
    moved = [verdict for verdict in now.verdicts if now.verdicts[verdict] != was.verdicts.get(verdict)]
    yield from (f"{now.verdicts[each]} claims are {each}, signed were {was.verdicts.get(each, 0)}" for each in moved)
    parts = [part for part in now.digests if now.digests[part] != was.digests.get(part)]
    yield f"other parts: {', '.join(parts)}" if parts else "only which bytes are inside, or the Code"


def _digests(pack: Pack) -> dict[str, str]:
    return {name: digest(value) for name, value in members(pack).items() if name not in NOT_SAID_BY_A_SIGNER}


def _evidence(pack: Pack) -> tuple[tuple[str, str], ...]:
    return tuple((item.name, item.sha256) for item in pack.evidence)


def plain(said: Signed) -> dict[str, Any]:
    """The predicate as plain data."""
    found: dict[str, Any] = msgspec.to_builtins(said)
    return found
