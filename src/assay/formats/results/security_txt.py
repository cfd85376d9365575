"""security.txt as RFC 9116 sets it out, with or without a signature around it."""

import re
from datetime import UTC, datetime

from assay.facts.security_txt import Field, SecurityTxt
from assay.formats.results.raw import Raw, ResultError

TITLE = "security.txt"
FIELD = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,40}):[ \t]*(\S[^\n]*?)[ \t]*")
KNOWN = frozenset(
    "acknowledgments acknowledgements bug-bounty canonical contact csaf encryption expires hiring policy preferred-languages".split()
)
BEGIN, SIGNATURE, END = (
    "-----BEGIN PGP SIGNED MESSAGE-----",
    "-----BEGIN PGP SIGNATURE-----",
    "-----END PGP SIGNATURE-----",
)
URI = re.compile(r"(https://|mailto:|tel:|openpgp4fpr:|dns:|[a-z][a-z0-9+.-]{1,20}:)[^\s<>]+", re.IGNORECASE)
PLACEHOLDER = re.compile(r"%\w+%?|\{\{|\$\{|<[a-z ]+>", re.IGNORECASE)
LARGEST = 32_000
ONCE = ("expires", "preferred-languages")
ADDRESSES = ("acknowledgments", "canonical", "contact", "encryption", "hiring", "policy", "csaf")


def recognises(raw: Raw) -> bool:
    """Every line that is no comment is a field, and Contact or Expires is among them; a README has other lines as well."""
    if len(raw.data) > LARGEST or b"\0" in raw.data or raw.data.lstrip()[:1] in (b"{", b"[", b"<"):
        return False
    lines = [line for _, line in _lines(_split(raw)[0]) if not line.startswith("#")]
    names = {found[1].lower() for line in lines if (found := FIELD.fullmatch(line))}
    return (
        bool(lines)
        and all(map(FIELD.fullmatch, lines))
        and bool(names & {"contact", "expires"})
        and bool(names <= KNOWN)
    )


def read(raw: Raw) -> tuple[SecurityTxt, ...]:
    """One file, with every breach of the standard; raises ResultError where it is none at all."""
    text, signed = _split(raw)
    fields: list[Field] = []
    faults: list[str] = []
    for number, line in _lines(text):
        found = FIELD.fullmatch(line)
        if found:
            fields.append(Field(found[1].lower(), found[2], number))
        elif not line.startswith("#"):
            faults.append(f"line {number} is neither field nor comment")
    if not fields:
        raise ResultError("it holds no field")
    faults += _faults(fields)
    return (SecurityTxt(tuple(fields), _expires(fields), tuple(faults), signed),)


def _faults(fields: list[Field]) -> list[str]:
    faults = [
        f"it has no {name.capitalize()}"
        for name in ("contact", "expires")
        if not any(each.name == name for each in fields)
    ]
    for name in ONCE:
        if sum(each.name == name for each in fields) > 1:
            faults.append(f"{name.capitalize()} stands more than once")
    for each in fields:
        if PLACEHOLDER.search(each.value):
            faults.append(f"line {each.line}: {each.value[:40]!r} is a blank nobody filled in")
        elif each.name in ADDRESSES and not URI.fullmatch(each.value):
            faults.append(f"line {each.line}: {each.name.capitalize()} {each.value[:60]!r} is no URI")
        elif each.name in ADDRESSES and each.value.lower().startswith("http://"):
            faults.append(f"line {each.line}: {each.value[:60]} is not https")
        elif each.name == "expires" and _moment(each.value) is None:
            faults.append(f"line {each.line}: Expires {each.value[:40]!r} is no date with time and zone")
    return faults


def _expires(fields: list[Field]) -> datetime | None:
    moments = [_moment(each.value) for each in fields if each.name == "expires"]
    return min((each for each in moments if each), default=None)


def _moment(text: str) -> datetime | None:
    """As RFC 3339 writes it, in letters of either case."""
    try:
        found = datetime.fromisoformat(text.upper())
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo and "T" in text.upper() else None


def _split(raw: Raw) -> tuple[str, bool]:
    """The text and whether a signature is wrapped around it; lines keep their numbers."""
    text = raw.data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    if not text.lstrip().startswith(BEGIN):
        return text, False
    head, _, rest = text.partition("\n\n")
    body, found, tail = rest.partition(f"\n{SIGNATURE}")
    blank = "\n" * (head.count("\n") + 2)
    plain = re.sub(r"(?m)^- ", "", body)
    return blank + plain, bool(found) and END in tail


def _lines(text: str) -> list[tuple[int, str]]:
    return [(number, line.strip()) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
