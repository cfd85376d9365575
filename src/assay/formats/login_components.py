"""Components for logging in, by how code uses them: an import, a call, or an entry in settings. A mere name in a manifest is no use."""

import re
from collections.abc import Iterator

from assay.facts.login_components import LoginUse

NAMED = re.compile(
    r"auth|login|log_in|signin|sign_in|mfa|2fa|two[-_]?factor|otp|webauthn|passkey|fido|saml|oidc|openid|\bsso\b|sso|session|account|identity|credential|devise|fortify|passport|keycloak",
    re.IGNORECASE,
)
"""Paths that speak of a login."""
WIRED = re.compile(
    r"(^|/)(settings|config|urls|routes?|routing|router|views?|controllers?|handlers?|middleware|security|application|startup|program|api|server|app|backend|models?|services?|web)\b|login|signin|auth|securit",
    re.IGNORECASE,
)
"""Paths of settings, routes and the login itself."""
SETTINGS = re.compile(
    r"(^|/)(settings|urls|base|common|defaults|routes|user|users|security\w*|\w*SecurityConfig\w*|WebSecurity\w*|Startup|Program|fortify|devise|app|server|index|main)\.(py|rb|php|java|kt|cs|[cm]?[jt]s|go)$|(^|/)settings/[^/]+\.py$",
)
"""Files in which a login is set up though their name does not speak of it."""
CODE = re.compile(r"\.(py|[cm]?[jt]sx?|java|kt|go|rb|php|cs|cshtml|rs|exs?)$")
COMMENT = re.compile(r"\s*(#(?!\[)|//|\*|/\*|--|<!--|;)")

_PY, _JS, _JVM, _GO, _RB, _PHP, _NET, _RS, _EX = (
    "py",
    "[cm]?[jt]sx?",
    "java|kt",
    "go",
    "rb",
    "php",
    "cs|cshtml",
    "rs",
    "exs?",
)


def _python(modules: str) -> str:
    return rf"^[ \t]*(?:from|import)\s+(?:{modules})(?:[.\s,]|$)|^[ \t]*['\"](?:{modules})(?:\.[\w.]+)?['\"]\s*,"


def _node(packages: str) -> str:
    return rf"(?:from\s+|require\(\s*|import\(\s*|^[ \t]*import\s+)['\"](?:{packages})(?:/[^'\"]*)?['\"]"


# fmt: off
COMPONENTS = tuple(
    (name, kind, re.compile(rf"\.(?:{endings})$"), re.compile(pattern, re.MULTILINE))
    for name, kind, endings, pattern in (
        ("django-otp", "otp", _PY, _python("django_otp|two_factor|allauth_2fa|deux|trench")),
        ("allauth MFA", "otp", _PY, _python(r"allauth\.mfa|django_mfa\d?|mfa")),
        ("pyotp", "otp", _PY, _python("pyotp")),
        ("WebAuthn for Python", "webauthn", _PY, _python("webauthn|fido2|django_otp_webauthn|passkeys")),
        ("SAML for Python", "sso", _PY, _python(r"onelogin\.saml2|saml2|djangosaml2|python3_saml")),
        ("OpenID Connect for Python", "sso", _PY, _python(r"mozilla_django_oidc|social_core\.backends\.open_id_connect|social_django|authlib|allauth\.socialaccount")),
        ("SimpleWebAuthn", "webauthn", _JS, _node("@simplewebauthn/server|fido2-lib|passport-fido2-webauthn|passport-webauthn|@passwordless-id/webauthn")),
        ("one-time codes for Node", "otp", _JS, _node("otplib|speakeasy|otpauth|@levminer/speakeasy|@epic-web/totp|notp|node-2fa|passport-totp")),
        ("SAML for Node", "sso", _JS, _node("passport-saml|@node-saml/passport-saml|@node-saml/node-saml|samlify|saml2-js")),
        ("OpenID Connect for Node", "sso", _JS, _node("openid-client|passport-openidconnect|express-openid-connect|next-auth|@auth/core|@auth0/nextjs-auth0|keycloak-connect|passport-azure-ad")),
        ("WebAuthn for Java", "webauthn", _JVM, r"^[ \t]*import\s+(?:com\.yubico\.webauthn|com\.webauthn4j)\b|\.webAuthn\("),
        ("one-time codes for Java", "otp", _JVM, r"^[ \t]*import\s+(?:dev\.samstevens\.totp|com\.warrenstrange\.googleauth|org\.jboss\.aerogear\.security\.otp)\b"),
        ("Spring login service", "sso", _JVM, r"\.(?:oauth2Login|saml2Login)\("),
        ("SAML or OpenID Connect for Java", "sso", _JVM, r"^[ \t]*import\s+(?:org\.pac4j\.(?:oidc|saml)|org\.keycloak\.adapters|com\.onelogin\.saml2)\b"),
        ("WebAuthn for Go", "webauthn", _GO, r"\"github\.com/(?:go-webauthn|duo-labs)/webauthn"),
        ("one-time codes for Go", "otp", _GO, r"\"github\.com/(?:pquerna/otp|xlzd/gotp)"),
        ("SAML for Go", "sso", _GO, r"\"github\.com/(?:crewjam/saml|russellhaering/gosaml2)"),
        ("OpenID Connect for Go", "sso", _GO, r"\"github\.com/(?:coreos/go-oidc|zitadel/oidc|hashicorp/cap/oidc)"),
        ("devise-two-factor", "otp", _RB, r"^[ \t]*devise\b[^#\n]*:two_factor_(?:authenticatable|backupable)"),
        ("rotp", "otp", _RB, r"\bROTP::TOTP\.new"),
        ("webauthn-ruby", "webauthn", _RB, r"\bWebAuthn::(?:Credential|RelyingParty)\b|\bWebAuthn\.configure\b"),
        ("OmniAuth login service", "sso", _RB, r"\bprovider\s*\(?\s*:(?:saml|openid_connect|azure_activedirectory_v2|keycloak_openid)|config\.omniauth\s+:(?:saml|openid_connect)"),
        ("Fortify two-factor", "otp", _PHP, r"^[ \t]*Features::twoFactorAuthentication\("),
        ("one-time codes for PHP", "otp", _PHP, r"^[ \t]*use\s+(?:PragmaRX\\Google2FA|OTPHP\\|Scheb\\TwoFactorBundle|Laragear\\TwoFactor)"),
        ("WebAuthn for PHP", "webauthn", _PHP, r"^[ \t]*use\s+(?:Webauthn\\|Laragear\\WebAuthn|lbuchs\\WebAuthn)"),
        ("SAML for PHP", "sso", _PHP, r"^[ \t]*use\s+(?:OneLogin\\Saml2|SimpleSAML\\|LightSaml\\)"),
        ("Fido2 for .NET", "webauthn", _NET, r"^[ \t]*using\s+Fido2NetLib\b|\.AddFido2\("),
        ("ASP.NET Identity second factor", "otp", _NET, r"\.(?:AddDefaultIdentity|MapIdentityApi|AddDefaultUI)\b|\bTwoFactor(?:AuthenticatorSignIn|SignIn)Async\("),
        ("one-time codes for .NET", "otp", _NET, r"^[ \t]*using\s+(?:OtpNet|Google\.Authenticator)\b"),
        ("OpenID Connect or SAML for .NET", "sso", _NET, r"\.AddOpenIdConnect\(|\.AddMicrosoftIdentityWebApp\w*\(|^[ \t]*using\s+(?:Sustainsys\.Saml2|ITfoxtec\.Identity\.Saml2)\b"),
        ("webauthn-rs", "webauthn", _RS, r"^[ \t]*use\s+webauthn_rs\b"),
        ("one-time codes for Rust", "otp", _RS, r"^[ \t]*use\s+(?:totp_rs|totp_lite)\b"),
        ("openidconnect", "sso", _RS, r"^[ \t]*use\s+(?:openidconnect|samael)\b"),
        ("one-time codes for Elixir", "otp", _EX, r"\bNimbleTOTP\."),
        ("Wax", "webauthn", _EX, r"\bWax\.(?:new_|register|authenticate)"),
        ("Django administration", "password", _PY, r"^[ \t]*(?:path|re_path|url)\([^)\n]*\badmin\.site\.urls"),
        ("Devise", "password", _RB, r"^[ \t]*devise\b[^#\n]*:database_authenticatable"),
        ("passport-local", "password", _JS, _node("passport-local")),
        ("Spring form login", "password", _JVM, r"\.formLogin\("),
        ("ASP.NET Identity", "password", _NET, r"\.AddIdentity<"),
        ("Laravel Fortify", "password", _PHP, r"^[ \t]*Features::(?:registration|resetPasswords)\("),
    )
)
# fmt: on


def is_candidate(path: str) -> bool:
    """Whether a source file may hold a part of the login, by its name."""
    return bool(CODE.search(path) and (NAMED.search(path) or SETTINGS.search(path)))


def speaks_of_login(path: str) -> bool:
    """Whether the name itself speaks of a login."""
    return bool(NAMED.search(path))


def uses(path: str, text: str) -> Iterator[LoginUse]:
    """The first use of each component in a file, comments left out."""
    for name, kind, ending, pattern in COMPONENTS:
        if not ending.search(path):
            continue
        for found in pattern.finditer(text):
            start = text.rfind("\n", 0, found.start() + 1) + 1
            first = found.start() + len(found.group()) - len(found.group().lstrip())
            line_start = text.rfind("\n", 0, first) + 1
            if not COMMENT.match(text[max(start, line_start) : first + 1]):
                yield LoginUse(name, kind, path, text.count("\n", 0, first) + 1, bool(WIRED.search(path)))
                break
