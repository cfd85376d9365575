"""Lists of checksums, as sha256sum, shasum and the BSD tools write them."""

import re

from assay.facts.signed_files import Checksum
from assay.formats.results.raw import Raw, ResultError

TITLE = "checksums"
PLAIN = re.compile(r"\\?([0-9a-fA-F]{64}|[0-9a-fA-F]{96}|[0-9a-fA-F]{128})(?:  | \*| )(\S.*)")
TAGGED = re.compile(r"(SHA-?(?:2-)?(256|384|512)) ?\((.+)\) ?= ?([0-9a-fA-F]{64,128})", re.IGNORECASE)
BY_LENGTH = {64: "sha256", 96: "sha384", 128: "sha512"}
MOST = 100_000


def recognises(raw: Raw) -> bool:
    """Every line that is no comment is a digest with a name."""
    if not _may_be(raw.data[:4096]) or raw.data.count(b"\n") > MOST:
        return False
    lines = _lines(raw)
    return bool(lines) and all(_entry(line) for line in lines)


def read(raw: Raw) -> tuple[Checksum, ...]:
    """Raises ResultError for a line that is none, and for one name with two digests of a kind."""
    found: dict[tuple[str, str], Checksum] = {}
    for number, line in enumerate(_lines(raw), 1):
        entry = _entry(line)
        if entry is None:
            raise ResultError(f"line {number}: it is no digest with a name")
        known = found.setdefault((entry.file, entry.algorithm), entry)
        if known != entry:
            raise ResultError(f"line {number}: {entry.file[:80]} has another digest above")
    return tuple(found.values())


def _may_be(start: bytes) -> bool:
    return b"\0" not in start and b"SIGNATURE" not in start


def _lines(raw: Raw) -> list[str]:
    text = raw.data.decode("utf-8", "replace")
    if text.count("\n") > MOST:
        raise ResultError(f"it holds more than {MOST:,} lines")
    return [line.rstrip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _entry(line: str) -> Checksum | None:
    if found := PLAIN.fullmatch(line):
        return Checksum(BY_LENGTH[len(found[1])], found[1].lower(), _named(found[2]))
    if found := TAGGED.fullmatch(line):
        return (
            Checksum(f"sha{found[2]}", found[4].lower(), _named(found[3]))
            if len(found[4]) == int(found[2]) // 4
            else None
        )
    return None


def _named(name: str) -> str:
    """As written from the folder it was made in."""
    return name.strip().replace("\\", "/").removeprefix("./")
