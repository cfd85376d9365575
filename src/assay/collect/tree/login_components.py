"""What login code uses: candidates by name first, each object read once."""

from collections.abc import Mapping
from functools import partial

from assay.collect.repository import Repository, decode
from assay.domain.evidence import Unread
from assay.facts.login_components import LoginComponents, LoginUse
from assay.facts.tree import Entry, EntryKind, Tree, set_aside
from assay.formats.code import TEST_PLACE
from assay.formats.login_components import is_candidate, speaks_of_login, uses
from assay.store.memory import Memory

KIND = "login-1"
LARGEST = 300_000
MOST = 2500


def collect(repository: Repository, tree: Tree, memory: Memory) -> LoginComponents:
    """Tests and folders that are set aside are no product code."""
    found = sorted(
        (
            each
            for each in tree.entries
            if each.kind in (EntryKind.FILE, EntryKind.EXECUTABLE)
            and 0 < (each.size or 0) <= LARGEST
            and is_candidate(each.path)
            and not set_aside(each.path)
            and not TEST_PLACE.search(each.path)
        ),
        key=lambda each: (not speaks_of_login(each.path), each.path.count("/"), each.path),
    )
    unread: tuple[Unread, ...] = ()
    if len(found) > MOST:
        unread = (Unread("login code", f"{len(found) - MOST} of {len(found)} files were left out", "a smaller PATH"),)
    keys = {f"{each.oid}:{each.path}": each for each in found[:MOST]}
    unknown = memory.unknown(KIND, keys)
    contents = dict(repository.objects.read_many([keys[key].oid for key in unknown]))
    seen: list[LoginUse] = []
    for key, entry in keys.items():
        seen += memory.remember(KIND, key, tuple[LoginUse, ...], partial(_read, repository, entry, contents))
    return LoginComponents(tuple(seen), sum(speaks_of_login(each.path) for each in keys.values()), unread)


def _read(repository: Repository, entry: Entry, contents: Mapping[str, bytes | None]) -> tuple[LoginUse, ...]:
    data = contents[entry.oid] if entry.oid in contents else repository.objects.read(entry.oid)
    return tuple(uses(entry.path, decode(data or b"")))
