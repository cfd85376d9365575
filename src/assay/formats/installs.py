"""Install commands: what they resolve and whether they are held to the lock (judgement rules, 4.2)."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from assay.facts.ci import Install

EXACT = re.compile(r"[^=<>~!]+===?[\w.!+-]+$")
OPEN_VERSION = re.compile(r"(@|==)[\"']?v?\$")
"""A version that is a variable: it may be exact or a range."""
NPM_EXACT = re.compile(r"(@[\w.-]+/)?[\w.-]+@\d+\.\d+\.\d+[\w.+-]*$")


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
UPGRADES = frozenset({"-upgrade", "--upgrade", "--update"})
"""Options that look for newer versions in spite of a lock."""
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


def _plain(rest: Sequence[str], with_value: Sequence[str] = ()) -> list[str]:
    found, skip = [], False
    for each in rest:
        if skip:
            skip = False
        elif each in with_value or re.fullmatch(r"\d?[<>]{1,3}|&>{1,2}", each):
            skip = True
        elif not each.startswith("-") and not re.match(r"\d?[<>]|&>", each):
            found.append(each)
    return found


def _npm(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    plain = _plain(rest, ("--prefix", "-C", "--cache", "--loglevel", "--registry", "-w", "--workspace"))
    if not plain:
        return None
    folder = _value(rest, "--prefix", "-C")
    if plain[0] in ("ci", "clean-install", "install-clean", "cit", "install-ci-test"):
        return Install("npm", "npm", "locked", folder)
    if plain[0] in ("install", "i", "add", "it", "update", "up", "upgrade"):
        targets = tuple(plain[1:])
        if plain[0] in ("update", "up", "upgrade"):
            return Install("npm", "npm", "unlocked", folder, targets)
        if "--package-lock-only" in rest:
            return None
        anew = "--no-package-lock" in rest or env.get("npm_config_package_lock") == "false"
        form = _named(targets, NPM_EXACT) if targets else "unlocked" if anew else "follows lock"
        return Install("npm", "npm", form, folder, targets)
    return None


def _yarn(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    plain = _plain(rest, ("--cwd",))
    if plain[:1] in ([], ["install"]):
        if not plain and any(each in rest for each in ("--version", "-v", "--help")):
            return None
        held = any(each in rest for each in ("--frozen-lockfile", "--immutable"))
        loose = "--no-immutable" in rest or "--no-lockfile" in rest
        return Install("yarn", "yarn", "locked" if held else "unlocked" if loose else "unclear", _value(rest, "--cwd"))
    if plain[0] in ("upgrade", "up"):
        return Install("yarn", "yarn", "unlocked", targets=tuple(plain[1:]))
    if plain[0] == "add" or plain[:2] == ["global", "add"]:
        targets = tuple(plain[2 if plain[0] == "global" else 1 :])
        return Install("yarn", "yarn", _named(targets, NPM_EXACT), targets=targets)
    return None


def _pnpm(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    plain = _plain(rest, ("-C", "--dir", "--filter", "-F"))
    folder, targets = _value(rest, "-C", "--dir"), tuple(plain[1:])
    if plain[:1] in (["install"], ["i"], ["add"]) and targets:
        return Install("pnpm", "pnpm", _named(targets, NPM_EXACT), folder, targets)
    if plain[:1] in (["install"], ["i"]) and "--lockfile-only" not in rest:
        if "--frozen-lockfile" in rest:
            return Install("pnpm", "pnpm", "locked", folder)
        loose = any(each in rest for each in ("--no-frozen-lockfile", "--frozen-lockfile=false", "--no-lockfile"))
        form = "unlocked" if loose else "needs lock"
        return Install("pnpm", "pnpm", form, folder, note="frozen only where CI is set")
    return Install("pnpm", "pnpm", "unlocked", folder, targets) if plain[:1] in (["update"], ["up"]) else None


def _bun(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    plain = _plain(rest, ("--cwd",))
    folder, targets = _value(rest, "--cwd"), tuple(plain[1:])
    if plain[:1] in (["install"], ["i"], ["add"], ["a"]) and targets:
        return Install("bun", "bun", _named(targets, NPM_EXACT), folder, targets)
    if plain[:1] == ["ci"] or (plain[:1] in (["install"], ["i"]) and "--frozen-lockfile" in rest):
        return Install("bun", "bun", "locked", folder)
    if plain[:1] in (["install"], ["i"]):
        return Install("bun", "bun", "follows lock", folder)
    return Install("bun", "bun", "unlocked", folder, targets) if plain[:1] == ["update"] else None


def _poetry(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    plain = _plain(rest, ("--with", "--without", "--only", "-E", "--extras", "-C", "--directory"))
    if plain[:1] in (["install"], ["sync"]):
        return Install("poetry", "poetry", "needs lock", _value(rest, "-C", "--directory"))
    return (
        Install("poetry", "poetry", "unlocked", targets=tuple(plain[1:]))
        if plain[:1] in (["update"], ["add"], ["lock"]) and "--check" not in rest
        else None
    )


def _uv(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    plain = _plain(rest, ("--python", "-p", "--extra", "--group", "--only-group", "--directory", "--project", "--with"))
    if plain[:1] == ["sync"]:
        held = bool({"--locked", "--frozen"} & set(rest)) or any(
            _is_on(env, each) for each in ("UV_LOCKED", "UV_FROZEN")
        )
        return Install("uv", "uv", "locked" if held else "follows lock", _value(rest, "--directory", "--project"))
    if plain[:2] == ["pip", "sync"]:
        return Install("pip", "uv", "locked" if "--require-hashes" in rest else "needs lock", targets=tuple(plain[2:]))
    if plain[:2] == ["pip", "install"]:
        return _pip([each for each in rest if each != "pip"], env, "uv")
    if plain[:2] == ["tool", "install"]:
        return Install(
            "pip",
            "uv",
            "exact" if plain[2:] and all("==" in each or "@" in each for each in plain[2:]) else "unlocked",
            targets=tuple(plain[2:]),
        )
    return (
        Install("uv", "uv", "unlocked", targets=tuple(plain[1:]))
        if plain[:1] in (["add"],) or ("lock" in plain[:1] and "--upgrade" in rest)
        else None
    )


def _pdm(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    plain = _plain(rest, ("-G", "--group", "-p"))
    if plain[:1] == ["sync"] or (
        plain[:1] == ["install"] and any(each in rest for each in ("--frozen-lockfile", "--check", "--no-lock"))
    ):
        return Install("pdm", "pdm", "locked")
    if plain[:1] == ["install"]:
        return Install("pdm", "pdm", "follows lock")
    return Install("pdm", "pdm", "unlocked") if plain[:1] in (["update"], ["add"]) else None


def _pipenv(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    plain = _plain(rest)
    if plain[:1] == ["sync"] or (plain[:1] == ["install"] and ("--deploy" in rest or "--ignore-pipfile" in rest)):
        return Install("pipenv", "pipenv", "locked")
    return (
        Install("pipenv", "pipenv", "unlocked", targets=tuple(plain[1:]))
        if plain[:1] in (["install"], ["update"])
        else None
    )


def _pip(rest: Sequence[str], env: Mapping[str, str], tool: str = "pip") -> Install | None:
    with_value = ("-r", "--requirement", "--requirements", "--index", "--index-strategy", "--python-preference", "-c", "--constraint", "-i", "--index-url", "--extra-index-url", "-t", "--target", "--prefix", "-f", "--find-links", "--python", "--group", "-e", "--editable", "--config-settings", "--only-binary", "--no-binary", "--platform")  # fmt: skip
    plain = _plain(rest, with_value)
    if plain[:1] not in (["install"], ["wheel"], ["download"]):
        return None
    files = [rest[n + 1] for n, each in enumerate(rest[:-1]) if each in ("-r", "--requirement", "--requirements")]
    files += [each.partition("=")[2] for each in rest if each.startswith(("--requirement=", "--requirements="))]
    files += [each[2:] for each in rest if each.startswith("-r") and len(each) > 2]
    if "--require-hashes" in rest or env.get("PIP_REQUIRE_HASHES"):
        return Install("pip", tool, "locked", targets=tuple(files))
    named = [each for each in plain[1:] if each and not (files and each.startswith("$"))]
    editables = [rest[n + 1] for n, each in enumerate(rest[:-1]) if each in ("-e", "--editable")]
    editable = bool(editables) or any(each.startswith((".", "/")) for each in named)
    if editables:
        named = [*editables, *(each for each in named if not each.startswith("$"))]
    if "--no-deps" in rest or "--no-index" in rest:
        return Install("pip", tool, "exact", targets=tuple(named or files), note="adds nothing from an index")
    if files and not named and not editable:
        return Install("pip", tool, "needs lock", targets=tuple(files))
    if editable:
        return Install(
            "pip", tool, "unlocked", targets=tuple(named) or (".",), note="resolves the project's own ranges"
        )
    if any(each.endswith(".whl") or "*" in each or "dist/" in each for each in named):
        return Install("pip", tool, "unclear", targets=tuple(named), note="installs a file just built")
    return Install("pip", tool, _named(tuple(named), EXACT), targets=tuple(named)) if named else None


def _go(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    plain = _plain(rest, ("-o", "-ldflags", "-tags", "-C", "-p", "-run", "-coverprofile", "-timeout"))
    off = (
        env.get("GOSUMDB") == "off"
        or any(each in env.get("GOFLAGS", "") for each in ("-insecure", "-mod=mod"))
        or env.get("GONOSUMCHECK") == "1"
        or env.get("GONOSUMDB") == "*"
    )
    if plain[:1] in (["get"], ["install"]):
        targets = tuple(plain[1:])
        named = [each for each in targets if "@" in each]
        if "-u" in rest or any(each.endswith(("@latest", "@master", "@main")) for each in targets):
            return Install("go", "go", "unlocked", targets=targets)
        if named:
            return Install("go", "go", "exact", targets=targets)
        return Install("go", "go", "unlocked" if off else "locked", targets=targets) if plain[0] == "install" else None
    if plain[:1] in (["build"], ["test"], ["run"], ["vet"]) or plain[:2] in (["mod", "download"], ["mod", "verify"]):
        loose = off or "-mod=mod" in rest or "-mod=mod" in env.get("GOFLAGS", "")
        return Install("go", "go", "unlocked" if loose else "locked", _value(rest, "-C"))
    return None


def _cargo(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    plain = [
        each
        for each in _plain(
            rest, ("--manifest-path", "--target", "--features", "-p", "--package", "--bin", "--version", "--profile")
        )
        if not each.startswith("+")
    ]
    held = "--locked" in rest or "--frozen" in rest
    if plain[:1] == ["install"]:
        targets = tuple(plain[1:])
        return Install("cargo", "cargo", "locked" if held else "unlocked", targets=targets or (".",))
    if plain[:1] and plain[0] in (
        "build",
        "test",
        "run",
        "publish",
        "package",
        "nextest",
        "rustc",
        "check",
        "clippy",
        "llvm-cov",
        "zigbuild",
        "fetch",
    ):
        return Install("cargo", "cargo", "locked" if held else "follows lock")
    return Install("cargo", "cargo", "unlocked") if plain[:1] == ["update"] else None


def _bundle(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    plain = _plain(rest, ("--jobs", "--retry", "--path", "--without", "--with"))
    if plain[:1] == ["config"]:
        return None
    held = (
        "--deployment" in rest or "--frozen" in rest or _is_on(env, "BUNDLE_FROZEN") or _is_on(env, "BUNDLE_DEPLOYMENT")
    )
    if plain[:1] in (["install"], []):
        return Install("bundler", "bundle", "locked" if held else "follows lock")
    return Install("bundler", "bundle", "unlocked", targets=tuple(plain[1:])) if plain[:1] == ["update"] else None


def _composer(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    plain = _plain(rest, ("-d", "--working-dir"))
    if plain[:1] in (["install"], ["i"]):
        return Install("composer", "composer", "needs lock", _value(rest, "-d", "--working-dir"))
    if plain[:1] in (["update"], ["require"], ["upgrade"]) or plain[:2] == ["global", "require"]:
        return Install("composer", "composer", "unlocked", targets=tuple(plain[1:]))
    return None


def _dotnet(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    plain = _plain(rest, ("-c", "--configuration", "-o", "--output", "-r", "--runtime", "-f", "--framework", "-v"))
    if plain[:1] == ["restore"]:
        held = "--locked-mode" in rest or any("RestoreLockedMode=true" in each for each in rest)
        anew = "--force-evaluate" in rest
        return Install("nuget", "dotnet", "unlocked" if anew else "locked" if held else "unclear")
    if plain[:1] == ["add"] and "package" in plain:
        targets = tuple(plain[plain.index("package") + 1 :])
        return Install("nuget", "dotnet", "exact" if {"--version", "-v"} & set(rest) else "unlocked", targets=targets)
    if plain[:2] == ["tool", "install"]:
        return Install("nuget", "dotnet", "exact" if "--version" in rest else "unlocked", targets=tuple(plain[2:]))
    return None


def _simple(
    ecosystem: str,
    tool: str,
    locked: tuple[str, ...],
    flags: tuple[str, ...],
    loose: tuple[str, ...],
    otherwise: str = "unlocked",
) -> Callable[[Sequence[str], Mapping[str, str]], Install | None]:
    def reader(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
        plain = _plain(rest)
        start = " ".join(plain[:2])
        if any(start.startswith(each) for each in locked):
            if UPGRADES & set(rest):
                return Install(ecosystem, tool, "unlocked")
            held = not flags or any(each in rest for each in flags)
            return Install(ecosystem, tool, "locked" if held else otherwise)
        return (
            Install(ecosystem, tool, "unlocked", targets=tuple(plain[1:]))
            if any(start.startswith(each) for each in loose)
            else None
        )

    return reader


def _gem(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    plain = _plain(rest, ("-v", "--version"))
    if plain[:1] != ["install"] or any(each.endswith(".gem") for each in plain):
        return None
    return Install(
        "bundler",
        "gem",
        "exact"
        if "-v" in rest or "--version" in rest or (plain[1:] and all(":" in each for each in plain[1:]))
        else "unlocked",
        targets=tuple(plain[1:]),
    )


def _pipx(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    plain = _plain(rest, ("--spec", "--python"))
    if plain[:1] != ["install"]:
        return None
    return Install("pip", "pipx", _named(tuple(plain[1:]), EXACT), targets=tuple(plain[1:]))


def _conan(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    plain = _plain(
        rest, ("-pr", "--profile", "-s", "--settings", "-o", "--options", "-of", "--output-folder", "-b", "-r")
    )
    if plain[:1] not in (["install"], ["create"]):
        return None
    if {"-u", "--update"} & set(rest) or "--lockfile=" in rest or _value(rest, "--lockfile") == "None":
        return Install("conan", "conan", "unlocked", targets=tuple(plain[1:]))
    partial = "--lockfile-partial" in rest
    held = bool(_value(rest, "--lockfile", "-l"))
    return Install("conan", "conan", "follows lock" if partial else "locked" if held else "needs lock")


def _vcpkg(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    plain = _plain(rest, ("--triplet", "--x-manifest-root", "--overlay-ports", "--overlay-triplets", "--host-triplet"))
    if plain[:1] == ["upgrade"] or plain[:1] == ["x-update-baseline"]:
        return Install("vcpkg", "vcpkg", "unlocked", targets=tuple(plain[1:]))
    if plain[:1] != ["install"]:
        return None
    return Install("vcpkg", "vcpkg", "unclear" if plain[1:] else "needs lock", targets=tuple(plain[1:]))


def _gradle(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    anew = {"--write-locks", "--update-locks", "--refresh-dependencies"} & set(rest)
    unverified = _value(rest, "-F", "--dependency-verification") in ("off", "lenient")
    return Install("gradle", "gradle", "unlocked") if anew or unverified else None


def _maven(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    newest = [each for each in rest if re.match(r"(org\.codehaus\.mojo:)?versions(-maven-plugin)?:(use|update)-", each)]
    return Install("maven", "mvn", "unlocked") if newest else None


def _is_on(env: Mapping[str, str], name: str) -> bool:
    return env.get(name, "").lower() in ("1", "true", "yes", "on")


def _named(targets: tuple[str, ...], exact: re.Pattern[str]) -> str:
    open_ones = [each for each in targets if not exact.match(each)]
    if open_ones and all(OPEN_VERSION.search(each) for each in open_ones):
        return "unclear"
    return "exact" if targets and not open_ones else "unlocked"


def _value(rest: Sequence[str], *options: str) -> str:
    for number, each in enumerate(rest):
        if each in options and number + 1 < len(rest):
            return rest[number + 1]
        for option in options:
            if each.startswith(option + "="):
                return each.partition("=")[2]
    return ""


_READERS: dict[str, Callable[[Sequence[str], Mapping[str, str]], Install | None]] = {
    "npm": _npm, "yarn": _yarn, "pnpm": _pnpm, "bun": _bun, "poetry": _poetry, "uv": _uv, "pdm": _pdm, "pipenv": _pipenv, "pip": _pip,
    "go": _go, "cargo": _cargo, "cross": _cargo, "bundle": _bundle, "bundler": _bundle, "composer": _composer, "dotnet": _dotnet, "gem": _gem, "pipx": _pipx,
    "swift": _simple("swift", "swift", ("build", "package resolve"), ("--force-resolved-versions", "--only-use-versions-from-resolved-file"), ("package update",), "unclear"),
    "pod": _simple("cocoapods", "pod", ("install",), ("--deployment",), ("update",), "follows lock"),
    "mix": _simple("mix", "mix", ("deps.get",), ("--check-locked",), ("deps.update",), "needs lock"),
    "dart": _simple("pub", "dart", ("pub get",), ("--enforce-lockfile",), ("pub upgrade",), "follows lock"),
    "flutter": _simple("pub", "flutter", ("pub get",), ("--enforce-lockfile",), ("pub upgrade",), "follows lock"),
    "terraform": _simple("terraform", "terraform", ("init",), ("-lockfile=readonly",), (), "follows lock"),
    "nuget": _simple("nuget", "nuget", ("restore",), ("-LockedMode", "-lockedmode"), ("update", "install"), "unclear"),
    "tofu": _simple("terraform", "tofu", ("init",), ("-lockfile=readonly",), (), "follows lock"),
    "conan": _conan, "vcpkg": _vcpkg, "gradle": _gradle, "gradlew": _gradle, "mvn": _maven, "mvnw": _maven,
    "helm": _simple("helm", "helm", ("dependency build", "dep build"), (), ("dependency update", "dep update", "dep up")),
}  # fmt: skip
