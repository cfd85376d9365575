"""Every container definition of the revision."""

import re
from dataclasses import replace

from assay.collect.repository import Repository
from assay.domain.evidence import Unread
from assay.facts.ci import CiPipelines
from assay.facts.containers import ComposeFile, Containers, Dockerfile
from assay.facts.profile import Profile
from assay.facts.roots import from_declared
from assay.facts.tree import EntryKind, Tree, set_aside
from assay.formats.containers import ContainerError, compose, dockerfile, is_compose, is_dockerfile, with_released

DEVELOPMENT = re.compile(
    r"(^|[/._-])(dev|devel|development|devcontainer|test|tests|testing|ci|local|override|e2e|debug|gitpod|bench|hack|tilt|integration|its)([/._-]|$)",
    re.IGNORECASE,
)
MOST = 300


def collect(repository: Repository, tree: Tree, ci: CiPipelines, profile: Profile) -> Containers:
    """Definitions for development and tests are read and set aside; of the rest, those a release builds are told apart."""
    files: list[Dockerfile] = []
    composed: list[ComposeFile] = []
    unread: list[Unread] = []
    for entry in tree.entries:
        for_image, for_compose = is_dockerfile(entry.name), is_compose(entry.name)
        if entry.kind not in (EntryKind.FILE, EntryKind.EXECUTABLE) or not (for_image or for_compose):
            continue
        if len(files) + len(composed) >= MOST:
            unread.append(Unread("container definitions", f"there are more than {MOST}", "a smaller PATH"))
            break
        text = repository.text(entry.path)
        if text is None:
            unread.append(Unread(entry.path, "it is larger than 1 MB or absent from this clone", "a full clone"))
            continue
        seen = from_declared(entry.path, profile.roots)
        aside = set_aside(seen) or ("development" if DEVELOPMENT.search(seen) else "")
        try:
            if for_image:
                ignored = (
                    repository.text(f"{entry.path}.dockerignore")
                    or repository.text(f"{entry.folder}/.dockerignore".lstrip("/"))
                    or repository.text(".dockerignore")
                    or ""
                )
                patterns = tuple(
                    line.strip() for line in ignored.splitlines() if line.strip() and not line.startswith("#")
                )
                files.append(replace(dockerfile(entry.path, text, repository.text), set_aside=aside, ignored=patterns))
            else:
                composed.append(replace(compose(entry.path, text), set_aside=aside))
        except ContainerError as error:
            if not aside:
                unread.append(Unread(entry.path, str(error), "correct the file"))
    return Containers(with_released(files, ci), tuple(composed), tuple(unread))
