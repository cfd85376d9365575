"""Every locked component has a hash that still binds its content.

Why: A version number names a component; only a hash shows that it is the same component.

Good: every entry from a registry carries SHA-256 or stronger (or Go's h1).

Bad: entries without a hash, or with MD5 or SHA-1 only. Weak where all of them carry SHA-1, which nobody can yet meet with other
content for a given hash, and in locks that by their name serve tests, documents or development.

Unknown: the format has no place for hashes, or the lock could not be read.

Known false positives: workspace, path and git entries have none; locks of tests and examples; a few old entries with SHA-1.
"""

import re
from collections.abc import Iterator

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, at, bad, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.ecosystems import ECOSYSTEMS
from assay.facts.lock_files import LockedPackage, LockFile, LockFiles

SUPPORTS = {"1.2.2/a": MEDIUM}
COUNTERS = {"1.2.2/a": MEDIUM}
BECAUSE = "hashes make a change of content visible, as long as the install honours them"
STALE_AFTER_DAYS = 90
FIX = "Regenerate the lock with hashes."

BESIDE = re.compile(
    r"(^|[/_.-])(tests?|testing|dev|development|docs?|documentation|lint|ci|typing)([/_.-]|$)", re.IGNORECASE
)
BINDING = frozenset({"sha256", "sha384", "sha512", "h1", "zh"})


def check(locks: LockFiles) -> Iterator[Finding]:
    for lock in locks.locks:
        entries = [each for each in lock.packages if each.source in ("registry", "url")]
        if not entries or lock.holds_nothing:
            continue
        open_ones = [each for each in entries if not BINDING & set(each.hashes)]
        if not open_ones:
            yield good(
                lock.path,
                f"{len(entries)} of {len(entries)} components from registries carry a hash that binds",
                at(lock.path),
            )
        elif not lock.hashes_possible and not any(each.hashes for each in entries):
            yield unknown(
                Unread(
                    lock.path, f"{ECOSYSTEMS[lock.ecosystem].title} keeps no hashes in this form of lock", _how(lock)
                )
            )
        else:
            old = all("sha1" in each.hashes for each in open_ones)
            yield bad(
                lock.path,
                f"{len(open_ones)} of {len(entries)} components {'have no hash but SHA-1' if old else 'have no hash that binds them'}, such as {_names(open_ones)}",
                *(at(lock.path, each.line) for each in open_ones[:3]),
                fix=f"{_how(lock)}.",
                at_most=WEAK if old or BESIDE.search(lock.path) else MEDIUM,
            )
    if locks.unread:
        yield unknown(*locks.unread)


def _names(entries: list[LockedPackage]) -> str:
    return ", ".join(f"{each.name} {each.version}" for each in entries[:3])


def _how(lock: LockFile) -> str:
    command = ECOSYSTEMS[lock.ecosystem].lock_command
    return f"Regenerate {lock.path} with {command}" if command else f"Add hashes to {lock.path}"


_HASH = " --hash=sha256:" + "0" * 64

EXAMPLES = (
    Example("pip with hashes", Outcome.GOOD, {"requirements.txt": f"a==1.0{_HASH}\nb==2.0{_HASH}\n"}),
    Example("pip without", Outcome.BAD, {"requirements.txt": f"a==1.0\nb==2.0{_HASH}\n"}, strength=MEDIUM),
    Example(
        "old Yarn with SHA-1 only",
        Outcome.BAD,
        {
            "yarn.lock": '# yarn lockfile v1\n\n"a@^1.0.0":\n  version "1.0.0"\n  resolved "https://r.example/a.tgz#0123456789abcdef0123456789abcdef01234567"\n'
        },
        false_positive="a few old entries with SHA-1",
        strength=WEAK,
    ),
    Example(
        "what tests install",
        Outcome.BAD,
        {"requirements_tests.txt": "a==1.0\n"},
        false_positive="locks of tests and examples",
        strength=WEAK,
    ),
    Example("no lock", Outcome.SILENT, {"a": "x"}),
    Example(
        "Bundler without checksums",
        Outcome.UNKNOWN,
        {"Gemfile.lock": "GEM\n  remote: https://r.example/\n  specs:\n    rack (3.0.0)\n"},
    ),
    Example(
        "workspace entries",
        Outcome.GOOD,
        {
            "uv.lock": 'version = 1\n[[package]]\nname = "app"\nversion = "1"\nsource = { editable = "." }\n[[package]]\nname = "a"\nversion = "1"\nsource = { registry = "https://r.example" }\nsdist = { url = "u", hash = "sha256:00" }\n'
        },
        false_positive="workspace, path and git entries have none",
    ),
    Example(
        "a test's lock",
        Outcome.SILENT,
        {"tests/requirements.txt": "a==1.0\n"},
        false_positive="locks of tests and examples",
    ),
)
