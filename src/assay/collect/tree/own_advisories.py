"""The advisories kept in the tree, by the names of their files."""

from assay.collect.repository import Repository
from assay.collect.tree.documents import set_aside_document
from assay.domain.evidence import Unread
from assay.facts.own_advisories import OwnAdvisories
from assay.facts.tree import EntryKind, Tree
from assay.formats.own_advisories import PLACE, read

LARGEST = 500_000
MOST = 400


def collect(repository: Repository, tree: Tree) -> OwnAdvisories:
    """The four hundred newest by name; folders of tests and examples hold no advisories of the product."""
    wanted = sorted(
        (
            each
            for each in tree.entries
            if each.kind in (EntryKind.FILE, EntryKind.EXECUTABLE)
            and 0 < (each.size or 0) <= LARGEST
            and PLACE.search(each.path)
            and each.path.isprintable()
            and not set_aside_document(each.path)
        ),
        key=lambda each: each.path,
        reverse=True,
    )
    unread: tuple[Unread, ...] = ()
    if len(wanted) > MOST:
        unread = (Unread("advisories", f"there are {len(wanted)}; the last {MOST} by name were read", "nothing"),)
    contents = zip(wanted, repository.objects.read_many([each.oid for each in wanted[:MOST]]), strict=False)
    found = [read(entry.path, data) for entry, (_, data) in contents if data]
    return OwnAdvisories(tuple(each for each in found if each), unread)
