"""Commits that changed how the software is built."""

from assay.collect.history.changed_paths import changes
from assay.collect.repository import Repository
from assay.facts.history import BuildDefinitionChanges

PATHS = (
    ".github/workflows",
    ".github/actions",
    ".gitlab-ci.yml",
    ".gitlab/ci",
    ":(glob)Jenkinsfile*",
    ":(glob)*/Jenkinsfile*",
    ":(glob)azure-pipelines*.yml",
    ":(glob)azure-pipelines*.yaml",
    ":(glob).azure-pipelines/**",
    ":(glob).azure-pipelines*.yml",
    ".circleci",
    ":(glob)**/Dockerfile*",
    ":(glob)**/*.Dockerfile",
    ":(glob)**/Containerfile*",
    ":(glob)**/action.yml",
    ":(glob)**/action.yaml",
    "Makefile",
    "ci",
    "build",
    ".ci",
    ".travis.yml",
)


def collect(repository: Repository) -> BuildDefinitionChanges:
    """The newest of them; shallow clones are said to be incomplete."""
    found, unread = changes(repository, *PATHS)
    return BuildDefinitionChanges(found, not unread, unread)
