"""Manifests: what a folder says it depends on and whether it is meant to be published."""

import re
from collections.abc import Callable
from functools import partial

from defusedxml import ElementTree

from assay.facts.roots import Manifest
from assay.formats.ci.places import Reader
from assay.formats.manifests.gradle import gradle
from assay.formats.manifests.maven import pom
from assay.formats.manifests.node import package_json
from assay.formats.manifests.others import cargo, composer, csproj, gemfile, go_mod, one_per_line
from assay.formats.manifests.python import pipfile, pyproject, requirements, setup

NAMES = frozenset(
    "package.json pyproject.toml Pipfile setup.py setup.cfg go.mod Cargo.toml Gemfile composer.json pom.xml build.gradle build.gradle.kts Package.swift Podfile mix.exs pubspec.yaml Chart.yaml".split()
)


class ManifestError(ValueError):
    """The text is not the manifest its name promises."""


def is_manifest(name: str) -> bool:
    """Whether files called ``name`` are manifests."""
    return (
        name in NAMES
        or name.endswith((".csproj", ".fsproj", ".vbproj"))
        or bool(re.fullmatch(r"requirements[\w.-]{0,40}\.(in|txt)", name))
    )


def read(path: str, text: str, read_file: Reader = lambda _: None) -> Manifest | None:
    """The manifest in ``text``; None for a file that declares nothing of the kind. Raises ManifestError.

    ``read_file`` gives other files of the repository, from which some manifests inherit.
    """
    name = path.rpartition("/")[2]
    inheriting = partial(pom, read_file=read_file) if name == "pom.xml" else None
    reader = (
        inheriting
        or _READERS.get(name)
        or (csproj if name.endswith("proj") else requirements if name.startswith("requirements") else None)
    )
    if reader is None:
        return None
    try:
        return reader(path, text)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, ElementTree.ParseError) as error:
        raise ManifestError(f"it is not a {name}: {str(error)[:100]}") from None


_READERS: dict[str, Callable[[str, str], Manifest]] = {
    "package.json": package_json, "pyproject.toml": pyproject, "Pipfile": pipfile, "setup.py": setup, "setup.cfg": setup, "go.mod": go_mod, "Cargo.toml": cargo,
    "Gemfile": gemfile, "composer.json": composer, "build.gradle": gradle, "build.gradle.kts": gradle,
    "Package.swift": one_per_line(r"\.package\([^)\n]{0,200}url:\s*\"([^\"\n]{1,200})\"", "swift"), "Podfile": one_per_line(r"^\s*pod\s+['\"]([\w./-]+)['\"]", "cocoapods"),
    "mix.exs": one_per_line(r"\{:(\w+),\s*\"", "mix"), "pubspec.yaml": one_per_line(r"^  (\w+):\s*[\^\d]", "pub"), "Chart.yaml": one_per_line(r"^\s*-\s*name:\s*(\S+)", "helm"),
}  # fmt: skip
