"""Scans every text file of the revision for credentials."""

import re
from functools import partial

from assay.collect.repository import Repository, decode
from assay.domain.evidence import Unread
from assay.facts.secrets import SecretFound, SecretsFound
from assay.facts.tree import Entry, EntryKind, Tree, set_aside
from assay.formats.secrets import Hit, scan
from assay.store.memory import Memory

LARGEST = 1_000_000
SMALLEST = 20
KIND = "secrets-3"
"""Goes up with every change of the rules, so that what older rules said is forgotten."""
SKIPPED = re.compile(
    r"\.(png|jpe?g|gif|ico|svg|webp|woff2?|ttf|eot|otf|pdf|zip|gz|xz|bz2|jar|war|class|exe|dll|so|dylib|mp[34]|webm|mov|wasm|bin|dat|snap|min\.js|min\.css|map|lock|sum|po|pot|csv|tsv|parquet|sqlite|db)$"
    r"|(^|/)(package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|packages\.lock\.json)$",
    re.IGNORECASE,
)
SETTINGS = re.compile(
    r"\.(ya?ml|json5?|toml|ini|cfg|conf|config|properties|tfvars|xml|env)$|(^|/)\.env(\.[\w-]{1,30})?$|(^|/)\.(npmrc|pypirc|netrc)$",
    re.IGNORECASE,
)
NOT_LIVE = re.compile(
    r"\.(example|sample|dist|template|tmpl|md|rst|adoc)$"
    r"|(^|[/._-])(test|tests|spec|specs|mock|mocks|fixture|fixtures|testdata|snapshots?|__snapshots__|stories|demo|cypress|e2e|samples?|examples?|testplan|swagger|openapi|snakeoil|dummy|localhost)([/._-]|$)",
    re.IGNORECASE,
)
PUBLIC = re.compile(r"(^|/)(google-services\.json|GoogleService-Info\.plist)$")
"""Files that ship with the application: the key in them is public by nature."""


def collect(repository: Repository, tree: Tree, memory: Memory) -> SecretsFound:
    """Each object is read once; results are kept by object id."""
    files = [entry for entry in tree.entries if entry.kind in (EntryKind.FILE, EntryKind.EXECUTABLE)]
    wanted = [entry for entry in files if SMALLEST <= (entry.size or 0) <= LARGEST and not SKIPPED.search(entry.path)]
    unknown = set(memory.unknown(KIND, {_key(entry) for entry in wanted}))
    to_read = dict.fromkeys(entry.oid for entry in wanted if _key(entry) in unknown)
    keys_of: dict[str, set[str]] = {}
    for entry in wanted:
        keys_of.setdefault(entry.oid, set()).add(_key(entry))
    found: dict[str, tuple[Hit, ...]] = {}
    missing: set[str] = set()
    for oid, data in repository.objects.read_many(list(to_read)):
        for key in keys_of[oid]:
            if data is None:
                missing.add(key)
            else:
                found[key] = memory.remember(KIND, key, tuple[Hit, ...], partial(_hits, data, key))
    for entry in wanted:
        key = _key(entry)
        if key not in found and key not in missing:
            found[key] = memory.remember(KIND, key, tuple[Hit, ...], partial(_read_again, repository, entry))
    results = tuple(
        SecretFound(hit.rule, entry.path, hit.line, hit.masked, hit.certain, _aside(entry.path, hit))
        for entry in wanted
        for hit in found.get(_key(entry), ())
    )
    absent = sum(1 for entry in wanted if _key(entry) in missing) + sum(1 for entry in files if entry.size is None)
    unread = (Unread("objects", f"{absent} files are absent from this clone", "a full clone"),) if absent else ()
    read = sum(1 for entry in wanted if _key(entry) not in missing)
    if not repository.commit:
        unread = (Unread("files", "there is no commit", "commit the work"),)
    return SecretsFound(results, read, len(files) - read, unread)


def _key(entry: Entry) -> str:
    """Settings are looked at more closely, so one content may be two things."""
    return f"{entry.oid} settings" if SETTINGS.search(entry.path) else entry.oid


def _hits(data: bytes, key: str) -> tuple[Hit, ...]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = decode(data).encode("utf-8", "replace")
    return () if b"\0" in data[:8192] else tuple(scan(data, settings=key.endswith("settings")))


def _read_again(repository: Repository, entry: Entry) -> tuple[Hit, ...]:
    """What was remembered is damaged."""
    return _hits(repository.objects.read(entry.oid) or b"", _key(entry))


def _aside(path: str, hit: Hit) -> str:
    if hit.example:
        return "an example value"
    if folder := set_aside(path):
        return f"below a folder called {folder}"
    if PUBLIC.search(path):
        return "public by nature: it ships with the application"
    return "a test, sample or document" if NOT_LIVE.search(path) else ""
