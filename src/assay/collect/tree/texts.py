"""The small named files checks ask for."""

import re

from assay.collect.repository import Repository
from assay.domain.evidence import Unread
from assay.facts.texts import Texts
from assay.facts.tree import EntryKind, Tree, set_aside

LARGEST = 262_144
NAMES = frozenset(
    """dependabot.yml dependabot.yaml renovate.json renovate.json5 .renovaterc .renovaterc.json codeowners .gitleaks.toml .gitleaksignore
    .secrets.baseline .pre-commit-config.yaml .snyk .trivyignore .trivyignore.yaml .grype.yaml .nsprc osv-scanner.toml audit-ci.json audit-ci.jsonc
    security.txt security-insights.yml .npmrc pip.conf .yarnrc .yarnrc.yml nuget.config settings.xml .tool-versions .python-version .nvmrc .node-version
    .ruby-version .java-version .go-version rust-toolchain rust-toolchain.toml mise.toml .mise.toml global.json gradle-wrapper.properties maven-wrapper.properties
    package.json pyproject.toml tox.ini setup.cfg .bandit bandit.yaml sonar-project.properties .semgrepignore .zizmor.yml zizmor.yml zizmor.yaml
    allowed_signers keys cosign.pub .gitignore .dockerignore .env go.mod cargo.toml deny.toml composer.json gemfile .auditignore .gitmodules""".split()
)
PLACES = re.compile(
    r"^\.(github|gitlab|gitea|cargo|bundle|config|well-known|circleci|devcontainer)/[^/]+$|^\.well-known/"
)
DEEPEST = 4


def collect(repository: Repository, tree: Tree) -> Texts:
    """Small files by name, set-aside folders left out."""
    wanted = [
        entry
        for entry in tree.entries
        if entry.kind in (EntryKind.FILE, EntryKind.EXECUTABLE)
        and entry.path.count("/") <= DEEPEST
        and (entry.name.casefold() in NAMES or PLACES.match(entry.path))
        and not set_aside(entry.path)
    ]
    texts, unread = {}, []
    for entry in wanted:
        text = repository.text(entry.path, LARGEST)
        if text is None or "\0" in text:
            unread.append(
                Unread(entry.path, "it is larger than 256 KiB, not text, or absent from this clone", "a full clone")
            )
        else:
            texts[entry.path] = text
    return Texts(texts, tuple(unread))
