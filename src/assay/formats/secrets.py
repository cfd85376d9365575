"""Credentials by their form: kinds whose shape alone, or a check digit, gives them away. Nothing is sent anywhere."""

import base64
import binascii
import math
import re
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

MOST_FOUND = 100
"""Candidates kept of one file: the hundredth changes nothing about the verdict."""
LONGEST_KEY = 20_000
BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


class Rule(NamedTuple):
    """One kind of token. ``mark`` is literal text without which the pattern cannot match: finding it is much cheaper."""

    name: str
    mark: bytes
    pattern: re.Pattern[bytes]
    form_proves_it: bool = True


class Hit(NamedTuple):
    """One candidate; ``masked`` never holds enough to use it."""

    rule: str
    line: int
    masked: str
    certain: bool
    example: bool
    """The value itself says that it is none: EXAMPLE, xxxx, a run of one character."""


RULES = (
    Rule("AWS access key", b"AKIA", re.compile(rb"\b(AKIA[A-Z2-7]{16})\b"), form_proves_it=False),
    Rule("AWS access key", b"ASIA", re.compile(rb"\b(ASIA[A-Z2-7]{16})\b"), form_proves_it=False),
    *(
        Rule("GitHub token", mark, re.compile(rb"\b(" + mark + rb"[A-Za-z0-9]{36})\b"))
        for mark in (b"ghp_", b"gho_", b"ghu_", b"ghs_", b"ghr_")
    ),
    Rule("GitHub token", b"github_pat_", re.compile(rb"\b(github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})\b")),
    Rule("GitLab token", b"glpat-", re.compile(rb"\b(glpat-[\w-]{20})(?![\w-])")),
    Rule("Slack token", b"xox", re.compile(rb"\b(xox[abprs]-\d{8,14}-[\w-]{20,80})")),
    Rule("Slack webhook", b"hooks.slack.com", re.compile(rb"(hooks\.slack\.com/services/T\w{8,12}/B\w{8,12}/\w{20,30})")),
    Rule("Stripe key", b"k_live_", re.compile(rb"\b([sr]k_live_[A-Za-z0-9]{20,100})\b")),
    Rule("Google API key", b"AIza", re.compile(rb"\b(AIza[\w-]{35})(?![\w-])"), form_proves_it=False),
    Rule("npm token", b"npm_", re.compile(rb"\b(npm_[A-Za-z0-9]{36})\b")),
    Rule("PyPI token", b"pypi-AgEI", re.compile(rb"\b(pypi-AgEI[\w-]{50,300})")),
    Rule("SendGrid key", b"SG.", re.compile(rb"\b(SG\.[\w-]{22}\.[\w-]{43})(?![\w-])")),
    Rule("Twilio key", b"SK", re.compile(rb"\b(SK[0-9a-f]{32})\b"), form_proves_it=False),
    Rule("DigitalOcean token", b"dop_v1_", re.compile(rb"\b(dop_v1_[a-f0-9]{64})\b")),
    Rule("Vault token", b"hvs.", re.compile(rb"\b(hvs\.[\w-]{90,120})(?![\w-])")),
    Rule("Shopify token", b"shpat_", re.compile(rb"\b(shpat_[a-f0-9]{32})\b")),
)  # fmt: skip
WITH_CHECK_DIGITS = ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "npm_")

ASSIGNED = re.compile(
    rb"(?:password|passwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key)[\"']?[ \t]{0,4}[:=][ \t]{0,4}"
    rb"([\"']?)([^\s\"'`#,;<>{}()\[\]$%*\\]{12,100})\1[ \t]{0,4}(?:[,;}\r\n]|$)",
    re.IGNORECASE,
)
"""A setting called like a credential, with one word as its value: no reference, no expression, no sentence. One line."""
ASSIGNED_MARKS = (b"password", b"passwd", b"secret", b"token", b"key")
"""In lower case: a line without any of them assigns nothing, and looking for plain text is far cheaper."""
NO_CREDENTIAL = re.compile(
    r"://|^[./~@!&|]|^sha\d|^\w+(\.\w+){2,20}$|^(true|false|null|none|undefined)$", re.IGNORECASE
)
EXAMPLE = re.compile(
    r"example|xxxx|1234567890|abcdef|0{8}|dummy|fake|test|sample|placeholder|redacted|change.?me|your[_-]|replace|insecure"
    r"|(ci|dev|local)[_-]only|(only|just)[_-]for|not[_-](a[_-])?(real|secret)",
    re.IGNORECASE,
)
LEAST_ENTROPY = 3.5

KEY_START = re.compile(rb"-----BEGIN ((?:RSA |EC |DSA |OPENSSH |ENCRYPTED |PGP )?PRIVATE KEY(?: BLOCK)?)-----")
DASHES = b"-----"
JOINED_STRINGS = re.compile(rb"[\"'`]\s{0,40}[+.,]?\s{0,40}[\"'`]|\\[rn]|[\s\\]")
"""What source code puts between the lines of a key: quotes, plus signs, escaped line ends."""
BASE64 = re.compile(rb"[A-Za-z0-9+/]{40,20000}={0,2}")


def scan(data: bytes, *, settings: bool = False) -> Iterator[Hit]:
    """The first hundred candidates in ``data``; ``settings`` looks at plain assignments too. Never raises."""
    return islice(_all(data, settings), MOST_FOUND)


def _all(data: bytes, settings: bool) -> Iterator[Hit]:
    if b"PRIVATE KEY" in data:
        yield from _keys(data)
    for rule in RULES:
        if rule.mark in data:
            for match in rule.pattern.finditer(data):
                value = match.group(1).decode("ascii", "replace")
                certain = rule.form_proves_it and _check_digits_fit(value)
                yield Hit(rule.name, _line(data, match), _masked(value), certain, _is_example(value))
    if settings:
        yield from _assignments(data)


def _masked(value: str) -> str:
    return f"{value[:4]}… ({len(value)} characters)"


def _is_example(value: str) -> bool:
    return bool(EXAMPLE.search(value)) or len(set(value[4:])) < 8


def _check_digits_fit(value: str) -> bool:
    """Whether the check digits are right; True for kinds that have none."""
    if not value.startswith(WITH_CHECK_DIGITS):
        return True
    body = value.partition("_")[2]
    return body[-6:] == check_digits(body[:-6])


def check_digits(body: str) -> str:
    """The six characters GitHub and npm put behind a token: its CRC-32 in base 62."""
    number, digits = zlib.crc32(body.encode()), ""
    for _ in range(6):
        number, rest = divmod(number, 62)
        digits = BASE62[rest] + digits
    return digits


def _keys(data: bytes) -> Iterator[Hit]:
    for start in KEY_START.finditer(data):
        end = data.find(DASHES, start.end(), start.end() + LONGEST_KEY)
        if end < 0 or not data.startswith(b"END", end + len(DASHES)):
            continue
        inside = data[start.end() : end]
        body = max(BASE64.findall(JOINED_STRINGS.sub(b"", _without_headers(inside))), key=len, default=b"")
        whole = _is_whole_key(body)
        if not whole and len(body) <= 200:
            continue
        kind = start.group(1).decode()
        locked = "ENCRYPTED" in kind or b"ENCRYPTED" in inside[:200] or _is_locked_openssh(body)
        says = f"{kind.partition('PRIVATE KEY')[0]}{len(body)} characters"
        example = b"EXAMPLE" in inside or len(set(body)) < 20
        yield Hit("private key", _line(data, start), says, whole and not locked, example)


def _without_headers(inside: bytes) -> bytes:
    """What follows ``Proc-Type: …`` and ``DEK-Info: …``, which end with an empty line."""
    head, gap, body = inside.replace(b"\r\n", b"\n").replace(b"\\n", b"\n").partition(b"\n\n")
    return body if gap and b":" in head else inside


def _is_whole_key(body: bytes) -> bool:
    """Whether it decodes to something that states its own length rightly: DER, or the OpenSSH container."""
    raw = _decoded(body)
    if raw.startswith(b"openssh-key-v1\0"):
        return len(raw) > 100
    if len(raw) < 40 or raw[0] != 0x30:
        return False
    if raw[1] < 0x80:
        return len(raw) == raw[1] + 2
    wide = raw[1] & 0x7F
    return wide <= 4 and len(raw) == int.from_bytes(raw[2 : 2 + wide], "big") + 2 + wide


def _is_locked_openssh(body: bytes) -> bool:
    raw = _decoded(body[:80])
    return raw.startswith(b"openssh-key-v1\0") and raw[19:23] != b"none"


def _decoded(body: bytes) -> bytes:
    try:
        return base64.b64decode(body[: len(body) // 4 * 4], validate=True)
    except (binascii.Error, ValueError):
        return b""


def _assignments(data: bytes) -> Iterator[Hit]:
    for start, end in _lines_with(ASSIGNED_MARKS, data):
        for match in ASSIGNED.finditer(data, start, end):
            value = match.group(2).decode("utf-8", "replace")
            if NO_CREDENTIAL.search(value) or not _is_random(value):
                continue
            yield Hit("assigned credential", _line(data, match), _masked(value), False, _is_example(value))


def _lines_with(marks: tuple[bytes, ...], data: bytes) -> list[tuple[int, int]]:
    """Start and end of each line that holds one of ``marks``, whatever its case."""
    folded = data.lower()
    found: dict[int, int] = {}
    for mark in marks:
        at = folded.find(mark)
        while at >= 0:
            end = data.find(b"\n", at) + 1 or len(data)
            found[data.rfind(b"\n", 0, at) + 1] = end
            at = folded.find(mark, end)
    return sorted(found.items())


def _is_random(value: str) -> bool:
    has_digit, has_letter = any(each.isdigit() for each in value), any(each.isalpha() for each in value)
    shares = [value.count(each) / len(value) for each in set(value)]
    return has_digit and has_letter and -sum(share * math.log2(share) for share in shares) >= LEAST_ENTROPY


def _line(data: bytes, match: re.Match[bytes]) -> int:
    return data.count(b"\n", 0, match.start()) + 1
