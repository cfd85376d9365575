"""Install commands: what they resolve and whether they are held to the lock (judgement rules, 4.2)."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from assay.facts.ci import Install
from assay.formats.installs.node import bun, npm, pnpm, yarn
from assay.formats.installs.others import (
    bundle,
    by_option,
    cargo,
    composer,
    conan,
    dotnet,
    gem,
    go,
    gradle,
    maven,
    vcpkg,
)
from assay.formats.installs.python import pdm, pip, pipenv, pipx, poetry, uv

TOOL_INSTALLS = frozenset(
    {
        ("cargo", "install"),
        ("go", "install"),
        ("gem", "install"),
        ("pipx", "install"),
        ("uv", "tool"),
        ("dotnet", "tool"),
    }
)
"""Commands that put a program on the machine and leave the product's own components alone."""
GLOBAL = frozenset({"-g", "--global", "global"})
DEVELOPMENT = frozenset({"-D", "--save-dev", "--dev"})
"""What is named beside them is needed to build or test, not to run."""


def install_of(argv: Sequence[str], env: Mapping[str, str]) -> Install | None:
    """The install one command performs, or None."""
    if not argv or "--dry-run" in argv:
        return None
    name = argv[0].rpartition("/")[2]
    rest = list(argv[1:])
    reader = _READERS.get("pip" if re.fullmatch(r"pip[0-9.]*", name) else name)
    found = reader(rest, env) if reader else None
    own = found and any(each.startswith((".", "/")) for each in found.targets)
    aside = bool(GLOBAL & set(rest)) or bool(found and found.targets and DEVELOPMENT & set(rest))
    if found and not own and ((name, *rest[:1]) in TOOL_INSTALLS or aside):
        return replace(found, tool_only=True)
    return found


_READERS: dict[str, Callable[[Sequence[str], Mapping[str, str]], Install | None]] = {
    "npm": npm, "yarn": yarn, "pnpm": pnpm, "bun": bun, "poetry": poetry, "uv": uv, "pdm": pdm, "pipenv": pipenv, "pip": pip,
    "go": go, "cargo": cargo, "cross": cargo, "bundle": bundle, "bundler": bundle, "composer": composer, "dotnet": dotnet, "gem": gem, "pipx": pipx,
    "swift": by_option("swift", "swift", ("build", "package resolve"), ("--force-resolved-versions", "--only-use-versions-from-resolved-file"), ("package update",), "unclear"),
    "pod": by_option("cocoapods", "pod", ("install",), ("--deployment",), ("update",), "follows lock"),
    "mix": by_option("mix", "mix", ("deps.get",), ("--check-locked",), ("deps.update",), "needs lock"),
    "dart": by_option("pub", "dart", ("pub get",), ("--enforce-lockfile",), ("pub upgrade",), "follows lock"),
    "flutter": by_option("pub", "flutter", ("pub get",), ("--enforce-lockfile",), ("pub upgrade",), "follows lock"),
    "terraform": by_option("terraform", "terraform", ("init",), ("-lockfile=readonly",), (), "follows lock"),
    "nuget": by_option("nuget", "nuget", ("restore",), ("-LockedMode", "-lockedmode"), ("update", "install"), "unclear"),
    "tofu": by_option("terraform", "tofu", ("init",), ("-lockfile=readonly",), (), "follows lock"),
    "conan": conan, "vcpkg": vcpkg, "gradle": gradle, "gradlew": gradle, "mvn": maven, "mvnw": maven,
    "helm": by_option("helm", "helm", ("dependency build", "dep build"), (), ("dependency update", "dep update", "dep up")),
}  # fmt: skip
