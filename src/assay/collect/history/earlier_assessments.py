"""Earlier assessments kept in the repository, compared with the history as it is now."""

import re
from dataclasses import replace

from assay.collect.repository import Repository
from assay.collect.tree.documents import set_aside_document
from assay.domain.evidence import Unread
from assay.errors import AssayError
from assay.facts.earlier_assessments import EarlierAssessment, EarlierAssessments
from assay.facts.tags import Tags
from assay.facts.tree import EntryKind, Tree
from assay.formats.earlier_assessments import EarlierAssessmentError, read

NAME = re.compile(r"(assay|assessment|evidence)[^/]*(/[^/]+)*\.json$", re.IGNORECASE)
LARGEST = 20_000_000
MOST = 12


def collect(repository: Repository, tree: Tree, tags: Tags) -> EarlierAssessments:
    """The twelve newest. Only what the clone holds is asked: nothing is fetched."""
    found: list[EarlierAssessment] = []
    unread: list[Unread] = []
    for entry in tree.entries:
        if entry.kind is EntryKind.FILE and NAME.search(entry.path) and not set_aside_document(entry.path):
            text = repository.text(entry.path, LARGEST)
            if text is None or "assay-assessment/" not in text:
                continue
            try:
                earlier = read(entry.path, text)
            except EarlierAssessmentError as error:
                unread.append(Unread(entry.path, str(error), "the file as it was written"))
                continue
            if earlier:
                found.append(earlier)
    newest = sorted(found, key=lambda each: (each.as_of, each.path))[-MOST:]
    by_tag = {tag.name: tag.commit for tag in tags.tags}
    known: dict[str, bool] = {}
    for each in newest:
        for commit in (each.commit, *each.cited):
            if commit and commit not in known:
                known[commit] = _is_reachable(repository, commit)
    return EarlierAssessments(
        tuple(
            replace(
                each,
                gone=tuple(commit for commit in (each.commit, *each.cited) if commit and not known[commit]),
                tag_now=by_tag.get(each.ref.removeprefix("refs/tags/"), ""),
            )
            for each in newest
        ),
        tuple(unread),
    )


def _is_reachable(repository: Repository, commit: str) -> bool:
    """Whether the assessed revision, a branch or a tag leads to it; an object the clone lacks is led to by nothing."""
    if repository.objects.read(commit) is None:
        return False
    try:
        if repository.git.run("rev-list", "--max-count=1", commit, f"^{repository.commit}", "--") == b"":
            return True
        return bool(repository.git.run("for-each-ref", "--count=1", f"--contains={commit}"))
    except AssayError:
        return False
