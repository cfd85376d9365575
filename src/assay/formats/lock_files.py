"""Lock files of every ecosystem, read into one shape: what is pinned, from where, and with which hash."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from assay.facts.lock_files import LockedPackage, LockFile
from assay.formats import toml_text
from assay.formats.yaml_text import read as read_yaml


class LockError(ValueError):
    """The text is not the lock its name promises."""


def read(path: str, text: str) -> LockFile | None:
    """The lock in ``text``; None where a file of this name pins nothing and so is no lock. Raises LockError."""
    name = path.rpartition("/")[2]
    kind = _kind(name)
    if kind is None:
        return None
    ecosystem, reader, hashes_possible = kind
    try:
        packages = tuple(reader(text))
    except (LookupError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise LockError(f"it is not a {name}: {type(error).__name__} {str(error)[:80]}") from None
    if ecosystem == "pip" and name != "pylock.toml" and not _pins_everything(text):
        return None
    return LockFile(path, ecosystem, name, packages, hashes_possible)


def is_lock_name(name: str) -> bool:
    """Whether files called ``name`` may be locks."""
    return _kind(name) is not None


def _kind(name: str) -> tuple[str, Callable[[str], Iterator[LockedPackage]], bool] | None:
    if name in _KINDS:
        return _KINDS[name]
    if re.fullmatch(r"requirements[\w.-]{0,60}\.txt|constraints\.txt", name):
        return ("pip", _requirements, True)
    return None


def _npm(text: str) -> Iterator[LockedPackage]:
    found = json.loads(text)
    if "packages" in found:
        for key, each in found["packages"].items():
            if key:
                name = each.get("name") or key.rpartition("node_modules/")[2]
                yield _package(
                    name,
                    each.get("version", ""),
                    _npm_source(each) if "node_modules/" in f"/{key}" else "workspace",
                    _sri(each.get("integrity")),
                    each.get("resolved", "") or "",
                )
        return
    waiting = list((found.get("dependencies") or {}).items())
    if "lockfileVersion" not in found and not waiting:
        raise ValueError("no packages and no version")
    while waiting:
        name, each = waiting.pop()
        yield _package(
            name,
            each.get("version", ""),
            _npm_source(each),
            _sri(each.get("integrity")),
            each.get("resolved", "") or "",
        )
        waiting += (each.get("dependencies") or {}).items()


def _npm_source(each: dict[str, Any]) -> str:
    resolved = str(each.get("resolved") or each.get("version") or "")
    if (
        each.get("link")
        or resolved.startswith("file:")
        or (not each.get("resolved") and not each.get("integrity") and not each.get("version"))
    ):
        return "workspace"
    if each.get("inBundle") or each.get("bundled"):
        return "path"
    if resolved.startswith(("git", "github:")):
        return "git"
    return "registry"


def _sri(value: Any) -> tuple[str, ...]:
    return tuple(each.partition("-")[0] for each in str(value).split()) if value else ()


def _yarn(text: str) -> Iterator[LockedPackage]:
    if "__metadata:" in text:
        for key, each in read_yaml(text).items():
            if key == "__metadata":
                continue
            name, reference = _spec(str(each.get("resolution") or key))
            source = next((kind for start, kind in PROTOCOLS if reference.startswith(start)), "registry")
            if ".git#" in reference:
                source = "git"
            if each.get("conditions") and not each.get("checksum"):
                source = "platform"
            hashes = ("sha512",) if each.get("checksum") else ()
            yield _package(name, str(each.get("version", "")), source, hashes)
        return
    if "# yarn lockfile v1" not in text and '  version "' not in text:
        raise ValueError("no yarn entries")
    for block in re.split(r"\n(?=\S)", text):
        head = block.partition("\n")[0]
        if head.startswith("#") or not head.endswith(":"):
            continue
        version = _after(block, "  version ")
        resolved = _after(block, "  resolved ")
        integrity = _sri(_after(block, "  integrity ")) or (("sha1",) if re.search(r"#[0-9a-f]{40}$", resolved) else ())
        source = (
            "git"
            if re.match(r"(git|https://codeload\.github\.com)", resolved) or ".git#" in resolved
            else "path"
            if not resolved
            else "registry"
        )
        name, reference = _spec(head.strip('":').split(",")[0].strip('"'))
        if reference.startswith("npm:") and "@" in reference[5:]:
            name = _spec(reference[4:])[0]  # another name for a package
        yield _package(name, version, source, integrity, resolved)


def _after(block: str, mark: str) -> str:
    at = block.find("\n" + mark)
    return block[at + len(mark) + 1 :].partition("\n")[0].strip().strip('"') if at >= 0 else ""


def _pnpm(text: str) -> Iterator[LockedPackage]:
    found = read_yaml(text)
    if "lockfileVersion" not in found:
        raise ValueError("no lockfileVersion")
    old = str(found["lockfileVersion"]).startswith("5")
    for key, each in (found.get("packages") or {}).items():
        resolution = each.get("resolution") or {}
        bare = key.lstrip("/").partition("(")[0]
        name, version = bare.rpartition("/")[0::2] if old else _spec(bare)
        tarball = str(resolution.get("tarball", ""))
        if resolution.get("type") == "git" or "commit" in resolution or OF_COMMIT.search(tarball):
            source = "git"
        elif resolution.get("type") == "directory" or tarball.startswith("file:"):
            source = "path"
        else:
            source = "url" if tarball and not resolution.get("integrity") else "registry"
        version = version.partition("_")[0] if old else version
        yield _package(name or bare, version, source, _sri(resolution.get("integrity")), tarball)


PROTOCOLS = (
    ("workspace:", "workspace"), ("link:", "path"), ("portal:", "path"), ("file:", "path"), ("patch:", "path"), ("git", "git"), ("ssh:", "git"), ("http", "url"),
)  # fmt: skip
OF_COMMIT = re.compile(r"codeload\.github\.com/.*/[0-9a-f]{40}$")


def _spec(written: str) -> tuple[str, str]:
    """Name and reference of ``@scope/name@reference``."""
    start, _, reference = written[1:].partition("@")
    return written[:1] + start, reference


def _bun(text: str) -> Iterator[LockedPackage]:
    found = json.loads(re.sub(r",(\s*[}\]])", r"\1", text))
    for each in found["packages"].values():
        name, reference = _spec(str(each[0]))
        source = next((kind for start, kind in PROTOCOLS if reference.startswith(start)), "registry")
        hashes = _sri(each[-1]) if str(each[-1]).startswith(("sha512-", "sha256-", "sha1-")) else ()
        yield _package(name, reference, source, hashes)


def _poetry(text: str) -> Iterator[LockedPackage]:
    found = toml_text.read(text)
    if "metadata" not in found:
        raise ValueError("no metadata")
    files = found["metadata"].get("files", {})
    oldest = found["metadata"].get("hashes", {})
    for each in found.get("package", []):
        kind = each.get("source", {}).get("type", "")
        source = {"git": "git", "directory": "path", "file": "path", "url": "url"}.get(kind, "registry")
        listed = each.get("files") or files.get(each["name"]) or []
        hashes = _algorithms(entry.get("hash", "") for entry in listed)
        yield _package(
            each["name"], each["version"], source, hashes or (("sha256",) if oldest.get(each["name"]) else ())
        )


def _uv(text: str) -> Iterator[LockedPackage]:
    found = toml_text.read(text)
    if "version" not in found:
        raise ValueError("no version")
    for each in found.get("package", []):
        where = each.get("source", {})
        source = (
            "registry" if "registry" in where else "git" if "git" in where else "url" if "url" in where else "workspace"
        )
        files = [*each.get("wheels", []), *([each["sdist"]] if "sdist" in each else [])]
        yield _package(
            each["name"],
            each.get("version", ""),
            source,
            _algorithms(entry.get("hash", "") for entry in files),
            str(where.get("registry") or where.get("git") or where.get("url") or ""),
        )


def _pdm(text: str) -> Iterator[LockedPackage]:
    found = toml_text.read(text)
    files = {key.partition(" ")[0]: value for key, value in found.get("metadata", {}).get("files", {}).items()}
    for each in found.get("package", []):
        source = (
            "git"
            if "git" in each
            else "path"
            if "path" in each or each.get("editable")
            else "url"
            if "url" in each
            else "registry"
        )
        listed = each.get("files") or files.get(each["name"].partition("[")[0], [])
        yield _package(
            each["name"], each.get("version", ""), source, _algorithms(entry.get("hash", "") for entry in listed)
        )


def _pylock(text: str) -> Iterator[LockedPackage]:
    for each in toml_text.read(text)["packages"]:
        files = [
            *each.get("wheels", []),
            *([each["sdist"]] if "sdist" in each else []),
            *([each["archive"]] if "archive" in each else []),
        ]
        source = (
            "git" if "vcs" in each else "path" if "directory" in each else "url" if "archive" in each else "registry"
        )
        hashes = dict.fromkeys(name for entry in files for name in entry.get("hashes", {}))
        yield _package(each["name"], each.get("version", ""), source, tuple(hashes))


def _pipfile(text: str) -> Iterator[LockedPackage]:
    found = json.loads(text)
    _ = found["_meta"]
    for section in ("default", "develop"):
        for name, each in found.get(section, {}).items():
            source = next((kind for key, kind in (("git", "git"), ("path", "path"), ("editable", "path"), ("file", "url")) if each.get(key)), "registry")  # fmt: skip
            yield _package(name, str(each.get("version", "")).lstrip("="), source, _algorithms(each.get("hashes", [])))


def _logical_lines(text: str) -> Iterator[tuple[str, int]]:
    waiting, first = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        first = first or number
        bare = re.sub(r"(^|\s)#.*$", "", line).rstrip()
        if bare.endswith("\\"):
            waiting += bare[:-1] + " "
            continue
        if (waiting + bare).strip():
            yield (waiting + bare).strip(), first
        waiting, first = "", 0


def _requirements(text: str) -> Iterator[LockedPackage]:
    for line, number in _logical_lines(text):
        match = re.match(r"([A-Za-z0-9._-]+)(?:\[[^\]]{0,200}\])?\s*===?\s*([\w.!+*-]+)", line)
        if match:
            yield _package(
                match.group(1),
                match.group(2),
                "registry",
                tuple(dict.fromkeys(re.findall(r"--hash[= ](\w+):", line))),
                "",
                number,
            )
        elif not line.startswith("-") and (" @ " in line or "://" in line):
            egg = re.search(r"#egg=([\w.-]+)", line)
            yield _package(
                egg.group(1) if egg else line.split()[0],
                "",
                "git" if "git+" in line else "url",
                tuple(dict.fromkeys(a or b for a, b in re.findall(r"--hash[= ](\w+):|#(sha\d{3})=", line))),
                line,
                number,
            )


def _pins_everything(text: str) -> bool:
    lines = [line for line, _ in _logical_lines(text) if not line.startswith("-")]
    pinned = [PINNED.match(line) for line in lines]
    names = {match.group(1).casefold() for match in pinned if match}
    return bool(lines) and all(
        match or _is_fixed_address(line) or ((extra := EXTRA.fullmatch(line)) and extra.group(1).casefold() in names)
        for match, line in zip(pinned, lines, strict=True)
    )


def _is_fixed_address(line: str) -> bool:
    """Whether it names a file, or a commit of a repository."""
    address = line.rpartition(" @ ")[2]
    return "://" in address and (not address.startswith("git+") or bool(re.search(r"@[0-9a-f]{40}\b", address)))


PINNED = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^\]]{0,200}\])?\s*===?\s*[\w.!+-]+\s*(?:;|--hash|$)")
EXTRA = re.compile(r"([A-Za-z0-9._-]+)\[[^\]]{0,200}\]")
"""Asks for extras of something that another line pins."""


def _go_sum(text: str) -> Iterator[LockedPackage]:
    for number, line in enumerate(text.splitlines(), 1):
        parts = line.split()
        if len(parts) == 3 and not parts[1].endswith("/go.mod"):
            yield _package(parts[0], parts[1], "registry", (parts[2].partition(":")[0],), "", number)
        elif parts and len(parts) != 3:
            raise ValueError(f"line {number} has {len(parts)} fields")


def _cargo(text: str) -> Iterator[LockedPackage]:
    found = toml_text.read(text)
    # Old locks keep the checksums apart: "checksum serde 1.0.1 (registry+https://…)" = "…".
    old = {tuple(key.split()[1:3]) for key, value in found.get("metadata", {}).items() if value != "<none>"}
    for each in found.get("package", []):
        where = each.get("source", "")
        source = "git" if where.startswith("git+") else "registry" if where else "workspace"
        hashed = "checksum" in each or (each["name"], each["version"]) in old
        yield _package(each["name"], each["version"], source, ("sha256",) if hashed else (), where)


def _bundler(text: str) -> Iterator[LockedPackage]:
    if "GEM" not in text and "PATH" not in text and "GIT" not in text:
        raise ValueError("no sources")
    section, sums = "", set(re.findall(r"^  ([\w.-]+) \([^)]{1,80}\) sha256=", text, re.M))
    for number, line in enumerate(text.splitlines(), 1):
        if line and not line.startswith(" "):
            section = line.strip()
        match = re.match(r"    ([\w.-]+) \(([^)\s]{1,80})\)$", line)
        if match and section in ("GEM", "GIT", "PATH", "PLUGIN SOURCE"):
            source = {"GIT": "git", "PATH": "path"}.get(section, "registry")
            yield _package(
                match.group(1), match.group(2), source, ("sha256",) if match.group(1) in sums else (), "", number
            )


def _composer(text: str) -> Iterator[LockedPackage]:
    found = json.loads(text)
    for each in [*found["packages"], *(found.get("packages-dev") or [])]:
        dist = each.get("dist") or {}
        source = "path" if dist.get("type") == "path" else "registry" if dist else "git"
        yield _package(
            each["name"],
            str(each.get("version", "")),
            source,
            ("sha1",) if dist.get("shasum") else (),
            str(dist.get("url", "")),
        )


def _nuget(text: str) -> Iterator[LockedPackage]:
    for framework in json.loads(text)["dependencies"].values():
        for name, each in framework.items():
            source = "workspace" if each.get("type") == "Project" else "registry"
            yield _package(name, str(each.get("resolved", "")), source, ("sha512",) if each.get("contentHash") else ())


def _gradle(text: str) -> Iterator[LockedPackage]:
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r"([\w.-]+:[\w.-]+):([^=\s]+)=", line)
        if match:
            yield _package(match.group(1), match.group(2), "registry", (), "", number)
        elif line and not line.startswith("#") and not line.startswith("empty="):
            raise ValueError(f"line {number} is not an entry")


def _swift(text: str) -> Iterator[LockedPackage]:
    found = json.loads(text)
    for each in found.get("pins") or found["object"]["pins"]:
        state = each["state"]
        source = (
            "registry" if each.get("kind") == "registry" else "path" if each.get("kind") == "localFileSystem" else "git"
        )
        name, version = each.get("identity") or each.get("package", ""), str(state.get("version") or "")
        yield _package(name, version, source, ("git",) if state.get("revision") else ())


def _pods(text: str) -> Iterator[LockedPackage]:
    found = read_yaml(text)
    sums, elsewhere = found.get("SPEC CHECKSUMS") or {}, found.get("EXTERNAL SOURCES") or {}
    for each in found["PODS"]:
        name, _, version = str(next(iter(each)) if isinstance(each, dict) else each).partition(" ")
        pod = name.partition("/")[0]
        source = "registry" if pod not in elsewhere else "path" if ":path" in elsewhere[pod] else "git"
        yield _package(name, version.strip("()"), source, ("sha1",) if pod in sums else ())


def _mix(text: str) -> Iterator[LockedPackage]:
    if not text.lstrip().startswith("%{"):
        raise ValueError("no map")
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r'\s*"(\w+)": \{:(hex|git|path), (?::\w+, )?"([^"]{0,200})"', line)
        if match:
            source = {"hex": "registry", "git": "git"}.get(match.group(2), "path")
            hashed = bool(re.search(r'"[0-9a-f]{64}"', line))
            version = match.group(3) if source == "registry" else ""
            yield _package(match.group(1), version, source, ("sha256",) if hashed else (), "", number)
        elif line.strip() not in ("%{", "}", "%{}", ""):
            raise ValueError(f"line {number} is not an entry")


def _pub(text: str) -> Iterator[LockedPackage]:
    for name, each in (read_yaml(text)["packages"] or {}).items():
        kind = {"hosted": "registry", "git": "git", "path": "path", "sdk": "workspace"}.get(
            each.get("source"), "registry"
        )
        hashed = isinstance(each.get("description"), dict) and each["description"].get("sha256")
        yield _package(name, str(each.get("version", "")), kind, ("sha256",) if hashed else ())


def _terraform(text: str) -> Iterator[LockedPackage]:
    if "provider" not in text and re.search(r"^[ \t]*[^#\s]", text, re.MULTILINE):
        raise ValueError("no providers")
    for match in re.finditer(r'provider "([^"\n]{1,200})" \{([^}]{0,20000})\}', text):
        body = match.group(2)
        version = re.search(r'version\s*=\s*"([^"\n]{1,60})"', body)
        yield _package(
            match.group(1),
            version.group(1) if version else "",
            "registry",
            tuple(dict.fromkeys(re.findall(r'"(h1|zh):', body))),
        )


def _helm(text: str) -> Iterator[LockedPackage]:
    found = read_yaml(text)
    for each in found["dependencies"] or ():
        yield _package(
            each["name"],
            str(each.get("version", "")),
            "path" if str(each.get("repository", "")).startswith("file:") else "registry",
            (),
        )


def _conan(text: str) -> Iterator[LockedPackage]:
    found = json.loads(text)
    if "graph_lock" in found:
        nodes = found["graph_lock"]["nodes"].values()
        references = [str(each["ref"]) for each in nodes if each.get("ref") and not each.get("path")]
    else:
        references = [
            str(each)
            for key in ("requires", "build_requires", "python_requires", "config_requires")
            for each in found.get(key) or ()
        ]
        _ = found["version"]
    for each in references:
        # zlib/1.3.1@user/channel#recipe revision%time
        name, _, version = each.partition("#")[0].partition("@")[0].partition("/")
        yield _package(name, version, "registry", ())


def _vcpkg(text: str) -> Iterator[LockedPackage]:
    found = json.loads(text)
    for each in [found.get("default-registry"), *(found.get("registries") or [])]:
        if each and each.get("baseline"):
            origin = str(each.get("repository") or each.get("kind") or "")
            hashes = ("git",) if re.fullmatch(r"[0-9a-f]{40}", each["baseline"]) else ()
            yield _package(origin or "baseline", each["baseline"], "git", hashes, origin)


def _package(
    name: str, version: Any, source: str, hashes: tuple[str, ...], origin: str = "", line: int = 0
) -> LockedPackage:
    return LockedPackage(str(name), str(version), source, hashes, line, origin)


def _algorithms(hashes: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(each).partition(":")[0] for each in hashes if each))


_KINDS: dict[str, tuple[str, Callable[[str], Iterator[LockedPackage]], bool]] = {
    "package-lock.json": ("npm", _npm, True), "npm-shrinkwrap.json": ("npm", _npm, True), "yarn.lock": ("yarn", _yarn, True), "pnpm-lock.yaml": ("pnpm", _pnpm, True),
    "bun.lock": ("bun", _bun, True), "poetry.lock": ("poetry", _poetry, True), "uv.lock": ("uv", _uv, True), "pdm.lock": ("pdm", _pdm, True), "pylock.toml": ("pip", _pylock, True),
    "Pipfile.lock": ("pipenv", _pipfile, True), "go.sum": ("go", _go_sum, True), "Cargo.lock": ("cargo", _cargo, True), "Gemfile.lock": ("bundler", _bundler, False),
    "gems.locked": ("bundler", _bundler, False), "composer.lock": ("composer", _composer, False), "packages.lock.json": ("nuget", _nuget, True), "gradle.lockfile": ("gradle", _gradle, False),
    "Package.resolved": ("swift", _swift, True), "Podfile.lock": ("cocoapods", _pods, False), "mix.lock": ("mix", _mix, True), "pubspec.lock": ("pub", _pub, True),
    "buildscript-gradle.lockfile": ("gradle", _gradle, False), "conan.lock": ("conan", _conan, False), "vcpkg-configuration.json": ("vcpkg", _vcpkg, True),
    ".terraform.lock.hcl": ("terraform", _terraform, True), "Chart.lock": ("helm", _helm, False),
}  # fmt: skip
BINARY_NAMES = {"bun.lockb": "bun install --save-text-lockfile"}
"""Locks that only their tool can read, with the command that writes one we can."""
