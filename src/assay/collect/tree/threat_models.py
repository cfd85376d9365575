"""The threat models modelling tools keep in files."""

from assay.collect.repository import Repository
from assay.collect.tree.documents import set_aside_document
from assay.domain.evidence import Unread
from assay.facts.threat_models import ThreatModel, ThreatModels
from assay.facts.tree import EntryKind, Tree
from assay.formats import threat_models

LARGEST = 10_000_000
MOST = 60


def collect(repository: Repository, tree: Tree) -> ThreatModels:
    """At most sixty candidates by name, nearest to the top first; folders for documents speak for the product."""
    wanted = sorted(
        (
            each
            for each in tree.entries
            if each.kind in (EntryKind.FILE, EntryKind.EXECUTABLE)
            and threat_models.is_candidate(each.path)
            and not set_aside_document(each.path)
        ),
        key=lambda each: (each.path.count("/"), each.path),
    )
    found: list[ThreatModel] = []
    unread: list[Unread] = []
    for entry in wanted[:MOST]:
        text = repository.text(entry.path, LARGEST)
        if text is None:
            unread.append(Unread(entry.path, "it is larger than 10 MB or absent from this clone", "a full clone"))
        elif model := threat_models.read(entry.path, text):
            found.append(model)
    return ThreatModels(tuple(found), tuple(unread))
