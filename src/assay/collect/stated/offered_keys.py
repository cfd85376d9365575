"""The OpenPGP keys in the tree, in code blocks of documents, and among what was handed over."""

import re
from collections.abc import Iterator

from assay.collect.repository import Repository
from assay.domain.evidence import Location, Unread
from assay.facts.documents import Documents
from assay.facts.evidence import EvidenceItems
from assay.facts.imported import Source
from assay.facts.offered_keys import OfferedKey, OfferedKeys
from assay.facts.tree import EntryKind, Tree, set_aside
from assay.formats.openpgp_keys import BEGIN, OpenPgpKeyError, keys

NAME = re.compile(
    r"(\.(asc|gpg|pgp)|(^|/)KEYS|(pgp|gpg|security|psirt|public)[\w.-]{0,40}\.(key|txt|pub))$", re.IGNORECASE
)
LARGEST = 1_000_000
MOST = 100


def collect(repository: Repository, tree: Tree, documents: Documents, items: EvidenceItems) -> OfferedKeys:
    """Files that hold no key are nothing; armour that is damaged is unread."""
    found: list[OfferedKey] = []
    unread: list[Unread] = []
    for place, data in (*_files(repository, tree), *_blocks(documents), *_handed(items)):
        try:
            found += [OfferedKey(key, place) for key in keys(data)]
        except OpenPgpKeyError as fault:
            if BEGIN.encode() in data:
                unread.append(Unread(place.path, f"it calls itself an OpenPGP key: {fault}", "the key exported anew"))
    return OfferedKeys(tuple(found), tuple(unread))


def _files(repository: Repository, tree: Tree) -> Iterator[tuple[Location, bytes]]:
    wanted = [
        each
        for each in tree.entries
        if each.kind in (EntryKind.FILE, EntryKind.EXECUTABLE)
        and 0 < (each.size or 0) <= LARGEST
        and NAME.search(each.path)
        and each.path.isprintable()
        and not set_aside(each.path)
    ]
    wanted = sorted(wanted, key=lambda each: (each.path.count("/"), each.path))[:MOST]
    for entry, (_, data) in zip(wanted, repository.objects.read_many([each.oid for each in wanted]), strict=False):
        if data:
            yield Location(entry.path), data


def _blocks(documents: Documents) -> Iterator[tuple[Location, bytes]]:
    for document in documents.own:
        for text, line in document.code:
            if BEGIN in text:
                yield Location(document.path, line), text.encode()


def _handed(items: EvidenceItems) -> Iterator[tuple[Location, bytes]]:
    for item in items.of("openpgp_key"):
        yield Source(item.name, item.sha256, item.taken_on).at(), item.data
