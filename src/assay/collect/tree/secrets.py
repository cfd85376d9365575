"""Scans every text file of the revision for credentials."""

import re
from collections import Counter
from functools import partial

from assay.collect.repository import Repository, decode
from assay.domain.evidence import Unread
from assay.facts.secrets import SecretFound, SecretsFound
from assay.facts.tree import Entry, EntryKind, Tree, set_aside
from assay.formats.secrets import Hit, scan
from assay.store.memory import Memory

LARGEST = 1_000_000
SMALLEST = 20
KIND = "secrets-5"
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
TEST_FILE = re.compile(
    r"_test\.(go|py|rb|exs?|cc|cpp|c|dart)$|(^|/)(test_[^/]{1,200}|conftest)\.py$|\.(test|spec|cy)\.[cm]?[jt]sx?$|(Test|Tests|IT)\.(java|kt|cs|php)$"
)
CODE_FILE = re.compile(r"\.(go|py|rb|exs?|cc|cpp|c|dart|[cm]?[jt]sx?|java|kt|cs|php|rs|swift)$")
FEWEST_TESTS = 3
TRANSLATED = re.compile(r"(^|/)(messages|locales?|i18n|l10n|lang|languages|translations?)/", re.IGNORECASE)
"""Texts in several languages: their keys speak of passwords, their values are labels."""
PUBLIC = re.compile(r"(^|/)(google-services\.json|GoogleService-Info\.plist)$")
"""Files that ship with the application: the key in them is public by nature."""


def collect(repository: Repository, tree: Tree, memory: Memory) -> SecretsFound:
    """Each object is read once; results are kept by object id."""
    files = [entry for entry in tree.entries if entry.kind in (EntryKind.FILE, EntryKind.EXECUTABLE)]
    wanted = {
        entry: _key(entry)
        for entry in files
        if SMALLEST <= (entry.size or 0) <= LARGEST and not SKIPPED.search(entry.path)
    }
    unknown = set(memory.unknown(KIND, set(wanted.values())))
    to_read = dict.fromkeys(entry.oid for entry, key in wanted.items() if key in unknown)
    keys_of: dict[str, set[str]] = {}
    for entry, key in wanted.items():
        keys_of.setdefault(entry.oid, set()).add(key)
    found: dict[str, tuple[Hit, ...]] = {}
    missing: set[str] = set()
    for oid, data in repository.objects.read_many(list(to_read)):
        for key in keys_of[oid]:
            if data is None:
                missing.add(key)
            else:
                found[key] = memory.remember(KIND, key, tuple[Hit, ...], partial(_hits, data, key))
    for entry, key in wanted.items():
        if key not in found and key not in missing:
            found[key] = memory.remember(KIND, key, tuple[Hit, ...], partial(_read_again, repository, entry))
    tests = _test_folders(tree) if any(found.values()) else frozenset()
    results = tuple(
        SecretFound(hit.rule, entry.path, hit.line, hit.masked, hit.certain, _aside(entry.path, hit, tests))
        for entry, key in wanted.items()
        for hit in found.get(key, ())
    )
    absent = sum(1 for key in wanted.values() if key in missing) + sum(1 for entry in files if entry.size is None)
    which = f"{absent} files are" if absent > 1 else "1 file is"
    unread = (Unread("objects", f"{which} absent from this clone", "a full clone"),) if absent else ()
    read = sum(1 for key in wanted.values() if key not in missing)
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


def _test_folders(tree: Tree) -> frozenset[str]:
    """Folders below the top that hold, among their own code, hardly anything but tests: whatever they are called."""
    tests: Counter[str] = Counter()
    code: Counter[str] = Counter()
    for entry in tree.entries:
        if entry.folder and CODE_FILE.search(entry.name):
            code[entry.folder] += 1
            tests[entry.folder] += bool(TEST_FILE.search(entry.name))
    return frozenset(
        folder for folder, count in tests.items() if count >= FEWEST_TESTS and count * 10 >= code[folder] * 9
    )


def _aside(path: str, hit: Hit, tests: frozenset[str]) -> str:
    if hit.example:
        return "an example value"
    if folder := set_aside(path):
        return f"below a folder called {folder}"
    if folder := next((each for each in sorted(tests) if path.startswith(f"{each}/")), ""):
        return f"below {folder}, a folder of tests"
    if hit.rule == "assigned credential" and TRANSLATED.search(path):
        return "texts of the surface"
    if PUBLIC.search(path):
        return "public by nature: it ships with the application"
    return "a test, sample or document" if NOT_LIVE.search(path) else ""
