"""Installs by the tools of every other language, and by those that build containers and infrastructure."""

import re
from collections.abc import Callable, Mapping, Sequence

from assay.facts.ci import Install
from assay.formats.installs.words import is_on, plain_words, value_of

UPGRADES = frozenset({"-upgrade", "--upgrade", "--update"})
"""Options that look for newer versions in spite of a lock."""


def go(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    """``go``."""
    plain = plain_words(rest, ("-o", "-ldflags", "-tags", "-C", "-p", "-run", "-coverprofile", "-timeout"))
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
        return Install("go", "go", "unlocked" if loose else "locked", value_of(rest, "-C"))
    return None


def cargo(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    """``cargo``."""
    plain = [
        each
        for each in plain_words(
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


def bundle(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    """``bundle``."""
    plain = plain_words(rest, ("--jobs", "--retry", "--path", "--without", "--with"))
    if plain[:1] == ["config"]:
        return None
    held = (
        "--deployment" in rest or "--frozen" in rest or is_on(env, "BUNDLE_FROZEN") or is_on(env, "BUNDLE_DEPLOYMENT")
    )
    if plain[:1] in (["install"], []):
        return Install("bundler", "bundle", "locked" if held else "follows lock")
    return Install("bundler", "bundle", "unlocked", targets=tuple(plain[1:])) if plain[:1] == ["update"] else None


def composer(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    """``composer``."""
    plain = plain_words(rest, ("-d", "--working-dir"))
    if plain[:1] in (["install"], ["i"]):
        return Install("composer", "composer", "needs lock", value_of(rest, "-d", "--working-dir"))
    if plain[:1] in (["update"], ["require"], ["upgrade"]) or plain[:2] == ["global", "require"]:
        return Install("composer", "composer", "unlocked", targets=tuple(plain[1:]))
    return None


def dotnet(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    """``dotnet``."""
    plain = plain_words(rest, ("-c", "--configuration", "-o", "--output", "-r", "--runtime", "-f", "--framework", "-v"))
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


def by_option(
    ecosystem: str,
    tool: str,
    locked: tuple[str, ...],
    flags: tuple[str, ...],
    loose: tuple[str, ...],
    otherwise: str = "unlocked",
) -> Callable[[Sequence[str], Mapping[str, str]], Install | None]:
    """A tool with commands that install, options that hold them to the lock, and commands that leave it behind."""

    def reader(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
        plain = plain_words(rest)
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


def gem(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    """``gem``."""
    plain = plain_words(rest, ("-v", "--version"))
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


def conan(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    """``conan``."""
    plain = plain_words(
        rest, ("-pr", "--profile", "-s", "--settings", "-o", "--options", "-of", "--output-folder", "-b", "-r")
    )
    if plain[:1] not in (["install"], ["create"]):
        return None
    if {"-u", "--update"} & set(rest) or "--lockfile=" in rest or value_of(rest, "--lockfile") == "None":
        return Install("conan", "conan", "unlocked", targets=tuple(plain[1:]))
    partial = "--lockfile-partial" in rest
    held = bool(value_of(rest, "--lockfile", "-l"))
    return Install("conan", "conan", "follows lock" if partial else "locked" if held else "needs lock")


def vcpkg(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    """``vcpkg``."""
    plain = plain_words(
        rest, ("--triplet", "--x-manifest-root", "--overlay-ports", "--overlay-triplets", "--host-triplet")
    )
    if plain[:1] == ["upgrade"] or plain[:1] == ["x-update-baseline"]:
        return Install("vcpkg", "vcpkg", "unlocked", targets=tuple(plain[1:]))
    if plain[:1] != ["install"]:
        return None
    return Install("vcpkg", "vcpkg", "unclear" if plain[1:] else "needs lock", targets=tuple(plain[1:]))


def gradle(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    """``gradle``: only what leaves its own locks and verification behind."""
    anew = {"--write-locks", "--update-locks", "--refresh-dependencies"} & set(rest)
    unverified = value_of(rest, "-F", "--dependency-verification") in ("off", "lenient")
    return Install("gradle", "gradle", "unlocked") if anew or unverified else None


def maven(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    """``mvn``: only what moves versions."""
    newest = [each for each in rest if re.match(r"(org\.codehaus\.mojo:)?versions(-maven-plugin)?:(use|update)-", each)]
    return Install("maven", "mvn", "unlocked") if newest else None
