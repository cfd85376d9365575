"""Credentials found in the tree, masked; and default or fallback credentials in code and settings."""

from dataclasses import dataclass

from assay.domain.evidence import Unread


@dataclass(frozen=True, slots=True)
class SecretFound:
    """One candidate credential. ``masked`` never holds enough to use it."""

    rule: str
    path: str
    line: int
    masked: str
    certain: bool
    """The form alone proves the kind (a provider's key with its check digits, a private key block)."""
    set_aside: str = ""
    """Why it is no counter-evidence: test folder, example value, public by nature."""


@dataclass(frozen=True)
class SecretsFound:
    """Result of the scan of every text file of the revision."""

    found: tuple[SecretFound, ...]
    files_read: int
    files_skipped: int
    unread: tuple[Unread, ...] = ()
