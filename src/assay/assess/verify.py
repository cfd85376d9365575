"""Verifies a pack without network or account: what it says of itself, what comes of judging again, and who vouches for it.

Nothing is verified until everything that is needed was checked: whoever gives no key that is trusted learns what was checked and what
could not be, and never the word "verified".
"""

import base64
import binascii
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assay.assess.replay import Outcome, replay
from assay.assess.signatures import Signature, Trust, signature
from assay.domain.people import same_person
from assay.errors import MalformedInputError, VerificationError
from assay.facts.evidence import ARTEFACT
from assay.formats.pack import Pack, read_pack
from assay.formats.pack_statement import Role, Statement, changes

SCHEMA = "assay-verification/1"
REPLAY = "judged again"
WHO = "who vouches"


class State(StrEnum):
    """How one thing that was looked at ended."""

    OK = "ok"
    FAILED = "failed"
    NOT_CHECKED = "not checked"
    """It is needed, and could not be checked: that is no pass."""
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    about: str
    state: State
    says: str


@dataclass(frozen=True, slots=True)
class Verified:
    """A pack with everything that was looked at, in order."""

    pack: Pack
    sha256: str
    """Of its file."""
    findings: tuple[Finding, ...]

    @property
    def first_wrong(self) -> Finding | None:
        """The first thing that stands against it; failing that, the first that could not be checked; None where it is verified."""
        wrong = [each for each in self.findings if each.state is State.FAILED]
        return next(iter([*wrong, *(each for each in self.findings if each.state is State.NOT_CHECKED)]), None)


def verify(
    data: bytes, name: str, signatures: Mapping[str, bytes], trust: Trust, *, replaying: bool = True
) -> Verified:
    """Look at everything. Raises MalformedInputError where something cannot be read, VerificationError where a digest is wrong."""
    pack = read_pack(data, name)
    findings = [Finding("pack", State.OK, "its structure and all digests fit")]
    findings += _evidence(pack)
    findings.append(_judged_again(pack) if replaying else _as_it_stands(pack))
    sha256 = hashlib.sha256(data).hexdigest()
    findings += _vouched(pack, sha256, signatures, trust)
    return Verified(pack, sha256, tuple(findings))


def verification_document(found: Verified) -> dict[str, Any]:
    """The answer as plain data (schema ``verification``)."""
    pack = found.pack
    return {
        "schema": SCHEMA,
        "sha256": found.sha256,
        "verified": found.first_wrong is None,
        "product": pack.profile.product or pack.subject.path,
        "organisation": pack.profile.organisation,
        "commit": pack.subject.commit,
        "as_of": pack.subject.as_of.isoformat(),
        "sealed_on": pack.sealed_on.isoformat(),
        "tool": pack.tool,
        "counts": pack.assessment["counts"],
        "findings": [{"about": each.about, "state": each.state.value, "says": each.says} for each in found.findings],
    }


def _evidence(pack: Pack) -> Iterator[Finding]:
    inside = [item for item in pack.evidence if item.sha256 in pack.contents]
    yield Finding("evidence", State.OK, f"{len(inside)} of {len(pack.evidence)} files are inside, unchanged")
    for item in pack.evidence:
        if item.sha256 not in pack.contents:
            why = "a release artefact, kept outside" if item.kind == ARTEFACT else "withheld"
            says = f"{item.name} ({item.kind}, taken in on {item.taken_on}): {why}; SHA-256 {item.sha256}"
            yield Finding("evidence", State.NOTE, says)


def _judged_again(pack: Pack) -> Finding:
    found = replay(pack)
    if found.outcome is Outcome.SAME:
        return Finding(REPLAY, State.OK, "the same assessment, byte for byte")
    if found.outcome is Outcome.DIFFERS:
        return Finding(REPLAY, State.FAILED, f"something else comes out, first at {found.difference}")
    return Finding(
        REPLAY,
        State.NOT_CHECKED,
        f"{pack.tool} judged by other rules ({'; '.join(found.other)}); verify with that version",
    )


def _as_it_stands(pack: Pack) -> Finding:
    from assay.assess.diff import checked  # noqa: PLC0415

    checked(pack.assessment, "the assessment in the pack")
    return Finding(REPLAY, State.NOTE, "not asked for (--no-replay): the verdicts stand as they were sealed")


def _vouched(pack: Pack, sha256: str, signatures: Mapping[str, bytes], trust: Trust) -> Iterator[Finding]:
    """Each signature, then whether all that was asked for is there."""
    counted: list[Signature] = []
    stamped = False
    for file, data in signatures.items():
        found = signature(file, data, trust)
        fault = found.fault or (_fault(found, sha256, pack) if found.made_by else "")
        if fault:
            yield Finding(file, State.FAILED, fault)
        elif not found.made_by:
            covers = _covers(found.said, sha256, pack)
            says = f"{_who(found.said)} is said to have signed; nobody you trust did. {covers}"
            yield Finding(file, State.NOTE, says)
        else:
            counted.append(found)
            yield Finding(file, State.OK, f"signed by {_who(found.said)} with {', '.join(found.made_by)}")
            if found.said.signed.timestamp:
                stamp = _stamp(found.said, sha256, trust, file)
                stamped = stamped or stamp.state is State.OK
                yield stamp
    if not trust.names:
        yield Finding(WHO, State.NOT_CHECKED, "no key that you trust was given (--key), so nobody vouches for it")
    for name in trust.names:
        if not any(name in found.made_by for found in counted):
            yield Finding(WHO, State.FAILED, f"no signature by {name} covers this pack")
    for role in trust.roles:
        if not any(found.said.signed.role is role for found in counted):
            yield Finding(WHO, State.FAILED, f"nobody you trust signed it as {role.value}")
    if trust.authorities and not stamped:
        yield Finding(WHO, State.FAILED, "no signature you trust carries a time stamp that is borne out")


def _fault(found: Signature, sha256: str, pack: Pack) -> str:
    """Why a signature by somebody trusted does not count; empty where it does."""
    signed, owner = found.said.signed, pack.profile.senior_responsible_owner
    if found.said.sha256 != sha256:
        return f"{_covers(found.said, sha256, pack)} {signed.signer} must sign again."
    if signed.role is Role.SRO and not same_person(signed.signer, owner):
        return f"{signed.signer} signs as Senior Responsible Owner; the pack names {owner or 'nobody'}"
    return ""


def _stamp(said: Statement, sha256: str, trust: Trust, file: str) -> Finding:
    about = f"time stamp in {file}"
    if not trust.authorities:
        return Finding(about, State.NOTE, "not checked: no authority was given (--timestamp-authority)")
    from assay.signing.timestamps import verified  # noqa: PLC0415

    try:
        response = base64.b64decode(said.signed.timestamp, validate=True)
        moment = verified(response, sha256, trust.authorities, about)
    except (VerificationError, MalformedInputError, binascii.Error) as fault:
        return Finding(about, State.FAILED, str(fault))
    return Finding(about, State.OK, f"the pack existed on {moment.isoformat(sep=' ', timespec='seconds')}")


def _covers(said: Statement, sha256: str, pack: Pack) -> str:
    if said.sha256 == sha256:
        return "It is about this pack."
    return f"It does not cover this pack: {'; '.join(changes(said.signed, pack))}."


def _who(said: Statement) -> str:
    return f"{said.signed.signer} as {said.signed.role.value} on {said.signed.signed_on}"
