"""The commands of a script: each at command position, with what it does and what it installs (judgement rules, 4.1)."""

import re
from collections.abc import Iterator, Mapping

from assay.facts.ci import Command, Does
from assay.formats import shell
from assay.formats.installs import install_of
from assay.formats.remote_scripts import is_piped_download, is_substituted_download
from assay.formats.tools import classify, swallows
from assay.formats.wrappers import Unwrapped, unwrapped

VARIABLE = re.compile(
    r"\$\{\{\s*(?:env|variables)(?:\.|\[')([A-Za-z_]\w{0,60})(?:'\])?\s*\}\}|\$\{\{[^}]*\}\}|\$(?:env:)?([A-Za-z_]\w{0,60})|%([A-Za-z_]\w{0,60})%"
    r"|\$\{(?:env[.:])?([A-Za-z_][\w.]{0,60})(?::?-(?P<default>[^}]*))?\}|\$\(…\)",
    re.IGNORECASE,
)
"""A variable or an expression and nothing else, as the shells and systems write them."""
PLAIN_VALUE = re.compile(r"[\w./@+-]{1,100}( [\w./@+=-]{1,100}){0,6}")


def read(
    script: str,
    path: str,
    line: int,
    env: Mapping[str, str] | None = None,
    called: frozenset[str] = frozenset(),
) -> tuple[Command, ...]:
    """The commands of a script, classified. ``line`` is that of the script's first line in ``path``.

    ``env`` holds what the definition sets; ``called`` are the functions that those who source the script call.
    """
    simples = shell.split(script, line, called)
    own = frozenset(FUNCTION.findall(script))
    set_before = dict(env or {})
    found: list[Command] = []
    for number, simple in enumerate(simples):
        set_before |= _settings(simple.words)
        downloads = is_piped_download(simples, number) or is_substituted_download(simples, number)
        for argv, given, ignored in _resolved(simple, set_before):
            is_own = argv[0] in own
            install = None if is_own else install_of(argv, {**set_before, **given})
            does = frozenset() if is_own else classify(argv)
            if downloads:
                does |= {Does.REMOTE_SCRIPT}
            if install:
                does |= {Does.INSTALL}
            ignored = ignored or simple.failure_ignored or swallows(argv)
            found.append(Command(tuple(argv), path, simple.line, does, install, ignored))
    return tuple(found)


def _settings(words: list[str]) -> dict[str, str]:
    """What a command sets for those after it, as far as installs look at it."""
    if words[0] in ("export", "declare", "typeset", "setx"):
        return {name: value for name, equals, value in (each.partition("=") for each in words[1:]) if equals}
    if words[:2] == ["go", "env"] and "-w" in words:
        return {name: value for name, equals, value in (each.partition("=") for each in words[3:]) if equals}
    if words[:2] == ["bundle", "config"]:
        plain = [each for each in words[2:] if not each.startswith("-") and each != "set"]
        if len(plain) == 2 and plain[0] in ("frozen", "deployment"):
            return {f"BUNDLE_{plain[0].upper()}": plain[1]}
    return {}


def _resolved(simple: shell.Simple, known: Mapping[str, str]) -> Iterator["Unwrapped"]:
    """The commands behind wrappers, a variable in place of a name replaced where the definition sets it to plain words."""
    for argv, given, ignored in unwrapped(simple.words, simple.env, 0):
        match = VARIABLE.fullmatch(argv[0])
        name = next((each for each in match.groups() if each), "") if match else ""
        value = given.get(name) or known.get(name) or (match and match.group("default")) or ""
        if name and PLAIN_VALUE.fullmatch(value):
            yield from (
                (each, env, inner or ignored) for each, env, inner in unwrapped([*value.split(), *argv[1:]], given, 0)
            )
        else:
            yield argv, given, ignored


FUNCTION = re.compile(r"(?m)^[ \t]{0,20}(?:function[ \t]{1,8})?([\w-]{1,60})[ \t]{0,8}\(\)[ \t]{0,8}\{?")
"""Functions a script defines: their names are no tools."""
