"""Commits that changed what the software depends on."""

from assay.collect.history.changed_paths import changes
from assay.collect.repository import Repository
from assay.facts.ecosystems import ECOSYSTEMS
from assay.facts.history import DependencyChanges

MANIFESTS = (
    "package.json",
    "pyproject.toml",
    "go.mod",
    "Cargo.toml",
    "Gemfile",
    "composer.json",
    "pom.xml",
    "build.gradle",
    "build.gradle.kts",
    "libs.versions.toml",
    "Directory.Packages.props",
    "requirements*.txt",
    "*.csproj",
)


def collect(repository: Repository) -> DependencyChanges:
    """The newest four thousand; shallow clones are said to be incomplete."""
    names = [*MANIFESTS, *(name for ecosystem in ECOSYSTEMS.values() for name in ecosystem.locks)]
    found, unread = changes(repository, *(f":(glob)**/{name}" for name in names))
    return DependencyChanges(found, not unread, unread)
