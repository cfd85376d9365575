"""What the login code of the product uses: second factors, login services, and passwords of its own."""

from dataclasses import dataclass

from assay.domain.evidence import Unread


@dataclass(frozen=True, slots=True)
class LoginUse:
    """One use of a component in product code. ``kind`` is webauthn, otp, sso or password."""

    component: str
    kind: str
    path: str
    line: int
    wired: bool
    """Whether it stands in settings, routes or the code of the login itself."""


@dataclass(frozen=True)
class LoginComponents:
    """All uses; ``looked_at`` is how many files bear a name that speaks of a login."""

    uses: tuple[LoginUse, ...] = ()
    looked_at: int = 0
    unread: tuple[Unread, ...] = ()
