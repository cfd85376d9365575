"""Security.txt files handed over, as they were read from the web."""

from dataclasses import dataclass
from datetime import datetime

from assay.domain.evidence import Unread
from assay.facts.attestations import Signer, Verified
from assay.facts.imported import Source


@dataclass(frozen=True, slots=True)
class Field:
    """One line. The name is in lower case."""

    name: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class SecurityTxt:
    """One file. ``faults`` are its breaches of RFC 9116, each with its place."""

    fields: tuple[Field, ...]
    expires: datetime | None
    faults: tuple[str, ...] = ()
    signed: bool = False

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field."""
        return tuple(each.value for each in self.fields if each.name == name)


@dataclass(frozen=True, slots=True)
class PublishedSecurityTxt:
    """A file with where it comes from, and what became of the signature around it, if there is one."""

    content: SecurityTxt
    source: Source
    verified: Verified = Verified.NOT_TRIED
    why: str = ""
    signer: Signer | None = None


@dataclass(frozen=True)
class SecurityTxts:
    """All that were handed over."""

    files: tuple[PublishedSecurityTxt, ...] = ()
    unread: tuple[Unread, ...] = ()
