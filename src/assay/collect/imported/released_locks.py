"""What the newest releases pinned: the same lock files, read at their tags."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from assay.collect.repository import Repository, Settings, decode
from assay.domain.evidence import Unread
from assay.errors import AssayError
from assay.facts.advisory_feeds import AdvisoryFeeds
from assay.facts.history import day
from assay.facts.lock_files import LockFiles, Pinned
from assay.facts.released_locks import Changed, ReleasedLocks, ReleasedPackages
from assay.facts.tags import Tag, Tags
from assay.formats import lock_files
from assay.formats.lock_files.needed_for import built
from assay.formats.matching import pinned

WINDOW_DAYS = 731
MOST_RELEASES, MOST_COMMITS, MOST_LOCKS = 30, 300, 20
LARGEST = 40_000_000


def collect(
    repository: Repository, settings: Settings, tags: Tags, locks: LockFiles, feeds: AdvisoryFeeds
) -> ReleasedLocks:
    """Nothing without a feed: reading thirty releases takes time that only advisories make worthwhile."""
    if not feeds.feeds:
        return ReleasedLocks(unread=feeds.unread)
    paths = list(dict.fromkeys(lock.path for lock in locks.locks))[:MOST_LOCKS]
    read = _Reader(repository)
    recent = [
        tag for tag in tags.releases if tag.tagged_on and 0 <= (settings.as_of - tag.tagged_on).days <= WINDOW_DAYS
    ]
    releases = [_release(tag, tag.tagged_on, paths, read) for tag in recent[:MOST_RELEASES] if tag.tagged_on]
    unread: tuple[Unread, ...] = ()
    if len(recent) > MOST_RELEASES:
        unread = (
            Unread(
                "older releases",
                f"of {len(recent)} in two years the newest {MOST_RELEASES} were read",
                "nothing: newer ones decide",
            ),
        )
    changed = tuple(_changed(repository, releases[0], paths, read)) if releases else ()
    return ReleasedLocks(tuple(releases), changed, unread)


class _Reader:
    """Reads a lock at a commit; the same content once."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._known: dict[tuple[str, str, str], tuple[Pinned, ...]] = {}

    def __call__(self, commit: str, path: str) -> tuple[Pinned, ...]:
        oid = self._at(commit, path)
        beside = self._at(commit, f"{path.removesuffix('go.sum')}go.mod") if path.endswith("go.sum") else ""
        if oid and (oid, beside, path) not in self._known:
            self._known[oid, beside, path] = self._read(oid, beside, path)
        return self._known.get((oid, beside, path), ())

    def _at(self, commit: str, path: str) -> str:
        """The object at this path; empty where there is none."""
        try:
            return self._repository.git.run("rev-parse", "--verify", "--quiet", f"{commit}:{path}").decode().strip()
        except AssayError:
            return ""

    def _read(self, oid: str, beside: str, path: str) -> tuple[Pinned, ...]:
        data = self._repository.objects.read(oid)
        if data is None or len(data) > LARGEST:
            return ()
        try:
            lock = lock_files.read(path, decode(data))
        except lock_files.LockError:
            return ()
        if lock and beside:
            go_mod = decode(self._repository.objects.read(beside) or b"")
            lock = replace(lock, packages=tuple(built(lock.packages, go_mod)))
        return pinned([lock]) if lock else ()


def _release(tag: Tag, released_on: date, paths: list[str], read: _Reader) -> ReleasedPackages:
    packages = tuple(each for path in paths for each in read(tag.commit, path))
    return ReleasedPackages(tag.name, tag.commit, released_on, packages)


def _changed(repository: Repository, release: ReleasedPackages, paths: list[str], read: _Reader) -> Iterator[Changed]:
    """For each package of the release that the source now pins otherwise: the first commit since that did so to the end."""
    for path in paths:
        then = _versions(read(release.commit, path))
        now = _versions(read(repository.commit, path))
        waiting = {name for name in then if name in now and not then[name] & now[name]}
        if not waiting:
            continue
        commits = _commits(repository, release.commit, path)
        since = dict.fromkeys(waiting, commits[0]) if commits else {}
        for commit, on in commits[1:]:
            there = _versions(read(commit, path))
            for name in [each for each in waiting if there.get(each, frozenset()) & then[each]]:
                waiting.discard(name)
            for name in waiting:
                since[name] = (commit, on)
        for name, (commit, on) in sorted(since.items()):
            yield Changed(name, ", ".join(sorted(then[name])), ", ".join(sorted(now[name])), on, commit, path)


def _commits(repository: Repository, released: str, path: str) -> list[tuple[str, date]]:
    """Commits since the release that touched the lock, newest first."""
    span = f"{released}..{repository.commit}"
    listing = repository.git.run(
        "log", "--format=%H %ct", f"--max-count={MOST_COMMITS}", span, "--", f":(literal){path}"
    )
    pairs = [line.split() for line in listing.decode().splitlines()]
    return [(commit, day(int(stamp))) for commit, stamp in pairs]


def _versions(packages: tuple[Pinned, ...]) -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for name, version, *_ in packages:
        found[name] = found.get(name, frozenset()) | {version}
    return found
