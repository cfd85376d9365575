"""SBOM and lock files tell the same story.

Why: A bill that leaves out what is built sends a customer past the advisory that concerns them.

Good: in every package type both know, each locked package is on the bill in a locked version (strong); medium where packages no manifest
asks for at run time are missing, which are often for development only.

Bad: a package asked for at run time is missing, or one is on the bill in a version no lock has; strong for more than one in twenty or
for any that is asked for at run time, else medium.

Unknown: no SBOM of the assessed commit was handed over, or nothing in it can be compared with a lock.

Known false positives: packages for development only; names written in another form (PEP 503, npm scopes, Go modules); packages of the
operating system; a bill of another commit.
"""

from collections.abc import Iterator
from datetime import date

from assay.checks.contract import MEDIUM, STRONG, Change, Example, Finding, Handed, at, bad, counted, good, unknown
from assay.domain.evidence import Location, Outcome, Unread
from assay.facts.imported import Source
from assay.facts.inventories import Inventories
from assay.facts.lock_files import LockFile, LockFiles
from assay.facts.roots import Roots
from assay.facts.subject import Subject
from assay.formats.bills import Differences, differences

SUPPORTS = {"1.2.1/b": STRONG, "1.2.1/c": STRONG}
COUNTERS = {"1.2.1/c": STRONG, "1.2.1/b": MEDIUM}
BECAUSE = "two derivations of what is built were compared package by package"
STALE_AFTER_DAYS = 365
FIX = "Generate the SBOM anew from the assessed commit, and leave out or mark what is for development only."

MANY = 0.05
SHOWN = 3


def check(inventories: Inventories, lock_files: LockFiles, roots: Roots, subject: Subject) -> Iterator[Finding]:
    if not lock_files.locks:
        return
    if inventories.unread:
        yield unknown(*inventories.unread)
    others = [each.source.name for each in inventories.inventories if each.source.commit != subject.commit]
    if others:
        reason = "it is not of the assessed commit, so the locks here are not its locks"
        yield unknown(*(Unread(name, reason, "the bill of the assessed commit") for name in others))
    for each in inventories.inventories:
        if each.source.commit == subject.commit:
            found = differences(each.content, lock_files.locks, roots.manifests)
            day = each.content.made_on or each.source.taken_on
            yield from _said(each.source, found, [_place(lock) for lock in lock_files.locks[:SHOWN]], day)


def _place(lock: LockFile) -> Location:
    return at(lock.path)


def _said(source: Source, found: Differences, locks: list[Location], day: date) -> Iterator[Finding]:
    wrong = (*found.missing_direct, *found.other_version)
    compared = found.compared + len(found.other_version)
    if wrong:
        parts = []
        if found.missing_direct:
            parts.append(
                f"{counted(len(found.missing_direct), 'package')} asked for at run time missing ({_some(found.missing_direct)})"
            )
        if found.other_version:
            parts.append(f"{len(found.other_version)} in another version ({_some(found.other_version)})")
        serious = found.missing_direct or len(found.other_version) > MANY * max(compared, 1)
        yield bad(
            source.name,
            f"bill and locks differ: {'; '.join(parts)}; {counted(found.compared, 'package agrees', 'packages agree')}",
            source.at(),
            *locks,
            at_most=STRONG if serious else MEDIUM,
            observed_at=day,
        )
    elif not found.compared:
        yield unknown(
            Unread(source.name, "no package of it is in a lock file", "a bill with package URLs of this build")
        )
    else:
        left = (
            f"; {counted(len(found.missing), 'other locked package')} not on the bill ({_some(found.missing)})"
            if found.missing
            else ""
        )
        yield good(
            source.name,
            f"{counted(found.compared, 'locked package')} on the bill in the same version{left}",
            source.at(),
            *locks,
            at_most=MEDIUM if found.missing else STRONG,
            observed_at=day,
        )


def _some(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _bill(*purls: str) -> Handed:
    parts = ", ".join(f'{{"type": "library", "name": "x", "purl": "{each}"}}' for each in purls)
    return Handed(f'{{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{parts}]}}', commit="{commit}")


def _npm(dev: str = "") -> dict[str, str]:
    locked = {"@scope/left": "1.0.0", "right": "2.0.0"} | ({dev: "3.0.0"} if dev else {})
    entries = ", ".join(
        f'"node_modules/{name}": {{"version": "{version}", "integrity": "sha512-AAAA"}}'
        for name, version in locked.items()
    )
    asked = '"@scope/left": "^1.0.0", "right": "^2.0.0"'
    return {
        "package.json": f'{{"name": "gantry", "private": true, "dependencies": {{{asked}}}}}',
        "package-lock.json": f'{{"name": "gantry", "lockfileVersion": 3, "packages": {{"": {{"dependencies": {{{asked}}}}}, {entries}}}}}',
    }


_LEFT, _RIGHT = "pkg:npm/%40scope/left@1.0.0", "pkg:npm/right@2.0.0"
_PIP = {
    "requirements.txt": "Zope.Interface==5.0 --hash=sha256:" + "a" * 64 + "\n",
    "requirements.in": "zope-interface\n",
}

EXAMPLES = (
    Example("both agree", Outcome.GOOD, _npm(), evidence={"sbom.json": _bill(_LEFT, _RIGHT)}, strength=STRONG),
    Example("one asked for is missing", Outcome.BAD, _npm(), evidence={"sbom.json": _bill(_LEFT)}, strength=STRONG),
    Example("another version", Outcome.BAD, _npm(), evidence={"sbom.json": _bill(_LEFT, "pkg:npm/right@2.9.9")}),
    Example(
        "a package nobody asks for at run time",
        Outcome.GOOD,
        _npm(dev="linter"),
        evidence={"sbom.json": _bill(_LEFT, _RIGHT)},
        strength=MEDIUM,
        false_positive="packages for development only",
    ),
    Example(
        "the same name in another form",
        Outcome.GOOD,
        _PIP,
        evidence={"sbom.json": _bill("pkg:pypi/zope_interface@5.0")},
        false_positive="names written in another form (PEP 503, npm scopes, Go modules)",
    ),
    Example(
        "packages of the system beside",
        Outcome.GOOD,
        _npm(),
        evidence={"sbom.json": _bill(_LEFT, _RIGHT, "pkg:deb/debian/openssl@3.0")},
        strength=STRONG,
        false_positive="packages of the operating system",
    ),
    Example(
        "a bill of the release before",
        Outcome.UNKNOWN,
        _npm(),
        history=(Change("Release", {"package.json": "{}"}, on=date(2026, 8, 1), tag="v1.0.0"),),
        evidence={"sbom.json": Handed(_bill(_LEFT).content, release="v1.0.0")},
        false_positive="a bill of another commit",
    ),
    Example("a bill of another product", Outcome.UNKNOWN, _npm(), evidence={"sbom.json": _bill("pkg:deb/debian/a@1")}),
    Example("no locks to compare with", Outcome.SILENT, {"a.c": "int x;"}, evidence={"sbom.json": _bill(_LEFT)}),
)
