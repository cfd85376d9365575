"""What somebody signs about a pack: an in-toto statement whose subject is the file of the pack.

The subject binds every byte. The predicate repeats the digests of the parts, the items of evidence and how many claims have which
verdict, so that a signer can read what is signed, and so that a signature that no longer fits can say what has changed since.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import msgspec

from assay.errors import MalformedInputError
from assay.formats.canonical_json import NotCanonicalError, canonical, digest, read
from assay.formats.pack import MEMBERS, Pack

TYPE = "https://in-toto.io/Statement/v1"
PREDICATE_TYPE = "urn:assay:pack-signature:1"
PAYLOAD_TYPE = "application/vnd.in-toto+json"

BYTES = "contents"
"""The member that says nothing of its own: the digests of what is in it are those of the evidence."""


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
        evidence=tuple((item.name, item.sha256) for item in pack.evidence),
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
    gone = {name for name, _ in set(was.evidence) - set(now.evidence)}
    new = {name for name, _ in set(now.evidence) - set(was.evidence)}
    yield from (f"evidence {name!a} has other bytes" for name in sorted(gone & new))
    yield from (f"evidence {name!a} was taken out" for name in sorted(gone - new))
    yield from (f"evidence {name!a} was added" for name in sorted(new - gone))
    if was.commit != now.commit:
        yield f"it is of commit {now.commit[:12]}, signed was {was.commit[:12]}"
    if was.as_of != now.as_of:
        yield f"it is judged on {now.as_of}, signed was {was.as_of}"
    for verdict, number in now.verdicts.items():
        if number != was.verdicts.get(verdict, 0):
            yield f"{number} claims are {verdict}, signed were {was.verdicts.get(verdict, 0)}"
    parts = [part for part in now.digests if now.digests[part] != was.digests.get(part)]
    yield f"parts that differ: {', '.join(parts) or 'only which bytes of the evidence are inside'}"


def _digests(pack: Pack) -> dict[str, str]:
    parts = [name for name in MEMBERS if name != BYTES]
    return {name: digest(msgspec.to_builtins(getattr(pack, name))) for name in parts}
