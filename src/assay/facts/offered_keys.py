"""OpenPGP keys offered to the public: in the tree, in documents, or handed over."""

from dataclasses import dataclass
from datetime import date

from assay.domain.evidence import Location, Unread


@dataclass(frozen=True, slots=True)
class OpenPgpKey:
    """One public key. Its own words are read, its signatures are not verified: who makes a key can say of it what they like."""

    fingerprint: str
    """In capitals, without spaces."""
    created_on: date
    expires_on: date | None
    """None where it never does."""
    usable_until: date | None
    """The day until which something can be encrypted to it; None for ever."""
    revoked: bool = False
    users: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfferedKey:
    """A key and where it lies."""

    key: OpenPgpKey
    place: Location


@dataclass(frozen=True)
class OfferedKeys:
    """Every key found."""

    keys: tuple[OfferedKey, ...] = ()
    unread: tuple[Unread, ...] = ()


"""Files that call themselves keys and are none."""
