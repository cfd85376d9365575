"""Compares a lock with its manifest where both say the same thing in the same words."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from assay.facts.lock_files import LockFile
from assay.facts.roots import Dependency, Manifest
from assay.formats import toml_text
from assay.formats.yaml_text import read as read_yaml

COMPARABLE = frozenset("npm poetry uv pdm pipenv cargo composer go bundler yarn pnpm".split())
GO_REPLACED = re.compile(r"(?m)^\s{0,8}(?:replace\s{1,8})?([\w./~-]{1,200})(?:\s{1,8}v[\w.+-]{1,80})?\s{1,8}=>\s")
"""Modules taken from another place than their name says: go.sum has nothing to say of them."""

BUNDLER_CONDITIONAL = re.compile(r"(?m)^\s{0,40}gem\s+['\"]([\w.-]{1,100})['\"].{0,300}\s(?:if|unless)\s")


def compare(lock: LockFile, lock_text: str, manifest: Manifest, manifest_text: str) -> LockFile:
    """The lock with ``in_sync`` and ``differences`` filled in; None where nothing is comparable."""
    elsewhere = {_normal(name) for name in GO_REPLACED.findall(manifest_text)} if lock.ecosystem == "go" else set()
    wanted = {_normal(each.name) for each in _wanted(manifest)} - elsewhere
    made = _compared(lock, lock_text, manifest, manifest_text)
    named = made.ecosystem in COMPARABLE and (made.in_sync is not None or not made.packages)
    if not named or not wanted:
        return made
    spoken_of = _names(lock, lock_text) | _excused(lock, lock_text, manifest_text)
    return replace(made, holds_nothing=not wanted & spoken_of)


def _compared(lock: LockFile, lock_text: str, manifest: Manifest, manifest_text: str) -> LockFile:
    if lock.format in ("package-lock.json", "npm-shrinkwrap.json"):
        return _npm(lock, lock_text, manifest, manifest_text)
    if lock.ecosystem == "pnpm":
        return _pnpm(lock, lock_text, manifest, manifest_text)
    if lock.ecosystem not in COMPARABLE:
        return lock
    locked = _names(lock, lock_text)
    if lock.ecosystem == "bundler":
        # Gems for platforms the lock was not made for are named in it without a version.
        locked |= {
            _normal(name)
            for name in re.findall(r"(?m)^  ([\w.-]{1,100})(?: \(|!?$)", lock_text.rpartition("\nDEPENDENCIES\n")[2])
        }
    locked |= _excused(lock, lock_text, manifest_text)
    missing = [each.name for each in _wanted(manifest) if _normal(each.name) not in locked]
    return replace(
        lock,
        in_sync=not missing,
        differences=tuple(f"{name} is in the manifest and not in the lock" for name in missing[:20]),
        manifest=manifest.path,
    )


def _excused(lock: LockFile, lock_text: str, manifest_text: str) -> set[str]:
    """Names a manifest may hold that its lock need not: for other platforms and versions, provided by others, taken from elsewhere."""
    found: Iterable[object] = ()
    if lock.ecosystem == "go":
        found = (*GO_REPLACED.findall(manifest_text), *re.findall(r"(?m)^(\S{1,300}) v\S{1,100}/go\.mod ", lock_text))
    elif lock.ecosystem == "bundler":
        found = BUNDLER_CONDITIONAL.findall(manifest_text)
    elif lock.ecosystem == "composer":
        whole = json.loads(lock_text)
        found = [
            name
            for section in ("packages", "packages-dev")
            for each in whole.get(section) or ()
            for key in ("provide", "replace")
            for name in _mapping(each.get(key))
        ]
    elif lock.ecosystem == "uv":
        for each in toml_text.read(lock_text).get("package", []):
            noted = _mapping(each.get("metadata"))
            groups = (noted.get("requires-dist"), *_mapping(noted.get("requires-dev")).values())
            found = (*found, *(one["name"] for group in groups for one in group or ()))
    elif lock.ecosystem in ("poetry", "pdm"):
        found = _with_markers(toml_text.read(manifest_text))
    return {_normal(str(name)) for name in found}


def _with_markers(manifest: dict[str, Any]) -> Iterator[str]:
    """Names in a pyproject that are wanted for some platforms or versions of Python only."""
    project = _mapping(manifest.get("project"))
    groups = [project.get("dependencies"), *_mapping(project.get("optional-dependencies")).values()]
    for each in [
        one for group in (*groups, *_mapping(manifest.get("dependency-groups")).values()) for one in group or ()
    ]:
        if isinstance(each, str) and ";" in each and (start := re.match(r"\s*([\w.-]+)", each)):
            yield start.group(1)
    poetry = _mapping(_mapping(manifest.get("tool")).get("poetry"))
    tables = [poetry.get("dependencies"), poetry.get("dev-dependencies")]
    tables += [_mapping(each).get("dependencies") for each in _mapping(poetry.get("group")).values()]
    for table in tables:
        for name, wanted in _mapping(table).items():
            if isinstance(wanted, list) or {"python", "markers", "platform", "optional"} & _mapping(wanted).keys():
                yield name


def _names(lock: LockFile, lock_text: str) -> set[str]:
    if lock.ecosystem == "yarn":
        return {_normal(name) for name in re.findall(r'(?m)(?:^"?|, "?)(@?[^@\s",]{1,200})@', lock_text)}
    return {_normal(each.name) for each in lock.packages}


def _npm(lock: LockFile, lock_text: str, manifest: Manifest, manifest_text: str) -> LockFile:
    root = _mapping(_mapping(json.loads(lock_text)).get("packages")).get("")
    if not isinstance(root, dict):
        return lock
    declared = _mapping(json.loads(manifest_text))
    optional = _mapping(declared.get("optionalDependencies"))
    differences = []
    for section in ("dependencies", "devDependencies", "optionalDependencies"):
        wanted, held = _mapping(declared.get(section)), _mapping(root.get(section))
        for name in sorted({*wanted, *held}):
            if wanted.get(name) != held.get(name) and (section == "optionalDependencies" or name not in optional):
                differences.append(_difference(name, wanted.get(name), held.get(name)))
    return replace(lock, in_sync=not differences, differences=tuple(differences[:20]), manifest=manifest.path)


def _pnpm(lock: LockFile, lock_text: str, manifest: Manifest, manifest_text: str) -> LockFile:
    """By the requirements the lock notes for the top folder, which it has done in three ways."""
    whole = _mapping(read_yaml(lock_text))
    importers = _mapping(whole.get("importers"))
    if importers and not isinstance(importers.get("."), dict):
        return lock
    importer = _mapping(importers.get(".")) or whole
    sections = ("dependencies", "devDependencies", "optionalDependencies")
    held = {str(name): str(each) for name, each in _mapping(importer.get("specifiers")).items()}
    for section in sections:
        for name, each in _mapping(importer.get(section)).items():
            if isinstance(each, dict) and "specifier" in each:
                held[str(name)] = str(each["specifier"])
    declared = _mapping(json.loads(manifest_text))
    wanted = {str(name): str(each) for section in sections for name, each in _mapping(declared.get(section)).items()}
    # A catalogue or an override may note another requirement than the manifest: only names tell then.
    only_names = bool({"overrides", "catalogs", "pnpmfileChecksum"} & whole.keys())
    peers = _mapping(declared.get("peerDependencies"))
    differences = [
        _difference(name, wanted.get(name), held.get(name))
        for name in sorted({*wanted, *held})
        if wanted.get(name) != held.get(name)
        and not (name in wanted and name in held and only_names)
        and not (name not in wanted and name in peers)
    ]
    return replace(lock, in_sync=not differences, differences=tuple(differences[:20]), manifest=manifest.path)


def _difference(name: str, wanted: object, held: object) -> str:
    return f"{name}: the manifest wants {wanted or 'nothing'}, the lock was made for {held or 'nothing'}"


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _wanted(manifest: Manifest) -> list[Dependency]:
    return [each for each in manifest.dependencies if each.source == "registry" and not each.name.startswith("ext-")]


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).casefold()
