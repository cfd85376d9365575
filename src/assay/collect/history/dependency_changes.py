"""Commits of the last months that changed what the software depends on: the log tells which, git compares only those."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

from assay.collect.repository import Repository, Settings, decode
from assay.domain.evidence import Unread
from assay.errors import AssayError
from assay.facts.ecosystems import ECOSYSTEMS
from assay.facts.history import CommitPaths, DependencyChanges, History
from assay.formats.own_version import is_compared, only_own_version

LOOKED_BACK = timedelta(days=200)
MOST = 20_000
"""Commits compared; of more, the newest."""
NAMES = frozenset(
    """package.json pyproject.toml go.mod Cargo.toml Gemfile composer.json pom.xml build.gradle build.gradle.kts
    libs.versions.toml Directory.Packages.props""".split()
) | {name for ecosystem in ECOSYSTEMS.values() for name in ecosystem.locks}


def collect(repository: Repository, history: History, settings: Settings) -> DependencyChanges:
    """Merges are left out: what they bring in was changed by other commits. Names count wherever they are."""
    since = settings.as_of - LOOKED_BACK
    first_second = datetime.combine(since, time(), UTC).timestamp()
    recent = [commit for commit in history.commits if commit.committed_at >= first_second and not commit.is_merge]
    recent = recent[:MOST]
    try:
        touched = _touched(repository, [commit.oid for commit in recent])
    except AssayError:
        unread = Unread("history", "git could not compare the commits: objects are absent or damaged", "a full clone")
        return DependencyChanges((), since, (*history.unread, unread))
    found: list[CommitPaths] = []
    for commit in recent:
        changed = {path: oids for path, oids in touched.get(commit.oid, {}).items() if _is_about_dependencies(path)}
        if changed and not _is_release_only(repository, changed):
            found.append((commit, tuple(changed)))
    return DependencyChanges(tuple(found), since, history.unread)


def _touched(repository: Repository, commits: list[str]) -> dict[str, dict[str, tuple[str, str]]]:
    """Commit → path → (object before, object after)."""
    if not commits:
        return {}
    options = ("--stdin", "--root", "-r", "-z", "--raw", "--no-renames")
    listing = repository.git.run("diff-tree", *options, given="\n".join([*commits, ""]).encode())
    found: dict[str, dict[str, tuple[str, str]]] = {}
    paths: dict[str, tuple[str, str]] = {}
    tokens = iter(listing.decode("utf-8", "surrogateescape").split("\0"))
    for token in tokens:
        if token.startswith(":"):
            before, after = token.split()[2:4]
            paths[next(tokens, "")] = (before, after)
        else:
            paths = found.setdefault(token, {})
    return found


def _is_release_only(repository: Repository, changed: Mapping[str, tuple[str, str]]) -> bool:
    """Whether manifests moved their own version and nothing else; the locks beside them repeat that version."""
    manifests = [path for path in changed if is_compared(path)]
    folders = {path.rpartition("/")[0] for path in manifests}
    beside = all(path in manifests or path.rpartition("/")[0] in folders for path in changed)
    return (
        bool(manifests) and beside and all(_moves_own_version(repository, path, *changed[path]) for path in manifests)
    )


def _moves_own_version(repository: Repository, path: str, before: str, after: str) -> bool:
    old, new = repository.objects.read(before), repository.objects.read(after)
    return old is not None and new is not None and only_own_version(path, decode(old), decode(new))


def _is_about_dependencies(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name in NAMES or name.endswith(".csproj") or (name.startswith("requirements") and name.endswith(".txt"))
