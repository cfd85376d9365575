"""Every lock file of the revision, compared with the manifest beside it."""

from dataclasses import replace
from functools import partial

from assay.collect.repository import Repository
from assay.domain.evidence import Unread
from assay.facts.ecosystems import ECOSYSTEMS
from assay.facts.lock_files import LockFile, LockFiles
from assay.facts.profile import Profile
from assay.facts.roots import from_declared
from assay.facts.tree import EntryKind, Tree, set_aside
from assay.formats import lock_files, lock_sync, manifests
from assay.formats.lock_files.needed_for import built
from assay.store.memory import Memory

LARGEST = 40_000_000
MOST = 400
KIND = "lock-files-4"
"""Goes up with every change of what is read, so that older results are forgotten."""
OF_THE_PIPELINE = (".github/", ".gitlab/", ".circleci/")
"""What stands there is pinned for the pipeline's own scripts, not for the product."""
MANIFEST = {
    "npm": "package.json", "yarn": "package.json", "pnpm": "package.json", "poetry": "pyproject.toml", "uv": "pyproject.toml", "pdm": "pyproject.toml",
    "pipenv": "Pipfile", "cargo": "Cargo.toml", "composer": "composer.json", "go": "go.mod", "bundler": "Gemfile",
}  # fmt: skip


def collect(repository: Repository, tree: Tree, memory: Memory, profile: Profile) -> LockFiles:
    """Broken locks are unread; those in set-aside folders are counted only."""
    locks: list[LockFile] = []
    unread: list[Unread] = []
    aside = 0
    for entry in tree.entries:
        binary = lock_files.BINARY_NAMES.get(entry.name, "")
        if entry.kind is not EntryKind.FILE or not (binary or lock_files.is_lock_name(entry.name)):
            continue
        if set_aside(from_declared(entry.path, profile.roots)) or entry.path.startswith(OF_THE_PIPELINE):
            aside += 1
            continue
        if len(locks) >= MOST:
            unread.append(
                Unread("lock files", f"there are more than {MOST}", "declare the roots that ship in assay.toml")
            )
            break
        if binary:
            unread.append(Unread(entry.path, "only its own tool reads this binary form of lock", binary))
            continue
        if (entry.size or 0) > LARGEST:
            unread.append(Unread(entry.path, "it is larger than 40 MB", "split the workspace"))
            continue
        beside = f"{entry.folder}/{_manifest_name(entry.name)}".lstrip("/")
        beside_entry = tree.by_path.get(beside)
        key = f"{entry.oid}:{beside_entry.oid if beside_entry else ''}:{entry.path}"
        try:
            locks += memory.remember(KIND, key, tuple[LockFile, ...], partial(_read, repository, entry.path, beside))
        except lock_files.LockError as error:
            unread.append(Unread(entry.path, str(error), "regenerate the lock"))
    return LockFiles(tuple(locks), aside, tuple(unread))


def _read(repository: Repository, path: str, beside: str) -> tuple[LockFile, ...]:
    text = repository.text(path, LARGEST)
    if text is None or not text.strip():
        return ()
    lock = lock_files.read(path, text)
    other = repository.text(beside) if lock and beside else None
    if lock is None:
        return ()
    if other is None:
        return (lock,)
    if lock.ecosystem == "go":
        lock = replace(lock, packages=tuple(built(lock.packages, other)))
    try:
        manifest = manifests.read(beside, other)
    except manifests.ManifestError:
        return (lock,)
    return (lock_sync.compare(lock, text, manifest, other) if manifest and not manifest.workspace_members else lock,)


def _manifest_name(lock_name: str) -> str:
    for ecosystem, manifest in MANIFEST.items():
        if lock_name in ECOSYSTEMS[ecosystem].locks:
            return manifest
    return ""
