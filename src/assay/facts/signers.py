"""Whom the profile expects to have signed the releases."""

from dataclasses import dataclass

from assay.domain.evidence import Unread


@dataclass(frozen=True, slots=True)
class ExpectedSigner:
    """One identity or key. What its kind does not know is empty."""

    kind: str
    """``sigstore``, ``key``, ``minisign``, ``openpgp`` or ``ssh``."""
    identity: str = ""
    """May hold one ``*`` in the name of the tag."""
    issuer: str = ""
    trusted_root: str = ""
    """SHA-256 of the trust root to be used in place of the public one."""
    key: bytes = b""
    fingerprint: str = ""
    """Upper-case hex without spaces."""


@dataclass(frozen=True)
class ExpectedSigners:
    """All of them. ``by_assessor``: named by who assesses; else it is what the owner says in the repository itself."""

    signers: tuple[ExpectedSigner, ...] = ()
    builders: tuple[str, ...] = ()
    by_assessor: bool = False
    unread: tuple[Unread, ...] = ()

    def of(self, kind: str) -> tuple[ExpectedSigner, ...]:
        """Those of one kind."""
        return tuple(each for each in self.signers if each.kind == kind)
