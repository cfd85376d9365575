"""Installs by npm, Yarn, pnpm and Bun."""

import re
from collections.abc import Mapping, Sequence

from assay.facts.ci import Install
from assay.formats.installs.words import form_of_named, plain_words, value_of

NPM_EXACT = re.compile(r"(@[\w.-]+/)?[\w.-]+@\d+\.\d+\.\d+[\w.+-]*$")


def npm(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    """``npm``."""
    plain = plain_words(rest, ("--prefix", "-C", "--cache", "--loglevel", "--registry", "-w", "--workspace"))
    if not plain:
        return None
    folder = value_of(rest, "--prefix", "-C")
    if plain[0] in ("ci", "clean-install", "install-clean", "cit", "install-ci-test"):
        return Install("npm", "npm", "locked", folder)
    if plain[0] in ("install", "i", "add", "it", "update", "up", "upgrade"):
        targets = tuple(plain[1:])
        if plain[0] in ("update", "up", "upgrade"):
            return Install("npm", "npm", "unlocked", folder, targets)
        if "--package-lock-only" in rest:
            return None
        anew = "--no-package-lock" in rest or env.get("npm_config_package_lock") == "false"
        form = form_of_named(targets, NPM_EXACT) if targets else "unlocked" if anew else "follows lock"
        return Install("npm", "npm", form, folder, targets)
    return None


def yarn(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    """``yarn``, of both lines."""
    plain = plain_words(rest, ("--cwd",))
    if plain[:1] in ([], ["install"]):
        if not plain and any(each in rest for each in ("--version", "-v", "--help")):
            return None
        held = any(each in rest for each in ("--frozen-lockfile", "--immutable"))
        loose = "--no-immutable" in rest or "--no-lockfile" in rest
        return Install(
            "yarn", "yarn", "locked" if held else "unlocked" if loose else "unclear", value_of(rest, "--cwd")
        )
    if plain[0] in ("upgrade", "up"):
        return Install("yarn", "yarn", "unlocked", targets=tuple(plain[1:]))
    if plain[0] == "add" or plain[:2] == ["global", "add"]:
        targets = tuple(plain[2 if plain[0] == "global" else 1 :])
        return Install("yarn", "yarn", form_of_named(targets, NPM_EXACT), targets=targets)
    return None


def pnpm(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    """``pnpm``."""
    plain = plain_words(rest, ("-C", "--dir", "--filter", "-F"))
    folder, targets = value_of(rest, "-C", "--dir"), tuple(plain[1:])
    if plain[:1] in (["install"], ["i"], ["add"]) and targets:
        return Install("pnpm", "pnpm", form_of_named(targets, NPM_EXACT), folder, targets)
    if plain[:1] in (["install"], ["i"]) and "--lockfile-only" not in rest:
        if "--frozen-lockfile" in rest:
            return Install("pnpm", "pnpm", "locked", folder)
        loose = any(each in rest for each in ("--no-frozen-lockfile", "--frozen-lockfile=false", "--no-lockfile"))
        form = "unlocked" if loose else "needs lock"
        return Install("pnpm", "pnpm", form, folder, note="frozen only where CI is set")
    return Install("pnpm", "pnpm", "unlocked", folder, targets) if plain[:1] in (["update"], ["up"]) else None


def bun(rest: Sequence[str], env: Mapping[str, str]) -> Install | None:
    """``bun``."""
    plain = plain_words(rest, ("--cwd",))
    folder, targets = value_of(rest, "--cwd"), tuple(plain[1:])
    if plain[:1] in (["install"], ["i"], ["add"], ["a"]) and targets:
        return Install("bun", "bun", form_of_named(targets, NPM_EXACT), folder, targets)
    if plain[:1] == ["ci"] or (plain[:1] in (["install"], ["i"]) and "--frozen-lockfile" in rest):
        return Install("bun", "bun", "locked", folder)
    if plain[:1] in (["install"], ["i"]):
        return Install("bun", "bun", "follows lock", folder)
    return Install("bun", "bun", "unlocked", folder, targets) if plain[:1] == ["update"] else None
