"""Follows the pages that give ends of support back through their history."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from assay.collect.repository import Repository
from assay.domain.evidence import Unread
from assay.errors import AssayError
from assay.facts.documents import Document, Documents
from assay.facts.history import day
from assay.facts.profile import Profile
from assay.facts.roots import Roots
from assay.facts.support_history import Announcement, SupportHistory
from assay.facts.tags import Tags
from assay.formats.documents import DocumentError, read
from assay.formats.product import Product, Version, product
from assay.formats.statements import has_reader
from assay.formats.support import SupportedLine, lines, places
from assay.store.memory import Memory

KIND = "pages-1"
MOST_PAGES = 5
MOST_VERSIONS = 600
LARGEST = 2_000_000
TELLING = re.compile(r"^.*(?:20\d\d|\|).*$", re.MULTILINE)
"""A page whose lines with a year or a cell are unchanged gives the same ends: it is not read again."""
ABOUT_THE_SAME = 31
"""Days by which an end may have been put more exactly since: a month first, then its day."""


@dataclass(frozen=True, slots=True)
class PageVersion:
    """A page as one commit left it."""

    commit: str
    on: date
    path: str
    blob: str


Reading = tuple[PageVersion, tuple[SupportedLine, ...]]


def collect(
    repository: Repository, documents: Documents, tags: Tags, roots: Roots, profile: Profile, memory: Memory
) -> SupportHistory:
    """At most five pages, and six hundred versions of each; renamed pages are followed."""
    about = product(documents, roots, profile, tags)
    readings = [(each, lines(each, about)) for each in places(documents) if has_reader(each)]
    pages = [(document, now) for document, now in readings if any(line.ends_on for line in now)]
    unread: list[Unread] = []
    if pages and repository.shallow:
        unread.append(Unread("history", "the clone is shallow", "git fetch --unshallow"))
    if len(pages) > MOST_PAGES:
        unread.append(Unread("history", f"{len(pages)} pages give ends of support; {MOST_PAGES} were followed", "one page"))  # fmt: skip
    announced: dict[Version, Announcement] = {}
    undated: set[Version] = set()
    for document, now in pages[:MOST_PAGES]:
        undated |= {line.line for line in now if line.listed and not line.ends_on and not line.below}
        try:
            versions = _versions(repository, document.path)
        except AssayError:
            unread.append(Unread(document.path, "its history cannot be read in this clone", "a full clone"))
            continue
        if len(versions) > MOST_VERSIONS:
            unread.append(Unread(document.path, f"its history is longer than {MOST_VERSIONS} versions", "nothing"))
            continue
        for each in _announcements(_readings(repository, versions, about, memory), versions[-1].path, about, now):
            known = announced.get(each.line)
            if known is None or (each.announced_on, each.path) < (known.announced_on, known.path):
                announced[each.line] = each
    dated = tuple(announced[line] for line in sorted(announced))
    return SupportHistory(dated, tuple(sorted(undated - set(announced))), about.is_by_calendar, tuple(unread))


def _announcements(
    readings: Iterable[Reading], path: str, about: Product, now: Sequence[SupportedLine]
) -> Iterator[Announcement]:
    given: dict[Version, list[tuple[PageVersion, date]]] = {}
    seen: dict[Version, PageVersion] = {}
    first_dates: PageVersion | None = None
    for version, found in readings:
        for each in found:
            seen.setdefault(each.line, version)
        for line, each in _latest(found).items():
            first_dates = first_dates or version
            given.setdefault(line, []).append((version, each.ends_on or date.max))
    places_now = {line: each.at_line for line, each in _latest(now).items()}
    for line, stated in given.items():
        if line not in places_now and not about.has_release(line):
            continue
        ends_on = stated[-1][1]
        first = next(version for version, end in stated if (end - ends_on).days <= ABOUT_THE_SAME)
        was_listed = seen[line] is not first
        told_in_time = first.on <= ends_on
        yield Announcement(
            line, ends_on, first.on, first.commit, path, places_now.get(line),
            is_first_word=first is not first_dates and (was_listed or told_in_time),
        )  # fmt: skip


def _latest(found: Sequence[SupportedLine]) -> dict[Version, SupportedLine]:
    """Each dated line once, with its latest end where the page gives several."""
    dated = [each for each in found if each.ends_on and not each.below]
    return {each.line: each for each in sorted(dated, key=lambda each: str(each.ends_on))}


def _readings(
    repository: Repository, versions: Sequence[PageVersion], about: Product, memory: Memory
) -> Iterator[Reading]:
    """Each version with what it says, oldest first."""
    told: tuple[str, ...] | None = None
    found: tuple[SupportedLine, ...] = ()
    by_blob = dict(repository.objects.read_many(list(dict.fromkeys(version.blob for version in versions))))
    for version in versions:
        data = (by_blob.get(version.blob) or b"")[:LARGEST]
        telling = tuple(TELLING.findall(data.decode("utf-8", "replace")))
        if telling != told:
            told, found = telling, _lines(version, data, about, memory)
        yield version, found


def _lines(version: PageVersion, data: bytes, about: Product, memory: Memory) -> tuple[SupportedLine, ...]:
    make = partial(read, version.path, data, version.blob)
    try:
        return lines(memory.remember(KIND, f"{version.blob}:{version.path}", Document, make), about)
    except DocumentError:
        return ()


def _versions(repository: Repository, path: str) -> list[PageVersion]:
    """Every version of the page, oldest first."""
    listing = repository.git.run(
        "log", "-z", "--follow", "--raw", "--no-abbrev", "--format=%x01%H %ct", repository.commit, "--", path
    )
    found = []
    for record in listing.decode("utf-8", "surrogateescape").split("\1")[1:]:
        head, *fields = [each.strip("\n") for each in record.split("\0") if each.strip("\n")]
        change = next((each for each in fields if each.startswith(":")), "")
        commit, _, seconds = head.partition(" ")
        words = change.split()
        if len(words) == 5 and set(words[3]) != {"0"}:
            found.append(PageVersion(commit, day(int(seconds)), fields[-1], words[3]))
    return found[::-1]
