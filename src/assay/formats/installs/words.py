"""The words of an install command: what is named, which options have which value, whether a version is exact."""

import re
from collections.abc import Mapping, Sequence

OPEN_VERSION = re.compile(r"(@|==)[\"']?v?\$")
"""A version that is a variable: it may be exact or a range."""


def plain_words(rest: Sequence[str], with_value: Sequence[str] = ()) -> list[str]:
    """The words that are no options, values of options or redirections."""
    found, skip = [], False
    for each in rest:
        if skip:
            skip = False
        elif each in with_value or re.fullmatch(r"\d?[<>]{1,3}|&>{1,2}", each):
            skip = True
        elif not each.startswith("-") and not re.match(r"\d?[<>]|&>", each):
            found.append(each)
    return found


def is_on(env: Mapping[str, str], name: str) -> bool:
    """Whether a variable of the environment is switched on."""
    return env.get(name, "").lower() in ("1", "true", "yes", "on")


def form_of_named(targets: tuple[str, ...], exact: re.Pattern[str]) -> str:
    """The form of an install that names what it wants: held to one version, open, or unclear."""
    open_ones = [each for each in targets if not exact.match(each)]
    if open_ones and all(OPEN_VERSION.search(each) for each in open_ones):
        return "unclear"
    return "exact" if targets and not open_ones else "unlocked"


def value_of(rest: Sequence[str], *options: str) -> str:
    """What follows the first of these options; empty if none is there."""
    for number, each in enumerate(rest):
        if each in options and number + 1 < len(rest):
            return rest[number + 1]
        for option in options:
            if each.startswith(option + "="):
                return each.partition("=")[2]
    return ""
