"""Components come from declared registries over protected routes.

Why: Who controls the source of a package controls the package.

Good: every locked entry with a known origin comes over TLS.

Bad: a plain http source, a git dependency on a branch, disabled verification, or a second index that can shadow the first.

Unknown: a lock could not be read.

Known false positives: git dependencies at a full commit, in the manifest or its lock; settings in tests and examples.
"""

import re
from collections.abc import Iterator

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, at, bad, counted, good, unknown
from assay.domain.evidence import Outcome
from assay.facts.ci import CiPipelines
from assay.facts.lock_files import LockFiles
from assay.facts.roots import RootKind, Roots
from assay.facts.texts import Texts

SUPPORTS = {"1.2.2/a": WEAK, "1.2.2/c": WEAK}
COUNTERS = {"1.2.2/a": MEDIUM, "1.2.2/c": MEDIUM}
BECAUSE = "the source settings decide who can put another package in place"
STALE_AFTER_DAYS = 90
FIX = "Fetch over TLS from one declared registry, and name git dependencies by full commit."

FULL_COMMIT = re.compile(r"[#@=][0-9a-f]{40}\b")
SETTINGS = (
    (re.compile(r"^[ \t]*strict-ssl\s*[=:]\s*false", re.M), "switches TLS verification off"),
    (re.compile(r"^[ \t]*(trusted-host)\s*=", re.M), "trusts a host without TLS verification"),
    (re.compile(r"^[ \t]*enableStrictSsl:\s*false", re.M), "switches TLS verification off"),
    (re.compile(r"^[ \t]*registry\s*=\s*http://(?!localhost|127\.)", re.M), "names a registry over plain http"),
)
LOOSE_OPTIONS = ("--trusted-host", "--extra-index-url")


def check(locks: LockFiles, roots: Roots, texts: Texts, ci: CiPipelines) -> Iterator[Finding]:
    aside = {root.manifest for root in roots.roots if root.kind is RootKind.SET_ASIDE}
    clean = True
    protected = 0
    for finding in (*_settings(texts), *_commands(ci), *_manifests(roots, aside, _at_a_commit(locks))):
        clean = False
        yield finding
    for lock in locks.locks:
        plain = [each for each in lock.packages if each.origin.startswith("http://")]
        protected += (
            0
            if lock.holds_nothing
            else sum(
                each.origin.startswith(("https://", "registry+https", "sparse+https", "git+ssh", "git+https"))
                for each in lock.packages
            )
        )
        if plain:
            clean = False
            yield bad(
                lock.path,
                f"plain http fetches {counted(len(plain), 'entry', 'entries')}, such as {plain[0].name}",
                at(lock.path, plain[0].line),
                fix=f"Regenerate {lock.path} against an https registry.",
            )
    if clean and protected:
        yield good(
            "locked origins",
            f"TLS protects {counted(protected, 'locked entry', 'locked entries')} and no setting weakens it",
            at(locks.locks[0].path),
            objects=protected,
        )
    if locks.unread:
        yield unknown(*locks.unread)


def _settings(texts: Texts) -> Iterator[Finding]:
    for path, text in texts.named(".npmrc", "pip.conf", ".yarnrc", ".yarnrc.yml"):
        for pattern, what in SETTINGS:
            if match := pattern.search(text):
                line = text.count("\n", 0, match.start() + len(match.group()) - len(match.group().lstrip())) + 1
                yield bad(f"{path}:{line}", f"{path} {what}", at(path, line), fix=f"Remove line {line} of {path}.")


def _commands(ci: CiPipelines) -> Iterator[Finding]:
    for _, job in ci.release_path:
        for command in job.commands:
            loose = next((each for each in LOOSE_OPTIONS if any(word.startswith(each) for word in command.argv)), "")
            if loose and command.install:
                yield bad(
                    f"{command.path}:{command.line}",
                    f"{command.text[:60]} uses {loose}",
                    at(command.path, command.line),
                    fix=f"Remove {loose} or use one index that proxies both.",
                )


def _at_a_commit(locks: LockFiles) -> set[str]:
    """Names of what a lock fixes to a full commit, whatever branch the manifest names."""
    return {each.name.casefold() for lock in locks.locks for each in lock.packages if FULL_COMMIT.search(each.origin)}


def _manifests(roots: Roots, aside: set[str], locked: set[str]) -> Iterator[Finding]:
    for manifest in roots.manifests:
        if manifest.path in aside:
            continue
        for each in manifest.dependencies:
            where = f"{each.requirement} {each.origin}"
            if (
                each.source == "git"
                and where.strip()
                and manifest.ecosystem != "bundler"
                and each.name.casefold() not in locked
                and not FULL_COMMIT.search(where)
            ):
                yield bad(
                    f"{manifest.path} {each.name}",
                    f"{each.name} is taken from a git branch or tag ({each.requirement[:60]})",
                    at(manifest.path, each.line),
                    fix=f"Name {each.name} by its full commit hash.",
                    at_most=WEAK,
                )
        for address, line in manifest.registries:
            if address.startswith("http://"):
                yield bad(
                    f"{manifest.path}:{line}",
                    f"the index {address} is plain http",
                    at(manifest.path, line),
                    fix=f"Use https for {address}.",
                )


_LOCK = '{{"lockfileVersion": 3, "packages": {{"": {{}}, "node_modules/a": {{"version": "1.0.0", "resolved": "{}://r.example/a.tgz", "integrity": "sha512-AA"}}}}}}'

EXAMPLES = (
    Example("all over TLS", Outcome.GOOD, {"package-lock.json": _LOCK.format("https")}),
    Example("one over http", Outcome.BAD, {"package-lock.json": _LOCK.format("http")}, strength=MEDIUM),
    Example("verification switched off", Outcome.BAD, {".npmrc": "strict-ssl=false\n"}),
    Example("nothing locked", Outcome.SILENT, {"a": "x"}),
    Example("a broken lock", Outcome.UNKNOWN, {"package-lock.json": "["}),
    Example(
        "git at a full commit",
        Outcome.SILENT,
        {"package.json": '{"name": "a", "dependencies": {"b": "git+https://e.example/b.git#' + "0a" * 20 + '"}}'},
        false_positive="git dependencies at a full commit, in the manifest or its lock",
    ),
    Example(
        "a git branch that the lock fixes to a commit",
        Outcome.GOOD,
        {
            "pyproject.toml": '[project]\nname = "app"\ndependencies = ["b"]\n[tool.uv.sources]\nb = {git = "https://e.example/b.git", branch = "main"}\n',
            "uv.lock": 'version = 1\n[[package]]\nname = "b"\nversion = "1.0"\nsource = {git = "https://e.example/b.git?branch=main#'
            + "0a" * 20
            + '"}\n',
        },
        false_positive="git dependencies at a full commit, in the manifest or its lock",
    ),
    Example(
        "a setting in an example",
        Outcome.SILENT,
        {"examples/.npmrc": "strict-ssl=false\n"},
        false_positive="settings in tests and examples",
    ),
)
