"""The last change of the documents that rule development and testing: one question to git for each, and only for those."""

from datetime import date

from assay.collect.repository import Repository
from assay.domain.evidence import Unread
from assay.facts.document_changes import DocumentChanges
from assay.facts.documents import Documents
from assay.facts.history import day
from assay.formats import development_framework, test_strategy

MOST = 30


def collect(repository: Repository, documents: Documents) -> DocumentChanges:
    """Nothing for shallow clones: there every file seems to be as old as the cut."""
    ruling = [
        each.path
        for each in documents.own
        if development_framework.SUBJECT.search(f"{each.title} {each.name}")
        or test_strategy.SUBJECT.search(f"{each.title} {each.name}")
    ][:MOST]
    if repository.shallow and ruling:
        return DocumentChanges({}, (Unread("history of documents", "the clone is shallow", "git fetch --unshallow"),))
    found: dict[str, date] = {}
    for path in ruling:
        stamp = repository.git.run("log", "-1", "--format=%ct", repository.commit, "--", f":(literal){path}").strip()
        if stamp.isdigit():
            found[path] = day(int(stamp))
    return DocumentChanges(found)
