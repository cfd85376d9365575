"""Lists of checksums and detached signatures handed over, before anything is verified."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Checksum:
    """One line of a list: the digest a file should have."""

    algorithm: str
    """As the hashing libraries call it, such as ``sha256``."""
    digest: str
    file: str
    """As written, often with the folder it was made in."""


@dataclass(frozen=True, slots=True)
class DetachedSignature:
    """A signature of some other file. ``key`` is what it says of the key, shown and never trusted."""

    kind: str
    """``minisign``, ``openpgp`` or ``ssh``."""
    key: str = ""
