"""Lock files fit their manifests.

Why: A lock that no longer fits is either ignored by the build or silently rewritten by it.

Good: everything the manifest asks for is in the lock.

Bad: the manifest asks for something the lock does not hold, or was made for other requirements.

Unknown: a lock could not be read.

Known false positives: formats with nothing comparable; manifests of workspaces.
"""

from collections.abc import Iterator

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, at, bad, good, unknown
from assay.domain.evidence import Outcome
from assay.facts.ecosystems import ECOSYSTEMS
from assay.facts.lock_files import LockFiles

SUPPORTS = {"1.2.1/c": MEDIUM}
COUNTERS = {"1.2.1/c": MEDIUM, "1.2.2/b": WEAK}
BECAUSE = "both files are of the same revision and were compared entry by entry; the released thing was not"
STALE_AFTER_DAYS = 90
FIX = "Regenerate the lock and let the pipeline fail when it does not fit."


def check(locks: LockFiles) -> Iterator[Finding]:
    for lock in locks.locks:
        if lock.in_sync:
            yield good(lock.path, f"holds everything {lock.manifest} asks for", at(lock.path), at(lock.manifest))
        elif lock.in_sync is False:
            yield bad(
                lock.path,
                f"does not fit {lock.manifest}: {lock.differences[0]}{f' and {len(lock.differences) - 1} more' if len(lock.differences) > 1 else ''}",
                at(lock.path),
                at(lock.manifest),
                fix=f"Run {ECOSYSTEMS[lock.ecosystem].lock_command} and commit {lock.path}; check with {ECOSYSTEMS[lock.ecosystem].check_command or 'the tool'}.",
            )
    if locks.unread:
        yield unknown(*locks.unread)


_MANIFEST = '{{"name": "a", "dependencies": {{{}}}}}'
_LOCK = '{"lockfileVersion": 3, "packages": {"": {"dependencies": {"b": "^1.0.0"}}, "node_modules/b": {"version": "1.0.0", "resolved": "https://r.example/b", "integrity": "sha512-AA"}}}'

EXAMPLES = (
    Example("they fit", Outcome.GOOD, {"package.json": _MANIFEST.format('"b": "^1.0.0"'), "package-lock.json": _LOCK}),
    Example(
        "one more in the manifest",
        Outcome.BAD,
        {"package.json": _MANIFEST.format('"b": "^1.0.0", "c": "^2.0.0"'), "package-lock.json": _LOCK},
    ),
    Example(
        "nothing comparable",
        Outcome.SILENT,
        {"gradle.lockfile": "a:b:1.0=compileClasspath\n"},
        false_positive="formats with nothing comparable",
    ),
    Example("a broken lock", Outcome.UNKNOWN, {"package-lock.json": "{"}),
)
