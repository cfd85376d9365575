"""No regular expression of Assay takes long on a text made to trap it."""

import ast
import importlib
import pkgutil
import re
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import assay

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from re import _constants as codes  # type: ignore[attr-defined]
    from re import _parser as parser  # type: ignore[attr-defined]

LENGTH = 20_000
SECONDS = 2.0
"""For one search in a text of twenty thousand characters: a pattern that grows with the square of it takes far longer."""
CALLS = frozenset({"compile", "match", "search", "fullmatch", "findall", "finditer", "sub", "split"})
GENERAL = (
    "a", " ", "\n", "\t", "-", "_", ".", "/", "@", "0", "A", "'", '"', "`", "[", "(", "{", "<", "|", "*", "#", "=", ":", ";", "\\", "$", "é", "\0",
    "a ", "a.", "a-", "a@", "a/", "a\n", " \n", "0.", "a=", "a: ", "../", "${{", "$(", "<a ", "](", "not ", "a1", "http://", "----", "A1b2C3d4",
)  # fmt: skip


def patterns() -> dict[tuple[str, int], str]:
    """(pattern, flags) → where it stands: compiled ones of every module, and those written in calls."""
    found: dict[tuple[str, int], str] = {}
    for info in pkgutil.walk_packages(assay.__path__, "assay."):
        if ".testing" in info.name or info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            for each in _compiled(value):
                found.setdefault((each.pattern, each.flags), f"{info.name}.{name}")
        tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CALLS:
                if isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and node.args:
                    first = node.args[0]
                    if isinstance(first, ast.Constant) and isinstance(first.value, str):
                        found.setdefault((first.value, re.UNICODE), f"{info.name}:{node.lineno}")
    return found


def _compiled(value: object) -> Iterator["re.Pattern[str]"]:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
        else:
            yield re.compile(value.pattern.decode("latin-1"), value.flags & ~re.UNICODE | 0)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _compiled(each)
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from _compiled(each)


def sample(parsed: Any, more: int = 1) -> str:
    """A text the pattern matches or nearly matches, repeats taken a little more often than they must be."""
    out = ""
    for code, argument in parsed:
        if code is codes.LITERAL:
            out += chr(argument)
        elif code is codes.IN:
            out += _one_of(argument)
        elif code is codes.ANY:
            out += "x"
        elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
            least, most, inner = argument
            out += sample(inner, more) * min(least + more, most, 40)
        elif code is codes.SUBPATTERN:
            out += sample(argument[-1], more)
        elif code is codes.BRANCH:
            out += sample(argument[1][0], more)
        elif code is codes.NOT_LITERAL:
            out += "y"
    return out


def _one_of(choices: Any) -> str:
    for code, argument in choices:
        if code is codes.LITERAL:
            return chr(argument)
        if code is codes.RANGE:
            return chr(argument[0])
        if code is codes.CATEGORY:
            return {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " "}.get(str(argument), "w")
    return "z"


def traps(pattern: str, flags: int) -> Iterator[str]:
    """Texts that start many matches and finish none."""
    for each in GENERAL:
        yield each * (LENGTH // len(each))
    for more in (0, 1, 3):
        one = sample(parser.parse(pattern, flags), more)[:2000]
        for cut in {1, 2, len(one) // 2, len(one) - 1, len(one)}:
            if start := one[:cut]:
                yield start * (LENGTH // len(start))
                yield start + start[-1] * LENGTH
                yield start + " " * LENGTH


def slowest() -> list[tuple[float, str, str, str]]:
    found = []
    for (pattern, flags), where in patterns().items():
        compiled = re.compile(pattern, flags)
        worst = (0.0, "")
        for text in traps(pattern, flags):
            began = time.process_time()
            compiled.search(text)
            took = time.process_time() - began
            if took > worst[0]:
                worst = took, text[:40]
        found.append((worst[0], where, pattern[:100], worst[1]))
    return sorted(found, reverse=True)


@pytest.mark.slow
def test_every_pattern_ends_soon() -> None:
    late = [each for each in slowest() if each[0] > SECONDS]
    assert late == []
