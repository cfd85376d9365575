"""Every application keeps a lock file under version control.

Why: Without a lock nobody can say which versions a release was made of.

Good: each application root of an ecosystem with locks has a committed one, beside its manifest or at its workspace root.

Bad: an application root has a manifest and no lock, perhaps because .gitignore keeps it out, or one with nothing of what it asks for.
Weak for NuGet, which takes the lowest version that fits: the same projects give the same versions, only their hashes are not kept.

Unknown: a manifest or lock could not be read, or all of them stand in folders for tests, examples and the like.

Known false positives: libraries leave locks out on purpose; roots only for tests or documents; ecosystems without locks;
tools for the upkeep of the repository; .NET projects and Go modules that use no package.
"""

from collections.abc import Iterator

from assay.checks.contract import MEDIUM, WEAK, Example, Finding, at, bad, good, unknown
from assay.domain.evidence import Outcome, Unread
from assay.facts.ecosystems import ECOSYSTEMS
from assay.facts.lock_files import LockFiles
from assay.facts.roots import Root, RootKind, Roots

SUPPORTS = {"1.2.1/a": WEAK, "1.2.2/a": WEAK}
COUNTERS = {"1.2.2/a": MEDIUM, "1.2.1/c": MEDIUM}
BECAUSE = "without a lock no release can be tied to exact versions; with one, a list exists and nothing is enforced yet"
STALE_AFTER_DAYS = 90
FIX = "Commit the lock file and switch installs to the form that is held to it."


def check(roots: Roots, locks: LockFiles) -> Iterator[Finding]:
    hollow = {lock.path for lock in locks.locks if lock.holds_nothing}
    left_out = f"; left out: {roots.told_left_out}" if roots.left_out else ""
    for root in roots.applications:
        ecosystem = ECOSYSTEMS[root.ecosystem]
        where = root.folder or "the top folder"
        if not ecosystem.locks or root.ecosystem == "gradle":
            continue
        if root.ecosystem in ("nuget", "go") and not _asks(root, roots):
            continue
        if root.lock in hollow:
            yield bad(
                root.manifest,
                f"{where} is an application ({root.why}), and {root.lock} holds nothing of what it asks for",
                at(root.lock),
                fix=f"Run {ecosystem.lock_command} and commit {root.lock}.",
            )
        elif root.lock:
            yield good(
                root.manifest,
                f"{where} is an application ({root.why}) and pins its components in {root.lock}{left_out}",
                at(root.lock),
            )
            left_out = ""  # said once
        elif not locks.unread:
            ignored = f"; {root.lock_ignored} keeps it out" if root.lock_ignored else ""
            yield bad(
                root.manifest,
                f"{where} is an application ({root.why}) and has no {ecosystem.title} lock{ignored}",
                at(root.manifest),
                fix=f"Run {ecosystem.lock_command}, commit {ecosystem.locks[0]}{' and remove its line from .gitignore' if root.lock_ignored else ''}.",
                at_most=WEAK if root.ecosystem == "nuget" else MEDIUM,
            )
    if unread := (*roots.unread, *locks.unread):
        yield unknown(*unread)
    elif roots.roots and all(each.kind is RootKind.SET_ASIDE for each in roots.roots):
        why = f"all of them are left out for the names of their folders: {roots.told_left_out}"
        yield unknown(Unread("manifests", why, "declare the roots that ship in assay.toml"))


def _asks(root: Root, roots: Roots) -> bool:
    """Whether its own manifest asks for any package."""
    return any(manifest.dependencies for manifest in roots.manifests if manifest.path == root.manifest)


_APP = '{"name": "app", "private": true, "dependencies": {"a": "^1.0.0"}}'
_LOCK = '{"lockfileVersion": 3, "packages": {"": {}, "node_modules/a": {"version": "1.0.0", "resolved": "https://r.example/a.tgz", "integrity": "sha512-AA"}}}'

EXAMPLES = (
    Example(
        "the lock of another product",
        Outcome.BAD,
        {"package.json": _APP, "package-lock.json": _LOCK.replace("node_modules/a", "node_modules/z")},
        strength=MEDIUM,
    ),
    Example("an application with its lock", Outcome.GOOD, {"package.json": _APP, "package-lock.json": _LOCK}),
    Example(
        "an application without",
        Outcome.BAD,
        {"package.json": _APP, ".gitignore": "package-lock.json\n"},
        strength=MEDIUM,
    ),
    Example("a lock that is empty", Outcome.BAD, {"package.json": _APP, "package-lock.json": ""}),
    Example(
        "a library",
        Outcome.SILENT,
        {"package.json": '{"name": "lib", "dependencies": {"a": "^1.0.0"}}'},
        false_positive="libraries leave locks out on purpose",
    ),
    Example(
        "an example application and nothing else",
        Outcome.UNKNOWN,
        {"examples/app/package.json": _APP},
        false_positive="roots only for tests or documents",
    ),
    Example(
        "a library with an example application",
        Outcome.SILENT,
        {"package.json": '{"name": "lib"}', "Examples/app/package.json": _APP, "src/test/package.json": _APP},
        false_positive="roots only for tests or documents",
    ),
    Example(
        "an application that is declared and stands below examples",
        Outcome.BAD,
        {"examples/app/package.json": _APP, "assay.toml": 'schema = 1\n[product]\nroots = ["examples/app"]\n'},
    ),
    Example(
        "a .NET application without",
        Outcome.BAD,
        {
            "src/App.csproj": '<Project Sdk="Microsoft.NET.Sdk.Web"><ItemGroup><PackageReference Include="A" Version="1.0.0"/></ItemGroup></Project>'
        },
        strength=WEAK,
    ),
    Example(
        "a .NET program without packages",
        Outcome.SILENT,
        {
            "src/App.csproj": '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType></PropertyGroup></Project>'
        },
        false_positive=".NET projects and Go modules that use no package",
    ),
    Example(
        "a Go program without packages",
        Outcome.SILENT,
        {"go.mod": "module example.org/m\n\ngo 1.26\n", "cmd/m/main.go": "package main\n"},
        false_positive=".NET projects and Go modules that use no package",
    ),
    Example(
        "a Go program that uses one",
        Outcome.BAD,
        {
            "go.mod": "module example.org/m\n\ngo 1.26\n\nrequire example.org/a v1.0.0\n",
            "cmd/m/main.go": "package main\n",
        },
        strength=MEDIUM,
    ),
    Example(
        "a lock of pip with another ending",
        Outcome.GOOD,
        {
            "Dockerfile": "FROM python:3.14\n",
            "pyproject.toml": '[project]\nname = "x"\nclassifiers = ["Private :: Do Not Upload"]\ndependencies = ["a"]\n',
            "requirements.lock": "a==1.0 --hash=sha256:" + "a" * 64 + "\n",
        },
    ),
    Example(
        "a lock of the tools alone",
        Outcome.BAD,
        {
            "Dockerfile": "FROM python:3.14\n",
            "pyproject.toml": '[project]\nname = "x"\nclassifiers = ["Private :: Do Not Upload"]\ndependencies = ["a"]\n',
            "requirements-dev.txt": "pytest==9.0 --hash=sha256:" + "a" * 64 + "\n",
        },
    ),
    Example(
        "a tool for the upkeep of the repository",
        Outcome.SILENT,
        {"eng/labels/package.json": _APP},
        false_positive="tools for the upkeep of the repository",
    ),
    Example(
        "Maven knows no lock",
        Outcome.SILENT,
        {"pom.xml": "<project><artifactId>a</artifactId><packaging>war</packaging></project>"},
        false_positive="ecosystems without locks",
    ),
    Example("a manifest that is broken", Outcome.UNKNOWN, {"package.json": "{"}),
)
