"""Records of duties: tables of the repository the profile names, with the day each row was committed, and tables handed over."""

import posixpath
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date

from assay.collect.repository import Repository, Settings
from assay.domain.evidence import Unread
from assay.errors import AssayError
from assay.facts.duty_records import Duty, DutyRecords, Entry, Kept
from assay.facts.evidence import EvidenceItem, EvidenceItems
from assay.facts.history import day
from assay.facts.imported import Source
from assay.facts.profile import Profile
from assay.facts.tree import EntryKind
from assay.formats import duties
from assay.formats.duty_records import LARGEST, DutyTableError, Key, duty_of, entries, key_of, rows

MOST_VERSIONS = 500
"""Of one table, newest first."""
LARGEST_HISTORY = 50_000_000
"""Bytes of all versions of one table."""


def collect(repository: Repository, settings: Settings, items: EvidenceItems, profile: Profile) -> DutyRecords:
    handed = {item: duty_of(item.data, duties.load().values()) for item in items.of("duty_records")}
    return DutyRecords(
        {
            name: _kept(duty, repository, settings.as_of, profile, [item for item, of in handed.items() if of == name])
            for name, duty in duties.load().items()
        }
    )


def _kept(duty: Duty, repository: Repository, as_of: date, profile: Profile, handed: Iterable[EvidenceItem]) -> Kept:
    found: list[Entry] = []
    unread: list[Unread] = []
    if named := profile.records.get(duty.id):
        path = posixpath.normpath(named)
        try:
            data = _read(path, repository)
            entered = _entered(path, duty, repository)
            found += entries(rows(data, duty), duty, as_of, profile.people, path, entered)
        except DutyTableError as fault:
            unread.append(
                Unread(path, f"as records of {duty.title}: {fault}", f"a table like {duty.file} in the guide")
            )
    for item in handed:
        place = Source(item.name, item.sha256, item.taken_on).path
        try:
            found += entries(rows(item.data, duty), duty, as_of, profile.people, place)
        except DutyTableError as fault:
            unread.append(Unread(item.name, str(fault), "a whole table"))
    absent = not found and not unread
    if absent:
        what = f"keep {duty.file}, name it in assay.toml under [records] as {duty.id}, or hand a table over with assay ingest"
        unread.append(Unread(f"records of {duty.title}", "none are kept here and none were handed over", what))
    return Kept(duty, as_of, tuple(found), tuple(unread), absent)


def _read(path: str, repository: Repository) -> bytes:
    entry = repository.tree.by_path.get(path)
    if entry is None:
        raise DutyTableError("there is no such file in this revision")
    if entry.kind in (EntryKind.SYMLINK, EntryKind.SUBMODULE):
        raise DutyTableError("it is a link")
    if (entry.size or 0) > LARGEST:
        raise DutyTableError(f"it is larger than {LARGEST // 1_000_000} MB")
    data = repository.read(path)
    if data is None:
        raise DutyTableError("its content is absent from this clone")
    return data


def _entered(path: str, duty: Duty, repository: Repository) -> Mapping[Key, date]:
    """The day of the commit that first held each row; nothing where the history is cut."""
    if repository.shallow:
        return {}
    found: dict[Key, date] = {}
    try:
        versions = _versions(path, repository)
        kept = _keys(dict.fromkeys(blob for _, blob in versions), duty, repository)
    except AssayError:
        return {}
    for on, blob in versions:
        for key in kept.get(blob, ()):
            found[key] = min(on, found.get(key, on))
    return found


def _keys(blobs: Iterable[str], duty: Duty, repository: Repository) -> Mapping[str, frozenset[Key]]:
    """What each version held, newest first, until enough was read: rows of older ones then count as entered later than they were."""
    found: dict[str, frozenset[Key]] = {}
    budget = LARGEST_HISTORY
    for blob, data in repository.objects.read_many(list(blobs)):
        budget -= len(data or b"")
        if budget < 0:
            break
        with suppress(DutyTableError):
            found[blob] = frozenset(key_of(row.values, duty) for row in rows(data or b"", duty))
    return found


def _versions(path: str, repository: Repository) -> list[tuple[date, str]]:
    """The day and the object of each version of the file, under each name it had."""
    listing = repository.git.run(
        "log", "-z", "--follow", "--raw", "--no-abbrev", f"--max-count={MOST_VERSIONS}", "--format=%x01%ct",
        repository.commit, "--", f":(literal){path}",
    )  # fmt: skip
    found = []
    for record in listing.decode("utf-8", "surrogateescape").split("\1")[1:]:
        head, *fields = [each.strip("\n") for each in record.split("\0") if each.strip("\n")]
        words = next((each for each in fields if each.startswith(":")), "").split()
        if len(words) == 5 and set(words[3]) != {"0"}:
            found.append((day(int(head)), words[3]))
    return found
