"""The files that tell scanners what to ignore."""

from assay.collect.repository import Repository
from assay.domain.evidence import Unread
from assay.facts.suppressions import Suppression, Suppressions
from assay.facts.tree import EntryKind, Tree, set_aside
from assay.formats import suppressions

LARGEST = 2_000_000
MOST = 200


def collect(repository: Repository, tree: Tree) -> Suppressions:
    """Broken files are unread; an ignore file in a folder of tests or examples hides nothing of the product."""
    found: list[Suppression] = []
    unread: list[Unread] = []
    wanted = [
        each
        for each in tree.entries
        if each.kind in (EntryKind.FILE, EntryKind.EXECUTABLE)
        and suppressions.is_store(each.path)
        and not set_aside(each.path)
    ]
    if len(wanted) > MOST:
        unread.append(Unread("ignore files", f"there are {len(wanted)}; {MOST} were read", "a smaller PATH"))
    for entry in sorted(wanted, key=lambda each: (each.path.count("/"), each.path))[:MOST]:
        text = repository.text(entry.path, LARGEST)
        if text is None:
            unread.append(Unread(entry.path, "it is larger than 2 MB or absent from this clone", "a full clone"))
            continue
        try:
            entries = suppressions.read(entry.path, text)
        except suppressions.SuppressionError as error:
            unread.append(Unread(entry.path, str(error), "correct the file"))
            continue
        found += entries
        if len(entries) == suppressions.MOST:
            unread.append(Unread(entry.path, f"only the first {len(entries)} entries were read", "fewer entries"))
    return Suppressions(tuple(found), tuple(unread))
