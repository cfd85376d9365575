"""The product can ask for a second factor.

Why: A guessed password must not be enough to administer the product.

Good: product code uses a component for WebAuthn or one-time codes in settings, routes or the login itself (medium), or a login service
by SAML or OpenID Connect (weak: whether that asks for a second factor is set there). WebAuthn supports the facet on factors that
cannot be phished.

Bad: a password login of the product's own for those who administer it is recognised, and no such component (weak).

Unknown: there is code whose names speak of a login, and no component in it is recognised. Without such code the check is silent.

Known false positives: a library that is declared or named in a comment and not used; a second factor in tests only; a login service
without a guarantee that it asks for a second factor; a second factor of one's own making.
"""

from collections.abc import Iterator

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, at, bad, counted, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.login_components import LoginComponents, LoginUse

SUPPORTS = {"1.4.2/a": MEDIUM, "1.4.2/c": WEAK}
COUNTERS = {"1.4.2/a": WEAK}
BECAUSE = "the use in code is visible; whether anybody must use it is not"
STALE_AFTER_DAYS = 180
FIX = "Offer passkeys (WebAuthn) to privileged roles."

FACTOR, UNPHISHABLE = ("1.4.2/a",), ("1.4.2/c",)
MOST_SHOWN = 4


def check(login: LoginComponents) -> Iterator[Finding]:
    factors = [each for each in login.uses if each.kind in ("webauthn", "otp") and each.wired]
    services = [each for each in login.uses if each.kind == "sso" and each.wired]
    passwords = [each for each in login.uses if each.kind == "password"]
    if factors:
        yield _used("second factor", factors, FACTOR)
    elif services:
        yield _used("login service", services, FACTOR, "; whether it asks for a second factor is set there")
    if keys := [each for each in factors if each.kind == "webauthn"]:
        yield _used("factor that cannot be phished", keys, UNPHISHABLE)
    if factors or services:
        return
    if passwords:
        first = passwords[0]
        yield bad(
            first.component,
            f"{first.component} takes a password in {first.path}, and no component for a second factor or a login service is used",
            at(first.path, first.line),
            fix=f"Add WebAuthn or one-time codes to the login that {first.component} serves, at least for administrators.",
        )
    elif login.looked_at:
        reason = f"{counted(login.looked_at, 'file')} with names that speak of a login use no component that is known"
        yield unknown(
            Unread("the login of the product", reason, "a test tagged 1.4.2/b, or a statement that cites the code")
        )


def _used(what: str, uses: list[LoginUse], facets: tuple[str, ...], but: str = "") -> Finding:
    names = sorted({each.component for each in uses})
    return good(
        what,
        f"{', '.join(names[:3])} in {counted(len({each.path for each in uses}), 'file')} of product code, such as {uses[0].path}{but}",
        *(at(each.path, each.line) for each in uses[:MOST_SHOWN]),
        facets=facets,
        at_most=WEAK if but else None,
    )


_SETTINGS = "INSTALLED_APPS = [\n    'django.contrib.admin',\n{}]\n"
_URLS = "from django.contrib import admin\nfrom django.urls import path\n\nurlpatterns = [\n    path('admin/', admin.site.urls),\n]\n"

EXAMPLES = (
    Example(
        "one-time codes in the settings of Django",
        Outcome.GOOD,
        {"crane/settings.py": _SETTINGS.format("    'django_otp.plugins.otp_totp',\n"), "crane/urls.py": _URLS},
        strength=MEDIUM,
    ),
    Example(
        "passkeys in the login of a Go service",
        Outcome.GOOD,
        {
            "auth/login.go": 'package auth\n\nimport (\n\t"github.com/go-webauthn/webauthn/webauthn"\n)\n\nvar w *webauthn.WebAuthn\n'
        },
        strength=MEDIUM,
    ),
    Example(
        "a login service",
        Outcome.GOOD,
        {
            "src/main/java/x/SecurityConfig.java": "class SecurityConfig {\n  void f(H http) {\n    http.oauth2Login(c -> c);\n  }\n}\n"
        },
        strength=WEAK,
        false_positive="a login service without a guarantee that it asks for a second factor",
    ),
    Example("the administration of Django with passwords", Outcome.BAD, {"crane/urls.py": _URLS}, strength=WEAK),
    Example(
        "a library that is declared and never used",
        Outcome.UNKNOWN,
        {
            "package.json": '{"name": "a", "dependencies": {"otplib": "12.0.0"}}',
            "auth/login.js": "// import { totp } from 'otplib'\nexport const a = 1\n",
        },
        false_positive="a library that is declared or named in a comment and not used",
    ),
    Example(
        "one-time codes in a test",
        Outcome.BAD,
        {"crane/urls.py": _URLS, "tests/test_login.py": "import pyotp\n\n\ndef test_a():\n    assert pyotp\n"},
        false_positive="a second factor in tests only",
    ),
    Example(
        "made by oneself",
        Outcome.UNKNOWN,
        {"auth/second_factor.py": "def check(code: str, secret: bytes) -> bool:\n    return code == derive(secret)\n"},
        false_positive="a second factor of one's own making",
    ),
    Example("no login", Outcome.SILENT, {"crane.py": "def lift(load):\n    return load\n"}),
)
