"""Reads what an OpenPGP public key (RFC 9580, and RFC 4880 before it) says of itself: fingerprint, users, and when it ends."""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from assay.facts.offered_keys import OpenPgpKey

BEGIN = "-----BEGIN PGP PUBLIC KEY BLOCK-----"
BLOCK = re.compile(rf"{BEGIN}\s*\n(.*?)-----END PGP PUBLIC KEY BLOCK-----", re.DOTALL)
HEADER = re.compile(r"[A-Za-z-]{2,30}: ")
KEY, SUBKEY, USER, SIGNATURE = 6, 14, 13, 2
OF_KEY, OF_SUBKEY, REVOKES = frozenset({0x10, 0x11, 0x12, 0x13, 0x1F}), 0x18, 0x20
MADE, EXPIRES, ISSUER, FLAGS, ISSUER_FINGERPRINT = 2, 9, 16, 27, 33
ENCRYPTS = 0x0C
MOST_PACKETS = 20_000
MOST_USERS = 20


class OpenPgpKeyError(ValueError):
    """It is no public key that can be read."""


@dataclass
class _Part:
    """The key itself or a subkey, with what the newest signature of the key's own says of it."""

    fingerprint: str
    made: int
    primary: bool
    said_at: int = -1
    lasts: int = 0
    flags: int | None = None

    @property
    def end(self) -> date | None:
        return _day(self.made) + timedelta(seconds=self.lasts) if self.lasts else None


@dataclass
class _Reading:
    parts: list[_Part] = field(default_factory=list)
    users: list[str] = field(default_factory=list)
    revoked: bool = False


def keys(data: bytes) -> tuple[OpenPgpKey, ...]:
    """The keys of an armoured text or of bytes. Raises OpenPgpKeyError where there is none."""
    text = data.decode("utf-8", "replace") if BEGIN.encode() in data else ""
    blocks = [_unarmoured(each) for each in BLOCK.findall(text.replace("\r\n", "\n"))] if text else [data]
    found = [key for block in blocks for key in _keys(block)]
    if not found:
        raise OpenPgpKeyError("it holds no public key of version 4 or 6")
    return tuple(found)


def _unarmoured(body: str) -> bytes:
    lines = [line.strip() for line in body.splitlines()]
    wanted = [line for line in lines if line and not HEADER.match(line) and not line.startswith("=")]
    try:
        return base64.b64decode("".join(wanted), validate=True)
    except (binascii.Error, ValueError):
        raise OpenPgpKeyError("its armour is damaged") from None


def _keys(data: bytes) -> Iterator[OpenPgpKey]:
    reading = _Reading()
    for number, (tag, body) in enumerate(_packets(data)):
        if number >= MOST_PACKETS:
            raise OpenPgpKeyError("it has more packets than any key needs")
        if tag == KEY:
            yield from _made(reading)
            reading = _Reading()
        if tag in (KEY, SUBKEY) and (part := _part(body, primary=tag == KEY)):
            reading.parts.append(part)
        elif tag == USER and len(reading.users) < MOST_USERS:
            reading.users.append(body.decode("utf-8", "replace")[:200])
        elif tag == SIGNATURE and reading.parts:
            _hear(reading, body)
    yield from _made(reading)


def _made(reading: _Reading) -> Iterator[OpenPgpKey]:
    if not reading.parts or not reading.parts[0].primary:
        return
    first, *others = reading.parts
    encrypting = (
        [each for each in reading.parts if each.flags is not None and each.flags & ENCRYPTS] or others or [first]
    )
    ends = [each.end for each in encrypting]
    usable = None if None in ends else max(end for end in ends if end)
    if first.end and (usable is None or first.end < usable):
        usable = first.end
    yield OpenPgpKey(first.fingerprint, _day(first.made), first.end, usable, reading.revoked, tuple(reading.users))


def _packets(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(tag, body); streams of unknown length do not occur in keys and end the reading."""
    at = 0
    while at < len(data):
        head = data[at]
        if not head & 0x80:
            raise OpenPgpKeyError("it is no OpenPGP data")
        try:
            if head & 0x40:
                tag, (length, at) = head & 0x3F, _length(data, at + 1)
            else:
                tag, width = head >> 2 & 0x0F, 1 << (head & 3)
                if width == 8:
                    raise OpenPgpKeyError("a packet of unknown length")
                length, at = int.from_bytes(data[at + 1 : at + 1 + width], "big"), at + 1 + width
        except IndexError:
            raise OpenPgpKeyError("it is cut off") from None
        if at + length > len(data):
            raise OpenPgpKeyError("it is cut off")
        yield tag, data[at : at + length]
        at += length


def _length(data: bytes, at: int) -> tuple[int, int]:
    """A length of one, two or five bytes, and where it ends."""
    first = data[at]
    if first < 192:
        return first, at + 1
    if first < 224:
        return (first - 192 << 8) + data[at + 1] + 192, at + 2
    if first < 255:
        raise OpenPgpKeyError("a packet in parts")
    return int.from_bytes(data[at + 1 : at + 5], "big"), at + 5


def _part(body: bytes, *, primary: bool) -> _Part | None:
    if len(body) < 6 or body[0] not in (4, 6):
        return None
    if body[0] == 4:
        fingerprint = hashlib.sha1(b"\x99" + len(body).to_bytes(2, "big") + body, usedforsecurity=False).hexdigest()
    else:
        fingerprint = hashlib.sha256(b"\x9b" + len(body).to_bytes(4, "big") + body).hexdigest()
    return _Part(fingerprint.upper(), int.from_bytes(body[1:5], "big"), primary)


def _hear(reading: _Reading, body: bytes) -> None:
    """What a signature of the key's own says; those of others vouch for names and set no end."""
    if len(body) < 6 or body[0] not in (4, 6):
        return
    kind, width = body[1], 2 if body[0] == 4 else 4
    size = int.from_bytes(body[4 : 4 + width], "big")
    start = 4 + width
    hashed = dict(_said(body[start : start + size]))
    after = start + size
    rest = int.from_bytes(body[after : after + width], "big")
    loose = dict(_said(body[after + width : after + width + rest]))
    first = reading.parts[0]
    signer = hashed.get(ISSUER_FINGERPRINT, b"")[1:].hex().upper() or (hashed | loose).get(ISSUER, b"").hex().upper()
    if signer and not (first.fingerprint == signer or first.fingerprint.endswith(signer)):
        return
    reading.revoked = reading.revoked or kind == REVOKES
    about = first if kind in OF_KEY else reading.parts[-1] if kind == OF_SUBKEY else None
    made = int.from_bytes(hashed.get(MADE, b""), "big")
    if about and made >= about.said_at:
        about.said_at, about.lasts = made, int.from_bytes(hashed.get(EXPIRES, b""), "big")
        about.flags = hashed[FLAGS][0] if hashed.get(FLAGS) else about.flags


def _said(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(type, value) of the subpackets; a damaged one ends them."""
    at = 0
    while at < len(data):
        try:
            length, at = _length(data, at)
        except (IndexError, OpenPgpKeyError):
            return
        if not length or at + length > len(data):
            return
        yield data[at] & 0x7F, data[at + 1 : at + length]
        at += length


def _day(seconds: int) -> date:
    return datetime.fromtimestamp(seconds, UTC).date()
