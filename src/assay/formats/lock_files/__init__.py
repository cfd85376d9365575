"""Lock files of every ecosystem, read into one shape: what is pinned, from where, and with which hash."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from assay.facts.lock_files import LockedPackage, LockFile, Need
from assay.formats.lock_files.node import bun, npm, pnpm, yarn
from assay.formats.lock_files.others import (
    bundler,
    cargo,
    composer,
    conan,
    go_sum,
    gradle,
    helm,
    mix,
    nuget,
    pods,
    pub,
    swift,
    terraform,
    vcpkg,
)
from assay.formats.lock_files.python import pdm, pins_everything, pipfile, poetry, pylock, requirements, uv

OF_TOOLS = re.compile(r"requirements.*(test|dev|doc|lint|build|ci\b|typing|example)")
"""Names of lists of tools, which are not what ships."""


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
    if ecosystem == "pip" and name != "pylock.toml" and not pins_everything(text):
        return None
    if ecosystem == "pip" and OF_TOOLS.match(name):
        packages = tuple(replace(each, need=Need.DEVELOPMENT) for each in packages)
    return LockFile(path, ecosystem, name, packages, hashes_possible)


def is_lock_name(name: str) -> bool:
    """Whether files called ``name`` may be locks."""
    return _kind(name) is not None


def _kind(name: str) -> tuple[str, Callable[[str], Iterator[LockedPackage]], bool] | None:
    if name in _KINDS:
        return _KINDS[name]
    if re.fullmatch(r"requirements[\w.-]{0,60}\.(txt|lock)|constraints\.txt", name):
        return ("pip", requirements, True)
    return None


_KINDS: dict[str, tuple[str, Callable[[str], Iterator[LockedPackage]], bool]] = {
    "package-lock.json": ("npm", npm, True), "npm-shrinkwrap.json": ("npm", npm, True), "yarn.lock": ("yarn", yarn, True), "pnpm-lock.yaml": ("pnpm", pnpm, True),
    "bun.lock": ("bun", bun, True), "poetry.lock": ("poetry", poetry, True), "uv.lock": ("uv", uv, True), "pdm.lock": ("pdm", pdm, True), "pylock.toml": ("pip", pylock, True),
    "Pipfile.lock": ("pipenv", pipfile, True), "go.sum": ("go", go_sum, True), "Cargo.lock": ("cargo", cargo, True), "Gemfile.lock": ("bundler", bundler, False),
    "gems.locked": ("bundler", bundler, False), "composer.lock": ("composer", composer, False), "packages.lock.json": ("nuget", nuget, True), "gradle.lockfile": ("gradle", gradle, False),
    "Package.resolved": ("swift", swift, True), "Podfile.lock": ("cocoapods", pods, False), "mix.lock": ("mix", mix, True), "pubspec.lock": ("pub", pub, True),
    "buildscript-gradle.lockfile": ("gradle", gradle, False), "conan.lock": ("conan", conan, False), "vcpkg-configuration.json": ("vcpkg", vcpkg, True),
    ".terraform.lock.hcl": ("terraform", terraform, True), "Chart.lock": ("helm", helm, False),
}  # fmt: skip
BINARY_NAMES = {"bun.lockb": "bun install --save-text-lockfile"}
"""Locks that only their tool can read, with the command that writes one we can."""
