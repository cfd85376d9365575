"""Verifies a pack without network or account: what it says of itself, what comes of judging again, and who vouches for it.

Nothing is verified until everything that is needed was checked: whoever gives no key that is trusted learns what was checked and what
could not be, and never the word "verified".
"""

import base64
import binascii
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from assay.assess.replay import Outcome, replay
from assay.domain.people import same_person
from assay.errors import MalformedInputError, VerificationError
from assay.facts.evidence import ARTEFACT
from assay.formats.pack import Pack, read_pack
from assay.formats.pack_statement import PAYLOAD_TYPE, Role, Statement, changes, read_statement

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from assay.signing.keys import PublicKey

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
class Trust:
    """What whoever verifies trusts, and asks for."""

    keys: "Mapping[str, PublicKey]"
    """Name of the file → key. Every one must have signed."""
    roles: Sequence[Role] = ()
    """As which somebody trusted must have signed."""
    authorities: "Sequence[Certificate]" = ()
    """Of time stamps."""


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
    if signatures:
        # Loaded only for signatures: looking at a pack nobody signed takes a third less.
        from assay.signing.envelopes import opened, signers  # noqa: PLC0415
    from assay.signing.keys import fingerprint  # noqa: PLC0415

    named = {fingerprint(key): file for file, key in trust.keys.items()}
    satisfied: set[str] = set()
    roles: set[Role] = set()
    stamped = False
    for file, data in signatures.items():
        envelope = opened(data, file)
        said = read_statement(envelope.payload, file)
        made_by = [fingerprint(key) for key in signers(envelope, trust.keys.values())]
        altered = [keyid for keyid, _ in envelope.signatures if keyid in named and keyid not in made_by]
        if altered:
            yield Finding(file, State.FAILED, f"it names {named[altered[0]]}, and that key did not sign this")
        elif envelope.payload_type != PAYLOAD_TYPE:
            yield Finding(file, State.FAILED, "it does not sign an in-toto statement")
        elif not made_by:
            yield Finding(
                file,
                State.NOTE,
                f"{_who(said)} is said to have signed; no key you gave did. {_covers(said, sha256, pack)}",
            )
        elif said.sha256 != sha256:
            yield Finding(file, State.FAILED, f"{_covers(said, sha256, pack)} {said.signed.signer} must sign again.")
        elif said.signed.role is Role.SRO and not same_person(
            said.signed.signer, pack.profile.senior_responsible_owner
        ):
            owner = pack.profile.senior_responsible_owner or "nobody"
            yield Finding(
                file, State.FAILED, f"{said.signed.signer} signs as Senior Responsible Owner; the pack names {owner}"
            )
        else:
            satisfied.update(made_by)
            roles.add(said.signed.role)
            yield Finding(file, State.OK, f"signed by {_who(said)} with {', '.join(named[each] for each in made_by)}")
            if said.signed.timestamp:
                stamp = _stamp(said, sha256, trust, file)
                stamped = stamped or stamp.state is State.OK
                yield stamp
    if not trust.keys:
        yield Finding(WHO, State.NOT_CHECKED, "no key that you trust was given (--key), so nobody vouches for it")
    for keyid, file in named.items():
        if keyid not in satisfied:
            yield Finding(WHO, State.FAILED, f"no signature by {file} covers this pack")
    for role in trust.roles:
        if role not in roles:
            yield Finding(WHO, State.FAILED, f"nobody you trust signed it as {role.value}")
    if trust.authorities and not stamped:
        yield Finding(WHO, State.FAILED, "no signature you trust carries a time stamp that is borne out")


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
