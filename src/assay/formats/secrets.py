"""Credentials by their form: kinds whose shape alone, or a check digit, gives them away. Nothing is sent anywhere."""

import base64
import binascii
import re
import zlib
from collections.abc import Iterator

PREFILTER = re.compile(
    rb"-----BEGIN [A-Z ]{0,20}PRIVATE KEY|\b(?:AKIA|ASIA)[A-Z2-7]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60}|\bglpat-[\w-]{20}|\bxox[abprs]-[\w-]{20}|hooks\.slack\.com/services/T[\w/]{20}"
    rb"|\bsk_live_[A-Za-z0-9]{20}|\brk_live_[A-Za-z0-9]{20}|\bAIza[\w-]{35}|\bnpm_[A-Za-z0-9]{36}|\bpypi-AgEI[\w-]{50}|\bSG\.[\w-]{22}\.[\w-]{40}|\bdop_v1_[a-f0-9]{64}|\bsq0csp-[\w-]{40}|\bhvs\.[\w-]{90}|\bshpat_[a-f0-9]{32}"
)
"""One pass over the bytes tells whether a file needs a closer look at all."""

RULES = (
    (
        "private key",
        re.compile(
            r"-----BEGIN ((?:RSA |EC |DSA |OPENSSH )?PRIVATE KEY)-----\\?n?\s*([A-Za-z0-9+/=\s\\]{64,20000}?)-----END"
        ),
    ),
    ("AWS access key", re.compile(r"\b((?:AKIA|ASIA)[A-Z2-7]{16})\b")),
    ("GitHub token", re.compile(r"\b(gh[pousr]_[A-Za-z0-9]{36})\b")),
    ("GitHub fine-grained token", re.compile(r"\b(github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})\b")),
    ("GitLab token", re.compile(r"\b(glpat-[\w-]{20})\b")),
    ("Slack token", re.compile(r"\b(xox[abprs]-\d{8,14}-[\w-]{20,80})")),
    ("Slack webhook", re.compile(r"(hooks\.slack\.com/services/T\w{8,12}/B\w{8,12}/\w{20,30})")),
    ("Stripe key", re.compile(r"\b([sr]k_live_[A-Za-z0-9]{20,100})\b")),
    ("Google API key", re.compile(r"\b(AIza[\w-]{35})(?![\w-])")),
    ("npm token", re.compile(r"\b(npm_[A-Za-z0-9]{36})\b")),
    ("PyPI token", re.compile(r"\b(pypi-AgEI[\w-]{50,300})")),
    ("SendGrid key", re.compile(r"\b(SG\.[\w-]{22}\.[\w-]{43})(?![\w-])")),
    ("DigitalOcean token", re.compile(r"\b(dop_v1_[a-f0-9]{64})\b")),
    ("Vault token", re.compile(r"\b(hvs\.[\w-]{90,120})\b")),
    ("Shopify token", re.compile(r"\b(shpat_[a-f0-9]{32})\b")),
)
EXAMPLE = re.compile(
    r"EXAMPLE|example|xxxx|XXXX|1234567890|abcdefgh|0{8}|dummy|fake|placeholder|redacted", re.IGNORECASE
)
BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def scan(data: bytes) -> Iterator[tuple[str, int, str, bool, bool]]:
    """(rule, line, masked value, certain, looks like an example) for each credential in ``data``."""
    if not PREFILTER.search(data):
        return
    text = data.decode("utf-8", "replace")
    for rule, pattern in RULES:
        for match in pattern.finditer(text):
            value = match.group(match.lastindex or 0)
            if rule == "private key":
                if "ENCRYPTED" in text[match.start() : match.start() + 200] or not _is_key(value):
                    continue
                yield (
                    rule,
                    _line(text, match),
                    f"{match.group(1)}, {len(value)} characters",
                    True,
                    bool(EXAMPLE.search(value[:80])),
                )
            else:
                certain = _check_digits(rule, value)
                if certain is False:
                    continue
                yield (
                    rule,
                    _line(text, match),
                    f"{value[:4]}… ({len(value)} characters)",
                    certain is True,
                    bool(EXAMPLE.search(value)) or len(set(value[4:])) < 8,
                )


def _check_digits(rule: str, value: str) -> bool | None:
    """True or False where the kind has check digits; None where it has none."""
    if rule in ("GitHub token", "npm token"):
        body, digits = value.partition("_")[2][:-6], value[-6:]
        number, expected = zlib.crc32(body.encode()), ""
        for _ in range(6):
            number, rest = divmod(number, 62)
            expected = BASE62[rest] + expected
        return digits == expected
    return (
        True
        if rule
        in (
            "Stripe key",
            "PyPI token",
            "GitLab token",
            "DigitalOcean token",
            "Vault token",
            "Shopify token",
            "GitHub fine-grained token",
        )
        else None
    )


def _is_key(body: str) -> bool:
    packed = re.sub(r"\\[rn]|\s|\\", "", body)
    try:
        raw = base64.b64decode(packed[: len(packed) // 4 * 4], validate=True)
    except (binascii.Error, ValueError):
        return False
    return len(raw) > 60 and (raw[:1] == b"\x30" or raw.startswith(b"openssh-key-v1"))


def _line(text: str, match: re.Match[str]) -> int:
    return text.count("\n", 0, match.start()) + 1
