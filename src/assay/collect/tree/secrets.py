"""Scans every text file of the revision for credentials."""

import re
from functools import partial

from assay.collect.repository import Repository
from assay.domain.evidence import Unread
from assay.facts.secrets import SecretFound, SecretsFound
from assay.facts.tree import EntryKind, Tree, set_aside
from assay.formats import secrets
from assay.store.memory import Memory

LARGEST = 1_000_000
SKIPPED = re.compile(
    r"\.(png|jpe?g|gif|ico|svg|woff2?|ttf|eot|otf|pdf|zip|gz|xz|bz2|jar|war|class|exe|dll|so|dylib|mp[34]|webm|mov|wasm|bin|dat|snap|min\.js|map|lock|sum|po|pot|csv|tsv|parquet|sqlite|db)$|package-lock\.json$",
    re.IGNORECASE,
)
NOT_LIVE = re.compile(
    r"\.(example|sample|dist|template|tmpl|md|rst|adoc|txt)$|(^|[/._-])(test|tests|spec|specs|mock|mocks|fixture|fixtures|testdata|snapshots?|__snapshots__|stories|demo|cypress|e2e|samples?|examples?|integration|snakeoil|dummy)([/._-]|$)",
    re.IGNORECASE,
)

Hit = tuple[str, int, str, bool, bool]


def collect(repository: Repository, tree: Tree, memory: Memory) -> SecretsFound:
    """Each object is read once; results are kept by object id."""
    wanted = [
        entry
        for entry in tree.entries
        if entry.kind in (EntryKind.FILE, EntryKind.EXECUTABLE)
        and 20 <= (entry.size or 0) <= LARGEST
        and not SKIPPED.search(entry.path)
    ]
    skipped = sum(1 for entry in tree.entries if entry.kind is not EntryKind.SUBMODULE) - len(wanted)
    by_oid = {entry.oid: entry.path for entry in wanted}
    found: dict[str, tuple[Hit, ...]] = {}
    missing = 0
    unknown = memory.unknown("secrets", by_oid)
    for oid, data in repository.objects.read_many(unknown):
        if data is None:
            missing += 1
        else:
            found[oid] = memory.remember("secrets", oid, tuple[Hit, ...], partial(_hits, data))
    for oid in set(by_oid) - set(unknown):
        found[oid] = memory.remember("secrets", oid, tuple[Hit, ...], tuple)
    results = tuple(
        SecretFound(rule, entry.path, line, masked, certain, _aside(entry.path, example))
        for entry in wanted
        for rule, line, masked, certain, example in found.get(entry.oid, ())
    )
    unread = (Unread("objects", f"{missing} files are absent from this clone", "a full clone"),) if missing else ()
    return SecretsFound(results, len(wanted) - missing, skipped, unread)


def _hits(data: bytes) -> tuple[Hit, ...]:
    return () if b"\0" in data[:8000] else tuple(secrets.scan(data))


def _aside(path: str, example: bool) -> str:
    if example:
        return "an example value"
    if folder := set_aside(path):
        return f"below a folder called {folder}"
    return "a test, sample or document" if NOT_LIVE.search(path) else ""
