"""Locks of every other language, and of infrastructure."""

import json
import re
from collections.abc import Iterator

from assay.facts.lock_files import LockedPackage
from assay.formats import toml_text
from assay.formats.lock_files.entries import package
from assay.formats.yaml_text import read as read_yaml


def go_sum(text: str) -> Iterator[LockedPackage]:
    """``go.sum``."""
    for number, line in enumerate(text.splitlines(), 1):
        parts = line.split()
        if len(parts) == 3 and not parts[1].endswith("/go.mod"):
            yield package(parts[0], parts[1], "registry", (parts[2].partition(":")[0],), "", number)
        elif parts and len(parts) != 3:
            raise ValueError(f"line {number} has {len(parts)} fields")


def cargo(text: str) -> Iterator[LockedPackage]:
    """``Cargo.lock``."""
    found = toml_text.read(text)
    # Old locks keep the checksums apart: "checksum serde 1.0.1 (registry+https://…)" = "…".
    old = {tuple(key.split()[1:3]) for key, value in found.get("metadata", {}).items() if value != "<none>"}
    for each in found.get("package", []):
        where = each.get("source", "")
        source = "git" if where.startswith("git+") else "registry" if where else "workspace"
        hashed = "checksum" in each or (each["name"], each["version"]) in old
        yield package(each["name"], each["version"], source, ("sha256",) if hashed else (), where)


def bundler(text: str) -> Iterator[LockedPackage]:
    """``Gemfile.lock``."""
    if "GEM" not in text and "PATH" not in text and "GIT" not in text:
        raise ValueError("no sources")
    section, sums = "", set(re.findall(r"^  ([\w.-]+) \([^)]{1,80}\) sha256=", text, re.M))
    for number, line in enumerate(text.splitlines(), 1):
        if line and not line.startswith(" "):
            section = line.strip()
        match = re.match(r"    ([\w.-]+) \(([^)\s]{1,80})\)$", line)
        if match and section in ("GEM", "GIT", "PATH", "PLUGIN SOURCE"):
            source = {"GIT": "git", "PATH": "path"}.get(section, "registry")
            yield package(
                match.group(1), match.group(2), source, ("sha256",) if match.group(1) in sums else (), "", number
            )


def composer(text: str) -> Iterator[LockedPackage]:
    """``composer.lock``."""
    found = json.loads(text)
    of_product = len(found["packages"])
    for number, each in enumerate([*found["packages"], *(found.get("packages-dev") or [])]):
        dist = each.get("dist") or {}
        source = "path" if dist.get("type") == "path" else "registry" if dist else "git"
        yield package(
            each["name"],
            str(each.get("version", "")),
            source,
            ("sha1",) if dist.get("shasum") else (),
            str(dist.get("url", "")),
            development=number >= of_product,
        )


def nuget(text: str) -> Iterator[LockedPackage]:
    """``packages.lock.json``."""
    for framework in json.loads(text)["dependencies"].values():
        for name, each in framework.items():
            source = "workspace" if each.get("type") == "Project" else "registry"
            yield package(name, str(each.get("resolved", "")), source, ("sha512",) if each.get("contentHash") else ())


def gradle(text: str) -> Iterator[LockedPackage]:
    """``gradle.lockfile``."""
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r"([\w.-]+:[\w.-]+):([^=\s]+)=", line)
        if match:
            yield package(match.group(1), match.group(2), "registry", (), "", number)
        elif line and not line.startswith("#") and not line.startswith("empty="):
            raise ValueError(f"line {number} is not an entry")


def swift(text: str) -> Iterator[LockedPackage]:
    """``Package.resolved``."""
    found = json.loads(text)
    for each in found.get("pins") or found["object"]["pins"]:
        state = each["state"]
        source = (
            "registry" if each.get("kind") == "registry" else "path" if each.get("kind") == "localFileSystem" else "git"
        )
        name, version = each.get("identity") or each.get("package", ""), str(state.get("version") or "")
        yield package(name, version, source, ("git",) if state.get("revision") else ())


def pods(text: str) -> Iterator[LockedPackage]:
    """``Podfile.lock``."""
    found = read_yaml(text)
    sums, elsewhere = found.get("SPEC CHECKSUMS") or {}, found.get("EXTERNAL SOURCES") or {}
    for each in found["PODS"]:
        name, _, version = str(next(iter(each)) if isinstance(each, dict) else each).partition(" ")
        pod = name.partition("/")[0]
        source = "registry" if pod not in elsewhere else "path" if ":path" in elsewhere[pod] else "git"
        yield package(name, version.strip("()"), source, ("sha1",) if pod in sums else ())


def mix(text: str) -> Iterator[LockedPackage]:
    """``mix.lock``."""
    if not text.lstrip().startswith("%{"):
        raise ValueError("no map")
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r'\s*"(\w+)": \{:(hex|git|path), (?::\w+, )?"([^"]{0,200})"', line)
        if match:
            source = {"hex": "registry", "git": "git"}.get(match.group(2), "path")
            hashed = bool(re.search(r'"[0-9a-f]{64}"', line))
            version = match.group(3) if source == "registry" else ""
            yield package(match.group(1), version, source, ("sha256",) if hashed else (), "", number)
        elif line.strip() not in ("%{", "}", "%{}", ""):
            raise ValueError(f"line {number} is not an entry")


def pub(text: str) -> Iterator[LockedPackage]:
    """``pubspec.lock``."""
    for name, each in (read_yaml(text)["packages"] or {}).items():
        kind = {"hosted": "registry", "git": "git", "path": "path", "sdk": "workspace"}.get(
            each.get("source"), "registry"
        )
        hashed = isinstance(each.get("description"), dict) and each["description"].get("sha256")
        yield package(name, str(each.get("version", "")), kind, ("sha256",) if hashed else ())


def terraform(text: str) -> Iterator[LockedPackage]:
    """``.terraform.lock.hcl``."""
    if "provider" not in text and re.search(r"^[ \t]*[^#\s]", text, re.MULTILINE):
        raise ValueError("no providers")
    for match in re.finditer(r'provider "([^"\n]{1,200})" \{([^}]{0,20000})\}', text):
        body = match.group(2)
        version = re.search(r'version\s*=\s*"([^"\n]{1,60})"', body)
        yield package(
            match.group(1),
            version.group(1) if version else "",
            "registry",
            tuple(dict.fromkeys(re.findall(r'"(h1|zh):', body))),
        )


def helm(text: str) -> Iterator[LockedPackage]:
    """``Chart.lock``."""
    found = read_yaml(text)
    for each in found["dependencies"] or ():
        yield package(
            each["name"],
            str(each.get("version", "")),
            "path" if str(each.get("repository", "")).startswith("file:") else "registry",
            (),
        )


def conan(text: str) -> Iterator[LockedPackage]:
    """``conan.lock``."""
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
        yield package(name, version, "registry", ())


def vcpkg(text: str) -> Iterator[LockedPackage]:
    """``vcpkg-configuration.json``: the registries fixed to a commit."""
    found = json.loads(text)
    for each in [found.get("default-registry"), *(found.get("registries") or [])]:
        if each and each.get("baseline"):
            origin = str(each.get("repository") or each.get("kind") or "")
            hashes = ("git",) if re.fullmatch(r"[0-9a-f]{40}", each["baseline"]) else ()
            yield package(origin or "baseline", each["baseline"], "git", hashes, origin)
