"""The outline of a Groovy script: which blocks stand in which, with strings and comments blanked. Nothing is evaluated."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

LARGEST = 400_000
DEEPEST = 40
LONGEST_ARGUMENT = 1000
STRING = re.compile(r"'''(.*?)'''|\"\"\"(.*?)\"\"\"|'((?:[^'\\\n]|\\.)*)'|\"((?:[^\"\\\n]|\\.)*)\"", re.DOTALL)
BLANKED = re.compile(
    r"'''(?:.*?'''|.*)|\"\"\"(?:.*?\"\"\"|.*)|'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|=~[ \t]{0,20}/(?:[^/\\\n]|\\.)*/|//[^\n]*|/\*(?:.*?\*/|.*)",
    re.DOTALL,
)
"""Strings, patterns to match and comments; what is never closed reaches to the end."""
NAME = re.compile(r"[A-Za-z_]\w{0,60}$")
ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class GroovyError(ValueError):
    """The text is no script whose braces match."""


@dataclass(slots=True)
class Block:
    """What stands between two braces, and the word and argument in front of them."""

    name: str
    argument: str
    line: int
    start: int
    end: int = 0
    inside: list["Block"] = field(default_factory=list)

    def find(self, *names: str) -> "list[Block]":
        """The blocks directly inside that have one of these names."""
        return [each for each in self.inside if each.name in names]

    def every(self) -> "Iterator[Block]":
        """Every block inside, at any depth."""
        waiting = list(reversed(self.inside))
        while waiting:
            each = waiting.pop()
            yield each
            waiting += reversed(each.inside)


class Groovy:
    """A script and its outline; raises GroovyError where the braces do not match."""

    def __init__(self, text: str) -> None:
        if len(text) > LARGEST:
            raise GroovyError("it is larger than 400 kB")
        self.text = text
        self.masked = BLANKED.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
        """The text with strings and comments blanked, every character keeping its place."""
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.top = self._outline()

    def line(self, position: int) -> int:
        """The line of a position."""
        return bisect_right(self._line_starts, position)

    def code(self, pattern: re.Pattern[str], start: int, end: int) -> Iterator[re.Match[str]]:
        """Matches that begin in code, not within a string or a comment."""
        return (match for match in pattern.finditer(self.text, start, end) if not self.masked[match.start()].isspace())

    def string(self, position: int) -> tuple[str, int, int] | None:
        """The string at a position as its script sees it, the line of its first character and where it ends."""
        match = STRING.match(self.text, position)
        if not match:
            return None
        value = next(each for each in match.groups() if each is not None)
        bare = value.lstrip("\n")
        opening = 3 if match.group().startswith(("'''", '"""')) else 1
        return ESCAPED.sub(_unescaped, bare), self.line(position + opening + len(value) - len(bare)), match.end()

    def _outline(self) -> Block:
        top = Block("", "", 1, 0, len(self.text))
        stack = [top]
        for match in re.finditer(r"[{}]", self.masked):
            at = match.start()
            if match.group() == "{":
                block = self._opened(at)
                stack[-1].inside.append(block)
                stack.append(block)
                if len(stack) > DEEPEST:
                    raise GroovyError("nested too deeply")
            elif len(stack) > 1:
                stack.pop().end = at
            else:
                raise GroovyError(f"line {self.line(at)}: a brace that was never opened")
        if len(stack) > 1:
            raise GroovyError(f"line {stack[-1].line}: a brace that is never closed")
        return top

    def _opened(self, brace: int) -> Block:
        before = self.masked[max(0, brace - LONGEST_ARGUMENT) : brace]
        offset = brace - len(before)
        head = before.rstrip()
        argument = ""
        if head.endswith(")"):
            opening = _opening(head)
            if opening >= 0:
                argument = self.text[offset + opening + 1 : offset + len(head) - 1].strip()
                head = head[:opening].rstrip()
        name = NAME.search(head[-100:])
        place = offset + len(head) - (len(name.group()) if name else 0)
        return Block(name.group() if name else "", argument, self.line(place if name else brace), brace + 1)


def literal(argument: str) -> str:
    """The one string an argument consists of, or an empty text."""
    match = STRING.fullmatch(argument.strip())
    return next((each for each in match.groups() if each is not None), "") if match else ""


def _opening(head: str) -> int:
    """Where the bracket that ends ``head`` was opened."""
    depth = 0
    for at in range(len(head) - 1, -1, -1):
        depth += (head[at] == ")") - (head[at] == "(")
        if depth == 0:
            return at
    return -1


def _unescaped(match: re.Match[str]) -> str:
    character = match.group(1)
    # A line continued in the script stays continued for the shell.
    return {"n": "\n", "t": "\t", "\n": "\\\n"}.get(character, character)
