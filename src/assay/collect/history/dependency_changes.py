"""Commits of the last months that changed what the software depends on: the log tells which, git compares only those."""

from datetime import UTC, datetime, time, timedelta
from functools import partial

from assay.collect.repository import Repository, Settings, decode
from assay.domain.evidence import Unread
from assay.errors import AssayError
from assay.facts.ecosystems import ECOSYSTEMS
from assay.facts.history import CommitPaths, DependencyChanges, History
from assay.formats.own_version import is_compared, only_own_version
from assay.store.memory import Memory

Changed = dict[str, tuple[str, str]]
"""Path → (object before, object after)."""
KIND = "dependency-changes"
LOOKED_BACK = timedelta(days=200)
MOST = 20_000
"""Commits compared; of more, the newest."""
NAMES = frozenset(
    """package.json pyproject.toml go.mod Cargo.toml Gemfile composer.json pom.xml build.gradle build.gradle.kts
    libs.versions.toml Directory.Packages.props""".split()
) | {name for ecosystem in ECOSYSTEMS.values() for name in ecosystem.locks}


def collect(repository: Repository, history: History, settings: Settings, memory: Memory) -> DependencyChanges:
    """Merges are left out: what they bring in was changed by other commits. Names count wherever they are."""
    since = settings.as_of - LOOKED_BACK
    first_second = datetime.combine(since, time(), UTC).timestamp()
    recent = [commit for commit in history.commits if commit.committed_at >= first_second and not commit.is_merge]
    recent = recent[:MOST]
    try:
        touched = _remembered_and_compared(repository, [commit.oid for commit in recent], memory)
    except AssayError:
        unread = Unread("history", "git could not compare the commits: objects are absent or damaged", "a full clone")
        return DependencyChanges((), since, (*history.unread, unread))
    found: list[CommitPaths] = []
    for commit in recent:
        changed = touched[commit.oid]
        if changed and not _is_release_only(repository, changed):
            found.append((commit, tuple(changed)))
    return DependencyChanges(tuple(found), since, history.unread)


def _remembered_and_compared(repository: Repository, commits: list[str], memory: Memory) -> dict[str, Changed]:
    """Of each commit what is about dependencies. In a cut clone nothing is kept: there its last commit seems to add all files."""
    keeping = Memory() if repository.shallow else memory
    unknown = keeping.unknown(KIND, commits)
    touched = {commit: Changed() for commit in unknown} | _touched(repository, unknown)

    def compared(commit: str) -> Changed:
        """Compared now where what was kept turns out to be damaged."""
        paths = touched[commit] if commit in touched else _touched(repository, [commit]).get(commit, {})
        return {path: oids for path, oids in paths.items() if _is_about_dependencies(path)}

    return {commit: keeping.remember(KIND, commit, Changed, partial(compared, commit)) for commit in commits}


def _touched(repository: Repository, commits: list[str]) -> dict[str, Changed]:
    """Commit → what it changed."""
    if not commits:
        return {}
    options = ("--stdin", "--root", "-r", "-z", "--raw", "--no-renames")
    listing = repository.git.run("diff-tree", *options, given="\n".join([*commits, ""]).encode())
    found: dict[str, Changed] = {}
    paths: Changed = {}
    tokens = iter(listing.decode("utf-8", "surrogateescape").split("\0"))
    for token in tokens:
        if token.startswith(":"):
            before, after = token.split()[2:4]
            paths[next(tokens, "")] = (before, after)
        else:
            paths = found.setdefault(token, {})
    return found


def _is_release_only(repository: Repository, changed: Changed) -> bool:
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
