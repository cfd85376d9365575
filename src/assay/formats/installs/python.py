"""Installs by pip, pipx, Poetry, uv, PDM and Pipenv."""

import re
from collections.abc import Mapping, Sequence

from assay.facts.ci import Install
from assay.formats.installs.words import form_of_named, is_on, plain_words, value_of

EXACT = re.compile(r"[^=<>~!]+===?[\w.!+-]+$")


def poetry(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    """``poetry``."""
    plain = plain_words(rest, ("--with", "--without", "--only", "-E", "--extras", "-C", "--directory"))
    if plain[:1] in (["install"], ["sync"]):
        return Install("poetry", "poetry", "needs lock", value_of(rest, "-C", "--directory"))
    return (
        Install("poetry", "poetry", "unlocked", targets=tuple(plain[1:]))
        if plain[:1] in (["update"], ["add"], ["lock"]) and "--check" not in rest
        else None
    )


def uv(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    """``uv``, and what it does in the place of pip."""
    plain = plain_words(
        rest, ("--python", "-p", "--extra", "--group", "--only-group", "--directory", "--project", "--with")
    )
    if plain[:1] == ["sync"]:
        held = bool({"--locked", "--frozen"} & set(rest)) or any(
            is_on(env, each) for each in ("UV_LOCKED", "UV_FROZEN")
        )
        return Install("uv", "uv", "locked" if held else "follows lock", value_of(rest, "--directory", "--project"))
    if plain[:2] == ["pip", "sync"]:
        return Install("pip", "uv", "locked" if "--require-hashes" in rest else "needs lock", targets=tuple(plain[2:]))
    if plain[:2] == ["pip", "install"]:
        return pip([each for each in rest if each != "pip"], env, "uv")
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


def pdm(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    """``pdm``."""
    plain = plain_words(rest, ("-G", "--group", "-p"))
    if plain[:1] == ["sync"] or (
        plain[:1] == ["install"] and any(each in rest for each in ("--frozen-lockfile", "--check", "--no-lock"))
    ):
        return Install("pdm", "pdm", "locked")
    if plain[:1] == ["install"]:
        return Install("pdm", "pdm", "follows lock")
    return Install("pdm", "pdm", "unlocked") if plain[:1] in (["update"], ["add"]) else None


def pipenv(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    """``pipenv``."""
    plain = plain_words(rest)
    if plain[:1] == ["sync"] or (plain[:1] == ["install"] and ("--deploy" in rest or "--ignore-pipfile" in rest)):
        return Install("pipenv", "pipenv", "locked")
    return (
        Install("pipenv", "pipenv", "unlocked", targets=tuple(plain[1:]))
        if plain[:1] in (["install"], ["update"])
        else None
    )


def pip(rest: Sequence[str], env: Mapping[str, str], tool: str = "pip") -> Install | None:
    """``pip``."""
    with_value = ("-r", "--requirement", "--requirements", "--index", "--index-strategy", "--python-preference", "-c", "--constraint", "-i", "--index-url", "--extra-index-url", "-t", "--target", "--prefix", "-f", "--find-links", "--python", "--group", "-e", "--editable", "--config-settings", "--only-binary", "--no-binary", "--platform")  # fmt: skip
    plain = plain_words(rest, with_value)
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
    return Install("pip", tool, form_of_named(tuple(named), EXACT), targets=tuple(named)) if named else None


def pipx(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    """``pipx``."""
    plain = plain_words(rest, ("--spec", "--python"))
    if plain[:1] != ["install"]:
        return None
    return Install("pip", "pipx", form_of_named(tuple(plain[1:]), EXACT), targets=tuple(plain[1:]))
