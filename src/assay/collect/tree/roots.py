"""Manifests, and the application and library roots they make (judgement rules, 4.2)."""

from collections import Counter
from collections.abc import Mapping

from assay.collect.repository import Repository
from assay.domain.evidence import Unread
from assay.facts.ci import CiPipelines
from assay.facts.containers import Containers
from assay.facts.ecosystems import ECOSYSTEMS
from assay.facts.lock_files import LockFiles
from assay.facts.profile import Profile
from assay.facts.roots import Manifest, Root, RootKind, Roots, from_declared
from assay.facts.tree import EntryKind, Tree, set_aside
from assay.formats import manifests
from assay.formats.lock_files import OF_TOOLS

MOST = 1500
ENOUGH = 200
"""Manifests after which those that are left out are counted and no more read."""
APPLICATION_FILES = {
    "pip": ("manage.py", "wsgi.py", "app.py", "application.py", "main.py"), "poetry": ("manage.py", "wsgi.py"), "uv": ("manage.py", "wsgi.py"), "pipenv": ("manage.py", "wsgi.py", "app.py", "main.py"),
    "bundler": ("config/application.rb", "config.ru"), "composer": ("artisan", "bin/console"), "go": ("main.go",), "cargo": ("src/main.rs",), "mix": ("config/runtime.exs", "config/prod.exs"),
}  # fmt: skip
REGISTRY_PUBLISH = {
    "npm": ("npm publish", "yarn publish", "pnpm publish", "JS-DevTools/npm-publish", "changesets", "semantic-release", "lerna publish"),
    "pip": ("pypi", "twine", "uv publish", "poetry publish", "flit", "hatch publish"), "cargo": ("cargo publish", "cargo release"), "bundler": ("gem push", "rake release", "rubygems"),
}  # fmt: skip
UPKEEP = frozenset({"eng", "hack", "scripts", ".github", ".ci", "ci", "devtools"})
"""Folders at the top for what looks after the repository and is never shipped."""
ALTERNATIVES = {
    "npm": ("npm", "yarn", "pnpm", "bun"),
    "yarn": ("yarn", "npm"),
    "pnpm": ("pnpm",),
    "bun": ("bun",),
    "pip": ("pip", "uv", "poetry", "pdm", "pipenv"),
    "poetry": ("poetry", "uv"),
    "uv": ("uv", "pip"),
    "pdm": ("pdm",),
    "pipenv": ("pipenv", "pip"),
}


def collect(
    repository: Repository, tree: Tree, locks: LockFiles, containers: Containers, ci: CiPipelines, profile: Profile
) -> Roots:
    """One root per folder and ecosystem; folders of tests, examples and vendored code are set aside and counted."""
    found: list[Manifest] = []
    unread: list[Unread] = []
    left_out: Counter[str] = Counter()
    for entry in tree.entries:
        if entry.kind is not EntryKind.FILE or not manifests.is_manifest(entry.name):
            continue
        if aside := set_aside(from_declared(entry.path, profile.roots)):
            left_out[aside] += 1
            if len(found) > ENOUGH:
                continue
        if len(found) >= MOST:
            unread.append(
                Unread("manifests", f"there are more than {MOST}", "declare the roots that ship in assay.toml")
            )
            break
        text = repository.text(entry.path)
        if text is None:
            continue
        try:
            made = manifests.read(entry.path, text, repository.text)
        except manifests.ManifestError as error:
            unread.append(Unread(entry.path, str(error), "correct the file"))
            continue
        if made and (made.dependencies or made.name or made.workspace_members):
            found.append(made)
    ignored = _ignored(repository, tree)
    built = {
        stage_folder
        for file in containers.dockerfiles
        if not file.set_aside
        for stage_folder in [file.path.rpartition("/")[0]]
    }
    published = " ".join(step.publishes for _, job in ci.publishing for step in job.publishing_steps)
    by_place: dict[tuple[str, str], Root] = {}
    for manifest in found:
        root = _root(manifest, tree, locks, built, published, profile, ignored)
        place = (root.folder, _family(root.ecosystem))
        if place not in by_place or (
            by_place[place].kind is RootKind.LIBRARY and root.kind is RootKind.APPLICATION and not by_place[place].lock
        ):
            by_place[place] = root
    return Roots(tuple(found), tuple(by_place.values()), tuple(unread), dict(left_out))


def _root(
    manifest: Manifest,
    tree: Tree,
    locks: LockFiles,
    built: set[str],
    published: str,
    profile: Profile,
    ignored: Mapping[str, str],
) -> Root:
    folder = manifest.folder
    lock = _lock(manifest, locks)
    ecosystem = next((each.ecosystem for each in locks.locks if each.path == lock), manifest.ecosystem)
    kind, why = _kind(manifest, tree, built, published, profile)
    keeps_out = (
        "" if lock else next((place for name, place in ignored.items() if name in ECOSYSTEMS[ecosystem].locks), "")
    )
    return Root(folder, ecosystem, manifest.path, kind, why, lock, keeps_out)


def _kind(manifest: Manifest, tree: Tree, built: set[str], published: str, profile: Profile) -> tuple[RootKind, str]:
    folder = manifest.folder
    if aside := set_aside(from_declared(manifest.path, profile.roots)):
        return RootKind.SET_ASIDE, f"below a folder called {aside}"
    if folder in profile.roots or (folder == "" and "." in profile.roots):
        return RootKind.APPLICATION, "declared in the profile"
    if folder.partition("/")[0] in UPKEEP:
        return RootKind.LIBRARY, "a tool for the upkeep of the repository"
    name = manifest.path.rpartition("/")[2]
    if OF_TOOLS.match(name):
        return RootKind.LIBRARY, "a list of tools, not of what ships"
    if any(sign in published for sign in REGISTRY_PUBLISH.get(_family(manifest.ecosystem), ())) and not (
        name == "package.json" and manifest.private
    ):
        return RootKind.LIBRARY, "published to a registry by the pipeline"
    if folder in built and (folder or manifest.private or not manifest.name):
        return RootKind.APPLICATION, "a container is built from its folder"
    for file in APPLICATION_FILES.get(manifest.ecosystem, ()):
        if tree.has(f"{folder}/{file}".lstrip("/")) and not (
            manifest.ecosystem in ("pip",) and manifest.name and not manifest.private
        ):
            return RootKind.APPLICATION, f"it holds {file}"
    if manifest.ecosystem == "go" and any(
        entry.name == "main.go" and entry.folder.removeprefix(folder).strip("/").startswith("cmd")
        for entry in tree.under(folder)
    ):
        return RootKind.APPLICATION, "it holds a command below cmd"
    if manifest.ecosystem in ("maven", "gradle", "nuget", "composer", "cocoapods") and manifest.private:
        return RootKind.APPLICATION, "its manifest describes a program"
    if (
        name == "package.json"
        and manifest.private
        and (manifest.dependencies or manifest.workspace_members)
        and any(each.scope.value == "runtime" for each in manifest.dependencies)
    ):
        return RootKind.APPLICATION, "marked private: it is never published as a library"
    return RootKind.LIBRARY, "nothing shows that it ships as an application"


def _lock(manifest: Manifest, locks: LockFiles) -> str:
    wanted = ALTERNATIVES.get(manifest.ecosystem, (manifest.ecosystem,))
    folder = manifest.folder
    while True:
        for lock in locks.locks:
            if (
                lock.ecosystem in wanted
                and lock.path.rpartition("/")[0] == folder
                and (lock.ecosystem != "pip" or folder == manifest.folder)
                and (lock.path == manifest.path or not OF_TOOLS.match(lock.path.rpartition("/")[2]))
            ):
                return lock.path
        if not folder:
            return ""
        folder = folder.rpartition("/")[0]


def _family(ecosystem: str) -> str:
    return (
        "npm"
        if ecosystem in ("npm", "yarn", "pnpm", "bun")
        else "pip"
        if ecosystem in ("pip", "poetry", "uv", "pdm", "pipenv")
        else ecosystem
    )


def _ignored(repository: Repository, tree: Tree) -> dict[str, str]:
    names = {name for ecosystem in ECOSYSTEMS.values() for name in ecosystem.locks}
    text = repository.text(".gitignore") if tree.has(".gitignore") else None
    found = {}
    for number, line in enumerate((text or "").splitlines(), 1):
        bare = line.strip().strip("/")
        if bare in names:
            found[bare] = f".gitignore:{number}"
    return found
