"""Commits that changed how the software is built: one walk of the log over paths that are named one by one.

Patterns would make git open every folder of every commit, which takes ten times as long. So the places pipelines start from
are asked for whether they still exist or not, and definitions that may lie anywhere where the revision has them: the
history of a container file that was deleted since is not part of the answer, nor is what lies in set-aside folders.
"""

import re
from typing import NamedTuple

from assay.collect.history.changed_paths import OPTIONS, commits_with_paths
from assay.collect.repository import Repository
from assay.domain.evidence import Unread
from assay.errors import AssayError
from assay.facts.history import BuildDefinitionChanges, CommitPaths
from assay.facts.tree import EntryKind, Tree, set_aside
from assay.store.memory import Memory

KIND = "build-definition-changes"
MOST = 4000
MOST_NAMED = 40
"""With more, comparing every path with every name takes longer than looking at all paths."""
PLACES = (
    ".github/workflows", ".github/actions", ".gitlab-ci.yml", ".gitlab/ci", ".azure-pipelines", "azure-pipelines.yml",
    ".circleci", "Jenkinsfile", "Makefile", "Dockerfile", "ci", "build", ".ci", ".travis.yml",
)  # fmt: skip
"""Files and folders asked for in every repository."""
ANYWHERE = re.compile(r"(Dockerfile|Containerfile).*|.+\.Dockerfile|action\.ya?ml")
NEAR_THE_TOP = re.compile(r"Jenkinsfile.*|\.?azure-pipelines.*\.ya?ml")


class Kept(NamedTuple):
    """What is remembered for a commit: the answer, and for which paths."""

    paths: tuple[str, ...]
    commits: tuple[CommitPaths, ...]


def collect(repository: Repository, tree: Tree, memory: Memory) -> BuildDefinitionChanges:
    """The newest four thousand; nothing is concluded from a clone that lacks commits."""
    if not repository.commit:
        return _cannot("there is no commit", "commit the work")
    if repository.shallow:
        return _cannot("the clone is shallow", "git fetch --unshallow")
    paths = _named(tree)

    def make() -> Kept:
        found = _known_and_newer(repository, paths, memory)
        return Kept(paths, _touching(repository, paths) if found is None else found)

    try:
        kept = memory.remember(KIND, repository.commit, Kept, make)
    except AssayError:
        return _cannot("git could not follow it to its end: commits are absent or damaged", "a full clone")
    return BuildDefinitionChanges(kept.commits, complete=True)


def begin(repository: Repository, memory: Memory) -> None:
    """Let git start, if it will be asked."""
    if repository.commit and not repository.shallow and repository.commit not in memory.keys(KIND):
        paths = _named(repository.tree)
        if _known_and_newer(repository, paths, memory) is None:
            repository.begin(*_walk(paths, repository.commit))


def _cannot(reason: str, would_show: str) -> BuildDefinitionChanges:
    return BuildDefinitionChanges((), complete=False, unread=(Unread("history", reason, would_show),))


def _named(tree: Tree) -> tuple[str, ...]:
    """The places, and the definitions of this revision that lie elsewhere."""
    within = tuple(f"{place}/" for place in PLACES)
    found = [
        entry.path
        for entry in tree.entries
        if (ANYWHERE.fullmatch(entry.name) or (NEAR_THE_TOP.fullmatch(entry.name) and "/" not in entry.folder))
        and entry.kind in (EntryKind.FILE, EntryKind.EXECUTABLE)
        and entry.path not in PLACES
        and not entry.path.startswith(within)
        and not set_aside(entry.path)
    ]
    return (*PLACES, *found)


def _touching(repository: Repository, paths: tuple[str, ...]) -> tuple[CommitPaths, ...]:
    listing = repository.output(*_walk(paths, repository.commit))
    within = tuple(f"{path}/" for path in paths)
    found = []
    for commit, touched in commits_with_paths(listing):
        wanted = tuple(path for path in touched if path in paths or path.startswith(within))
        if wanted or not touched:
            found.append((commit, wanted))
    return tuple(found[:MOST])


def _walk(paths: tuple[str, ...], *span: str) -> tuple[str, ...]:
    if len(paths) > MOST_NAMED:
        return ("log", *OPTIONS, "--no-merges", *span, "--")
    return ("log", *OPTIONS, f"--max-count={MOST}", *span, "--", *(f":(literal){path}" for path in paths))


def _known_and_newer(repository: Repository, paths: tuple[str, ...], memory: Memory) -> tuple[CommitPaths, ...] | None:
    """What is remembered of an earlier commit with what came since, where a whole walk is sure to say the same.

    Git leaves a merge by its first parent if the paths are the same there. So where no merge since, on the way of first
    parents, touched the paths, a whole walk goes that very way and then on as it did from the earlier commit.
    """
    for earlier in memory.keys(KIND):
        kept = memory.recall(KIND, earlier, Kept)
        if not kept or kept.paths != paths or len(paths) > MOST_NAMED or not repository.leads_here(earlier):
            continue
        since = f"{earlier}..{repository.commit}"
        way = repository.git.run("rev-list", "--first-parent", "--parents", since).decode().splitlines()
        newer = tuple(commits_with_paths(repository.git.run(*_walk(paths, "--first-parent", since))))
        if way and way[-1].split()[1] == earlier and not any(commit.is_merge for commit, _ in newer):
            return (*newer, *kept.commits)[:MOST]
    return None
