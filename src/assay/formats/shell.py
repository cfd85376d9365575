"""Splits shell scripts into simple commands: what stands at command position, on which line, and whether its failure counts.

Not a shell: nothing is expanded. Quoted text, comments and here-documents never become commands, so a tool's name in an
``echo`` or a header is not mistaken for its use.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

LONGEST_SCRIPT = 200_000
KEYWORDS = frozenset("if then elif else fi do done while until for case esac in { } ! time function".split())
HARMLESS = frozenset({"true", ":", "echo", "printf", "exit 0", "return 0", "/bin/true"})
ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,80}\+?=")
HEREDOC = re.compile(r"<<-?\s*([\"']?)([A-Za-z_][A-Za-z0-9_]{0,60})\1")


@dataclass(slots=True)
class Simple:
    """One simple command: words with quotes removed, leading assignments apart."""

    words: list[str]
    line: int
    env: dict[str, str] = field(default_factory=dict)
    before: str = ""
    """The operator in front: ``;`` ``&&`` ``||`` ``|`` ``&``."""
    after: str = ""
    failure_ignored: bool = False


def split(script: str, first_line: int = 1) -> list[Simple]:
    """The simple commands of ``script`` in order; commands inside ``$(…)`` follow the one that holds them."""
    commands: list[Simple] = []
    lenient = False
    for simple in _simples(script[:LONGEST_SCRIPT], first_line):
        if simple.words[:1] == ["set"]:
            options = simple.words[1:]
            if "+e" in options:
                lenient = True
            elif any(re.match(r"-[a-z]*e", each) for each in options):
                lenient = False
        simple.failure_ignored = lenient
        if simple.before == "||" and commands and _is_harmless(simple):
            for earlier in reversed(commands):
                earlier.failure_ignored = True
                if earlier.before not in ("|", "&&"):
                    break
        commands.append(simple)
    return commands


def _is_harmless(simple: Simple) -> bool:
    return simple.words[0] in HARMLESS or " ".join(simple.words[:2]) in HARMLESS


def _simples(script: str, first_line: int) -> Iterator[Simple]:
    words: list[str] = []
    started = first_line
    before = ""
    inner: list[tuple[str, int]] = []
    for kind, text, line in _tokens(script, first_line):
        if kind == "word":
            if not words:
                started = line
            words.append(text)
        elif kind == "inner":
            inner.append((text, line))
        else:
            made = _simple(words, started, before)
            if made:
                made.after = text
                yield made
                before = text
            elif text != "\n":
                before = ";"
            for nested, at_line in inner:
                yield from _simples(nested, at_line)
            words, inner = [], []
            before = ";" if text in ("\n", "(", ")") else text
    if made := _simple(words, started, before):
        yield made
    for nested, at_line in inner:
        yield from _simples(nested, at_line)


def _simple(words: list[str], line: int, before: str) -> Simple | None:
    rest = list(words)
    env: dict[str, str] = {}
    if rest[:1] == ["for"] or rest[:1] == ["case"] or (len(rest) == 1 and rest[0].endswith(")")):
        return None
    while rest and (rest[0] in KEYWORDS or ASSIGNMENT.match(rest[0])):
        first = rest.pop(0)
        if ASSIGNMENT.match(first):
            name, _, value = first.partition("=")
            env[name.rstrip("+")] = value
    return Simple(rest, line, env, before) if rest else None


def _tokens(text: str, line: int) -> Iterator[tuple[str, str, int]]:
    """(word | operator | inner, text, line): inner is the script of a command substitution."""
    position, end = 0, len(text)
    word: list[str] = []
    in_word = False
    started = line
    waiting: list[str] = []

    def finished() -> Iterator[tuple[str, str, int]]:
        nonlocal in_word
        if in_word:
            yield "word", "".join(word), started
            word.clear()
            in_word = False

    while position < end:
        character = text[position]
        if character == "\\" and position + 1 < end:
            if text[position + 1] == "\n":
                line += 1
            else:
                in_word, started = True, started if in_word else line
                word.append(text[position + 1])
            position += 2
            continue
        if character in "'\"":
            if not in_word:
                started = line
            in_word = True
            close = _closing(text, position)
            inside = text[position + 1 : close]
            word.append(inside)
            if character == '"':
                for nested in _substitutions(inside):
                    yield "inner", nested, line
            line += inside.count("\n")
            position = close + 1
            continue
        if text.startswith("${{", position) or text.startswith("${", position):
            close = text.find("}}" if text.startswith("${{", position) else "}", position)
            stop = end if close < 0 else close + (2 if text.startswith("${{", position) else 1)
            in_word, started = True, started if in_word else line
            word.append(text[position:stop])
            line += text.count("\n", position, stop)
            position = stop
            continue
        if text.startswith("$(", position) or character == "`":
            close = _matching(text, position + 1) if character == "$" else text.find("`", position + 1)
            close = end if close < 0 else close
            nested = text[position + (2 if character == "$" else 1) : close]
            in_word, started = True, started if in_word else line
            word.append("$(…)")
            if not nested.startswith("("):
                yield "inner", nested, line
            line += nested.count("\n")
            position = close + 1
            continue
        if character == "#" and not in_word:
            stop = text.find("\n", position)
            position = end if stop < 0 else stop
            continue
        if character == "<" and (found := HEREDOC.match(text, position)):
            waiting.append(found.group(2))
            position = found.end()
            continue
        if character == "\n":
            yield from finished()
            yield "operator", "\n", line
            line += 1
            position += 1
            for mark in waiting:
                while position < end:
                    stop = text.find("\n", position)
                    stop = end if stop < 0 else stop
                    body = text[position:stop]
                    position = min(stop + 1, end)
                    line += 1
                    if body.strip() == mark:
                        break
            waiting = []
            continue
        if character in " \t\r":
            yield from finished()
            position += 1
            continue
        pair = text[position : position + 2]
        if pair in ("&&", "||", ";;", "|&"):
            yield from finished()
            yield "operator", "|" if pair == "|&" else pair, line
            position += 2
            continue
        if character in ";|&()" and not (
            character == "&" and (pair == "&>" or (word and word[-1].endswith((">", "<"))))
        ):
            yield from finished()
            yield "operator", character, line
            position += 1
            continue
        if not in_word:
            started = line
        in_word = True
        word.append(character)
        position += 1
    yield from finished()


def _closing(text: str, opening: int) -> int:
    quote = text[opening]
    position = opening + 1
    while position < len(text):
        if text[position] == "\\" and quote == '"':
            position += 2
            continue
        if text[position] == quote:
            return position
        position += 1
    return len(text)


def _matching(text: str, opening: int) -> int:
    depth = 0
    position = opening
    while position < len(text):
        character = text[position]
        if character in "'\"":
            position = _closing(text, position)
        elif character == "(":
            depth += 1
        elif character == ")":
            depth -= 1
            if depth == 0:
                return position
        position += 1
    return -1


def _substitutions(inside: str) -> Iterator[str]:
    position = inside.find("$(")
    while position >= 0:
        close = _matching(inside, position + 1)
        if close < 0:
            return
        nested = inside[position + 2 : close]
        if not nested.startswith("("):
            yield nested
        position = inside.find("$(", close)
