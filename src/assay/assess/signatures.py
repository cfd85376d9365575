"""Who made a signature beside a pack, among those whom somebody trusts: holders of keys, or identities that Sigstore vouches for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assay.formats.pack_statement import PAYLOAD_TYPE, Role, Statement, read_statement

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from assay.signing.keys import PublicKey


@dataclass(frozen=True, slots=True)
class Trust:
    """What whoever verifies trusts, and asks for."""

    keys: "Mapping[str, PublicKey]" = field(default_factory=dict)
    """Name of the file → key. Every one must have signed."""
    identities: Sequence[str] = ()
    """Addresses or workflows that Sigstore vouches for, by ``issuer``. Every one must have signed."""
    issuer: str = ""
    roles: Sequence[Role] = ()
    """As which somebody trusted must have signed."""
    authorities: "Sequence[Certificate]" = ()
    """Of time stamps."""

    @property
    def names(self) -> tuple[str, ...]:
        """All who must have signed."""
        return (*self.keys, *self.identities)


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature as read, and who made it."""

    said: Statement
    made_by: tuple[str, ...]
    """Those trusted whose signature it is."""
    fault: str = ""
    """Why it cannot be what it seems."""


def signature(file: str, data: bytes, trust: Trust) -> Signature:
    """What a signature says and who made it; raises MalformedInputError for one that cannot be read."""
    from assay.signing import keyless  # noqa: PLC0415

    return _by_identity(file, data, trust) if keyless.is_bundle(data) else _by_key(file, data, trust)


def _by_key(file: str, data: bytes, trust: Trust) -> Signature:
    # Loaded only for signatures: looking at a pack nobody signed takes a third less.
    from assay.signing.envelopes import opened, signers  # noqa: PLC0415
    from assay.signing.keys import fingerprint  # noqa: PLC0415

    envelope = opened(data, file)
    said = read_statement(envelope.payload, file)
    made_by = {fingerprint(key) for key in signers(envelope, trust.keys.values())}
    names = tuple(name for name, key in trust.keys.items() if fingerprint(key) in made_by)
    claimed = {keyid for keyid, _ in envelope.signatures}
    for name, key in trust.keys.items():
        if name not in names and fingerprint(key) in claimed:
            return Signature(said, (), f"it names {name}, and that key did not sign this")
    return Signature(said, names, _fault_of_type(envelope.payload_type))


def _by_identity(file: str, data: bytes, trust: Trust) -> Signature:
    from assay.signing import keyless  # noqa: PLC0415

    payload, kind = keyless.opened(data, file)
    said = read_statement(payload, file)
    why = {each: keyless.why_not_signed(data, each, trust.issuer, file) for each in trust.identities}
    return Signature(said, tuple(each for each in why if not why[each]), _fault_of_type(kind))


def _fault_of_type(payload_type: str) -> str:
    return "" if payload_type == PAYLOAD_TYPE else "it does not sign an in-toto statement"
