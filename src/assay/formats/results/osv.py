"""OSV records (schema 1.x): one, a list, or a zip archive of them, as the databases publish it."""

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from assay.facts.advisory_feeds import Advisory, AdvisoryFeed, Affected
from assay.formats import purls, severities
from assay.formats.results.raw import Raw, ResultError, listed, mapped, texts

TITLE = "OSV advisories"
TYPES = {
    "npm": "npm", "PyPI": "pypi", "Go": "golang", "crates.io": "cargo", "RubyGems": "gem", "Packagist": "composer", "NuGet": "nuget",
    "Maven": "maven", "Hex": "hex", "Pub": "pub", "SwiftURL": "swift",
}  # fmt: skip
"""Ecosystem of the schema → type of package URL."""
MALICIOUS = "MAL-"
NOTICES = frozenset({"unmaintained", "notice", "unsound"})
HOME = re.compile(r"https://github\.com/([\w.-]{1,100}/[\w.-]{1,100})/security/advisories/GHSA-")
A_FEED = 20
"""Records about a package type from which on a file can pass for its feed: one advisory clears nothing but itself."""
EARLIEST = date(1990, 1, 1)
LARGEST_RECORD, LARGEST_TOTAL, MOST = 5_000_000, 600_000_000, 400_000


def recognises(raw: Raw) -> bool:
    """A record with its id and what it affects; or a zip that holds such records."""
    if raw.data[:4] == b"PK\x03\x04":
        try:
            return _is_record(next(_archived(raw.data)))
        except (StopIteration, ResultError):
            return False
    if isinstance(raw.json, list):
        return bool(raw.json) and _is_record(raw.json[0])
    return _is_record(raw.json)


def read(raw: Raw) -> tuple[AdvisoryFeed, ...]:
    """One feed. Raises ResultError where it holds no record; records that break the schema are left out one by one."""
    if raw.data[:4] == b"PK\x03\x04":
        records: Iterator[Any] = _archived(raw.data)
    else:
        records = iter(raw.json if isinstance(raw.json, list) else [raw.json])
    advisories: list[Advisory] = []
    days: list[date | None] = []
    types: Counter[str] = Counter()
    count = 0
    for each in records:
        if not _is_record(each):
            continue
        count += 1
        days.append(day(each.get("modified")))
        types.update({TYPES.get(_ecosystem(affected), "") for affected in listed(each["affected"])})
        if not each.get("withdrawn") and not _is_notice(each):
            advisories.append(_advisory(each))
    if not count:
        raise ResultError("it holds no record with an id and what it affects")
    whole = frozenset(kind for kind, number in types.items() if kind and number >= A_FEED)
    return (AdvisoryFeed(whole, tuple(advisories), max((each for each in days if each), default=None)),)


def _is_record(value: Any) -> bool:
    return isinstance(value, dict) and bool(texts(value.get("id"))) and isinstance(value.get("affected"), list)


def _archived(data: bytes) -> Iterator[Any]:
    """The JSON files of an archive, each and all of bounded size."""
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [each for each in archive.infolist() if each.filename.endswith(".json")]
            if len(members) > MOST:
                raise ResultError(f"it holds more than {MOST:,} files")
            for member in members:
                total += member.file_size
                if member.file_size > LARGEST_RECORD or total > LARGEST_TOTAL:
                    raise ResultError(f"{member.filename[:80]}: it unfolds into more than any record needs")
                with archive.open(member) as opened:
                    content = opened.read(LARGEST_RECORD + 1)
                try:
                    yield msgspec.json.decode(content)
                except (msgspec.DecodeError, RecursionError):
                    continue
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as fault:
        raise ResultError(f"the archive is damaged or locked ({fault})") from None


def _ecosystem(affected: Any) -> str:
    """Without the suffix some carry, such as the address of a registry."""
    return texts(mapped(mapped(affected).get("package")).get("ecosystem")).partition(":")[0]


def _is_notice(record: dict[str, Any]) -> bool:
    return any(
        texts(mapped(mapped(each).get("database_specific")).get("informational")) in NOTICES
        for each in listed(record["affected"])
    )


def _advisory(record: dict[str, Any]) -> Advisory:
    return Advisory(
        id=texts(record["id"]),
        aliases=frozenset(texts(each) for key in ("aliases", "upstream") for each in listed(record.get(key))) - {""},
        severity=severity(record),
        published_on=day(record.get("published")),
        affected=tuple(found for each in listed(record["affected"]) if (found := _affected(mapped(each)))),
        malicious=texts(record["id"]).startswith(MALICIOUS),
        homes=frozenset(
            home[1].lower()
            for each in map(mapped, listed(record.get("references")))
            if (home := HOME.match(texts(each.get("url"))))
        ),
    )


def severity(record: dict[str, Any]) -> str:
    """By the word of the database, else by the worst vector of the record or of a package in it."""
    word = severities.of_word(texts(mapped(record.get("database_specific")).get("severity")))
    given = [
        *listed(record.get("severity")),
        *(one for each in listed(record.get("affected")) for one in listed(mapped(each).get("severity"))),
    ]
    return word or severities.worst(*(severities.of_vector(texts(mapped(each).get("score"))) for each in given))


def _affected(said: dict[str, Any]) -> Affected | None:
    kind = TYPES.get(_ecosystem(said), "")
    name = texts(mapped(said.get("package")).get("name"))
    if not kind or not name:
        return None
    ranges = []
    for each in map(mapped, listed(said.get("ranges"))):
        if each.get("type") in ("SEMVER", "ECOSYSTEM"):
            events = tuple(
                (what, texts(version))
                for event in map(mapped, listed(each.get("events")))
                for what, version in event.items()
                if what in ("introduced", "fixed", "last_affected") and isinstance(version, str)
            )
            ranges.append(events)
    versions = frozenset(texts(each) for each in listed(said.get("versions"))) - {""}
    named = purls.name_in(kind, name.replace(":", "/", 1) if kind == "maven" else name)
    inside = listed(mapped(said.get("ecosystem_specific")).get("imports")) if kind == "golang" else []
    parts = tuple(path for each in inside if (path := texts(mapped(each).get("path"))))
    return Affected(named, versions, tuple(ranges), () if name in parts else parts)


def day(stamp: Any) -> date | None:
    """The day of a stamp; some records carry the year 1, which tells nothing."""
    try:
        found = date.fromisoformat(texts(stamp)[:10])
    except ValueError:
        return None
    return found if found > EARLIEST else None
