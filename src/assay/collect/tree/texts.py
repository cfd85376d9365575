"""The small named files checks ask for."""

import re

from assay.collect.repository import Repository
from assay.domain.evidence import Unread
from assay.facts.texts import Texts
from assay.facts.tree import Entry, EntryKind, Tree, set_aside

LARGEST = 262_144
MOST = 3000
DEEPEST = 4
NAMES = frozenset(
    """dependabot.yml dependabot.yaml renovate.json renovate.json5 codeowners .gitleaks.toml .gitleaksignore
    .secrets.baseline .pre-commit-config.yaml .snyk .grype.yaml .nsprc osv-scanner.toml audit-ci.json audit-ci.jsonc
    security.txt security-insights.yml security-insights.yaml .npmrc pip.conf .yarnrc .yarnrc.yml nuget.config settings.xml .tool-versions .python-version .nvmrc .node-version
    .ruby-version .java-version .go-version rust-toolchain rust-toolchain.toml mise.toml .mise.toml global.json gradle-wrapper.properties maven-wrapper.properties
    package.json pyproject.toml pom.xml build.gradle build.gradle.kts makefile gnumakefile tox.ini setup.cfg .bandit bandit.yaml bandit.yml sonar-project.properties .semgrepignore .semgrep.yml .semgrep.yaml semgrep.yml semgrep.yaml .zizmor.yml .zizmor.yaml zizmor.yml zizmor.yaml
    allowed_signers keys cosign.pub .gitignore .dockerignore .env go.mod cargo.toml deny.toml composer.json gemfile .auditignore .gitmodules
    codeql-config.yml codeql-config.yaml .goreleaser.yml .goreleaser.yaml goreleaser.yml goreleaser.yaml .goreleaser.yml.tmpl .goreleaser.yaml.tmpl .coveragerc codecov.yml codecov.yaml .codecov.yml .nycrc .nycrc.json .simplecov""".split()
)
STARTS = (".renovaterc", ".trivyignore", ".trufflehog", ".eslintrc", ".env.", "eslint.config.")
PLACES = re.compile(
    r"^\.(github|gitlab|gitea|cargo|bundle|config|well-known|circleci|devcontainer)/[^/]+$|^\.well-known/|^\.github/codeql/|^[^/]+\.pub$"
)
OWN_PLACES = frozenset({"docs/codeowners", "doc/security.txt", "docs/security.txt"})
"""Read although their folder is set aside: this is where platforms look for them."""
NO_TEXT = re.compile(r"\.(png|jpe?g|gif|svg|webp|ico|pdf|zip|gz|gpg|mp4|mov|woff2?|sig)$", re.IGNORECASE)


def collect(repository: Repository, tree: Tree) -> Texts:
    """Small files by name, set-aside folders left out, top-most first where there are too many."""
    wanted = sorted((entry for entry in tree.entries if _is_wanted(entry)), key=lambda each: each.path.count("/"))
    texts, unread = {}, []
    if len(wanted) > MOST:
        unread.append(Unread("settings files", f"there are {len(wanted):,}; the top-most {MOST:,} were read", "a smaller PATH"))  # fmt: skip
    for entry in wanted[:MOST]:
        if (entry.size or 0) > LARGEST:
            unread.append(Unread(entry.path, "it is larger than 256 KiB", "a smaller file"))
            continue
        text = repository.text(entry.path, LARGEST)
        if text is None:
            unread.append(Unread(entry.path, "it is absent from this clone", "a full clone"))
        elif "\0" in text or "\ufffd" in text:
            unread.append(Unread(entry.path, "it is not text in UTF-8 or UTF-16", "save it as UTF-8"))
        else:
            texts[entry.path] = text
    return Texts(dict(sorted(texts.items())), tuple(unread))


def _is_wanted(entry: Entry) -> bool:
    if entry.kind not in (EntryKind.FILE, EntryKind.EXECUTABLE) or entry.path.count("/") > DEEPEST:
        return False
    name = entry.name.casefold()
    if not (name in NAMES or name.startswith(STARTS) or PLACES.match(entry.path)) or NO_TEXT.search(name):
        return False
    return entry.path.casefold() in OWN_PLACES or not set_aside(entry.path)
