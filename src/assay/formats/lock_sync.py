"""Compares a lock with its manifest where both say the same thing in the same words."""

import json
import re
from dataclasses import replace

from assay.facts.lock_files import LockFile
from assay.facts.roots import Dependency, Manifest

COMPARABLE = frozenset("npm poetry uv pdm pipenv cargo composer go bundler yarn pnpm".split())
GO_REPLACED = re.compile(r"(?m)^\s{0,8}(?:replace\s{1,8})?([\w./~-]{1,200})(?:\s{1,8}v[\w.+-]{1,80})?\s{1,8}=>\s")
"""Modules taken from another place than their name says: go.sum has nothing to say of them."""


def compare(lock: LockFile, lock_text: str, manifest: Manifest, manifest_text: str) -> LockFile:
    """The lock with ``in_sync`` and ``differences`` filled in; None where nothing is comparable."""
    elsewhere = {_normal(name) for name in GO_REPLACED.findall(manifest_text)} if lock.ecosystem == "go" else set()
    wanted = {_normal(each.name) for each in _wanted(manifest)} - elsewhere
    made = _compared(lock, lock_text, manifest, manifest_text)
    named = made.ecosystem in COMPARABLE and (made.in_sync is not None or not made.packages)
    return replace(made, holds_nothing=named and bool(wanted) and not wanted & _names(lock, lock_text))


def _compared(lock: LockFile, lock_text: str, manifest: Manifest, manifest_text: str) -> LockFile:
    if lock.format in ("package-lock.json", "npm-shrinkwrap.json"):
        return _npm(lock, lock_text, manifest, manifest_text)
    if lock.ecosystem not in COMPARABLE:
        return lock
    locked = _names(lock, lock_text)
    if lock.ecosystem == "bundler":
        # Gems for platforms the lock was not made for are named in it without a version.
        locked |= {
            _normal(name)
            for name in re.findall(r"(?m)^  ([\w.-]{1,100})(?: \(|!?$)", lock_text.rpartition("\nDEPENDENCIES\n")[2])
        }
    elsewhere = {_normal(name) for name in GO_REPLACED.findall(manifest_text)} if lock.ecosystem == "go" else set()
    missing = [each.name for each in _wanted(manifest) if _normal(each.name) not in locked | elsewhere]
    return replace(
        lock,
        in_sync=not missing,
        differences=tuple(f"{name} is in the manifest and not in the lock" for name in missing[:20]),
        manifest=manifest.path,
    )


def _names(lock: LockFile, lock_text: str) -> set[str]:
    if lock.ecosystem == "yarn" and "__metadata" not in lock_text:
        return {_normal(name) for name in re.findall(r'(?m)(?:^"?|, "?)(@?[^@\s",]{1,200})@', lock_text)}
    return {_normal(each.name) for each in lock.packages}


def _npm(lock: LockFile, lock_text: str, manifest: Manifest, manifest_text: str) -> LockFile:
    root = json.loads(lock_text).get("packages", {}).get("")
    if root is None:
        return lock
    declared = json.loads(manifest_text)
    differences = []
    for section in ("dependencies", "devDependencies", "optionalDependencies"):
        wanted, held = declared.get(section) or {}, root.get(section) or {}
        for name in sorted({*wanted, *held}):
            if wanted.get(name) != held.get(name) and not (
                section != "optionalDependencies" and name in (declared.get("optionalDependencies") or {})
            ):
                differences.append(
                    f"{name}: the manifest wants {wanted.get(name, 'nothing')}, the lock was made for {held.get(name, 'nothing')}"
                )
    return replace(lock, in_sync=not differences, differences=tuple(differences[:20]), manifest=manifest.path)


def _wanted(manifest: Manifest) -> list[Dependency]:
    return [each for each in manifest.dependencies if each.source == "registry" and not each.name.startswith("ext-")]


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).casefold()
