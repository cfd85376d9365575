"""Commits that changed how the software is built."""

from assay.collect.history.changed_paths import changes
from assay.collect.repository import Repository
from assay.facts.history import BuildDefinitionChanges

PATHS = (
    ".github/workflows",
    ".github/actions",
    ".gitlab-ci.yml",
    ".gitlab/ci",
    "Jenkinsfile*",
    "azure-pipelines*",
    ".azure-pipelines*",
    ".circleci",
    ":(glob)**/Dockerfile*",
    ".ci",
    ".travis.yml",
)


def collect(repository: Repository) -> BuildDefinitionChanges:
    """The newest four thousand; shallow clones are said to be incomplete."""
    found, unread = changes(repository, *PATHS)
    return BuildDefinitionChanges(found, not unread, unread)
